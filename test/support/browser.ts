/**
 * The Chromium of the end-to-end tests: the one that the test command found or installed. It is started once in a test
 * process; a file of tests borrows it, and when it gives it back all that it had opened is gone.
 */
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

const PLACES = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
/** Where it lies; nothing need be there. */
export const CHROMIUM =
  process.env['VOUCH_CHROMIUM'] ?? PLACES.find((path) => existsSync(path)) ?? '/usr/bin/chromium'

export interface BorrowedBrowser extends Pick<Browser, 'newContext' | 'newPage' | 'contexts'> {
  /** Closes what was opened through it, and nobody else's. */
  close(): Promise<void>
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

let running: Promise<Browser> | null = null

async function runningBrowser(): Promise<Browser> {
  running ??= launchBrowser().then((browser) => {
    // One that has crashed is one file's failure: the next starts its own.
    browser.once('disconnected', () => {
      running = null
    })
    return browser
  })
  return running
}

/** Contexts of its own, which share no cookie, no store and no cache with any other. */
export async function borrowBrowser(): Promise<BorrowedBrowser> {
  const browser = await runningBrowser()
  const opened = new Set<BrowserContext>()
  const newContext: Browser['newContext'] = async (options) => {
    const context = await browser.newContext(options)
    opened.add(context)
    context.once('close', () => opened.delete(context))
    return context
  }
  return {
    newContext,
    newPage: async (options) => (await newContext(options)).newPage(),
    contexts: () => [...opened],
    close: async () => {
      await Promise.all([...opened].map((context) => context.close()))
    },
  }
}
