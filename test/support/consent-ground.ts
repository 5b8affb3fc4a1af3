/** Consent over a real store, with colleagues, a second ticket of the same person, and time that passes. */
import {
  type ConsentAct,
  changeConsentRule,
  decideSecondLook,
  openWaitingEvidence,
  readConsent,
  recordConsent,
  relayConsent,
} from '../../server/consent/index.ts'
import { openTicket, readTicket, type TicketRow } from '../../server/tickets/index.ts'
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentEvent } from '../../src/domain/consent-event.ts'
import { AGENT, REQUESTER_ID, TICKET_ID, type TicketGround, ticketGround } from './ticket-ground.ts'

export const COLLEAGUE: Agent = { accountId: 'acme', agentId: '4712', roles: ['agent'] }
export const OFFICER: Agent = { accountId: 'acme', agentId: '4713', roles: ['compliance'] }
export const EVIDENCE = 'Ms Keller said yes on the phone'

export interface ConsentGround extends TicketGround {
  readonly ticketOf: (ticketId: string) => Promise<TicketRow>
  opened(ticketId: string, requesterId?: string): Promise<TicketRow>
  /** The helpdesk's own webhook has said whose ticket it is; */
  told(ticketId?: string, identity?: TicketRow['identity']): Promise<void>
  record(event: ConsentEvent, ticketId?: string): ReturnType<typeof recordConsent>
  stateOf(ticketId: string): Promise<Awaited<ReturnType<typeof readConsent>>['state']>
  relayed(ticketId?: string): ReturnType<typeof relayConsent>
  look(agent: Agent, look: 'confirm' | 'reject', epoch: number): ReturnType<typeof decideSecondLook>
  opensEvidence(agent: Agent): ReturnType<typeof openWaitingEvidence>
  /** The account remembers a yes from now on, and a notice that says so is in force. */
  remembers(): Promise<void>
}

/** As on the public page: to the notice in force. */
export function onNotice(event: ConsentEvent, noticeVersion: number): ConsentEvent {
  return { ...event, noticeVersion }
}

export async function consentGround(): Promise<ConsentGround> {
  const ground = await ticketGround()
  const { rooms, store, world } = ground
  const ticketOf = (ticketId: string) => store.transact((tx) => readTicket(tx, 'acme', ticketId))
  return {
    ...ground,
    ticketOf,
    opened: (ticketId, requesterId = REQUESTER_ID) =>
      store.transact((tx) => openTicket(rooms, tx, AGENT, { ticketId, requesterId })),
    async told(ticketId = TICKET_ID, identity = 'webhook') {
      const { ticketRef, requesterRef } = await ticketOf(ticketId)
      await store.transact((tx) => tx.setTicketRequester('acme', ticketRef, requesterRef, identity))
    },
    async record(event, ticketId = TICKET_ID) {
      const ticket = await ticketOf(ticketId)
      const at = world.now().toISOString()
      const { facts, ...rest } = event
      const { basisRef, toldAt, endReason, from } = facts ?? {}
      const known = {
        ...(basisRef === undefined ? {} : { basisRef }),
        ...(toldAt === undefined ? {} : { toldAt }),
        ...(endReason === undefined ? {} : { endReason }),
        ...(from === undefined ? {} : { from }),
      }
      const act: ConsentAct = {
        event: { ...rest, at },
        evidence: event.hasEvidence ? EVIDENCE : null,
        actor: { kind: 'system', ref: 'test' },
        known,
      }
      return store.transact((tx) => recordConsent(rooms, tx, 'acme', ticket, act))
    },
    async stateOf(ticketId) {
      const { ticketRef } = await ticketOf(ticketId)
      return (await store.transact((tx) => readConsent(tx, 'acme', ticketRef, world.now()))).state
    },
    async relayed(ticketId = TICKET_ID) {
      const ticket = await ticketOf(ticketId)
      const order = { event: 'grant', channel: 'phone', evidence: EVIDENCE, locale: 'de' } as const
      return store.transact((tx) => relayConsent(rooms, tx, AGENT, ticket, order))
    },
    async look(agent, look, epoch) {
      const ticket = await ground.ticket()
      return store.transact((tx) => decideSecondLook(rooms, tx, agent, ticket, { look, epoch }))
    },
    async opensEvidence(agent) {
      const ticket = await ground.ticket()
      return store.transact((tx) => openWaitingEvidence(rooms, tx, agent, ticket))
    },
    async remembers() {
      const order = { version: 0, cooldownMonths: 6, remembers: true }
      await store.transact((tx) => changeConsentRule(rooms, tx, OFFICER, order))
      await ground.newNotice('Drafts, for all your tickets')
    },
  }
}
