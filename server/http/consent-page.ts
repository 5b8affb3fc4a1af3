/** The requester's own page: mobile first, no script, no third-party asset. Only a POST changes anything. */
import { type Request, type Response, Router, urlencoded } from 'express'
import type { ConsentState } from '../../src/domain/consent.ts'
import { UNKNOWN_CONSENT } from '../../src/domain/consent-moves.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { NoticeText } from '../../src/domain/notice.ts'
import {
  answerConsentLink,
  type ConsentRooms,
  LINK_CHOICES,
  type LinkChoice,
  type LinkRows,
  type OpenedLink,
  openConsentLink,
} from '../consent/index.ts'
import type { Transact } from '../keys.ts'
import { fillIn, WORD_LANGUAGES, type WordLanguage, type Words } from '../words.ts'
import { faultOf, STATUS } from './faults.ts'
import { escapeHtml, pageHeaders } from './html.ts'

export interface ConsentPageGiven {
  readonly rooms: ConsentRooms
  readonly transact: Transact<LinkRows>
  readonly words: Words
  readonly privacyUrl: string | null
}

type Wording = Pick<ConsentPageGiven, 'words' | 'privacyUrl'>

/** Each in its own language: whoever looks for theirs may not read the one shown. */
const LANGUAGE_NAMES: Record<WordLanguage, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pt: 'Português',
  pl: 'Polski',
}

function shell(language: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/app/notice.css">
</head>
<body>
${body}
</body>
</html>
`
}

/** Both answers are the same element with the same class: neither is more prominent (EDPB 03/2022). */
function button(choice: LinkChoice, label: string): string {
  return `<button name="choice" value="${choice}">${escapeHtml(label)}</button>`
}

function answerPart(given: Wording, language: string, state: ConsentState): string {
  const words = given.words.of(language).consentPage
  const form = (buttons: string) => `<form method="post">${buttons}</form>`
  const both = form(button('grant', words.grant) + button('deny', words.deny))
  const said = (text: string) => `<p class="said" role="status">${escapeHtml(text)}</p>`
  if (state.overlays.length > 0) return said(words.blocked)
  switch (state.status) {
    case 'granted': {
      const end = new Date(state.validUntil ?? 0)
      const date = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(end)
      return `${said(words.granted)}<p>${escapeHtml(fillIn(words.grantedUntil, { date }))}</p>${form(button('withdraw', words.withdraw))}`
    }
    case 'denied':
      return `${said(words.denied)}<p>${escapeHtml(words.changeMind)}</p>${both}`
    case 'withdrawn':
      return `${said(words.withdrawn)}<p>${escapeHtml(words.changeMind)}</p>${both}`
    default:
      return both
  }
}

function languageLinks(
  given: Wording,
  language: string,
  offered: readonly WordLanguage[] = WORD_LANGUAGES,
): string {
  const links = offered.map((code) =>
    code === language
      ? `<span aria-current="true">${LANGUAGE_NAMES[code]}</span>`
      : `<a href="?lang=${code}" lang="${code}" hreflang="${code}">${LANGUAGE_NAMES[code]}</a>`,
  )
  return `<nav aria-label="${escapeHtml(given.words.of(language).consentPage.language)}">${links.join(' · ')}</nav>`
}

function noticePart(text: NoticeText): string {
  const sections = text.sections.map(
    ({ heading, text: body }) =>
      `<section><h2>${escapeHtml(heading)}</h2>${body
        .split('\n')
        .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
        .join('')}</section>`,
  )
  return `<h1>${escapeHtml(text.title)}</h1><p class="lead">${escapeHtml(text.lead)}</p>${sections.join('')}`
}

type Shown = Pick<OpenedLink, 'state'> & {
  readonly notice: Pick<OpenedLink['notice'], 'texts' | 'version'>
  readonly link: Pick<OpenedLink['link'], 'locale'>
}

/** What a requester would be shown who has just been asked, for whoever writes the notice. */
export function noticePreview(
  given: Wording,
  shown: { readonly text: NoticeText; readonly locale: WordLanguage; readonly version: number },
): string {
  const { text, locale, version } = shown
  const notice = { texts: { [locale]: text }, version }
  return page(given, { notice, link: { locale }, state: UNKNOWN_CONSENT }, locale)
}

function page(given: Wording, opened: Shown, language: string): string {
  const words = given.words.of(language).consentPage
  const { notice } = opened
  const text = notice.texts[language] ?? notice.texts[opened.link.locale]
  if (text === undefined) throw new Fault('LINK_UNKNOWN', 'this link is not valid, or no longer')
  const privacy =
    given.privacyUrl === null
      ? ''
      : ` · <a href="${escapeHtml(given.privacyUrl)}" rel="noreferrer">${escapeHtml(words.privacyPolicy)}</a>`
  const version = fillIn(words.noticeVersion, { version: String(notice.version) })
  return shell(
    language,
    text.title,
    `${languageLinks(
      given,
      language,
      WORD_LANGUAGES.filter((code) => Object.hasOwn(notice.texts, code)),
    )}
<main>${noticePart(text)}
<div class="answer" id="answer">${answerPart(given, language, opened.state)}</div></main>
<footer>${escapeHtml(version)}${privacy}</footer>`,
  )
}

function languageFor(given: ConsentPageGiven, request: Request, otherwise: string): string {
  const asked = request.query.lang
  return given.words.languageOf(typeof asked === 'string' ? asked : otherwise)
}

function unknownPage(given: ConsentPageGiven, request: Request, response: Response, fault: Fault): void {
  const language = languageFor(given, request, request.acceptsLanguages(...WORD_LANGUAGES) || 'en')
  const words = given.words.of(language).consentPage
  response
    .status(STATUS[fault.code])
    .send(
      shell(
        language,
        words.unknownLinkTitle,
        `${languageLinks(given, language)}<main><h1>${escapeHtml(words.unknownLinkTitle)}</h1><p>${escapeHtml(words.unknownLink)}</p></main>`,
      ),
    )
}

function parseChoice(body: unknown): LinkChoice {
  const choice = typeof body === 'object' && body !== null ? Reflect.get(body, 'choice') : undefined
  const known = LINK_CHOICES.find((each) => each === choice)
  if (known === undefined) throw new Fault('BAD_REQUEST', 'no choice was made')
  return known
}

/** `GET` shows, `POST` answers and shows again by 303, so that a reload does not answer twice. */
export function consentPage(given: ConsentPageGiven): Router {
  const router = Router()
  const guarded =
    (act: (request: Request, response: Response, token: string) => Promise<void>) =>
    async (request: Request, response: Response) => {
      pageHeaders(response, { frameAncestors: "'none'" })
      response.locals.route = '/c/:link'
      try {
        await act(request, response, String(request.params.link))
      } catch (error) {
        const fault = faultOf(error)
        response.locals.fault = fault
        if (fault.code !== 'LINK_UNKNOWN') throw error
        unknownPage(given, request, response, fault)
      }
    }
  router.get(
    '/c/:link',
    guarded(async (request, response, token) => {
      const opened = await given.transact((tx) => openConsentLink(given.rooms, tx, token))
      response.status(200).send(page(given, opened, languageFor(given, request, opened.link.locale)))
    }),
  )
  router.post(
    '/c/:link',
    urlencoded({ extended: false, limit: '2kb', parameterLimit: 5 }),
    guarded(async (request, response, token) => {
      const choice = parseChoice(request.body)
      const asked = request.query.lang
      const shown = typeof asked === 'string' ? given.words.languageOf(asked) : undefined
      await given.transact((tx) => answerConsentLink(given.rooms, tx, token, choice, shown))
      // To the answer itself: at the top of the same notice it would look as if nothing had happened.
      response.redirect(303, `/c/${token}${shown === undefined ? '' : `?lang=${shown}`}#answer`)
    }),
  )
  return router
}
