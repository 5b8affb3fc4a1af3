/** Erasure put together: the holders, the journal outside the store, and what ends a ticket's consent. */
import type { AuditLog } from './audit/index.ts'
import { type ConsentRooms, type ConsentRows, eraseConsent, type NoJournal } from './consent/index.ts'
import type { Keyring, World } from './keys.ts'
import { personalDataHolders } from './personal-data.ts'
import {
  ERASURE_EXECUTED,
  type ErasureJournal,
  type ErasureRooms,
  type ErasureRows,
  eraseRequester,
  eraseTicket,
  linkToCase,
  type RequestRows,
  readRetention,
} from './privacy/index.ts'
import type { TicketRow } from './tickets/index.ts'

/** What erasing asks of a transaction. */
export type ErasingRows = ErasureRows & ConsentRows & RequestRows

/** With what a consent is ended by, and a no is written down beside the erasures. */
export type ErasingRooms = ErasureRooms<ErasingRows> & Pick<ConsentRooms, 'noes'>

export function erasureRooms(given: {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly journal: ErasureJournal & NoJournal
  readonly backupDays: number
  readonly onErased?: () => void
}): ErasingRooms {
  const { world, keys, audit, journal, backupDays, onErased = () => undefined } = given
  return {
    world,
    keys,
    audit,
    holders: personalDataHolders(keys),
    journal,
    noes: journal,
    backupDays,
    endConsent: (tx, accountId, ticket, actor) =>
      eraseConsent({ world, keys, audit, noes: journal }, tx, accountId, ticket, actor),
    keepsConsent: async (tx, accountId) => (await readRetention(tx, accountId)).keepsErasedConsent,
    linkCase: async (tx, accountId, caseId, { erasureId, actorRef, source }) => {
      // A number that is no request of this account is written down in the entry alone.
      if ((await tx.requestCaseById(accountId, caseId)) === null) return
      const by =
        source === 'replay'
          ? ({ actor: { kind: 'system', ref: actorRef }, as: 'system' } as const)
          : ({ actor: { kind: 'agent', ref: actorRef }, as: 'compliance' } as const)
      const link = { product: ERASURE_EXECUTED, ref: erasureId }
      await linkToCase({ world, keys, audit }, tx, accountId, caseId, by, link)
    },
    onErased,
  }
}

const HELPDESK = { actor: { kind: 'helpdesk', ref: 'webhook' }, source: 'helpdesk' } as const

/** What a deletion in the helpdesk starts by itself: the same act, without a second person. */
export function erasuresByHelpdesk(rooms: ErasureRooms<ErasingRows>): {
  erase(tx: ErasingRows, accountId: string, requesterRef: string): Promise<void>
  eraseTicket(tx: ErasingRows, accountId: string, ticket: TicketRow): Promise<void>
} {
  return {
    async erase(tx, accountId, requesterRef) {
      const again = (await tx.lastErasureOf(accountId, requesterRef)) !== null
      const order = { ...HELPDESK, requesterRef, caseId: null, deadInHelpdesk: true, again }
      await eraseRequester(rooms, tx, accountId, order)
    },
    async eraseTicket(tx, accountId, ticket) {
      const again = (await tx.lastErasureOf(accountId, ticket.ticketRef)) !== null
      await eraseTicket(rooms, tx, accountId, ticket, { ...HELPDESK, again })
    },
  }
}
