/** What is no page below a requester's address, or no form of it: said in words to whoever looks. */
import type { NextFunction, Request, Response } from 'express'
import type { Fault } from '../../src/domain/fault.ts'
import type { Letters } from '../letters.ts'
import { WORD_LANGUAGES, type WordLanguage, type Words } from '../words.ts'
import { plainPage } from './consent-page-parts.ts'
import { faultOf, STATUS } from './faults.ts'
import { pageHeaders } from './html.ts'

/** Consent, identity and package: opened by a person, from a link that they were sent. */
export const REQUESTER_PLACES = /^\/[crp](?=\/|$)/

interface PlaceGiven {
  readonly words: Words
  readonly letters: Letters
}

/** A form that cannot be read has changed nothing; an address that leads nowhere was not copied whole. */
function sorryOf({ words, letters }: PlaceGiven, request: Request, fault: Fault, language: WordLanguage) {
  const consent = words.of(language).consentPage
  const formIsOdd = request.method === 'POST' && fault.code !== 'NOT_FOUND'
  if (formIsOdd) return { title: consent.oddTitle, text: consent.odd, back: true }
  if (request.path.startsWith('/c'))
    return { title: consent.unknownLinkTitle, text: consent.unknownLink, back: false }
  const { page } = letters.of(language)
  return { title: page.unknownTitle, text: page.unknown, back: false }
}

/** Behind the three pages: for what none of them answers, and for what was thrown before one of them was asked. */
export function requesterTrouble(given: PlaceGiven) {
  return (error: unknown, request: Request, response: Response, next: NextFunction) => {
    const fault = faultOf(error)
    const ours = STATUS[fault.code] >= 500
    if (!REQUESTER_PLACES.test(request.path) || response.headersSent || ours) return next(error)
    response.locals.fault = fault
    pageHeaders(response, { frameAncestors: "'none'" })
    const asked = request.query.lang
    const preferred = request.acceptsLanguages(...WORD_LANGUAGES) || 'en'
    const language = given.words.languageOf(typeof asked === 'string' ? asked : preferred)
    const sorry = sorryOf(given, request, fault, language)
    const page = plainPage(given.words.of(language).consentPage, language, sorry)
    response.status(STATUS[fault.code]).send(page)
  }
}
