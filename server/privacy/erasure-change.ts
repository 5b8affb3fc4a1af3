/** An erasure waits for a second person, as a change with opaque references only. */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { ERASURE_EXCEPTIONS, type ErasedClass, type KeptClass } from '../../src/domain/erasure.ts'
import { Fault } from '../../src/domain/fault.ts'
import { HELD_CLASSES } from '../../src/domain/held.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import { type ErasureRooms, type ErasureRows, eraseRequester, joined, whoIs } from './erasure.ts'
import { joinedRecords } from './joined-records.ts'
import type { RequestRows } from './request-cases.ts'

const ofKind = { class: z.enum(HELD_CLASSES), count: z.int().min(0) }

const erasureContent = z.strictObject({
  requesterRefs: z.array(z.string().min(1).max(100)).max(100),
  caseId: z.string().max(100).nullable(),
  /** As it stood when it was proposed, for whoever decides. */
  records: z.int().min(0),
  tickets: z.int().min(0),
  /** What goes and what stays, by kind; absent: proposed by a version that did not say. */
  erased: z.array(z.strictObject(ofKind)).optional(),
  kept: z.array(z.strictObject({ ...ofKind, exception: z.enum(ERASURE_EXCEPTIONS) })).optional(),
  /** As people call the request; `null`: none was named. */
  caseNumber: z.string().max(100).nullable().optional(),
})
export type ErasureContent = z.infer<typeof erasureContent>

const NOBODY: ErasureContent = { requesterRefs: [], caseId: null, records: 0, tickets: 0 }

/** `null` when nothing is held about them (any more). */
export async function plannedErasure<Tx extends ErasureRows & Pick<RequestRows, 'requestCaseById'>>(
  rooms: Pick<ErasureRooms<Tx>, 'holders' | 'keepsConsent' | 'world'>,
  tx: Tx,
  accountId: AccountId,
  order: { readonly requesterRef: string; readonly caseId: string | null },
): Promise<ErasureContent | null> {
  const { caseId } = order
  const plan = { requesterRefs: [] as string[], caseId, records: 0, tickets: 0 }
  const [erased, kept]: [ErasedClass[], KeptClass[]] = [[], []]
  const terms = {
    at: rooms.world.now().toISOString(),
    keepsConsent: await rooms.keepsConsent(tx, accountId),
  }
  for (const requesterRef of await joinedRecords(tx, accountId, order.requesterRef)) {
    const who = await whoIs(tx, accountId, requesterRef)
    if (who === null) continue
    plan.requesterRefs.push(requesterRef)
    plan.tickets += who.ticketRefs.length
    for (const holder of rooms.holders) {
      for (const { count } of await holder.holds(tx, who)) plan.records += count
      const would = await holder.forecast(tx, who, terms)
      erased.push(...would.erased)
      kept.push(...would.kept)
    }
  }
  if (plan.requesterRefs.length === 0) return null
  return {
    ...plan,
    erased: [...joined(erased, (row) => row.class)],
    kept: [...joined(kept, (row) => `${row.class} ${row.exception}`)],
    caseNumber: caseId === null ? null : ((await tx.requestCaseById(accountId, caseId))?.caseNumber ?? null),
  }
}

export function erasureChange<Tx extends ErasureRows>(rooms: ErasureRooms<Tx>): ChangeApplier<Tx> {
  return applierOf({
    schema: erasureContent,
    // Nobody stands before it: whether there is still somebody to erase is asked when it happens.
    current: async (_tx: Tx, _accountId: AccountId) => ({ base: 'erasure', content: NOBODY, first: false }),
    widenings: (_before, { records, tickets, erased, kept, caseNumber }) => [
      {
        ...{ what: 'person_erased', records, tickets, erased, kept, caseNumber },
      },
    ],
    async apply(tx, agent: Agent, { requesterRefs, caseId }) {
      const { accountId } = agent
      const actor = { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) } as const
      await sameRecords(tx, accountId, requesterRefs)
      let done = 0
      for (const requesterRef of requesterRefs) {
        if ((await whoIs(tx, accountId, requesterRef)) === null) {
          // Approved once already: the server ended in the middle of it, and the next one brought it to its end.
          if ((await tx.lastErasureOf(accountId, requesterRef))?.source === 'replay') done += 1
          continue
        }
        await eraseRequester(rooms, tx, accountId, {
          ...{ requesterRef, caseId, actor },
          source: 'compliance',
          deadInHelpdesk: false,
        })
        done += 1
      }
      if (done === 0) throw new Fault('CHANGE_STALE', 'nothing is held about this person any more')
    },
  })
}

/** Whoever approves was told what goes: a record that the helpdesk has joined with theirs since would stay. */
async function sameRecords<Tx extends ErasureRows>(
  tx: Tx,
  accountId: AccountId,
  requesterRefs: readonly string[],
): Promise<void> {
  for (const requesterRef of requesterRefs)
    for (const joinedRef of await joinedRecords(tx, accountId, requesterRef))
      if (!requesterRefs.includes(joinedRef) && (await whoIs(tx, accountId, joinedRef)) !== null)
        throw new Fault(
          'CHANGE_STALE',
          'the person has been joined with another record since: propose it again',
        )
}
