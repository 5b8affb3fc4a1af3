/**
 * Every change of what decides: author, approver, when, and what became different. The log says that there was a
 * change and who made it; the stored versions say what it was.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { type DiffLine, diffLines } from '../../src/domain/change.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../src/domain/csv.ts'
import type { ChangeLogView, ChangeRow, LoggedChange } from '../../src/domain/evidence-api.ts'
import type { AuditRows, EntryType } from '../audit/index.ts'
import { type AccessFolds, actorText } from './access-fold.ts'
import { spanView } from './control-map.ts'
import type { EntryHeader } from './logged-entry.ts'
import { entriesOf, type Period, spanOf } from './period.ts'
import type { EvidenceRooms } from './rooms.ts'

/** Which entries are changes of what. */
export const CHANGE_OF = {
  'scope_policy.changed': 'scope_policy',
  'allowlist.changed': 'allowlist',
  'notice.activated': 'notice',
  'notice.locales_changed': 'notice',
  'legal_basis.changed': 'legal_basis',
  'consent_rule.changed': 'consent_rule',
  'four_eyes.changed': 'four_eyes',
  'config.started': 'provider',
  'role.changed': 'roles',
  'question.setting_changed': 'retention',
  'retention.changed': 'retention',
  'templates.changed': 'settings',
  'helpdesk_settings.changed': 'settings',
  'request_calendar.changed': 'settings',
  'review_date.changed': 'settings',
  'account.live_changed': 'settings',
  'account.connection_changed': 'settings',
  'spending.changed': 'settings',
} as const satisfies Partial<Readonly<Record<EntryType, LoggedChange>>>

export function changeOf(type: string): LoggedChange | null {
  return Object.hasOwn(CHANGE_OF, type) ? CHANGE_OF[type as keyof typeof CHANGE_OF] : null
}

/** Which version of which setting an entry brought; `previous` is what it took the place of. */
export interface VersionOrder {
  readonly type: string
  readonly version: number
  readonly revision: number
}

export interface VersionRows extends AuditRows {
  /** JSON of that version and of the one before; `null` where the store keeps none. */
  settingVersions(
    accountId: AccountId,
    order: VersionOrder,
  ): Promise<{ readonly before: string | null; readonly after: string | null }>
}

export interface ChangeLogRooms extends EvidenceRooms<VersionRows> {
  readonly folds: AccessFolds
}

/** Without its own number, which the row says already. */
function parsed(text: string | null): unknown {
  if (text === null) return {}
  try {
    const { version: _own, ...content } = Object(JSON.parse(text))
    return content
  } catch {
    // Shown as it lies there: a version that cannot be read is a finding of its own.
    return { unreadable: true }
  }
}

/** What the entry itself says, where no version is kept. */
function saidByEntry({ detail }: EntryHeader): readonly DiffLine[] {
  return Object.entries(detail)
    .filter(([name]) => name !== 'digest')
    .map(([path, value]) => ({ sign: '+', path, value: JSON.stringify(value) }))
}

function versionIn(entry: EntryHeader): VersionOrder {
  const version = Number(entry.detail.version ?? entry.object.ref)
  const revision = Number(entry.detail.revision ?? 0)
  return { type: entry.type, version, revision }
}

async function diffOf(
  rooms: ChangeLogRooms,
  accountId: AccountId,
  entry: EntryHeader,
  index: number,
): Promise<readonly DiffLine[]> {
  if (entry.type === 'role.changed')
    return (await rooms.folds.read(accountId)).roleDiffs.get(index) ?? saidByEntry(entry)
  if (entry.type === 'account.live_changed') {
    const live = entry.decision === 'live'
    return diffLines({ live: !live }, { live })
  }
  if (entry.type === 'account.connection_changed') {
    const sides = [{}, { key: entry.detail.key }] as const
    return entry.decision === 'connected' ? diffLines(...sides) : diffLines(sides[1], sides[0])
  }
  const order =
    entry.type === 'config.started'
      ? { type: entry.type, version: Number(entry.object.ref), revision: 0 }
      : versionIn(entry)
  if (!Number.isSafeInteger(order.version) || !Number.isSafeInteger(order.revision)) return saidByEntry(entry)
  const { before, after } = await rooms.transact((tx) => tx.settingVersions(accountId, order))
  return after === null ? saidByEntry(entry) : diffLines(parsed(before), parsed(after))
}

/** An approval stands directly before the change that it lets through, in one transaction. */
interface Approval {
  readonly index: number
  readonly by: string
  readonly proposer: string
}

function approvalIn(entry: EntryHeader, index: number): Approval | null {
  const { proposer } = entry.detail
  return entry.type === 'change.approved' && typeof proposer === 'string'
    ? { index, by: actorText(entry.actor), proposer }
    : null
}

export async function readChangeLog(
  rooms: ChangeLogRooms,
  accountId: AccountId,
  period: Period,
  only: LoggedChange | null = null,
): Promise<ChangeLogView> {
  const span = await rooms.transact((tx) => spanOf(tx, accountId, period))
  const rows: ChangeRow[] = []
  let approval: Approval | null = null
  // From one entry earlier: the approval of the first change may stand just before the period.
  const start = Math.max(0, span.start - 1)
  for await (const { entry, index } of entriesOf(rooms.transact, accountId, { start, end: span.end })) {
    const what = entry === null ? null : changeOf(entry.type)
    if (entry !== null && what !== null && index >= span.start && (only === null || only === what)) {
      const approved: Approval | null = approval?.index === index - 1 ? approval : null
      rows.push({
        index,
        at: entry.at,
        what,
        type: entry.type,
        version: what === 'roles' ? entry.object.ref : String(entry.detail.version ?? entry.object.ref),
        author: approved?.proposer ?? actorText(entry.actor),
        approver: approved?.by ?? null,
        diff: await diffOf(rooms, accountId, entry, index),
      })
    }
    approval = entry === null ? null : approvalIn(entry, index)
  }
  return { ...period, span: spanView(span, await rooms.anchor(accountId)), rows: rows.reverse() }
}

export function changeLogCsv({ rows }: ChangeLogView): string {
  const head = ['index', 'at', 'what', 'type', 'version', 'author', 'approver', 'sign', 'path', 'value']
  const lines = rows.flatMap((row) => {
    const about = [row.index, row.at, row.what, row.type, row.version, row.author, row.approver]
    return row.diff.length === 0
      ? [csvLine([...about, null, null, null])]
      : row.diff.map(({ sign, path, value }) =>
          csvLine([...about, sign === '+' ? 'added' : 'removed', path, value]),
        )
  })
  return `${BYTE_ORDER_MARK}${csvLine(head)}${lines.join('')}`
}
