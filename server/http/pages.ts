/** The two pages that the helpdesk opens in its frames, and the page that says why one was not opened. */
import type { Request, Response } from 'express'
import type { PageSession } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { directionOf, STAFF_LANGUAGES } from '../../src/domain/staff-language.ts'
import { type AccessRooms, openPage } from '../access/index.ts'
import { fillIn, type Words } from '../words.ts'
import { retryAfterOf, STATUS, whenWords } from './faults.ts'
import { escapeHtml, pageHeaders } from './html.ts'

export type Place = 'sidebar' | 'console'

/** JSON inside a script element: `<` must not be able to end it (HTML spec, restrictions on script contents). */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
}

function html(parts: { language: string; title: string; head: string; body: string }): string {
  return `<!doctype html>
<html lang="${parts.language}" dir="${directionOf(parts.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(parts.title)}</title>
${parts.head}</head>
<body>
${parts.body}</body>
</html>
`
}

export interface PageGiven {
  readonly rooms: AccessRooms
  readonly words: Words
  readonly zafSdkUrl: string
}

/** `POST /sidebar` and `POST /console`, form field `token`. Nothing is shown without a verified token. */
export async function servePage(
  given: PageGiven,
  place: Place,
  request: Request,
  response: Response,
): Promise<void> {
  const { origin } = request.query
  const token: unknown = (request.body as { token?: unknown } | undefined)?.token
  const session = await openPage(given.rooms, { token, origin, userAgent: request.get('user-agent') }, place)
  const words = given.words.pages('en')
  const boot: PageSession = {
    token: session.token,
    expiresAt: session.expiresAt,
    place,
    apiBase: '/api/v1',
  }
  pageHeaders(response, {
    frameAncestors: given.rooms.account.origin,
    scriptSources: ["'self'", given.zafSdkUrl],
    connect: "'self'",
    // Reads what a comment hides (src/main.tsx); it renders nothing.
    policies: 'vouch-reading',
  })
  response.status(200).send(
    html({
      language: 'en',
      title: place === 'sidebar' ? words.sidebarTitle : words.consoleTitle,
      head: `<link rel="stylesheet" href="/app/${place}.css">\n`,
      body: `<div id="app"><noscript>${escapeHtml(words.needsScript)}</noscript></div>
<script type="application/json" id="vouch-session">${jsonForScript(boot)}</script>
<script src="${escapeHtml(given.zafSdkUrl)}"></script>
<script type="module" src="/app/${place}.js"></script>
`,
    }),
  )
}

/** Shown in the frame instead of the app; the frame is the configured account's own, or none. */
export function serveRefusedPage(given: PageGiven, request: Request, response: Response, fault: Fault): void {
  const language = request.acceptsLanguages(...STAFF_LANGUAGES) || 'en'
  const words = given.words.pages(language)
  const known = request.query.origin === given.rooms.account.origin
  const wait = retryAfterOf(fault)
  if (wait !== null) response.setHeader('Retry-After', wait)
  pageHeaders(response, { frameAncestors: known ? given.rooms.account.origin : "'none'" })
  const status = STATUS[fault.code]
  // Not theirs to mend by opening it another way.
  const text = status === 429 || status >= 500 ? words.refusedLaterText : words.refusedText
  const values = { code: fault.code, when: whenWords(fault, language, words.soon) }
  response.status(status).send(
    html({
      language,
      title: words.refusedTitle,
      head: '<link rel="stylesheet" href="/app/notice.css">\n',
      body: `<main><h1>${escapeHtml(words.refusedTitle)}</h1><p>${escapeHtml(fillIn(text, values))}</p></main>\n`,
    }),
  )
}

/** A page opened by GET carries no token: it is refused like any other without one. */
export function unsigned(): Fault {
  return new Fault('NOT_SIGNED_IN', 'the page was not opened by the helpdesk (unsigned)')
}
