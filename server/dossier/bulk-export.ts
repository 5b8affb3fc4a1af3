/**
 * More than one person's records in a day leave the house only on two people's word; so does the log with its
 * words opened. The word is kept as a permit for whoever asked, for those people, for a week.
 */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import {
  BULK_EXPORTS,
  BULK_HOURS,
  type BulkExport,
  isBulk,
  MOST_PEOPLE,
  PERMIT_DAYS,
} from '../../src/domain/bulk-export.ts'
import { Fault } from '../../src/domain/fault.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import { refsOfPerson } from '../tickets/index.ts'
import { pseudonymOf } from './access-log.ts'
import { personNamed } from './find-person.ts'
import type { DossierRooms, DossierRows } from './rows.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export interface PermitRow {
  readonly permitId: string
  readonly what: BulkExport
  readonly requesterRef: string | null
  readonly agentRef: string
  readonly permittedAt: string
  readonly expiresAt: string
}

export interface PermitRows {
  addPermit(accountId: AccountId, permit: PermitRow): Promise<void>
  /** `null`: nobody has permitted it, or no longer. */
  permitUntil(
    accountId: AccountId,
    asked: {
      readonly agentRef: string
      readonly what: BulkExport
      readonly requesterRefs: readonly string[]
      readonly now: string
    },
  ): Promise<string | null>
  /** References of whom they made, fetched or linked a package since. */
  peopleTaken(accountId: AccountId, agentRef: string, since: string): Promise<readonly string[]>
}

type Rows = DossierRows

const bulkContent = z.strictObject({
  what: z.enum(BULK_EXPORTS),
  requesterRefs: z.array(z.string().min(1).max(100)).max(MOST_PEOPLE),
  /** Pseudonym of whoever asks: what the second person permits, they permit to nobody else. */
  agentRef: z.string().min(1).max(200),
})
export type BulkContent = z.infer<typeof bulkContent>

/** @throws Fault `NOT_FOUND` for somebody of whom nothing is held. */
export async function plannedBulk(
  rooms: DossierRooms,
  tx: Rows,
  agent: Agent,
  order: { readonly what: BulkExport; readonly requesterRefs: readonly string[] },
): Promise<BulkContent> {
  const requesterRefs = order.what === 'people' ? [...new Set(order.requesterRefs)].sort() : []
  for (const requesterRef of requesterRefs) await personNamed(tx, agent.accountId, requesterRef)
  return { what: order.what, requesterRefs, agentRef: pseudonymOf(rooms, agent) }
}

export function bulkExportChange(rooms: DossierRooms): ChangeApplier<Rows> {
  const nothing: BulkContent = { what: 'people', requesterRefs: [], agentRef: 'nobody' }
  return applierOf({
    schema: bulkContent,
    current: async (_tx: Rows, _accountId: AccountId) => ({
      ...{ base: 'bulk_export', content: nothing, first: false },
    }),
    widenings: (_before, { what, requesterRefs }) =>
      what === 'people'
        ? [{ what: 'people_exported', people: requesterRefs.length }]
        : [{ what: 'log_words_exported' }],
    async apply(tx, agent, { what, requesterRefs, agentRef }) {
      const now = rooms.world.now()
      const until = new Date(now.getTime() + PERMIT_DAYS * DAY_MS).toISOString()
      await rooms.audit.append(tx, agent.accountId, {
        type: 'export.permitted',
        actor: { kind: 'agent', ref: pseudonymOf(rooms, agent) },
        object: { kind: 'agent', ref: agentRef },
        decision: what,
        detail: { people: requesterRefs.length, until },
      })
      for (const requesterRef of what === 'people' ? requesterRefs : [null])
        await tx.addPermit(agent.accountId, {
          ...{ permitId: rooms.world.newId(), what, requesterRef, agentRef },
          ...{ permittedAt: now.toISOString(), expiresAt: until },
        })
    },
  })
}

async function isPermitted(
  rooms: DossierRooms,
  tx: Rows,
  agent: Agent,
  what: BulkExport,
  requesterRefs: readonly string[],
): Promise<boolean> {
  if ((await tx.fourEyes(agent.accountId))?.mode === 'off') return true
  const asked = { agentRef: pseudonymOf(rooms, agent), what, requesterRefs }
  const now = rooms.world.now().toISOString()
  return (await tx.permitUntil(agent.accountId, { ...asked, now })) !== null
}

/** @throws Fault `SECOND_PERSON_NEEDED` when others were taken out within the day, and nobody has permitted this one. */
export async function refuseBulk(
  rooms: DossierRooms,
  tx: Rows,
  agent: Agent,
  requesterRef: string,
): Promise<void> {
  const { accountId } = agent
  const since = new Date(rooms.world.now().getTime() - BULK_HOURS * HOUR_MS).toISOString()
  const joined = await refsOfPerson(tx, accountId, await personNamed(tx, accountId, requesterRef))
  if (!isBulk(await tx.peopleTaken(accountId, pseudonymOf(rooms, agent), since), joined)) return
  if (await isPermitted(rooms, tx, agent, 'people', joined)) return
  throw new Fault(
    'SECOND_PERSON_NEEDED',
    `packages of more than one person within ${BULK_HOURS} hours need a second person: ask for it in the console`,
  )
}

/** @throws Fault `SECOND_PERSON_NEEDED`: sealed words of everybody leave in clear on two people's word only. */
export async function refuseOpenLog(rooms: DossierRooms, tx: Rows, agent: Agent): Promise<void> {
  if (await isPermitted(rooms, tx, agent, 'log_words', [])) return
  throw new Fault(
    'SECOND_PERSON_NEEDED',
    'the log with its words opened needs a second person: ask for it in the console, under Audit',
  )
}
