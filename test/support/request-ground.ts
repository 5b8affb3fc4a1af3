/** Requests over a real store: one ticket, compliance, and the acts of the room in short. */
import {
  addCaseNote,
  moveRequestCase,
  openCaseFor,
  openRequestCase,
  type PrivacyRooms,
  type RequestCase,
  readCase,
  recordLetter,
} from '../../server/privacy/index.ts'
import { readTicket } from '../../server/tickets/index.ts'
import type { Agent } from '../../src/domain/account.ts'
import type { LetterKind, RequestKind } from '../../src/domain/request-case.ts'
import type { CaseEventKind } from '../../src/domain/request-table.ts'
import { TICKET_ID, type TicketGround, ticketGround } from './ticket-ground.ts'

export const COMPLIANCE: Agent = { accountId: 'acme', agentId: '14', roles: ['compliance'] }

export interface RequestGround extends TicketGround {
  readonly privacy: PrivacyRooms
  /** By the requester's own page. */
  ask(kind?: RequestKind, ticketId?: string): Promise<RequestCase>
  /** By compliance, for a letter. */
  open(change?: Partial<Parameters<typeof openCaseFor>[3]>): Promise<RequestCase>
  move(caseId: string, kind: CaseEventKind, reason?: string | null): Promise<RequestCase>
  letter(caseId: string, letter: LetterKind, text?: string): Promise<RequestCase>
  note(caseId: string, text: string): Promise<RequestCase>
  read(caseId: string): Promise<RequestCase>
  /** Of the audit log, only those about requests. */
  entries(): readonly { type: string; decision: string; detail: Record<string, string>; actor: unknown }[]
  /** Everything that is stored about requests, as text. */
  stored(): string
}

export async function requestGround(): Promise<RequestGround> {
  const ground = await ticketGround()
  const { store, world } = ground
  const privacy: PrivacyRooms = {
    ...ground.rooms,
    calendar: { region: 'DE-BE', extraDays: [], timeZone: 'Europe/Berlin' },
  }
  const read = (caseId: string) => store.transact((tx) => readCase(tx, 'acme', caseId))
  const today = () => world.now().toISOString().slice(0, 10)
  return {
    ...ground,
    privacy,
    read,
    ask: (kind = 'access', ticketId = TICKET_ID) =>
      store.transact(async (tx) => {
        const ticket = await readTicket(tx, 'acme', ticketId)
        return openRequestCase(privacy, tx, 'acme', { kind, ticket, locale: 'de' })
      }),
    open: (change = {}) =>
      store.transact((tx) =>
        openCaseFor(privacy, tx, COMPLIANCE, {
          ...{ kind: 'access', channel: 'letter', who: { ticketId: TICKET_ID }, locale: 'de' },
          ...{ receivedOn: null, another: false },
          ...change,
        }),
      ),
    async move(caseId, kind, reason = null) {
      const { version } = await read(caseId)
      const order = { kind, version, reason, identityWay: 'helpdesk_verified', twinId: null } as const
      return store.transact((tx) => moveRequestCase(privacy, tx, COMPLIANCE, caseId, order))
    },
    async letter(caseId, letter, text = 'Dear Jonas, here it is') {
      const { version } = await read(caseId)
      const order = { version, letter, channel: 'ticket', sentOn: today(), text } as const
      return store.transact((tx) => recordLetter(privacy, tx, COMPLIANCE, caseId, order))
    },
    async note(caseId, text) {
      const { version } = await read(caseId)
      return store.transact((tx) => addCaseNote(privacy, tx, COMPLIANCE, caseId, { version, text }))
    },
    entries: () =>
      store
        .rows("select header from audit_entry where header like '%\"request%' order by idx")
        .map(({ header }) => JSON.parse(String(header))),
    stored: () =>
      JSON.stringify([
        store.rows('select * from request_case order by case_id'),
        store.rows('select * from request_event order by case_id, seq'),
        store.rows('select * from request_link'),
        store.rows("select header from audit_entry where header like '%\"request%' order by idx"),
      ]),
  }
}
