/** The packages of a person: until when each lies here, who fetched it, and the link to send. */
import { useState } from 'preact/hooks'
import type { PackageLink, PackageView } from '../../domain/dossier-api.ts'
import { useConsole } from '../context.ts'
import { downloadBlob } from '../download.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { CopyButton } from '../parts/copy.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { fill, formatDate, formatMoment, formatNumber, localeName, plural } from '../words.ts'
import { ExportSetback } from './bulk-export-ask.tsx'
import type { DossierProps } from './dossier.tsx'

const TONES = { making: 'info', ready: 'success', failed: 'danger', shredded: 'neutral' } as const
const ICONS = { making: 'clock', ready: 'check', failed: 'warning', shredded: 'minus' } as const

export function DossierPackages({ dossier, onReload }: DossierProps) {
  const { words } = useConsole()
  const say = words.requesters
  if (dossier.packages.length === 0) return null
  return (
    <section class="g-card" aria-labelledby="packages-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="packages-title">
          {say.packages}
        </h2>
      </div>
      <ul class="c-packages">
        {dossier.packages.map((made) => (
          <PackageLine
            key={made.packageId}
            made={made}
            requesterRef={dossier.requesterRef}
            onReload={onReload}
          />
        ))}
      </ul>
    </section>
  )
}

interface LineProps {
  readonly made: PackageView
  readonly requesterRef: string
  readonly onReload: () => Promise<boolean>
}

function PackageLine(props: LineProps) {
  const { words, language } = useConsole()
  const say = words.requesters
  const { made } = props
  const fetched = made.fetched.map(({ at, by }) =>
    fill(by === 'link' ? say.fetchedByLink : say.fetchedByStaff, { date: formatMoment(at, language) }),
  )
  return (
    <li class="g-stack" data-gap="2">
      <div class="g-row" data-spread>
        <div>
          <p class="g-row" data-gap="2">
            <span class="g-strong">
              {fill(say.packageOf, { date: formatMoment(made.createdAt, language) })}
            </span>
            <StateChip tone={TONES[made.status]} icon={ICONS[made.status]}>
              {say.packageStatus[made.status]}
            </StateChip>
          </p>
          <p class="g-small g-muted">
            {localeName(made.locale, language)}
            {made.records === null ? '' : ` · ${plural(say.records, made.records, language)}`}
            {made.bytes === null ? '' : ` · ${formatNumber(Math.ceil(made.bytes / 1024), language)} KB`}
            {made.masked === null || made.masked === 0
              ? ''
              : ` · ${plural(say.maskedCount, made.masked, language)}`}
            {made.status === 'ready'
              ? ` · ${fill(say.until, { date: formatDate(made.expiresAt, language) })}`
              : ''}
          </p>
          <p class="g-small">{fetched.length === 0 ? say.fetchedNone : fetched.join(' · ')}</p>
        </div>
        {made.status === 'ready' ? <PackageActs {...props} /> : null}
      </div>
    </li>
  )
}

function PackageActs({ made, requesterRef, onReload }: LineProps) {
  const { client, words, tell } = useConsole()
  const say = words.requesters
  const act = useAct()
  const [link, setLink] = useState<PackageLink | null>(null)
  const [shredding, setShredding] = useState(false)
  const download = () =>
    act.run(async () => {
      downloadBlob(`vouch-${made.packageId}.zip`, await client.fetchPackage(made.packageId))
      await onReload()
    })
  const issue = () => act.run(async () => setLink(await client.packageLink(made.packageId)))
  const shred = () =>
    act.run(async () => {
      await client.shredPackage(made.packageId)
      setShredding(false)
      tell(say.shredded, 'success')
      await onReload()
    })
  return (
    <div class="g-stack" data-gap="2">
      <div class="g-row" data-gap="2">
        <button
          type="button"
          class="g-btn g-btn-small"
          aria-disabled={act.busy}
          onClick={() => void download()}
        >
          <Icon name="save" />
          {say.download}
        </button>
        <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy} onClick={() => void issue()}>
          <Icon name="external" />
          {say.link}
        </button>
        <button
          type="button"
          class="g-btn g-btn-small"
          aria-disabled={act.busy}
          onClick={() => setShredding(true)}
        >
          <Icon name="cross" />
          {say.shred}
        </button>
      </div>
      <ExportSetback setback={act.setback} requesterRef={requesterRef} />
      {link === null ? null : <LinkDialog link={link} onClose={() => setLink(null)} />}
      {shredding ? (
        <Dialog
          title={say.shred}
          onClose={() => setShredding(false)}
          foot={
            <CancelOrAct onCancel={() => setShredding(false)} onAct={shred} off={act.busy} grave>
              {say.shred}
            </CancelOrAct>
          }
        >
          <p>{say.shredHint}</p>
        </Dialog>
      ) : null}
    </div>
  )
}

function LinkDialog({ link, onClose }: { readonly link: PackageLink; readonly onClose: () => void }) {
  const { words, language } = useConsole()
  const say = words.requesters
  return (
    <Dialog
      title={say.linkTitle}
      onClose={onClose}
      foot={
        <button type="button" class="g-btn g-btn-primary" onClick={onClose}>
          {say.done}
        </button>
      }
    >
      <p>{fill(say.linkHint, { date: formatDate(link.expiresAt, language) })}</p>
      <p class="g-mono g-break c-link">{link.url}</p>
      <div>
        <CopyButton text={link.url} label={say.copyLink} visible />
      </div>
    </Dialog>
  )
}
