/** What people ask about their own data: the list for both roles, everything else for compliance alone. */
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import { dayIn, dueOn, extendableUntil } from '../../src/domain/due-dates.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isHolidayRegion } from '../../src/domain/holidays.ts'
import { heldFor } from '../../src/domain/notice.ts'
import type { RequestCaseDetail, RequestCaseView, RequestDeskView } from '../../src/domain/request-api.ts'
import {
  IDENTITY_WAYS,
  isEnded,
  LETTER_KINDS,
  REQUEST_CHANNELS,
  REQUEST_KINDS,
} from '../../src/domain/request-case.ts'
import { isFinished, type LetterFrame, letterText } from '../../src/domain/request-letter.ts'
import { CASE_EVENTS } from '../../src/domain/request-table.ts'
import type { NoticeRows } from '../consent/index.ts'
import { type AccessLogRows, type DossierRows, noteLook, pseudonymOf } from '../dossier/index.ts'
import type { Transact } from '../keys.ts'
import { type Letters, letterFrame } from '../letters.ts'
import {
  addCaseNote,
  changeCalendar,
  issueIdentityLink,
  lettersSent,
  linkToCase,
  moveRequestCase,
  openCaseFor,
  type PeopleRows,
  type PrivacyRooms,
  possibleMoves,
  type RequestCase,
  readCalendar,
  readCase,
  recordLetter,
  requestCases,
  textsOfCase,
  ticketOf,
} from '../privacy/index.ts'
import type { WordLanguage, Words } from '../words.ts'
import { fillIn } from '../words.ts'
import {
  identityLinkView,
  letterFrameView,
  requestCaseDetail,
  requestDeskView,
  workCalendar,
} from './answers/request.ts'
import {
  bare,
  type Call,
  idSchema,
  isWellFormed,
  localeSchema,
  type Route,
  route,
  uuidSchema,
} from './route.ts'

type Rows = PeopleRows & NoticeRows & Pick<DossierRows, 'packagesOf'> & AccessLogRows

export interface RequestsGiven {
  readonly rooms: PrivacyRooms
  readonly transact: Transact<Rows>
  readonly words: Words
  readonly letters: Letters
  readonly controller: { readonly name: string; readonly contact: string; readonly address: string | null }
  /** Where requesters reach the companion. */
  readonly publicUrl: string
  /** Where the helpdesk shows a ticket. */
  readonly ticketUrl: (ticketId: string) => string
}

const READERS = ['compliance', 'admin'] as const
const COMPLIANCE = ['compliance'] as const

const words = z.string().trim().min(1).max(8_000).refine(isWellFormed)
const day = z.iso.date()
const version = z.int().min(1)

const opening = z.strictObject({
  kind: z.enum(REQUEST_KINDS),
  channel: z.enum(REQUEST_CHANNELS).exclude(['page', 'cli']),
  who: z.union([z.strictObject({ ticketId: idSchema }), z.strictObject({ userId: idSchema })]),
  locale: localeSchema,
  receivedOn: day,
  another: z.boolean(),
})
const move = z.strictObject({
  kind: z.enum(CASE_EVENTS),
  version,
  reason: words.optional(),
  identityWay: z.enum(IDENTITY_WAYS).optional(),
  twinId: uuidSchema.optional(),
})
const note = z.strictObject({ version, text: words })
const seen = z.strictObject({ version })
const packageLink = z.strictObject({ packageId: uuidSchema })
const letterOrder = z.strictObject({
  version,
  letter: z.enum(LETTER_KINDS),
  locale: localeSchema,
  body: words.refine(isFinished, 'a part of the letter is still to be filled in'),
  channel: z.enum(REQUEST_CHANNELS).exclude(['page', 'cli']),
  sentOn: day,
})

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC'
}
const calendar = z.strictObject({
  region: z.string().refine(isHolidayRegion),
  extraDays: z.array(day).max(200),
  timeZone: z.string().refine(isTimeZone),
})

function caseId(call: Call<unknown>): string {
  const parsed = uuidSchema.safeParse(call.params.caseId)
  if (!parsed.success) throw new Fault('NOT_FOUND', 'there is no such request')
  return parsed.data
}

function viewOf(given: RequestsGiven, request: RequestCase, ticketId: string | null): RequestCaseView {
  const { ticketRef: _ticket, requesterRef: _requester, reminded: _r, sealedNote: _n, ...rest } = request
  return {
    ...rest,
    ticketId,
    ticketUrl: ticketId === null ? null : given.ticketUrl(ticketId),
  }
}

async function desk(given: RequestsGiven, tx: Rows, { accountId }: Agent): Promise<RequestDeskView> {
  const calendar = await readCalendar(given.rooms, tx, accountId)
  const found = await requestCases(tx, accountId)
  return {
    today: dayIn(given.rooms.world.now().toISOString(), calendar.timeZone),
    calendar,
    cases: found.map(({ request, ticket }) => viewOf(given, request, ticket?.ticketId ?? null)),
  }
}

async function detail(
  given: RequestsGiven,
  tx: Rows,
  { accountId }: Agent,
  request: RequestCase,
): Promise<RequestCaseDetail> {
  const { rooms } = given
  const calendar = await readCalendar(rooms, tx, accountId)
  const events = await tx.requestEvents(accountId, request.caseId)
  const texts = await textsOfCase(rooms, tx, accountId, request, events)
  const ticket = await ticketOf(tx, accountId, request)
  const siblings = await tx.requestCasesOf(accountId, request.requesterRef)
  const erasure = await tx.lastErasureOf(accountId, request.requesterRef)
  return {
    today: dayIn(rooms.world.now().toISOString(), calendar.timeZone),
    request: viewOf(given, request, ticket?.ticketId ?? null),
    history: events.map(({ seq, kind, at, actor, actorRef, detail }) => ({
      ...{ seq, kind, at, actor, actorRef, detail },
      text: texts.get(seq) ?? null,
    })),
    steps: await possibleMoves(rooms, tx, accountId, request),
    lettersSent: lettersSent(events).map(({ letter }) => letter),
    extendableUntil: extendableUntil(request, calendar),
    erasure: erasure === null ? null : { erasureId: erasure.erasureId, at: erasure.at },
    packages: (await tx.packagesOf(accountId, request.requesterRef)).map(
      ({ packageId, status, createdAt }) => ({
        ...{ packageId, status, createdAt },
        linked: events.some(({ kind, detail }) => kind === 'linked' && detail.ref === packageId),
      }),
    ),
    twins: siblings
      .filter((each) => each.caseId !== request.caseId && each.kind === request.kind && !isEnded(each.status))
      .map((each) => ({ caseId: each.caseId, caseNumber: each.caseNumber })),
  }
}

/** Where to complain is what the active notice says, in the letter's language. */
async function complaintOf(given: RequestsGiven, tx: Rows, accountId: string, language: WordLanguage) {
  const notice = await tx.currentNotice(accountId)
  const written = (notice === null ? undefined : heldFor(notice.written, language))?.complaint
  const { name: controller, contact } = given.controller
  return written ?? fillIn(given.words.of(language).notice.written.complaint, { controller, contact })
}

async function frameOf(
  given: RequestsGiven,
  tx: Rows,
  accountId: string,
  request: RequestCase,
  order: { readonly letter: LetterFrame['letter']; readonly locale: string; readonly link: string | null },
): Promise<LetterFrame> {
  const language = given.words.languageOf(order.locale)
  const calendar = await readCalendar(given.rooms, tx, accountId)
  return letterFrame(given.letters.of(language), {
    ...{ letter: order.letter, language, link: order.link },
    ...{ kind: request.kind, caseNumber: request.caseNumber },
    ...{ receivedOn: request.receivedOn, dueOn: request.dueOn },
    extendedTo: dueOn({ ...request, extended: true }, calendar),
    controller: given.controller,
    complaint: await complaintOf(given, tx, accountId, language),
  })
}

export function requestRoutes(given: RequestsGiven): readonly Route[] {
  const { rooms, transact } = given
  const at = '/console/requests'
  const shown = (call: Call<unknown>, act: (tx: Rows) => Promise<RequestCase>) =>
    transact(async (tx) => detail(given, tx, call.agent, await act(tx)))
  return [
    bare(
      {
        method: 'get',
        path: at,
        access: READERS,
        summary: 'List what people ask about their own data, the nearest last day first.',
        answers: { 200: requestDeskView },
        scope: 'cases:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => desk(given, tx, agent)),
      }),
    ),
    route(
      {
        method: 'post',
        path: at,
        access: COMPLIANCE,
        schema: opening,
        summary: 'Open a case for what somebody asks about their own data.',
        answers: { 201: requestCaseDetail },
        scope: 'cases:create',
      },
      async (call) => ({
        status: 201,
        body: await shown(call, (tx) => openCaseFor(rooms, tx, call.agent, call.body)),
      }),
    ),
    bare(
      {
        method: 'get',
        path: `${at}/:caseId`,
        access: COMPLIANCE,
        summary: 'Read one case with its history; reading is noted.',
        answers: { 200: requestCaseDetail },
        scope: 'cases:read',
      },
      async (call) => ({
        status: 200,
        // The entry comes first: what a person asked, and what was written about it, is read unseen by nobody.
        body: await shown(call, async (tx) => {
          const { accountId } = call.agent
          const request = await readCase(tx, accountId, caseId(call))
          const look = { kind: 'request', objectRef: request.caseId, purpose: 'person_asks' } as const
          const { requesterRef } = request
          await noteLook(rooms, tx, { ...look, accountId, requesterRef, by: pseudonymOf(rooms, call.agent) })
          return request
        }),
      }),
    ),
    route(
      {
        method: 'post',
        path: `${at}/:caseId/moves`,
        access: COMPLIANCE,
        schema: move,
        summary: 'Move a case on: identity checked, extended, paused, answered, refused, withdrawn.',
        answers: { 200: requestCaseDetail },
        scope: 'cases:update',
      },
      async (call) => {
        const { kind, version, reason = null, identityWay = null, twinId = null } = call.body
        const order = { kind, version, reason, identityWay, twinId }
        return {
          status: 200,
          body: await shown(call, (tx) => moveRequestCase(rooms, tx, call.agent, caseId(call), order)),
        }
      },
    ),
    route(
      {
        method: 'post',
        path: `${at}/:caseId/notes`,
        access: COMPLIANCE,
        schema: note,
        summary: "Write a note into a case, sealed under the person's key.",
        answers: { 200: requestCaseDetail },
        scope: 'cases:update',
      },
      async (call) => ({
        status: 200,
        body: await shown(call, (tx) => addCaseNote(rooms, tx, call.agent, caseId(call), call.body)),
      }),
    ),
    route(
      {
        method: 'post',
        path: `${at}/:caseId/identity-links`,
        access: COMPLIANCE,
        schema: seen,
        summary: 'Issue the link by which the person shows who they are.',
        answers: { 201: identityLinkView },
        scope: 'cases:update',
      },
      async (call) => {
        const body = await transact(async (tx) => {
          const issued = await issueIdentityLink(rooms, tx, call.agent, caseId(call), call.body.version)
          return {
            url: `${given.publicUrl}/r/${issued.token}`,
            expiresAt: issued.expiresAt,
            detail: await detail(given, tx, call.agent, issued.request),
          }
        })
        return { status: 201, body }
      },
    ),
    route(
      {
        method: 'post',
        path: `${at}/:caseId/packages`,
        cost: 'dear',
        access: COMPLIANCE,
        schema: packageLink,
        summary: 'Name the package that answers a case.',
        answers: { 200: requestCaseDetail },
        scope: 'cases:update',
      },
      async (call) => ({
        status: 200,
        body: await shown(call, (tx) =>
          linkPackage(given, tx, call.agent, caseId(call), call.body.packageId),
        ),
      }),
    ),
    ...letterRoutes(given),
    bare(
      {
        method: 'get',
        path: '/console/request-calendar',
        access: READERS,
        summary: 'Read by which working days and holidays last days are counted.',
        answers: { 200: workCalendar },
        scope: 'cases:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readCalendar(rooms, tx, agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/request-calendar',
        access: COMPLIANCE,
        schema: calendar,
        summary: 'Change by which working days and holidays last days are counted.',
        answers: { 200: workCalendar },
      },
      async ({ agent, body }) => ({
        status: 200,
        body: await transact((tx) => changeCalendar(rooms, tx, agent, body)),
      }),
    ),
  ]
}

/** @throws Fault `NOT_FOUND` when the package is not of the person who asks. */
async function linkPackage(
  { rooms }: RequestsGiven,
  tx: Rows,
  { accountId, agentId }: Agent,
  id: string,
  packageId: string,
): Promise<RequestCase> {
  const { requesterRef } = await readCase(tx, accountId, id)
  const theirs = await tx.packagesOf(accountId, requesterRef)
  if (!theirs.some((each) => each.packageId === packageId))
    throw new Fault('NOT_FOUND', 'there is no such package of this person')
  const actor = { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) } as const
  return linkToCase(
    rooms,
    tx,
    accountId,
    id,
    { actor, as: 'compliance' },
    { product: 'export', ref: packageId },
  )
}

/** A link that still opens something is not kept, not even sealed. */
function withoutLink({ publicUrl }: RequestsGiven, text: string): string {
  const links = `${publicUrl}/r/`
  return text
    .split(links)
    .map((part, index) => (index === 0 ? part : part.replace(/^[\w-]+/, '…')))
    .join(links)
}

function letterRoutes(given: RequestsGiven): readonly Route[] {
  const { rooms, transact } = given
  const path = '/console/requests/:caseId/letters'
  return [
    bare(
      {
        method: 'get',
        path: `${path}/:letter/:locale`,
        access: COMPLIANCE,
        summary: 'Read the mandatory parts of a letter, in the language of the person.',
        answers: { 200: letterFrameView },
        scope: 'cases:read',
      },
      async (call) => {
        const letter = LETTER_KINDS.find((known) => known === call.params.letter)
        const locale = localeSchema.safeParse(call.params.locale)
        if (letter === undefined || !locale.success) throw new Fault('NOT_FOUND', 'there is no such letter')
        const body = await transact(async (tx) => {
          const { accountId } = call.agent
          const request = await readCase(tx, accountId, caseId(call))
          return frameOf(given, tx, accountId, request, { letter, locale: locale.data, link: null })
        })
        return { status: 200, body }
      },
    ),
    route(
      {
        method: 'post',
        path,
        access: COMPLIANCE,
        schema: letterOrder,
        summary: 'Record a letter that was sent.',
        answers: { 200: requestCaseDetail },
        scope: 'cases:update',
      },
      async (call) => {
        const body = await transact(async (tx) => {
          const { letter, locale, body, channel, sentOn, version } = call.body
          const { accountId } = call.agent
          const request = await readCase(tx, accountId, caseId(call))
          // Composed here again: the mandatory parts are the companion's, whatever the browser has made of them.
          const frame = await frameOf(given, tx, accountId, request, { letter, locale, link: null })
          const order = {
            version,
            letter,
            channel,
            sentOn,
            text: withoutLink(given, letterText(frame, body)),
          }
          const changed = await recordLetter(rooms, tx, call.agent, request.caseId, order)
          return detail(given, tx, call.agent, changed)
        })
        return { status: 200, body }
      },
    ),
  ]
}
