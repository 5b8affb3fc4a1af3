/** What can be done for or about the person whose dossier is open. Acts that need a second person say so themselves. */
import { useState } from 'preact/hooks'
import { REQUESTER_LANGUAGES, requesterLanguageOf } from '../../domain/notice.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Choice } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { localeName } from '../words.ts'
import { ExportSetback } from './bulk-export-ask.tsx'
import type { DossierProps } from './dossier.tsx'
import { CorrectionDialog } from './requester-correction.tsx'
import { RequesterErasure } from './requester-erasure.tsx'

export function RequesterActs(props: DossierProps) {
  const say = useConsole().words.requesters
  const { act } = useConsole().words.retention
  const [packing, setPacking] = useState(false)
  const [correcting, setCorrecting] = useState(false)
  return (
    <section class="g-row" data-gap="2" aria-label={say.acts}>
      <button
        type="button"
        class="g-btn g-btn-primary"
        aria-disabled={props.dossier.erased}
        onClick={() => setPacking(true)}
      >
        <Icon name="save" />
        {say.makePackage}
      </button>
      <button
        type="button"
        class="g-btn"
        aria-disabled={props.dossier.erased}
        onClick={() => setCorrecting(true)}
      >
        {act.correct}
      </button>
      <RequesterErasure
        requesterRef={props.dossier.requesterRef}
        erased={props.dossier.erased}
        ticketUrls={props.dossier.ticketUrls}
        acts={props.dossier.acts}
        cases={props.dossier.cases.filter(({ kind, open }) => open && kind === 'erasure')}
        onDone={props.onReload}
      />
      {correcting ? <CorrectionDialog {...props} start={null} onClose={() => setCorrecting(false)} /> : null}
      {packing ? <PackDialog {...props} onClose={() => setPacking(false)} /> : null}
    </section>
  )
}

function PackDialog({ dossier, onReload, onClose }: DossierProps & { readonly onClose: () => void }) {
  const { client, words, language, tell } = useConsole()
  const say = words.requesters
  const act = useAct()
  const [locale, setLocale] = useState<string>(requesterLanguageOf(dossier.locale))
  const [maskOthers, setMaskOthers] = useState(true)
  const make = () =>
    act.run(async () => {
      await client.makePackage(dossier.requesterRef, { locale, maskOthers })
      tell(say.packageMade, 'success')
      onClose()
      await onReload()
    })
  return (
    <Dialog
      title={say.makePackage}
      onClose={onClose}
      foot={
        <CancelOrAct onCancel={onClose} onAct={make} off={act.busy}>
          {act.busy ? say.making : say.make}
        </CancelOrAct>
      }
    >
      <p>{say.packageIs}</p>
      <Choice
        id="package-language"
        label={say.packageLanguage}
        value={locale}
        options={REQUESTER_LANGUAGES}
        nameOf={(code) => localeName(code, language)}
        onChoose={setLocale}
      />
      <label class="g-check">
        <input
          type="checkbox"
          checked={maskOthers}
          onChange={(event) => setMaskOthers(event.currentTarget.checked)}
        />
        <span>{say.mask}</span>
      </label>
      <p class="g-small g-muted">{say.maskHint}</p>
      <ExportSetback setback={act.setback} requesterRef={dossier.requesterRef} />
    </Dialog>
  )
}
