/** The page behind a link to a package: it says what will come, and a press fetches it. Looking uses nothing up. */
import { type Request, type Response, Router, urlencoded } from 'express'
import type { CallMeter } from '../access/index.ts'
import { type ExportRooms, fetchByLink, viewExportLink } from '../dossier/index.ts'
import type { PackageWords } from '../package-words.ts'
import { fillIn, WORD_LANGUAGES, type WordLanguage } from '../words.ts'
import { callerAddress } from './caller-address.ts'
import { momentWords, shell, troublePage } from './consent-page-parts.ts'
import { faultOf, STATUS } from './faults.ts'
import { escapeHtml, pageHeaders } from './html.ts'
import { sendPackage } from './requesters.ts'

type LinkWords = PackageWords['link']

function readyPage(given: ExportRooms, words: LinkWords, language: WordLanguage, until: string): string {
  const values = { controller: given.controller.name, date: momentWords(until, language) }
  return shell(
    language,
    words.title,
    `<main><h1>${escapeHtml(words.title)}</h1>
<p class="lead">${escapeHtml(fillIn(words.lead, values))}</p>
<form method="post"><button class="button primary" type="submit">${escapeHtml(words.button)}</button></form>
<p>${escapeHtml(words.hint)}</p>
<p>${escapeHtml(fillIn(words.brokenOff, { contact: given.controller.contact }))}</p></main>`,
  )
}

function sorryPage(given: ExportRooms, words: LinkWords, language: WordLanguage, busy: boolean): string {
  const text = busy ? words.busy : fillIn(words.ended, { contact: given.controller.contact })
  return shell(
    language,
    words.endedTitle,
    `<main><h1>${escapeHtml(words.endedTitle)}</h1><p class="lead">${escapeHtml(text)}</p></main>`,
  )
}

export function packagePage(given: ExportRooms, calls: Pick<CallMeter, 'stranger'> | null): Router {
  const router = Router()
  const guarded =
    (act: (request: Request, response: Response, token: string) => Promise<void>) =>
    async (request: Request, response: Response) => {
      response.locals.route = '/p/:link'
      try {
        await calls?.stranger(callerAddress(request))
        await act(request, response, String(request.params.link))
      } catch (error) {
        const fault = faultOf(error)
        if (response.headersSent) throw error
        const language = given.words.languageOf(request.acceptsLanguages(...WORD_LANGUAGES) || 'en')
        pageHeaders(response, { frameAncestors: "'none'" })
        if (!['LINK_UNKNOWN', 'LINK_ENDED', 'NOT_FOUND', 'TOO_MANY_REQUESTS'].includes(fault.code)) {
          response.locals.page = troublePage(given.words.of(language).consentPage, language, fault)
          throw error
        }
        response.locals.fault = fault
        const words = given.packageWords(language).link
        const busy = fault.code === 'TOO_MANY_REQUESTS'
        if (busy) response.setHeader('Retry-After', String(fault.detail.retryAfterSeconds))
        response.status(STATUS[fault.code]).send(sorryPage(given, words, language, busy))
      }
    }
  router.get(
    '/p/:link',
    guarded(async (_request, response, token) => {
      const { locale, expiresAt } = await viewExportLink(given, token)
      const language = given.words.languageOf(locale)
      pageHeaders(response, { frameAncestors: "'none'" })
      response.status(200).send(readyPage(given, given.packageWords(language).link, language, expiresAt))
    }),
  )
  router.post(
    '/p/:link',
    urlencoded({ extended: false, limit: '1kb', parameterLimit: 1 }),
    guarded(async (_request, response, token) => {
      await sendPackage(response, await fetchByLink(given, token))
    }),
  )
  return router
}
