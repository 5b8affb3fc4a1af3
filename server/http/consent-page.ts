/** The requester's own page: mobile first, no script, no third-party asset. Only a POST changes anything. */
import { type Request, type Response, Router, urlencoded } from 'express'
import { z } from 'zod'
import type { LegalBasis } from '../../src/domain/consent.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { NoticeText } from '../../src/domain/notice.ts'
import type { CallMeter } from '../access/index.ts'
import {
  checkLinkShape,
  firstView,
  isFormOf,
  LINK_CHOICES,
  linkForm,
  linkView,
  type NoticeRooms,
  noticeDifferences,
  type OpenedLink,
  openConsentLink,
  openFromForm,
  type RecordController,
  shownLocale,
  signedConsentRecord,
  takeLinkAnswer,
} from '../consent/index.ts'
import type { DraftRows } from '../drafting/index.ts'
import { type EventRows, followMerges } from '../helpdesk-events/index.ts'
import type { Transact } from '../keys.ts'
import {
  latestRequestCase,
  openRequestCase,
  type PrivacyRooms,
  type RequestCase,
  type RequestRows,
} from '../privacy/index.ts'
import { fillIn, type RequesterWords, WORD_LANGUAGES, type WordLanguage, type Words } from '../words.ts'
import { callerAddress } from './caller-address.ts'
import {
  crowdedWords,
  momentWords,
  pageOf,
  plainPage,
  type Shown,
  troublePage,
} from './consent-page-parts.ts'
import { receiptPage } from './consent-receipt-page.ts'
import { faultOf, STATUS } from './faults.ts'
import { pageHeaders } from './html.ts'

type PageRows = DraftRows & RequestRows & EventRows

export interface ConsentPageGiven {
  readonly rooms: NoticeRooms<PageRows>
  /** By whose calendar a request's last day is counted. */
  readonly privacy: PrivacyRooms
  readonly transact: Transact<PageRows>
  readonly words: Words
  readonly privacyUrl: string | null
  readonly controller: RecordController
}

const UNASKED: Pick<Shown, 'versionBefore' | 'differences' | 'validUntil' | 'request' | 'receipt' | 'alert'> =
  {
    versionBefore: null,
    differences: [],
    validUntil: null,
    request: null,
    receipt: null,
    alert: null,
  }

/** What a requester would be shown who opens the page for the first time, for whoever writes the notice. */
export function noticePreview(
  given: Pick<ConsentPageGiven, 'words' | 'privacyUrl'>,
  shown: {
    readonly text: NoticeText
    readonly locale: WordLanguage
    readonly version: number
    readonly basis: LegalBasis
  },
): string {
  const { text, locale, version, basis } = shown
  return pageOf(given.words.of(locale).consentPage, locale, {
    ...UNASKED,
    view: firstView(basis),
    basis,
    text,
    version,
    linkEnds: '',
    hidden: {},
    privacyUrl: given.privacyUrl,
    languages: [locale],
  })
}

function textIn(opened: OpenedLink, language: string): NoticeText {
  const text = opened.notice.texts[shownLocale(opened, language)]
  if (text === undefined) throw new Fault('STORE_UNAVAILABLE', 'the notice has no text')
  return text
}

function shownOf(
  given: ConsentPageGiven,
  opened: OpenedLink,
  request: RequestCase | null,
  language: WordLanguage,
  token: string,
  alert: Shown['alert'],
): Shown {
  const { notice, before, state, link } = opened
  const text = textIn(opened, language)
  const earlier = before?.texts[language]
  const view = linkView(opened)
  return {
    view,
    text,
    version: notice.version,
    versionBefore: before?.version ?? null,
    differences: earlier === undefined ? [] : noticeDifferences(earlier, text),
    validUntil: state.validUntil,
    linkEnds: link.expiresAt,
    basis: state.legalBasis,
    request,
    hidden: {
      notice: notice.digest,
      language,
      form: linkForm(given.rooms, link, notice.digest, language, state.noAt),
    },
    receipt: view.decidedAt === null ? null : `${token}/receipt`,
    alert,
    privacyUrl: given.privacyUrl,
    languages: WORD_LANGUAGES.filter((code) => Object.hasOwn(notice.texts, code)),
  }
}

function askedLanguage(given: ConsentPageGiven, request: Request): WordLanguage | undefined {
  const asked = request.query.lang
  return typeof asked === 'string' ? given.words.languageOf(asked) : undefined
}

/** Read without the store: whether a page of ours has shown this very form, for this link. */
function formIn(given: ConsentPageGiven, token: string, body: unknown): z.infer<typeof answerForm> | null {
  const parsed = answerForm.safeParse(body)
  if (!parsed.success) return null
  const { notice: noticeDigest, language, form } = parsed.data
  return isFormOf(given.rooms, token, { noticeDigest, language, form }) ? parsed.data : null
}

const answerForm = z.object({
  choice: z.enum([...LINK_CHOICES, 'access']),
  notice: z.string().regex(/^[0-9a-f]{64}$/),
  language: z.enum(WORD_LANGUAGES),
  form: z.string().max(100),
})

/**
 * Opening the case of another person is not in it: whose it is, the link says. `to`: where on the page the answer
 * stands; `null`: nothing was recorded, because the notice has changed.
 */
async function answer(
  given: ConsentPageGiven,
  tx: PageRows,
  token: string,
  answered: z.infer<typeof answerForm> | null,
): Promise<{ language: WordLanguage; to: 'answer' | 'rights' | null }> {
  if (answered === null) {
    // A link that has ended is the first thing to say.
    await openConsentLink(given.rooms, tx, token)
    throw new Fault('BAD_REQUEST', 'this is not the form of the page')
  }
  const { choice, notice: noticeDigest, language, form } = answered
  const said = { noticeDigest, language, form }
  if (choice !== 'access') {
    const { link, ticket } = await openConsentLink(given.rooms, tx, token)
    const outcome = await takeLinkAnswer(given.rooms, tx, token, { ...said, choice })
    if (outcome === 'renewed') return { language, to: null }
    await followMerges(given.rooms, tx, link.accountId, ticket.ticketId)
    return { language, to: 'answer' }
  }
  const { link, ticket, state } = await openFromForm(given.rooms, tx, token, said)
  if (state.overlays.includes('erased')) throw new Fault('BAD_REQUEST', 'there is nothing left to ask about')
  await openRequestCase(given.privacy, tx, link.accountId, { kind: 'access', ticket, locale: language })
  return { language, to: 'rights' }
}

/** What a fault says to a person; of the others the address says nothing to them. */
function sorryOf(given: ConsentPageGiven, fault: Fault, language: WordLanguage) {
  const words = given.words.of(language).consentPage
  const { contact } = given.controller
  const at = (name: string) => momentWords(String(fault.detail[name]), language)
  switch (fault.code) {
    case 'LINK_UNKNOWN':
      return { title: words.unknownLinkTitle, text: words.unknownLink, back: false }
    case 'LINK_ENDED':
      return fault.detail.why === 'moved'
        ? { title: words.movedTitle, text: fillIn(words.moved, { contact }), back: false }
        : { title: words.endedTitle, text: fillIn(words.ended, { date: at('until'), contact }), back: false }
    case 'TOO_MANY_REQUESTS':
      return fault.detail.why === 'pace'
        ? { title: words.busyTitle, text: fillIn(words.busy, { date: at('retryAt') }), back: true }
        : { ...crowdedWords(words, fault, language), back: true }
    case 'CONFLICT':
      return { title: words.staleTitle, text: words.stale, back: true }
    case 'NOTICE_OUTDATED':
      return { title: words.outdatedTitle, text: words.outdated, back: true }
    case 'BAD_REQUEST':
    case 'ILLEGAL_TRANSITION':
      return { title: words.oddTitle, text: words.odd, back: true }
    default:
      return null
  }
}

function sayNo(given: ConsentPageGiven, request: Request, response: Response, error: unknown): void {
  const fault = faultOf(error)
  response.locals.fault = fault
  const held = fault.detail.locale
  const preferred = request.acceptsLanguages(...WORD_LANGUAGES) || 'en'
  const language =
    askedLanguage(given, request) ?? given.words.languageOf(typeof held === 'string' ? held : preferred)
  const sorry = sorryOf(given, fault, language)
  if (sorry === null) {
    response.locals.page = troublePage(given.words.of(language).consentPage, language, fault)
    throw error
  }
  const wait = fault.detail.retryAfterSeconds
  if (typeof wait === 'number') response.setHeader('Retry-After', String(wait))
  response.status(STATUS[fault.code]).send(plainPage(given.words.of(language).consentPage, language, sorry))
}

/** A yes to the notice before, or from before a no, is answered by the page as it is now. */
function staleOf(error: unknown): { language: WordLanguage | undefined; to: null; why: Stale } {
  const { code, detail } = faultOf(error)
  if (code !== 'CONFLICT') throw error
  return { language: undefined, to: null, why: detail.why === 'no' ? 'no' : 'notice' }
}
type Stale = 'notice' | 'no'

function alertOf(words: RequesterWords['consentPage'], stale: Stale | undefined): Shown['alert'] {
  switch (stale) {
    case undefined:
      return null
    case 'no':
      return { title: words.crossedTitle, text: words.crossed }
    case 'notice':
      return { title: words.staleTitle, text: words.stale }
    default:
      return stale satisfies never
  }
}

/** `GET` shows, `POST` answers and shows again by 303, so that a reload does not answer twice. */
export function consentPage(given: ConsentPageGiven, calls: Pick<CallMeter, 'stranger'> | null): Router {
  const router = Router()
  const guarded =
    (route: string, act: (request: Request, response: Response, token: string) => Promise<void>) =>
    async (request: Request, response: Response) => {
      pageHeaders(response, { frameAncestors: "'none'" })
      response.locals.route = route
      try {
        if (request.method === 'GET') await calls?.stranger(callerAddress(request))
        const token = String(request.params.link)
        checkLinkShape(token)
        await act(request, response, token)
      } catch (error) {
        sayNo(given, request, response, error)
      }
    }
  const languageFor = (request: Request, opened: OpenedLink, wanted = askedLanguage(given, request)) =>
    given.words.languageOf(shownLocale(opened, wanted ?? opened.link.locale))
  const show = async (
    request: Request,
    response: Response,
    token: string,
    { stale, wanted }: { readonly stale?: Stale; readonly wanted?: WordLanguage | undefined } = {},
  ) => {
    const { opened, asked } = await given.transact(async (tx) => {
      const opened = await openConsentLink(given.rooms, tx, token)
      const { accountId } = opened.link
      return { opened, asked: await latestRequestCase(tx, accountId, opened.ticket.requesterRef, 'access') }
    })
    const language = languageFor(request, opened, wanted ?? askedLanguage(given, request))
    const words = given.words.of(language).consentPage
    const shown = shownOf(given, opened, asked, language, token, alertOf(words, stale))
    response.status(stale === undefined ? 200 : 409).send(pageOf(words, language, shown))
  }
  router.get(
    '/c/:link',
    guarded('/c/:link', (request, response, token) => show(request, response, token)),
  )
  router.post(
    '/c/:link',
    urlencoded({ extended: false, limit: '2kb', parameterLimit: 5 }),
    guarded('/c/:link', async (request, response, token) => {
      const form = formIn(given, token, request.body)
      // Every answer is taken: a no must be as easy as a yes, from wherever it comes. What is none costs as a look does.
      if (form === null) await calls?.stranger(callerAddress(request))
      const taken = await given.transact((tx) => answer(given, tx, token, form)).catch(staleOf)
      const { language, to } = taken
      if (to === null) {
        response.locals.fault = new Fault('CONFLICT', 'the page was out of date')
        return show(request, response, token, {
          stale: 'why' in taken ? taken.why : 'notice',
          wanted: language,
        })
      }
      // To the answer itself: at the top of the same notice it would look as if nothing had happened.
      response.redirect(303, `/c/${token}?lang=${language}#${to}`)
    }),
  )
  const receipt = (token: string) =>
    given.transact(async (tx) => {
      const opened = await openConsentLink(given.rooms, tx, token)
      if (linkView(opened).decidedAt === null)
        throw new Fault('BAD_REQUEST', 'there is no receipt before there is an answer')
      return { opened, record: await signedConsentRecord(given.rooms, tx, opened, given.controller) }
    })
  router.get(
    '/c/:link/receipt',
    guarded('/c/:link/receipt', async (request, response, token) => {
      const { opened, record } = await receipt(token)
      const language = languageFor(request, opened)
      response.status(200).send(receiptPage(given.words.of(language), language, record))
    }),
  )
  router.get(
    '/c/:link/receipt.jsonld',
    guarded('/c/:link/receipt.jsonld', async (_request, response, token) => {
      const { record } = await receipt(token)
      response.setHeader('Content-Type', 'application/ld+json; charset=utf-8')
      response.setHeader('Content-Disposition', 'attachment; filename="consent-receipt.jsonld"')
      response.status(200).send(`${JSON.stringify(record, null, 2)}\n`)
    }),
  )
  return router
}
