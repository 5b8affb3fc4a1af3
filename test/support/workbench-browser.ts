/** Chromium on a workbench ticket, with a tiny app in the frame that exposes the SDK's client. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Frame, Page } from 'playwright-core'
import type { WorkbenchTicket } from '../../workbench/model.ts'
import { type BorrowedBrowser, borrowBrowser } from './browser.ts'
import { AGENT_ID, REQUESTER_ID, type RunningWorkbench, startFixtureWorkbench } from './workbench-fixture.ts'

export interface LoadedApp {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

export interface BrowserStage extends RunningWorkbench {
  readonly loads: readonly LoadedApp[]
  readonly appOrigin: string
  readonly browser: BorrowedBrowser
  newTicket(): WorkbenchTicket
  open(ticket: WorkbenchTicket): Promise<OpenTicket>
  close(): Promise<void>
}

export interface OpenTicket {
  readonly page: Page
  readonly app: Frame
  /** Runs in the app: `client` is the SDK's client, `heard` the events that `listen` has noted. */
  run<T>(code: string): Promise<T>
}

function appPage(workbenchOrigin: string): string {
  return `<!doctype html><meta charset="utf-8"><script src="${workbenchOrigin}/zaf_sdk.min.js"></script>
<p>app</p><script>
const client = ZAFClient.init()
const heard = []
const listen = (...names) => names.forEach((name) => client.on(name, (data) => heard.push([name, data])))
const failure = (problem) => problem instanceof Error
  ? { name: problem.name, message: problem.message } : problem
client.on('app.registered', (data) => { window.registered = data })
</script>`
}

async function startApp(workbenchOrigin: () => string, loads: LoadedApp[]): Promise<Server> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const url = new URL(req.url ?? '/', 'http://localhost')
      const body = Buffer.concat(chunks).toString('utf8')
      const isPage = ['/sidebar', '/console'].includes(url.pathname)
      if (isPage) {
        loads.push({ method: req.method ?? '', path: url.pathname, query: url.searchParams, body })
      }
      res.writeHead(isPage ? 200 : 204, { 'Content-Type': 'text/html; charset=utf-8' })
      res.end(isPage ? appPage(workbenchOrigin()) : undefined)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

export async function startBrowserStage(): Promise<BrowserStage> {
  const loads: LoadedApp[] = []
  let origin = ''
  const server = await startApp(() => origin, loads)
  const appOrigin = `http://localhost:${(server.address() as AddressInfo).port}`
  const running = await startFixtureWorkbench({ companionOrigin: appOrigin })
  origin = running.origin
  const browser = await borrowBrowser()
  return {
    ...running,
    loads,
    appOrigin,
    browser,
    newTicket: () =>
      running.workbench.desk.createTicket(
        {
          subject: 'Tent',
          requesterId: REQUESTER_ID,
          assigneeId: AGENT_ID,
          tags: ['returns'],
          status: 'open',
        },
        {
          authorId: REQUESTER_ID,
          isPublic: true,
          htmlBody: '<p>May I?</p>',
          plainBody: 'May I?',
          channel: 'web',
        },
      ),
    async open(ticket) {
      const context = await browser.newContext()
      const page = await context.newPage()
      await page.goto(`${origin}/agent/tickets/${ticket.id}`)
      await page.waitForSelector('#composer')
      const frame = await page.waitForSelector('#app-frame')
      const app = await frame.contentFrame()
      if (app === null) throw new Error('the app has no frame')
      await app.waitForURL(`${appOrigin}/**`)
      await app.waitForFunction('window.registered !== undefined')
      return { page, app, run: (code) => app.evaluate(code) }
    },
    async close() {
      await browser.close()
      await running.workbench.webhooksSettled()
      await running.workbench.close()
      server.close()
      server.closeAllConnections()
    },
  }
}
