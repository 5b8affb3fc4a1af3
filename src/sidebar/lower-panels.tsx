import type { TicketView } from '../domain/api.ts'
import { ConsentPanel } from './consent-panel.tsx'
import { DossierLink } from './dossier-link.tsx'
import { SearchPanel } from './search-panel.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { SummaryPanel } from './summary-panel.tsx'

/** What stands below the draft button: none of it is needed to see whether a draft may be made. */
export function LowerPanels({ view }: { readonly view: TicketView }) {
  return (
    <>
      <SummaryPanel view={view} />
      <ConsentPanel view={view} />
      <SearchPanel />
      <DossierLink />
      <Shortcuts />
    </>
  )
}
