/** The workbench's page is put together here: one address, one page. */
import { render } from 'preact'
import { inLanguage, LANGUAGE_PLACE } from './agent-language.ts'
import { ConsolePage } from './console-page.tsx'
import { type Bootstrap, desk } from './desk-client.ts'
import { HelpCenterPage } from './help-center-page.tsx'
import { TicketList } from './ticket-list.tsx'
import { TicketPage } from './ticket-page.tsx'

function pageFor(boot: Bootstrap, path: string) {
  const ticketId = /^\/agent\/tickets\/(\d+)$/.exec(path)?.[1]
  if (ticketId !== undefined) return <TicketPage boot={boot} ticketId={Number(ticketId)} />
  if (path === '/agent/apps/vouch') return <ConsolePage boot={boot} />
  if (path === '/agent/help-center') return <HelpCenterPage boot={boot} />
  return <TicketList boot={boot} />
}

const root = document.getElementById('app')
const boot = desk.bootstrap()
void boot.then((answer) => {
  document.title = `${answer.account.name} – workbench`
  if (root !== null)
    render(pageFor(inLanguage(answer, localStorage.getItem(LANGUAGE_PLACE)), window.location.pathname), root)
})
