/** Consent in the sidebar (second look, carry-over) and in the console (acts and rules of compliance). */
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import type { TicketView } from '../../src/domain/api.ts'
import {
  COMPLIANCE_ACTS,
  type ConsentFile,
  type ConsentRulesView,
  LOOKS,
} from '../../src/domain/consent-api.ts'
import { type ApprovalRooms, proposeChange } from '../approvals/index.ts'
import {
  actOnConsent,
  carryOver,
  changeConsentRule,
  complianceActs,
  decideSecondLook,
  openWaitingEvidence,
  parseLegalBasis,
  readConsentRule,
  readLegalBasis,
  readNotice,
  viewConsentDesk,
} from '../consent/index.ts'
import { noteEvidenceOpened } from '../dossier/index.ts'
import { type DraftingRooms, viewStored } from '../drafting/index.ts'
import { followMerges } from '../helpdesk-events/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { readTicket, type TicketRow } from '../tickets/index.ts'
import { proposedReply } from './answers/change.ts'
import { consentDeskView, consentFile, consentRulesView, evidenceView } from './answers/consent.ts'
import { ticketView } from './answers/ticket.ts'
import { appliedOrWaiting } from './approvals.ts'
import { bare, type Call, idParam, isoSchema, isWellFormed, type Route, route } from './route.ts'

export interface ConsentsGiven {
  readonly rooms: DraftingRooms
  readonly approvals: ApprovalRooms<StoreRows>
  readonly transact: Transact<StoreRows>
}

const STAFF = ['admin', 'compliance'] as const
const COMPLIANCE = ['compliance'] as const

const epoch = z.int().min(0)
const lookSchema = z.strictObject({ look: z.enum(LOOKS), epoch })
const carrySchema = z.strictObject({ epoch })
const actSchema = z.strictObject({
  act: z.enum(COMPLIANCE_ACTS),
  reason: z.string().max(4_000).refine(isWellFormed),
  toldAt: isoSchema.exactOptional(),
  epoch,
})
const basisSchema = z.strictObject({ version: z.int().min(0), basis: z.unknown() })
const rulesSchema = z.strictObject({
  version: z.int().min(0),
  cooldownMonths: z.int().min(1).max(120),
  remembers: z.boolean(),
})

/** One act on the ticket of the address, and on what it was merged into; answered by the ticket as it then is. */
async function ticketAct(
  { rooms }: ConsentsGiven,
  tx: StoreRows,
  call: Call<unknown>,
  act: (ticket: TicketRow) => Promise<unknown>,
): Promise<TicketView> {
  const ticketId = idParam(call, 'ticketId')
  await act(await readTicket(tx, call.agent.accountId, ticketId))
  await followMerges(rooms, tx, call.agent.accountId, ticketId)
  return viewStored(rooms, tx, call.agent, ticketId)
}

function sidebarRoutes(given: ConsentsGiven): readonly Route[] {
  const { rooms, transact } = given
  return [
    bare(
      {
        method: 'get',
        path: '/tickets/:ticketId/consent',
        access: 'session',
        summary: 'Read what an agent can do about the consent of a ticket.',
        answers: { 200: consentDeskView },
      },
      async (call) => ({
        status: 200,
        body: await transact(async (tx) =>
          viewConsentDesk(
            rooms,
            tx,
            call.agent,
            await readTicket(tx, call.agent.accountId, idParam(call, 'ticketId')),
          ),
        ),
      }),
    ),
    bare(
      {
        method: 'post',
        path: '/tickets/:ticketId/consent/evidence',
        access: 'session',
        summary: 'Open the evidence of a recorded consent that waits for a second look; opening is noted.',
        answers: { 200: evidenceView },
      },
      async (call) => ({
        status: 200,
        body: await transact(async (tx) => {
          const ticket = await readTicket(tx, call.agent.accountId, idParam(call, 'ticketId'))
          const evidence = await openWaitingEvidence(rooms, tx, call.agent, ticket)
          await noteEvidenceOpened(rooms, tx, call.agent, ticket)
          return evidence
        }),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/tickets/:ticketId/consent/second-looks',
        access: 'session',
        schema: lookSchema,
        summary: 'Confirm or reject a consent that somebody else has recorded.',
        answers: { 201: ticketView },
      },
      async (call) => ({
        status: 201,
        body: await transact((tx) =>
          ticketAct(given, tx, call, (ticket) => decideSecondLook(rooms, tx, call.agent, ticket, call.body)),
        ),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/tickets/:ticketId/consent/carry-overs',
        access: 'session',
        schema: carrySchema,
        summary: "Carry a requester's earlier consent over to this ticket.",
        answers: { 201: ticketView },
      },
      async (call) => ({
        status: 201,
        body: await transact((tx) =>
          ticketAct(given, tx, call, (ticket) => carryOver(rooms, tx, call.agent, ticket, call.body)),
        ),
      }),
    ),
  ]
}

async function fileOfTicket(tx: StoreRows, { accountId }: Agent, view: TicketView): Promise<ConsentFile> {
  const ticket = await readTicket(tx, accountId, view.ticketId)
  return {
    ticketId: view.ticketId,
    consent: view.consent,
    history: view.history,
    refusals: view.refusals.map(({ refusal }) => refusal),
    acts: complianceActs(view.consent),
    requesterIdentity: ticket.identity,
  }
}

async function rulesView(tx: StoreRows, accountId: string): Promise<ConsentRulesView> {
  const { version, cooldownMonths, remembersFromNotice } = await readConsentRule(tx, accountId)
  return {
    ...{ version, cooldownMonths, remembersFromNotice },
    remembers: remembersFromNotice !== null,
    noticeNow: (await readNotice(tx, accountId)).version,
    basis: await readLegalBasis(tx, accountId),
  }
}

function consoleRoutes(given: ConsentsGiven): readonly Route[] {
  const { rooms, transact } = given
  return [
    bare(
      {
        method: 'get',
        path: '/console/consents/:ticketId',
        access: STAFF,
        summary: 'Read the consent of one ticket and how it came about.',
        answers: { 200: consentFile },
        scope: 'consents:read',
      },
      async (call) => ({
        status: 200,
        body: await transact(async (tx) =>
          fileOfTicket(tx, call.agent, await viewStored(rooms, tx, call.agent, idParam(call, 'ticketId'))),
        ),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/consents/:ticketId/acts',
        access: COMPLIANCE,
        schema: actSchema,
        summary: 'Act on the consent of one ticket as compliance staff.',
        answers: { 201: consentFile },
      },
      // The file in the act's own transaction: an act that is done must not be answered as one that was refused.
      async (call) => ({
        status: 201,
        body: await transact(async (tx) => {
          const act = (ticket: TicketRow) => actOnConsent(rooms, tx, call.agent, ticket, call.body)
          return fileOfTicket(tx, call.agent, await ticketAct(given, tx, call, act))
        }),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/consent-rules',
        access: STAFF,
        summary: "Read the account's rules of consent and its legal basis.",
        answers: { 200: consentRulesView },
        scope: 'settings:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => rulesView(tx, agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/consent-rules',
        access: COMPLIANCE,
        schema: rulesSchema,
        summary: 'Change how long a no rests, and whether a yes is remembered.',
        answers: { 200: consentRulesView },
      },
      async ({ agent, body }) => ({
        status: 200,
        body: await transact(async (tx) => {
          await changeConsentRule(rooms, tx, agent, body)
          return rulesView(tx, agent.accountId)
        }),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/legal-basis',
        access: COMPLIANCE,
        schema: basisSchema,
        summary: 'Change the legal basis; a second person decides.',
        answers: { 200: consentRulesView, 202: proposedReply },
      },
      ({ agent, body }) =>
        transact(async (tx) =>
          appliedOrWaiting(
            await proposeChange(given.approvals, tx, agent, {
              kind: 'legal_basis',
              body: parseLegalBasis(body.basis, rooms.world.now()),
              madeFrom: String(body.version),
            }),
            () => rulesView(tx, agent.accountId),
          ),
        ),
    ),
  ]
}

export function consentRoutes(given: ConsentsGiven): readonly Route[] {
  return [...sidebarRoutes(given), ...consoleRoutes(given)]
}
