/** The sidebar is put together here, and only here. */
import './sidebar/sidebar.css'
import { render } from 'preact'
import { openCompanion, readPageSession, Unreachable } from './companion/index.ts'
import { LATER_DICTIONARIES } from './later-words.ts'
import { keepFocus } from './look/kept-focus.ts'
import { trustedHtml } from './look/trusted-html.ts'
import { heedTurnedOff } from './look/turned-off.ts'
import { watchTyped } from './look/typed-words.ts'
import { copyText } from './sidebar/clipboard.ts'
import { RoomContext } from './sidebar/context.ts'
import { createDesk } from './sidebar/desk.ts'
import { Sidebar } from './sidebar/sidebar.tsx'
import { loadSidebarWords } from './words.ts'
import { connectZaf, openHelpdesk } from './zendesk/index.ts'

const now = () => Date.now()

/** Shown nowhere, so it loads nothing and runs nothing. */
const parseHtml = (html: string) => new DOMParser().parseFromString(trustedHtml(html), 'text/html').body

function after(milliseconds: number, act: () => void): () => void {
  const timer = setTimeout(act, milliseconds)
  return () => clearTimeout(timer)
}

/** Under way at once. What did not come is told by the act that needs it, and asked for again by the next one. */
function askedEarly<T>(load: () => Promise<T>): () => Promise<T> {
  let failed = false
  const ask = () => {
    failed = false
    const part = load().catch((cause: unknown) => {
      failed = true
      throw new Unreachable('a part of the page did not load', { cause })
    })
    part.catch(() => undefined)
    return part
  }
  let part = ask()
  return () => {
    if (failed) part = ask()
    return part
  }
}

async function start(root: HTMLElement): Promise<void> {
  // Most agents have their browser in the language of their helpdesk: those words are under way meanwhile.
  const early = loadSidebarWords(navigator.language)
  early.catch(() => undefined)
  const client = connectZaf(globalThis.ZAFClient)
  if (client === null) return tell(root, (await early).say('trouble.no_helpdesk'))
  const json = document.getElementById('vouch-session')?.textContent
  if (json == null || json.trim() === '') return tell(root, (await early).say('trouble.no_session'))

  const session = readPageSession(json)
  // The token stays in this module; what other scripts could read from the page is taken away.
  document.getElementById('vouch-session')?.remove()

  const helpdesk = await openHelpdesk(client, parseHtml)
  const words = await loadSidebarWords(helpdesk.agentLocale, LATER_DICTIONARIES)
  document.documentElement.lang = words.locale
  document.documentElement.dir = words.direction
  const loadReading = askedEarly(() => import('./sidebar/ticket-reading.ts'))
  const companion = openCompanion(session, { fetch: (url, init) => fetch(url, init), now, after })
  const desk = createDesk({
    helpdesk,
    companion,
    words,
    newId: () => crypto.randomUUID(),
    now,
    after,
    copy: copyText,
    typedWords: watchTyped(document).read,
    loadReading,
    loadLaterActs: askedEarly(() => import('./sidebar/later-acts.ts')),
  })

  document.addEventListener('visibilitychange', () => desk.visible(document.visibilityState === 'visible'))
  window.addEventListener('online', () => desk.online(true))
  window.addEventListener('offline', () => desk.online(false))
  window.addEventListener('pagehide', () => desk.close())
  const followHeight = () =>
    helpdesk.resize(Math.min(Math.max(root.scrollHeight, 120), 2000)).catch(() => undefined)
  new ResizeObserver(() => void followHeight()).observe(root)
  heedTurnedOff(document)
  keepFocus(document)

  render(
    <RoomContext.Provider value={{ desk, words, now }}>
      <Sidebar />
    </RoomContext.Provider>,
    root,
  )
  await desk.open()
}

function tell(root: HTMLElement, sentence: string): void {
  render(
    <main class="g-empty">
      <p>{sentence}</p>
    </main>,
    root,
  )
}

const root = document.getElementById('app')
if (root !== null) {
  start(root).catch(async () => {
    const words = await loadSidebarWords(navigator.language)
    tell(root, words.say('trouble.fault.UNEXPECTED'))
  })
}
