/**
 * The page that connects an account, while none is. Whoever knows the code from the terminal may use it, once; it has
 * no script, and says nothing of what is stored.
 */
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { Fault } from '../../src/domain/fault.ts'
import { directionOf, STAFF_LANGUAGES } from '../../src/domain/staff-language.ts'
import { type FailureMeter, secondsLeft } from '../access/index.ts'
import {
  accountOriginOf,
  CONNECTION_FIELDS,
  type Connection,
  type ConnectionField,
  type ConnectionForm,
  type ConnectionProblem,
  HELPDESK_NUMBER,
  keyAddress,
  readConnection,
} from '../connection.ts'
import { errorFields, type Log } from '../log.ts'
import { SET_UP_CODE_MINUTES, type SetUpCode } from '../setup/index.ts'
import { fillIn, type Words } from '../words.ts'
import { answerHeaders } from './answer-headers.ts'
import { callerAddress } from './caller-address.ts'
import { faultOf, problemOf } from './faults.ts'
import { escapeHtml, pageHeaders } from './html.ts'
import { packedFiles } from './packed-files.ts'
import { policyReports } from './policy-reports.ts'

export interface ConnectGiven {
  readonly code: SetUpCode
  readonly failures: FailureMeter
  readonly now: () => Date
  readonly production: boolean
  readonly publicUrl: string
  readonly trustedProxies: readonly string[]
  readonly assetsDir: string
  readonly words: Words
  readonly newRequestId: () => string
  readonly log: Log
  /** @throws Fault `CONFLICT` when an account is connected already. */
  readonly connect: (connection: Connection) => Promise<void>
  /** Told once the answer is on its way. */
  readonly connected: () => void
}

type PageWords = ReturnType<Words['connect']>
type Problems = Readonly<Partial<Record<ConnectionField, ConnectionProblem>>>

interface Shown {
  readonly form: ConnectionForm
  /** Only one that was right: whoever typed it need not do so again. */
  readonly code: string
  readonly problems: Problems
  readonly alert: string | null
}

const NOTHING: Shown = {
  form: { subdomain: '', app: '', installation: '', admin: '', key: '' },
  code: '',
  problems: {},
  alert: null,
}

function page(language: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="/app/notice.css">
</head>
<body>
<main>${body}</main>
</body>
</html>
`
}

const paragraph = (text: string) => `<p>${escapeHtml(text)}</p>`

/** Without an account and an app no address is a link: nobody else's key is to be pasted. */
function keyHint(words: PageWords, form: ConnectionForm, production: boolean): string {
  const origin = accountOriginOf(form.subdomain, production)
  const app = form.app.trim()
  const known = form.subdomain.trim() !== '' && origin !== null && HELPDESK_NUMBER.test(app)
  const address = known
    ? keyAddress(origin, app)
    : 'https://SUBDOMAIN.zendesk.com/api/v2/apps/APP-ID/public_key.pem'
  const shown = known
    ? `<a href="${escapeHtml(address)}" target="_blank" rel="noreferrer" dir="ltr">${escapeHtml(address)}</a>`
    : `<bdi dir="ltr">${escapeHtml(address)}</bdi>`
  return escapeHtml(words.keyHint).replace('{address}', () => shown)
}

function field(words: PageWords, name: ConnectionField | 'code', shown: Shown, hint: string): string {
  const problem = name === 'code' ? undefined : shown.problems[name]
  const says = problem === undefined ? '' : words.problem[problem]
  const value = name === 'code' ? shown.code : shown.form[name]
  const given = [
    `id="${name}" name="${name}" dir="ltr" autocomplete="off" spellcheck="false"`,
    `aria-describedby="${name}-hint${problem === undefined ? '' : ` ${name}-problem`}"`,
    problem === undefined ? '' : 'aria-invalid="true"',
    name === 'app' ? '' : 'required',
  ].join(' ')
  const input =
    name === 'key'
      ? `<textarea rows="6" maxlength="10000" ${given}>${escapeHtml(value)}</textarea>`
      : `<input maxlength="200" ${name === 'code' || name === 'subdomain' ? '' : 'inputmode="numeric" '}value="${escapeHtml(value)}" ${given}>`
  const wrong = problem === undefined ? '' : `<p class="wrong" id="${name}-problem">${escapeHtml(says)}</p>`
  return `<div class="field"><label for="${name}">${escapeHtml(words[name])}</label><p class="when" id="${name}-hint">${hint}</p>${input}${wrong}</div>`
}

function formPage(words: PageWords, shown: Shown, production: boolean): string {
  const minutes = String(SET_UP_CODE_MINUTES)
  const hints: Readonly<Record<ConnectionField | 'code', string>> = {
    code: escapeHtml(fillIn(words.codeHint, { minutes })),
    subdomain: escapeHtml(words.subdomainHint),
    app: escapeHtml(words.appHint),
    installation: escapeHtml(words.installationHint),
    admin: escapeHtml(words.adminHint),
    key: keyHint(words, shown.form, production),
  }
  const fields = (['code', ...CONNECTION_FIELDS] as const).map((name) =>
    field(words, name, shown, hints[name]),
  )
  const alert = shown.alert === null ? '' : `<p class="said" role="alert">${escapeHtml(shown.alert)}</p>`
  return `<h1>${escapeHtml(words.title)}</h1><p class="lead">${escapeHtml(words.lead)}</p>${alert}<form method="post" action="/set-up" class="fields" novalidate>${fields.join('')}<button>${escapeHtml(words.connect)}</button></form>`
}

function typedIn(body: unknown): { readonly form: ConnectionForm; readonly code: string } {
  const sent = new Map(Object.entries(Object(body)))
  const text = (name: string) => {
    const value = sent.get(name)
    return typeof value === 'string' ? value : ''
  }
  const form = Object.fromEntries(CONNECTION_FIELDS.map((name) => [name, text(name)])) as Record<
    ConnectionField,
    string
  >
  return { form, code: text('code') }
}

function hardened(given: ConnectGiven) {
  const headers = answerHeaders(given.publicUrl)
  return (request: Request, response: Response, next: NextFunction) => {
    const requestId = given.newRequestId()
    response.locals.requestId = requestId
    response.setHeader('X-Request-Id', requestId)
    response.set(headers)
    response.on('close', () =>
      given.log.info('request', {
        ...{ requestId, method: request.method, status: response.statusCode },
        route: String(response.locals.route ?? 'none'),
      }),
    )
    next()
  }
}

interface Judged {
  readonly status: number
  readonly shown: Shown
}

/** `null`: it is connected. Nothing is stored before the code is right and every field is. */
async function judge(given: ConnectGiven, request: Request, words: PageWords): Promise<Judged | null> {
  const { form, code } = typedIn(request.body)
  const [address, now] = [callerAddress(request), given.now()]
  const refused = (status: number, alert: string): Judged => ({
    status,
    shown: { ...NOTHING, form, alert },
  })
  if (given.failures.isClosed(address, now)) return refused(429, words.tooMany)
  const verdict = given.code.judge(code, now)
  if (verdict === 'wrong') {
    await given.failures.note(address, now)
    given.log.warn('a wrong set-up code was typed', {})
    return refused(401, words.wrong)
  }
  if (verdict === 'ended') return refused(410, words.ended)
  const { connection, problems } = readConnection(form, given.production)
  if (connection === null) return { status: 422, shown: { form, code, problems, alert: words.incomplete } }
  if (!given.code.use()) return refused(410, words.ended)
  try {
    await given.connect(connection)
    return null
  } catch (error) {
    if (error instanceof Fault && error.code === 'CONFLICT') return refused(409, words.already)
    given.code.giveBack()
    throw error
  }
}

export function createConnectApp(given: ConnectGiven): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('query parser', 'simple')
  app.set('trust proxy', [...given.trustedProxies])
  app.use(hardened(given))
  app.get('/livez', (_request, response) => {
    response.json({ status: 'live' })
  })
  app.get('/readyz', (_request, response) => {
    response.status(503).json({ status: 'not ready', missing: ['connection'] })
  })
  app.use('/app', packedFiles(given.assetsDir))
  app.use('/app', express.static(given.assetsDir, { index: false, redirect: false, cacheControl: false }))
  const languageOf = (request: Request) => request.acceptsLanguages(...STAFF_LANGUAGES) || 'en'
  const open = (request: Request, response: Response) => {
    response.locals.route = '/set-up'
    pageHeaders(response, { frameAncestors: "'none'" })
    const language = languageOf(request)
    return { language, words: given.words.connect(language) }
  }
  app.get('/', (_request, response) => response.redirect(303, '/set-up'))
  app.get('/set-up', (request, response) => {
    const { language, words } = open(request, response)
    response.status(200).send(page(language, words.title, formPage(words, NOTHING, given.production)))
  })
  const form = express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 10 })
  app.post('/set-up', form, async (request, response) => {
    const { language, words } = open(request, response)
    const judged = await judge(given, request, words)
    if (judged !== null) {
      if (judged.status === 429) response.setHeader('Retry-After', String(secondsLeft(given.now())))
      const body = formPage(words, judged.shown, given.production)
      response.status(judged.status).send(page(language, words.title, body))
      return
    }
    const body = `<h1>${escapeHtml(words.doneTitle)}</h1>${paragraph(words.done)}`
    response.on('close', given.connected)
    response
      .status(200)
      .set('Connection', 'close')
      .send(page(language, words.doneTitle, body))
  })
  app.use(policyReports({ now: given.now, log: given.log, metrics: null }))
  app.use(() => {
    throw new Fault('NOT_FOUND', 'no account is connected yet: open /set-up')
  })
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    const fault = faultOf(error)
    const requestId = String(response.locals.requestId)
    if (fault.code === 'UNEXPECTED') given.log.error('unexpected', { requestId, ...errorFields(error) })
    const problem = problemOf(fault, requestId)
    response.removeHeader('Content-Type')
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  })
  return app
}
