/** One ticket's consent: what it is, what it rests on, why a draft may be made or not, and how it came to this. */
import { useState } from 'preact/hooks'
import { DRAFTABLE_STATUSES } from '../../domain/consent.ts'
import type { ComplianceAct, ConsentFile } from '../../domain/consent-api.ts'
import { useConsole } from '../context.ts'
import { consentSentence, historyWords, overlayWords, refusalSentence } from '../gate-words.ts'
import { Icon } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { fill, formatDate, formatMoment, formatNumber, localeName, plural } from '../words.ts'
import { ConsentActDialog } from './consent-act.tsx'

interface Given {
  readonly file: ConsentFile
}

export function ConsentFileView(props: Given & { readonly onChanged: (file: ConsentFile) => void }) {
  const { words } = useConsole()
  const { file } = props
  return (
    <section class="g-card" aria-labelledby="consent-of-ticket">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="consent-of-ticket">
          {fill(words.consent.ofTicket, { ticket: file.ticketId })}
        </h2>
        <Chips file={file} />
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <MayDraft file={file} />
        <div class="c-consent-columns">
          <RestsOn file={file} />
          <History file={file} />
        </div>
        <Acts {...props} />
      </div>
    </section>
  )
}

function Chips({ file }: Given) {
  const setting = useConsole()
  const { status, overlays } = file.consent
  const good = DRAFTABLE_STATUSES.some((known) => known === status)
  return (
    <span class="g-row">
      <StateChip tone={good ? 'success' : 'neutral'} icon={good ? 'check' : 'minus'}>
        {consentSentence({ ...file.consent, overlays: [] }, setting)}
      </StateChip>
      {overlays.map((overlay) => (
        <StateChip key={overlay} tone="danger" icon="bar">
          {overlayWords(overlay, setting)}
        </StateChip>
      ))}
    </span>
  )
}

function MayDraft({ file }: Given) {
  const setting = useConsole()
  const { words, language } = setting
  const { refusals } = file
  if (refusals.length === 0)
    return (
      <div class="g-alert" data-tone="success" role="status">
        <Icon name="check" />
        <p class="g-alert-title">{words.why.may}</p>
      </div>
    )
  return (
    <div class="g-alert" data-tone="warning" role="status">
      <Icon name="bar" />
      <div>
        <p class="g-alert-title">{plural(words.why.mayNot, refusals.length, language)}</p>
        <ul class="g-list">
          {refusals.map((refusal) => (
            <li key={JSON.stringify(refusal)}>{refusalSentence(refusal, setting)}</li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function RestsOn({ file }: Given) {
  const { words, language } = useConsole()
  const say = words.consent
  const { consent } = file
  const { noticeVersion, noticeLocale, validUntil, endedBy } = consent
  const rows: readonly (readonly [string, string | null])[] = [
    [say.basisLabel, say.basis[consent.legalBasis]],
    [say.reference, consent.basisRef],
    [
      say.notice,
      noticeVersion === null
        ? null
        : fill(say.noticeIn, {
            version: formatNumber(noticeVersion, language),
            language: localeName(noticeLocale ?? '', language),
          }),
    ],
    [say.until, validUntil === null ? null : formatDate(validUntil, language)],
    [say.endedBy, endedBy === null ? null : say.ended[endedBy]],
    [say.recipients, consent.disclosedRecipients.map(recipientName).join('\n')],
    [
      say.waits,
      consent.awaiting === null
        ? null
        : fill(say.waitsSince, { at: formatDate(consent.awaiting.at, language) }),
    ],
    [say.memory, consent.carriedFrom !== null ? say.carried : consent.wide ? say.wide : null],
    [say.requester, words.why.identity[file.requesterIdentity]],
  ]
  function recipientName(recipient: string): string {
    const [provider = '', region = ''] = recipient.split('@')
    const providers: Readonly<Record<string, string>> = words.recipient.provider
    if (region === 'local') return words.overview.drafterLocal
    return `${providers[provider] ?? provider} (${region})`
  }
  return (
    <div class="g-stack" data-gap="2">
      <h3 class="g-h3">{say.restsOn}</h3>
      <dl class="g-dl">
        {rows.map(([label, value]) =>
          value === null || value === '' ? null : (
            <>
              <dt>{label}</dt>
              <dd class="c-lines">{value}</dd>
            </>
          ),
        )}
      </dl>
    </div>
  )
}

function History({ file }: Given) {
  const setting = useConsole()
  const { words, language } = setting
  return (
    <div class="g-stack" data-gap="2">
      <h3 class="g-h3">{words.consent.history}</h3>
      {file.history.length === 0 ? <p class="g-muted">{words.consent.noHistory}</p> : null}
      <ol class="c-consent-history">
        {file.history.map((entry) => {
          const { what, notes } = historyWords(entry, setting)
          return (
            <li key={`${entry.at}${entry.event}`}>
              <p class="g-strong">{what}</p>
              <p class="g-small g-muted">
                <time dateTime={entry.at}>{formatMoment(entry.at, language)}</time> · {notes.join(' · ')}
              </p>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** Only what is possible now stands here; for whoever only reads, nothing. */
function Acts(props: Given & { readonly onChanged: (file: ConsentFile) => void }) {
  const { me, words, tell } = useConsole()
  const say = words.consent
  const { file } = props
  const [act, setAct] = useState<ComplianceAct | null>(null)
  if (!me.roles.includes('compliance')) return null
  return (
    <div class="g-stack" data-gap="2">
      <h3 class="g-h3">{say.acts}</h3>
      {file.acts.length === 0 ? <p class="g-muted">{say.noActs}</p> : null}
      <div class="g-row">
        {file.acts.map((name) => (
          <button key={name} type="button" class="g-btn" onClick={() => setAct(name)}>
            {say.act[name].button}
          </button>
        ))}
      </div>
      {act === null ? null : (
        <ConsentActDialog
          key={act}
          file={file}
          act={act}
          onClose={() => setAct(null)}
          onRefreshed={props.onChanged}
          onDone={(next) => {
            setAct(null)
            props.onChanged(next)
            tell(say.act[act].done, 'success')
          }}
        />
      )}
    </div>
  )
}
