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
  webhooks_refused: 5,
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
  /** Refused while the meter gave no entry: counted in the next one. */
  let passedOver = 0
  const add = (kind: SignalKind, at: string) => {
    const held = found.get(kind)
    if (held === undefined) found.set(kind, [at])
    else held.push(at)
  }
  if (log === 'broken') add('audit_broken', now.toISOString())
  else
    await wasDoneSince(tx, accountId, since, ({ type, at, detail }) => {
      if (type === 'egress.refused')
        add(FORGED.includes(detail.bar) ? 'permits_refused' : 'egress_refused', at)
      if (type === 'webhook.refused') {
        add('webhooks_refused', at)
        passedOver += typeof detail.passedOver === 'number' ? detail.passedOver : 0
      }
      if (type === 'session.refused') add('sign_ins_refused', at)
      if (EXPORTS.some((each) => each === type)) add('many_exports', at)
      return false
    })
  return [...found].flatMap(([kind, times]) => {
    const count = times.length + (kind === 'webhooks_refused' ? passedOver : 0)
    if (kind !== 'audit_broken' && count < LEAST[kind]) return []
    const inOrder = times.toSorted()
    return [{ kind, count, since: inOrder[0] ?? '', until: inOrder.at(-1) ?? '' }]
  })
}
