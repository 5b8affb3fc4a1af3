/** The console is put together here, and only here: the page's session, the browser, the helpdesk's language. */
import '../look/garden.css'
import './console.css'
import './desk.css'
import './dossier.css'
import { render } from 'preact'
import { openConsoleClient } from '../companion/console-client.ts'
import { readPageSession } from '../companion/index.ts'
import type { PageSession } from '../domain/api.ts'
import { keepFocus } from '../look/kept-focus.ts'
import { heedTurnedOff } from '../look/turned-off.ts'
import { watchTyped } from '../look/typed-words.ts'
import { connectZaf, findUserIds, openHelpdesk, openPastTickets, type ZafClient } from '../zendesk/index.ts'
import { Console } from './app.tsx'
import { loadPageWords } from './words.ts'

const HELPDESK_WAIT_MS = 2_000

/** The helpdesk knows the agent's language; when it stays silent the browser's must do. */
async function agentLanguage(client: ZafClient | null): Promise<string> {
  if (client === null) return navigator.language
  const silence = new Promise<string>((resolve) => {
    setTimeout(() => resolve(navigator.language), HELPDESK_WAIT_MS)
  })
  const told = openHelpdesk(client).then(
    (helpdesk) => helpdesk.agentLocale,
    () => navigator.language,
  )
  return Promise.race([told, silence])
}

/** A page that was saved, restored or opened by hand holds no session: the person is told, not left with white. */
function pageSession(): PageSession | null {
  try {
    return readPageSession(document.getElementById('vouch-session')?.textContent ?? '')
  } catch {
    return null
  }
}

/** The sidebar's links lead through the helpdesk, which says only where to. */
function followHelpdesk(client: ZafClient): void {
  client.on('app.route.changed', (data: unknown) => {
    const path: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'appRoute') : null
    if (typeof path === 'string' && /^[a-z]+\/[A-Za-z0-9_-]{1,40}$/.test(path)) location.hash = `#/${path}`
  })
}

/** Until the helpdesk has said who reads, or was silent for too long: never a white page. */
function Opening({ said }: { readonly said: { readonly text: string; readonly language: string } | null }) {
  return (
    <main class="c-closed g-stack" data-gap="4" aria-busy="true">
      <p class="g-muted" role="status" lang={said?.language}>
        {said?.text ?? '\u00a0'}
      </p>
      <span class="g-skeleton" data-size="title" />
      <span class="g-skeleton" data-size="block" />
      <span class="g-skeleton" data-size="block" />
    </main>
  )
}

async function openConsole(): Promise<void> {
  const place = document.getElementById('app')
  if (place === null) return
  let opened = false
  render(<Opening said={null} />, place)
  // Most agents have their browser in the language of their helpdesk: those words are under way meanwhile.
  loadPageWords(navigator.language).then(
    ({ words, language }) => {
      if (!opened) render(<Opening said={{ text: words.common.loading, language }} />, place)
    },
    () => undefined,
  )
  const zaf = connectZaf(globalThis.ZAFClient)
  const { direction, ...said } = await loadPageWords(await agentLanguage(zaf))
  opened = true
  document.documentElement.lang = said.language
  document.documentElement.dir = direction
  const session = pageSession()
  if (session === null) {
    render(<p class="c-closed">{said.words.problem.signedOut}</p>, place)
    return
  }
  const client = openConsoleClient(session, {
    fetch: (url, init) => fetch(url, init),
    now: () => Date.now(),
    after: (milliseconds, act) => {
      const timer = setTimeout(act, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  addEventListener('pagehide', () => client.page.leave())
  if (zaf !== null) followHelpdesk(zaf)
  const people = async (email: string) => (zaf === null ? [] : findUserIds(zaf, email))
  const wait = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      setTimeout(resolve, milliseconds)
    })
  const past = zaf === null ? null : openPastTickets(zaf, { wait, now: Date.now })
  const typed = watchTyped(document)
  heedTurnedOff(document)
  keepFocus(document)
  render(
    <Console client={client} {...said} now={Date.now} typed={typed} findUserIds={people} past={past} />,
    place,
  )
}

void openConsole()
