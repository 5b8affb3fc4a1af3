/** The HTML of the requester's page. Every text is escaped; nothing here asks the store or decides. */
import type { Request } from 'express'
import type { Fault } from '../../src/domain/fault.ts'
import type { NoticeText } from '../../src/domain/notice.ts'
import { isOpen } from '../../src/domain/request-case.ts'
import { directionOf } from '../../src/domain/staff-language.ts'
import type { LinkChoice, LinkView, NoticeDifference } from '../consent/index.ts'
import { isolateRuns } from '../isolated-runs.ts'
import type { RequestCase } from '../privacy/index.ts'
import { fillIn, type RequesterWords, WORD_LANGUAGES, type WordLanguage, type Words } from '../words.ts'
import { whenWords } from './faults.ts'
import { escapeHtml } from './html.ts'

type PageWords = RequesterWords['consentPage']

/** Each in its own language: whoever looks for theirs may not read the one shown. */
const LANGUAGE_NAMES: Record<WordLanguage, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  it: 'Italiano',
  nl: 'Nederlands',
  pt: 'Português (Portugal)',
  'pt-BR': 'Português (Brasil)',
  pl: 'Polski',
  ja: '日本語',
  ar: 'العربية',
}

export function shell(language: string, title: string, body: string): string {
  const direction = directionOf(language)
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/app/notice.css">
</head>
<body>
${direction === 'rtl' ? isolateRuns(body) : body}
</body>
</html>
`
}

/** In UTC and saying so: whose clock the reader has, a page without a script cannot know. */
export function momentWords(iso: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return `${format.format(new Date(iso))} UTC`
}

export function dayWords(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(iso))
}

export function languageSwitch(
  words: PageWords,
  language: WordLanguage,
  offered: readonly WordLanguage[] = WORD_LANGUAGES,
): string {
  // Between Arabic words the two of a name would change places.
  const nameOf = (code: WordLanguage) =>
    directionOf(language) === 'rtl' ? `<bdi>${LANGUAGE_NAMES[code]}</bdi>` : LANGUAGE_NAMES[code]
  const links = offered.map((code) =>
    code === language
      ? `<li><span aria-current="true" lang="${code}">${nameOf(code)}</span></li>`
      : `<li><a href="?lang=${code}" lang="${code}" hreflang="${code}">${nameOf(code)}</a></li>`,
  )
  return `<nav aria-label="${escapeHtml(words.language)}"><details><summary>${escapeHtml(words.language)}: ${LANGUAGE_NAMES[language]}</summary><ul>${links.join('')}</ul></details></nav>`
}

export function noticePart(text: NoticeText, heading: 'h1' | 'h2' = 'h1'): string {
  const below = heading === 'h1' ? 'h2' : 'h3'
  const paragraphs = (body: string) =>
    body
      .split('\n')
      .map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`)
      .join('')
  const sections = text.sections.map(
    (part) => `<section><${below}>${escapeHtml(part.heading)}</${below}>${paragraphs(part.text)}</section>`,
  )
  return `<${heading}>${escapeHtml(text.title)}</${heading}><p class="lead">${escapeHtml(text.lead)}</p>${sections.join('')}`
}

/** What the page is made of, read and decided before. */
export interface Shown {
  readonly view: LinkView
  readonly text: NoticeText
  readonly version: number
  readonly versionBefore: number | null
  readonly differences: readonly NoticeDifference[]
  readonly validUntil: string | null
  readonly linkEnds: string
  readonly basis: keyof PageWords['basis']
  readonly request: RequestCase | null
  /** Hidden fields of the page's own form; the preview has none. */
  readonly hidden: Readonly<Record<string, string>>
  /** Address of the receipt below this page; `null`: there is nothing to be had yet. */
  readonly receipt: string | null
  readonly privacyUrl: string | null
  readonly languages: readonly WordLanguage[]
  /** Why the answer that was just sent is not on record. */
  readonly alert: { readonly title: string; readonly text: string } | null
}

interface Part {
  readonly words: PageWords
  readonly language: WordLanguage
  readonly shown: Shown
}

function formOf({ shown }: Part, buttons: string, look: string): string {
  const hidden = Object.entries(shown.hidden).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  )
  return `<form method="post" class="${look}">${hidden.join('')}${buttons}</form>`
}

/** All answers are the same element: none is more prominent (EDPB 03/2022). */
function button(choice: LinkChoice | 'access', label: string): string {
  return `<button name="choice" value="${choice}">${escapeHtml(label)}</button>`
}

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`

/** What is the case, and what happens next. */
function standingLines({ words, language, shown }: Part): readonly string[] {
  const { standing } = shown.view
  const until = shown.validUntil === null ? '' : dayWords(shown.validUntil, language)
  switch (standing) {
    case 'ask':
      return []
    case 'deferred': {
      const date = dayWords(shown.linkEnds, language)
      return [words.deferred, fillIn(words.deferredNext, { date })]
    }
    case 'granted':
      return [
        words.granted,
        ...(shown.view.forAll ? [words.grantedAll] : []),
        fillIn(words.grantedUntil, { date: until }),
        words.grantedNext,
      ]
    case 'denied':
      return [words.denied]
    case 'withdrawn':
      return [words.withdrawn, ...(shown.view.forAll ? [words.withdrawnAll] : []), words.withdrawnNext]
    case 'expired':
      return [fillIn(words.expired, { date: until }), words.expiredNext]
    case 'invalidated':
      return [words.invalidated, words.blockedNext]
    case 'informed':
      return [fillIn(words.notRequired, { basis: words.basis[shown.basis] }), words.mayObject]
    case 'objected':
      return [words.objected, words.objectedNext]
    case 'restricted':
      return [words.restricted, words.restrictedNext]
    case 'blocked':
      return [words.blocked, words.blockedNext]
    default:
      return standing satisfies never
  }
}

function changesPart({ words, shown }: Part): string {
  const { view, versionBefore, version, differences } = shown
  if (versionBefore === null || !view.main.includes('grant')) return ''
  const lead = fillIn(words.changedLead, { before: String(versionBefore), after: String(version) })
  const said = (label: string, text: string) =>
    text === '' ? '' : `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(text)}</dd>`
  const parts = differences.map(
    ({ heading, before, after }) =>
      `<section><h3>${escapeHtml(heading)}</h3><dl>${said(words.before, before)}${said(words.now, after)}</dl></section>`,
  )
  const body = parts.length === 0 ? paragraph(words.changedSame) : parts.join('')
  return `<aside class="changes" aria-labelledby="changes"><h2 id="changes">${escapeHtml(words.changedTitle)}</h2>${paragraph(lead)}${body}</aside>`
}

function choicesPart(part: Part): string {
  const { words, shown } = part
  const { main, changeMind, defer } = shown.view
  const parts: string[] = []
  if (main.length > 0)
    parts.push(formOf(part, main.map((each) => button(each, words[each])).join(''), 'choices'))
  if (defer) parts.push(formOf(part, button('defer', words.defer), 'quiet'))
  if (changeMind)
    parts.push(
      `<details class="mind"><summary>${escapeHtml(words.changeMind)}</summary>${formOf(part, button('grant', words.grant), 'choices')}</details>`,
    )
  return parts.join('')
}

function statusPart(part: Part): string {
  const { words, language, shown } = part
  const [first, ...next] = standingLines(part)
  const decided =
    shown.view.decidedAt === null || first === undefined
      ? ''
      : `<p class="when">${escapeHtml(fillIn(words.decidedOn, { date: momentWords(shown.view.decidedAt, language) }))}</p>`
  const said =
    first === undefined
      ? ''
      : `<p class="said" role="status">${escapeHtml(first)}</p>${next.map(paragraph).join('')}${decided}`
  return `${said}${choicesPart(part)}${receiptPart(part)}`
}

function receiptPart({ words, shown }: Part): string {
  const { receipt } = shown
  if (receipt === null) return ''
  return `<ul class="files"><li><a href="${escapeHtml(receipt)}">${escapeHtml(words.receiptView)}</a></li><li><a href="${escapeHtml(receipt)}.jsonld" download>${escapeHtml(words.receiptFile)}</a></li></ul>`
}

function requestLine({ words, language, shown }: Part): string {
  const { request } = shown
  if (request === null || request.status === 'withdrawn' || request.status === 'duplicate') return ''
  const date = dayWords(request.receivedOn, language)
  const answered = request.deliveredOn ?? request.endedAt
  const line =
    answered === null
      ? fillIn(words.requestReceived, { date, due: dayWords(request.dueOn, language) })
      : fillIn(words.requestAnswered, { date, answered: dayWords(answered, language) })
  return `<p class="said" role="status">${escapeHtml(line)}</p>`
}

function rightsPart(part: Part): string {
  const { words, shown } = part
  const { access, quietObject } = shown.view
  const open = shown.request !== null && isOpen(shown.request.status)
  const acts = [
    ...(access && !open ? [[words.accessHint, button('access', words.access)]] : []),
    ...(quietObject
      ? [[shown.view.forAll ? words.objectHintAll : words.objectHint, button('object', words.object)]]
      : []),
  ].map(([hint = '', act = '']) => `<li>${formOf(part, act, 'quiet')}${paragraph(hint)}</li>`)
  const line = requestLine(part)
  if (acts.length === 0 && line === '') return ''
  return `<section class="rights" id="rights" aria-labelledby="rights-title"><h2 id="rights-title">${escapeHtml(words.more)}</h2>${line}${acts.length === 0 ? '' : `<ul>${acts.join('')}</ul>`}</section>`
}

function alertPart({ shown }: Part): string {
  const { alert } = shown
  if (alert === null) return ''
  return `<aside class="changes" role="alert"><h2>${escapeHtml(alert.title)}</h2>${paragraph(alert.text)}</aside>`
}

/** Asked, or informed for the first time: notice, then the choice. Otherwise what was decided comes first, and the notice stands folded below. */
export function pageOf(words: PageWords, language: WordLanguage, shown: Shown): string {
  const part = { words, language, shown }
  const version = fillIn(words.noticeVersion, { version: String(shown.version) })
  const privacy =
    shown.privacyUrl === null
      ? ''
      : ` · <a href="${escapeHtml(shown.privacyUrl)}" rel="noreferrer">${escapeHtml(words.privacyPolicy)}</a>`
  const unread = shown.view.standing === 'informed' && shown.view.decidedAt === null
  const reading = shown.view.main.includes('grant') || unread
  const status = `<div class="answer" id="answer">${statusPart(part)}</div>`
  const body = reading
    ? `${alertPart(part)}${changesPart(part)}${noticePart(shown.text)}${status}`
    : `${alertPart(part)}<h1>${escapeHtml(shown.text.title)}</h1>${status}<details class="notice"><summary>${escapeHtml(version)}</summary>${noticePart(shown.text, 'h2')}</details>`
  return shell(
    language,
    shown.text.title,
    `${languageSwitch(words, language, shown.languages)}
<main>${body}</main>
${rightsPart(part)}
<footer>${escapeHtml(version)}${privacy}</footer>`,
  )
}

/** A page that says no, or that it does not know; with the way back where there is one. */
export function plainPage(
  words: PageWords,
  language: WordLanguage,
  said: { readonly title: string; readonly text: string; readonly back: boolean },
): string {
  // To this very address: the link itself stands in no page that says no.
  const back = said.back
    ? `<p><a class="back" href="?lang=${language}">${escapeHtml(words.back)}</a></p>`
    : ''
  return shell(
    language,
    said.title,
    `${languageSwitch(words, language)}
<main><h1>${escapeHtml(said.title)}</h1>${paragraph(said.text)}${back}</main>`,
  )
}

/** Whoever shares an address with many may meet this: nothing of what a link promises is said here. */
export function crowdedWords(words: PageWords, fault: Fault, language: WordLanguage) {
  const when = whenWords(fault, language, words.soon)
  return { title: words.busyTitle, text: fillIn(words.crowded, { when }) }
}

/** For whoever looks at the page when the trouble is ours: `errors` (app.ts) sends it where a program gets its problem document. */
export function troublePage(words: PageWords, language: WordLanguage, fault: Fault): string {
  const when = whenWords(fault, language, words.soon)
  return plainPage(words, language, {
    title: words.troubleTitle,
    text: fillIn(words.trouble, { when }),
    back: true,
  })
}

/** The same for whoever opens it before it is known what they open. */
export function troublePageFor(words: Words, request: Request, fault: Fault): string {
  const language = words.languageOf(request.acceptsLanguages(...WORD_LANGUAGES) || 'en')
  return troublePage(words.of(language).consentPage, language, fault)
}
