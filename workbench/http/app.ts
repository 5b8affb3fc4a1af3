/** The stand-in's address table. Never listens; answers only under its own loopback names. */
import express, { type Express, type Request, type Response } from 'express'
import type { PastDesk } from '../content/past-tickets.ts'
import { editingRouter } from '../help-center/editing.ts'
import { helpCenterPages } from '../help-center/pages.ts'
import { helpCenterRouter } from '../help-center/router.ts'
import type { HelpCenter } from '../help-center/shelf.ts'
import { restRouter } from '../rest/router.ts'
import { ASSET_NAMES, assetNamed } from './bundle.ts'
import { type ControlOptions, controlRouter } from './control.ts'
import type { FailureQueue } from './faults.ts'

export interface RecordedRequest {
  readonly method: string
  readonly path: string
  readonly status: number
  /** What came along to say who calls: none means an anonymous visitor. */
  readonly credentials: 'none' | 'cookie' | 'authorization'
}

export interface AppOptions extends ControlOptions {
  readonly helpCenter: HelpCenter
  readonly failures: FailureQueue
  readonly requests: RecordedRequest[]
  readonly past: () => PastDesk
}

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Workbench</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/agent.css"></head>
<body><div id="app"></div><script src="/assets/agent.js"></script></body></html>`

function pagePolicy(companionOrigin: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    `frame-src ${companionOrigin}`,
    `form-action ${companionOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function credentialsOf(req: Request): RecordedRequest['credentials'] {
  if (req.headers.authorization !== undefined) return 'authorization'
  return req.headers.cookie === undefined ? 'none' : 'cookie'
}

export function createApp(options: AppOptions): Express {
  const { credentials, desk, failures, helpCenter, origin, requests } = options
  const app = express()
  app.disable('x-powered-by')

  app.use((req, res, next) => {
    const { port } = new URL(origin())
    // Another name for this machine would be somebody else's page (DNS rebinding).
    if (![`localhost:${port}`, `127.0.0.1:${port}`].includes(req.headers.host ?? '')) {
      res.status(403).type('text/plain').send('Unknown host')
      return
    }
    // Clients write /api/v2//tickets.json; the real API takes that, and paths without .json.
    const [path = '/', query] = req.url.split(/\?(.*)/s)
    const plain = path.replace(/\/{2,}/g, '/').replace(/^(\/api\/.*)\.json$/, '$1')
    req.url = query === undefined ? plain : `${plain}?${query}`
    next()
  })
  app.use('/api', (req, res, next) => {
    const { method } = req
    const path = `${req.baseUrl}${req.path}`
    res.on('finish', () =>
      requests.push({ method, path, status: res.statusCode, credentials: credentialsOf(req) }),
    )
    next()
  })
  app.use('/api/v2/help_center', helpCenterRouter({ helpCenter, credentials, failures, origin }))
  app.use('/api/v2', restRouter({ desk, credentials, failures, origin, past: options.past }))
  app.use('/hc', helpCenterPages(helpCenter))
  app.use('/workbench/help-center', editingRouter({ helpCenter, credentials }))
  app.use('/workbench', controlRouter(options))

  for (const name of ASSET_NAMES) {
    app.get(name.startsWith('zaf') ? `/${name}` : `/assets/${name}`, async (_req, res) => {
      const { type, text } = await assetNamed(name)
      res.set({ 'Content-Type': type, 'Cross-Origin-Resource-Policy': 'cross-origin' }).send(text)
    })
  }

  function sendPage(req: Request, res: Response) {
    // One name only: the frame, its token and its messages all carry this origin.
    if (`http://${req.headers.host}` !== origin()) return res.redirect(`${origin()}${req.originalUrl}`)
    const [first] = desk.agents()
    if (credentials.callerOf(req) === undefined && first !== undefined) {
      res.set('Set-Cookie', credentials.openSession(first))
    }
    res.set({
      'Content-Security-Policy': pagePolicy(options.companionOrigin()),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
    })
    res.send(PAGE)
  }
  app.get(['/agent', '/agent/tickets/:ticketId', '/agent/apps/vouch', '/agent/help-center'], sendPage)
  app.get('/', (_req, res) => res.redirect('/agent'))
  app.use((_req, res) => {
    res.status(404).type('text/plain').send('Not found')
  })
  return app
}
