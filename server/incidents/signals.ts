/**
 * Looks for what may be an incident, in the log alone. A signal is a question to a person: nobody is aware of
 * anything, and no clock runs, until somebody says so.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { SignalKind, SignalView } from '../../src/domain/incident-api.ts'
import { type AuditRows, type EntryType, wasDoneSince } from '../audit/index.ts'
import type { World } from '../keys.ts'

const WINDOW_MS = 24 * 3_600_000

/** A permit that was refused because a setting had just changed is ordinary; these mean that somebody tried. */
const FORGED: readonly unknown[] = ['MISSING', 'ALTERED', 'FOREIGN', 'SPENT']
const EXPORTS: readonly EntryType[] = ['export.made', 'audit.exported', 'evidence.exported']

const LEAST: Readonly<Record<Exclude<SignalKind, 'audit_broken'>, number>> = {
  permits_refused: 3,
  sign_ins_refused: 30,
  many_exports: 20,
  egress_refused: 10,
}

export async function findSignals(
  { world }: { readonly world: World },
  tx: AuditRows,
  accountId: AccountId,
  log: 'intact' | 'broken',
): Promise<readonly SignalView[]> {
  const now = world.now()
  const since = new Date(now.getTime() - WINDOW_MS)
  const found = new Map<SignalKind, string[]>()
  const add = (kind: SignalKind, at: string) => found.set(kind, [...(found.get(kind) ?? []), at])
  if (log === 'broken') add('audit_broken', now.toISOString())
  else
    await wasDoneSince(tx, accountId, since, ({ type, at, detail }) => {
      if (type === 'egress.refused')
        add(FORGED.includes(detail.bar) ? 'permits_refused' : 'egress_refused', at)
      if (type === 'session.refused') add('sign_ins_refused', at)
      if (EXPORTS.some((each) => each === type)) add('many_exports', at)
      return false
    })
  return [...found].flatMap(([kind, times]) => {
    if (kind !== 'audit_broken' && times.length < LEAST[kind]) return []
    const inOrder = times.toSorted()
    return [{ kind, count: times.length, since: inOrder[0] ?? '', until: inOrder.at(-1) ?? '' }]
  })
}
