/** The page behind an identity link: one question, one button, no script. Only a POST confirms. */
import { type Request, type Response, Router, urlencoded } from 'express'
import type { CallMeter } from '../access/index.ts'
import type { Transact } from '../keys.ts'
import type { Letters, LetterWords } from '../letters.ts'
import {
  confirmByLink,
  type OpenedIdentityLink,
  openIdentityLink,
  type RequestRows,
} from '../privacy/index.ts'
import { fillIn, WORD_LANGUAGES, type WordLanguage, type Words } from '../words.ts'
import { callerAddress } from './caller-address.ts'
import { crowdedWords, dayWords, languageSwitch, shell, troublePage } from './consent-page-parts.ts'
import { faultOf, STATUS } from './faults.ts'
import { escapeHtml, pageHeaders } from './html.ts'
import type { RequestsGiven } from './requests.ts'

export interface IdentityPageGiven extends Pick<RequestsGiven, 'rooms' | 'controller'> {
  readonly transact: Transact<RequestRows>
  readonly words: Words
  readonly letters: Letters
}

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`

function pageBody(
  page: LetterWords['page'],
  opened: OpenedIdentityLink,
  fill: (sentence: string) => string,
): { readonly title: string; readonly body: string } {
  if (opened.standing === 'done')
    return {
      title: page.doneTitle,
      body: `<h1>${escapeHtml(page.doneTitle)}</h1>${paragraph(fill(page.done))}`,
    }
  return {
    title: page.title,
    body: `<h1>${escapeHtml(page.title)}</h1>${paragraph(fill(page.lead))}${paragraph(page.notMe)}<form method="post" class="answers"><button name="choice" value="confirm">${escapeHtml(page.confirm)}</button></form>`,
  }
}

export function identityPage(given: IdentityPageGiven, calls: Pick<CallMeter, 'stranger'> | null): Router {
  const router = Router()
  const languageOf = (request: Request, locale: string): WordLanguage =>
    given.words.languageOf(typeof request.query.lang === 'string' ? request.query.lang : locale)
  const show = (request: Request, response: Response, opened: OpenedIdentityLink) => {
    const language = languageOf(request, opened.link.locale)
    const words = given.letters.of(language)
    const { kind, caseNumber, receivedOn, dueOn } = opened.request
    const values = {
      controller: given.controller.name,
      case: caseNumber,
      right: words.right[kind],
      received: dayWords(receivedOn, language),
      due: dayWords(dueOn, language),
    }
    const { title, body } = pageBody(words.page, opened, (sentence) => fillIn(sentence, values))
    const languages = languageSwitch(given.words.of(language).consentPage, language)
    response.status(200).send(shell(language, title, `<main>${body}${languages}</main>`))
  }
  const sayNo = (request: Request, response: Response, error: unknown) => {
    const fault = faultOf(error)
    response.locals.fault = fault
    const busy = fault.code === 'TOO_MANY_REQUESTS'
    const held = fault.detail.locale
    const preferred = request.acceptsLanguages(...WORD_LANGUAGES) || 'en'
    const language = languageOf(request, typeof held === 'string' ? held : preferred)
    if (!busy && fault.code !== 'LINK_UNKNOWN' && fault.code !== 'LINK_ENDED') {
      response.locals.page = troublePage(given.words.of(language).consentPage, language, fault)
      throw error
    }
    if (busy) {
      const { title, text } = crowdedWords(given.words.of(language).consentPage, fault, language)
      response.setHeader('Retry-After', String(fault.detail.retryAfterSeconds))
      const sorry = `<main><h1>${escapeHtml(title)}</h1>${paragraph(text)}</main>`
      return void response.status(STATUS[fault.code]).send(shell(language, title, sorry))
    }
    const { page } = given.letters.of(language)
    const known = fault.code === 'LINK_ENDED'
    const title = known ? page.endedTitle : page.unknownTitle
    const text = known ? fillIn(page.ended, { contact: given.controller.contact }) : page.unknown
    const body = `<main><h1>${escapeHtml(title)}</h1>${paragraph(text)}</main>`
    response.status(STATUS[fault.code]).send(shell(language, title, body))
  }
  const guarded =
    (act: (request: Request, response: Response, token: string) => Promise<void>) =>
    async (request: Request, response: Response) => {
      pageHeaders(response, { frameAncestors: "'none'" })
      response.locals.route = '/r/:link'
      try {
        await calls?.stranger(callerAddress(request))
        await act(request, response, String(request.params.link))
      } catch (error) {
        sayNo(request, response, error)
      }
    }
  router.get(
    '/r/:link',
    guarded(async (request, response, token) => {
      show(request, response, await given.transact((tx) => openIdentityLink(given.rooms, tx, token)))
    }),
  )
  router.post(
    '/r/:link',
    urlencoded({ extended: false, limit: '1kb', parameterLimit: 2 }),
    guarded(async (request, response, token) => {
      await given.transact((tx) => confirmByLink(given.rooms, tx, token))
      const asked = request.query.lang
      const language = typeof asked === 'string' ? `?lang=${given.words.languageOf(asked)}` : ''
      response.redirect(303, `/r/${encodeURIComponent(token)}${language}`)
    }),
  )
  return router
}
