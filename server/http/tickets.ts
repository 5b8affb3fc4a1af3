/** Tickets in the sidebar: open, read, consent, scope. */
import { z } from 'zod'
import { CONSENT_CHANNELS, LOCALE_REASONS } from '../../src/domain/consent.ts'
import { RELAYED_EVENTS } from '../../src/domain/consent-api.ts'
import { UNFIT_REASONS } from '../../src/domain/refusal.ts'
import { ACTIONS, TICKET_FIELDS } from '../../src/domain/scope.ts'
import { issueConsentLink, noticeLocale, noticeToAsk, relayConsent } from '../consent/index.ts'
import {
  type DraftingRooms,
  narrowTicket,
  openTicketForAgent,
  renewTicket,
  viewStored,
  viewTicket,
} from '../drafting/index.ts'
import { followMerges } from '../helpdesk-events/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { readTicket, refuseOtherRequester, selectorSchema } from '../tickets/index.ts'
import type { Words } from '../words.ts'
import { consentRequestView, ticketView } from './answers/ticket.ts'
import { bare, idParam, idSchema, isoSchema, isWellFormed, localeSchema, type Route, route } from './route.ts'

const facetSchema = z.string().min(1).max(120).refine(isWellFormed).nullable()
const openSchema = z.strictObject({
  requesterId: idSchema,
  locale: localeSchema.optional(),
  unfit: z.array(z.enum(UNFIT_REASONS)).max(UNFIT_REASONS.length).optional(),
  tags: z.array(z.string().max(200)).max(200).refine(isWellFormed).optional(),
  facets: z
    .strictObject({
      brandId: facetSchema,
      formId: facetSchema,
      groupId: facetSchema,
      channel: facetSchema,
    })
    .optional(),
})
const requestSchema = z.strictObject({
  locale: localeSchema.optional(),
  requesterId: idSchema.exactOptional(),
})
const recordSchema = z.strictObject({
  event: z.enum(RELAYED_EVENTS),
  channel: z.enum(CONSENT_CHANNELS).exclude(['link']),
  evidence: z.string().max(4_000).refine(isWellFormed),
  requesterId: idSchema.exactOptional(),
  saidAt: isoSchema.exactOptional(),
  noticeLocale: localeSchema.exactOptional(),
  localeReason: z.enum(LOCALE_REASONS).exactOptional(),
})
const narrowSchema = z.strictObject({
  removeActions: z.array(z.enum(ACTIONS)).max(10).optional(),
  removeFields: z.array(z.enum(TICKET_FIELDS)).max(10).optional(),
  denyArticles: z.array(selectorSchema).max(200).refine(isWellFormed).optional(),
  expiresAt: isoSchema.optional(),
})

/** Drops members that are `undefined`, which the domain's exact optional types do not know. */
function given<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, held]) => held !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

export interface TicketsGiven {
  readonly rooms: DraftingRooms
  readonly transact: Transact<StoreRows>
  readonly publicUrl: string
  readonly words: Words
}

export function ticketRoutes({ rooms, transact, publicUrl, words }: TicketsGiven): readonly Route[] {
  return [
    route(
      {
        method: 'put',
        path: '/tickets/:ticketId',
        access: 'session',
        schema: openSchema,
        summary: 'Open a ticket; the first use fixes its scope.',
        answers: { 200: ticketView },
      },
      async (call) => ({
        status: 200,
        body: await openTicketForAgent(rooms, call.agent, idParam(call, 'ticketId'), given(call.body)),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/tickets/:ticketId',
        access: 'session',
        summary: 'Read consent status, scope and what keeps a draft from being made.',
        answers: { 200: ticketView },
      },
      async (call) => ({
        status: 200,
        body: await viewTicket(rooms, call.agent, idParam(call, 'ticketId')),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/tickets/:ticketId/consent/requests',
        access: 'session',
        schema: requestSchema,
        summary: 'Make the message that asks the requester for consent, with its link.',
        answers: { 201: consentRequestView },
      },
      async (call) => {
        const ticketId = idParam(call, 'ticketId')
        const made = await rooms.transact(async (tx) => {
          const notice = await noticeToAsk(rooms, tx, call.agent.accountId)
          const ticket = await readTicket(tx, call.agent.accountId, ticketId)
          await refuseOtherRequester(rooms, tx, call.agent, ticket, call.body.requesterId)
          const locale = noticeLocale(notice, call.body.locale ?? rooms.helpCenterLocales[0] ?? 'en')
          const link = await issueConsentLink(rooms, tx, call.agent, ticket, locale)
          return { ...link, locale, ticket: await viewStored(rooms, tx, call.agent, ticketId) }
        })
        const url = `${publicUrl}/c/${made.token}`
        return {
          status: 201,
          body: {
            message: words.fill(made.locale, made.informs ? 'informMessage' : 'consentMessage', { url }),
            url,
            expiresAt: made.expiresAt,
            ticket: made.ticket,
          },
        }
      },
    ),
    route(
      {
        method: 'post',
        path: '/tickets/:ticketId/consent/events',
        access: 'session',
        schema: recordSchema,
        summary: 'Record what the requester has said about consent outside the link.',
        answers: { 201: ticketView },
      },
      async (call) => {
        const ticketId = idParam(call, 'ticketId')
        const body = await transact(async (tx) => {
          // A no is taken under any notice.
          if (call.body.event === 'grant') await noticeToAsk(rooms, tx, call.agent.accountId)
          const ticket = await readTicket(tx, call.agent.accountId, ticketId)
          const { requesterId, ...said } = call.body
          await refuseOtherRequester(rooms, tx, call.agent, ticket, requesterId)
          await relayConsent(rooms, tx, call.agent, ticket, {
            ...said,
            locale: rooms.helpCenterLocales[0] ?? 'en',
          })
          await followMerges(rooms, tx, call.agent.accountId, ticketId)
          return viewStored(rooms, tx, call.agent, ticketId)
        })
        return { status: 201, body }
      },
    ),
    route(
      {
        method: 'post',
        path: '/tickets/:ticketId/scope/narrowings',
        access: 'session',
        schema: narrowSchema,
        summary: "Take something away from a ticket's scope.",
        answers: { 200: ticketView },
      },
      async (call) => {
        const { denyArticles, ...order } = given(call.body)
        return {
          status: 200,
          body: await narrowTicket(rooms, call.agent, idParam(call, 'ticketId'), {
            ...order,
            ...(denyArticles === undefined ? {} : { denyArticles: denyArticles.map(given) }),
          }),
        }
      },
    ),
    bare(
      {
        method: 'post',
        path: '/tickets/:ticketId/scope/renewals',
        access: ['admin'],
        summary: "Renew a ticket's scope that has ended or no longer reads.",
        answers: { 200: ticketView },
      },
      async (call) => ({
        status: 200,
        body: await renewTicket(rooms, call.agent, idParam(call, 'ticketId')),
      }),
    ),
  ]
}
