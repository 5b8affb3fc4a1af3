/** What people ask about their own data, and the letters that answer. */
import { z } from 'zod'
import type { WorkCalendar } from '../../../src/domain/due-dates.ts'
import type {
  CaseLineView,
  CaseStepView,
  IdentityLinkView,
  RequestCaseDetail,
  RequestCaseView,
  RequestDeskView,
} from '../../../src/domain/request-api.ts'
import {
  IDENTITY_WAYS,
  LETTER_KINDS,
  REQUEST_CHANNELS,
  REQUEST_KINDS,
  REQUEST_STATUSES,
} from '../../../src/domain/request-case.ts'
import type { LetterFrame } from '../../../src/domain/request-letter.ts'
import { CASE_EVENTS, CASE_RULES } from '../../../src/domain/request-table.ts'
import { shape } from './shape.ts'

export const workCalendar = shape<WorkCalendar>()(
  'WorkCalendar',
  z.strictObject({
    region: z.string().describe('Of `HOLIDAY_REGIONS`.'),
    extraDays: z
      .array(z.string())
      .describe("Days on which the account does not work, besides weekends and the region's holidays."),
    timeZone: z.string().describe('IANA name: in which place a moment becomes a day.'),
  }),
)

export const requestCaseView = shape<RequestCaseView>()(
  'RequestCaseView',
  z.strictObject({
    caseId: z.string(),
    caseNumber: z.string(),
    kind: z.enum(REQUEST_KINDS),
    status: z.enum(REQUEST_STATUSES),
    channel: z.enum(REQUEST_CHANNELS),
    ticketId: z.string().nullable().describe('`null`: it was asked outside of any ticket.'),
    ticketUrl: z.string().nullable(),
    locale: z.string().describe('The language in which it was asked.'),
    receivedAt: z.string(),
    receivedOn: z.string(),
    dueOn: z.string().describe('Last day for the answer, `YYYY-MM-DD`.'),
    internalDueOn: z.string(),
    extended: z.boolean(),
    pausedSince: z.string().nullable(),
    pauses: z.array(
      z.strictObject({
        from: z.string(),
        until: z.string(),
      }),
    ),
    identityWay: z.enum(IDENTITY_WAYS).nullable(),
    deliveredOn: z.string().nullable(),
    endedAt: z.string().nullable(),
    calendar: z.string().describe('The region by whose holidays its days were counted.'),
    version: z.number(),
  }),
)

export const requestDeskView = shape<RequestDeskView>()(
  'RequestDeskView',
  z.strictObject({
    today: z.string().describe("On the controller's own calendar."),
    calendar: workCalendar,
    cases: z.array(requestCaseView),
  }),
)

export const caseLineView = shape<CaseLineView>()(
  'CaseLineView',
  z.strictObject({
    seq: z.number(),
    kind: z.string(),
    at: z.string(),
    actor: z.enum(['compliance', 'requester', 'system']),
    actorRef: z.string().describe('Pseudonym.'),
    detail: z.record(z.string(), z.string()),
    text: z.string().nullable().describe('What was written down; `null`: nothing was, or it was erased.'),
  }),
)

export const caseStepView = shape<CaseStepView>()(
  'CaseStepView',
  z.strictObject({
    kind: z.enum(CASE_EVENTS),
    lacks: z.enum(CASE_RULES).nullable().describe('The rule that it would break today.'),
  }),
)

export const requestCaseDetail = shape<RequestCaseDetail>()(
  'RequestCaseDetail',
  z.strictObject({
    today: z.string(),
    request: requestCaseView,
    history: z.array(caseLineView),
    steps: z.array(caseStepView),
    lettersSent: z.array(z.enum(LETTER_KINDS)),
    extendableUntil: z.string().describe('Until then an extension can be told.'),
    erasure: z
      .strictObject({
        erasureId: z.string(),
        at: z.string(),
      })
      .nullable()
      .describe('When the person was erased, and under which number that is on record.'),
    packages: z
      .array(
        z.strictObject({
          packageId: z.string(),
          status: z.string(),
          createdAt: z.string(),
          linked: z.boolean().describe('It is the answer to this case.'),
        }),
      )
      .describe("What was packed of this person's data, newest first."),
    twins: z
      .array(
        z.strictObject({
          caseId: z.string(),
          caseNumber: z.string(),
        }),
      )
      .describe('Other cases of the same person, still open.'),
  }),
)

export const letterFrameView = shape<LetterFrame>()(
  'LetterFrame',
  z.strictObject({
    letter: z.enum(LETTER_KINDS),
    language: z.string(),
    subject: z.string(),
    reference: z.string().describe('Case, day of arrival, right: says what the letter answers.'),
    greeting: z.string(),
    body: z.string().describe('A proposal for the part that people word.'),
    mandatory: z.array(z.string()).describe('What the law wants said, a paragraph each.'),
    closing: z.string(),
    sender: z.array(z.string()).describe('Who is responsible, a line each.'),
  }),
)

export const identityLinkView = shape<IdentityLinkView>()(
  'IdentityLinkView',
  z.strictObject({
    url: z.string(),
    expiresAt: z.string(),
    detail: requestCaseDetail,
  }),
)
