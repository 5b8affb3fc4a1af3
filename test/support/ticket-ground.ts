/** Tickets and their consent over a real store, with a notice that can be consented to. */

import { createAuditLog } from '../../server/audit/index.ts'
import { activateNotice, type ConsentRooms, readConsent } from '../../server/consent/index.ts'
import { openTicket, readTicket, type TicketRow } from '../../server/tickets/index.ts'
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import { memoryJournal } from './erasure-ground.ts'
import { type FakeWorld, fakeWorld } from './fake-world.ts'
import { type FileStore, fileStore, tempKeyring } from './memory-store.ts'

export const AGENT: Agent = { accountId: 'acme', agentId: '4711', roles: ['agent'] }
export const TICKET_ID = '5'
export const REQUESTER_ID = '360001'
export const NOTICE_TEXTS = {
  en: { title: 'Drafts', lead: 'May we?', sections: [{ heading: 'Who', text: 'Acme' }] },
  de: { title: 'Entwürfe', lead: 'Dürfen wir?', sections: [{ heading: 'Wer', text: 'Acme' }] },
}
export const RECIPIENTS = ['extractive@local']

export interface TicketGround {
  readonly rooms: ConsentRooms
  readonly store: FileStore
  readonly world: FakeWorld
  /** The ticket as it is stored now. */
  ticket(): Promise<TicketRow>
  consent(): Promise<ConsentState>
  /** A draft in the given status; its words are sealed already. */
  addDraft(draftId: string, status: 'drafting' | 'ready' | 'inserted'): Promise<void>
  /** `draft id: status (has words or not)`. */
  drafts(): readonly string[]
  newNotice(title: string): Promise<void>
}

export async function ticketGround(): Promise<TicketGround> {
  const store = await fileStore()
  const world = fakeWorld()
  const keys = tempKeyring()
  const rooms: ConsentRooms = { world, keys, audit: createAuditLog(world, keys), noes: memoryJournal() }
  await store.transact(async (tx) => {
    await activateNotice(rooms, tx, 'acme', { texts: NOTICE_TEXTS, recipients: RECIPIENTS })
    await openTicket(rooms, tx, AGENT, { ticketId: TICKET_ID, requesterId: REQUESTER_ID })
  })
  const ticket = () => store.transact((tx) => readTicket(tx, 'acme', TICKET_ID))
  return {
    rooms,
    store,
    world,
    ticket,
    async consent() {
      const { ticketRef } = await ticket()
      return (await store.transact((tx) => readConsent(tx, 'acme', ticketRef, world.now()))).state
    },
    async addDraft(draftId, status) {
      const { ticketRef, requesterRef } = await ticket()
      await store.transact((tx) =>
        tx.addDraft(
          'acme',
          {
            draftId,
            ticketRef,
            requesterRef,
            agentId: AGENT.agentId,
            status,
            locale: 'en',
            consentEpoch: 1,
            lastCommentId: '1',
            sealedContent: 'sealed',
            receipt: null,
          },
          world.now().toISOString(),
          null,
        ),
      )
    },
    drafts: () =>
      store
        .rows('select draft_id, status, sealed_content from draft order by draft_id')
        .map((row) => `${row.draft_id}: ${row.status}${row.sealed_content === null ? '' : ' with words'}`),
    async newNotice(title) {
      const texts = { ...NOTICE_TEXTS, en: { ...NOTICE_TEXTS.en, title } }
      await store.transact((tx) => activateNotice(rooms, tx, 'acme', { texts, recipients: RECIPIENTS }))
    },
  }
}
