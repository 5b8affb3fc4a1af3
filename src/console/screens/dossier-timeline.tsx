/** Everything that happened, newest first: drafts with their words, also those that were never sent. */
import { useState } from 'preact/hooks'
import type { RecordName } from '../../domain/correction-api.ts'
import type { DossierRecord } from '../../domain/dossier-api.ts'
import { HELD_CLASSES, type HeldClass } from '../../domain/held.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { fill, formatDate, formatMoment, joinWords, plural } from '../words.ts'
import type { DossierProps } from './dossier.tsx'
import { CorrectionDialog } from './requester-correction.tsx'

const FIRST = 25

export function DossierTimeline(props: DossierProps) {
  const { dossier } = props
  const { words, language } = useConsole()
  const say = words.requesters
  const [only, setOnly] = useState<HeldClass | null>(null)
  const [all, setAll] = useState(false)
  const [correcting, setCorrecting] = useState<RecordName | null>(null)
  const present = HELD_CLASSES.filter((name) => dossier.records.some((each) => each.class === name))
  const chosen = dossier.records.filter((each) => only === null || each.class === only)
  const shown = all ? chosen : chosen.slice(0, FIRST)
  return (
    <section class="g-card" aria-labelledby="timeline-title">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="timeline-title">
          {say.timeline}
        </h2>
        <label class="g-row" data-gap="2">
          <span class="g-small">{say.only}</span>
          <select
            class="g-select"
            value={only ?? ''}
            onChange={(event) =>
              setOnly(HELD_CLASSES.find((name) => name === event.currentTarget.value) ?? null)
            }
          >
            <option value="">{say.everything}</option>
            {present.map((name) => (
              <option key={name} value={name}>
                {say.class[name]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ol class="c-timeline">
        {shown.map((record, at) => (
          <Entry
            key={`${record.class} ${record.at} ${at}`}
            record={record}
            url={record.ticketId === null ? undefined : dossier.ticketUrls[record.ticketId]}
            onCorrect={dossier.erased ? null : setCorrecting}
          />
        ))}
      </ol>
      <div class="g-card-body g-row" data-spread>
        <p class="g-small g-muted">{plural(say.shown, shown.length, language)}</p>
        {shown.length < chosen.length ? (
          <button type="button" class="g-btn g-btn-small" onClick={() => setAll(true)}>
            {say.showAll}
          </button>
        ) : null}
      </div>
      {correcting === null ? null : (
        <CorrectionDialog {...props} start={correcting} onClose={() => setCorrecting(null)} />
      )}
    </section>
  )
}

/** A member of a record of unknown shape, as text. */
function word(record: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = record[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function inner(record: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = record[name]
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

function known(names: Readonly<Record<string, string>>, key: string | null): string {
  return key !== null && Object.hasOwn(names, key) ? (names[key] ?? key) : (key ?? '')
}

/** A request by what was asked, one of its events by what happened. */
function requestWord(words: ReturnType<typeof useConsole>['words'], kind: string | null): string {
  const moves = Object.fromEntries(
    Object.entries(words.requests.move).map(([name, move]) => [name, move.title]),
  )
  return known({ ...moves, ...words.requests.kind, ...words.requesters.requestEvent }, kind)
}

/** What it says in one line, and the words that belong to it. */
function told(
  { class: name, record }: DossierRecord,
  words: ReturnType<typeof useConsole>['words'],
  language: string,
): { line: string; text: string | null } {
  const say = words.requesters
  switch (name) {
    case 'draft': {
      const { sentences } = inner(record, 'content')
      const texts = Array.isArray(sentences)
        ? sentences.map((each: unknown) =>
            typeof each === 'object' && each !== null ? String(Reflect.get(each, 'text') ?? '') : '',
          )
        : null
      return {
        line: known(say.draftStatus, word(record, 'status')),
        text: texts === null ? say.wordsGone : texts.join('\n'),
      }
    }
    case 'consent': {
      const event = inner(record, 'event')
      return {
        line: `${known(say.consentEvent, word(event, 'kind'))} · ${known(say.consentBy, word(event, 'by'))}`,
        text: word(record, 'evidence'),
      }
    }
    case 'receipt': {
      const receipt = inner(record, 'receipt')
      const said = word(receipt, 'decision') === 'allow' ? say.allowed : say.refused
      const reasons = receipt.reasons
      const whys = Array.isArray(reasons)
        ? reasons.map((each) => known(words.chart.reason, String(each)))
        : []
      const action = known(words.scope.verb, word(receipt, 'action'))
      return {
        line: `${said}: ${action}${whys.length === 0 ? '' : ` (${joinWords(whys, language)})`}`,
        text: null,
      }
    }
    case 'question':
      return { line: '', text: word(inner(record, 'asked'), 'text') }
    case 'request': {
      const until = word(record, 'expiresAt')
      if (until !== null)
        return { line: fill(say.identityLink, { day: formatDate(until, language) }), text: null }
      return {
        line: [requestWord(words, word(record, 'kind')), known(words.requests.status, word(record, 'status'))]
          .filter((each) => each !== '')
          .join(' · '),
        text: word(record, 'note') ?? word(record, 'text'),
      }
    }
    case 'helpdesk_fact':
      return { line: known(say.fact, word(record, 'kind')), text: null }
    case 'consent_status':
      return { line: known(say.consentStatus, word(record, 'status')), text: null }
    case 'identity':
      return { line: word(record, 'helpdeskUserId') ?? '', text: null }
    case 'sent_reply':
      return {
        line: fill(say.sentLine, { kept: Number(record.kept), sentences: Number(record.sentences) }),
        text: null,
      }
    case 'audit_payload':
      return {
        line: known(words.audit.types, word(record, 'type')?.replaceAll('.', '_') ?? null),
        text: word(inner(record, 'words'), 'correction'),
      }
    default:
      return { line: '', text: null }
  }
}

function Entry({
  record,
  url,
  onCorrect,
}: {
  readonly record: DossierRecord
  readonly url: string | undefined
  readonly onCorrect: ((name: RecordName) => void) | null
}) {
  const { words, language } = useConsole()
  const say = words.requesters
  const { line, text } = told(record, words, language)
  const { name } = record
  return (
    <li>
      <div class="g-row c-timeline-head" data-gap="2">
        <span class="g-chip" data-tone="neutral">
          {say.class[record.class]}
        </span>
        {line === '' ? null : <span class="g-strong">{line}</span>}
        {url === undefined ? null : (
          <a class="g-link c-ticket-link" href={url} target="_blank" rel="noreferrer">
            #{record.ticketId} <Icon name="external" />
            <span class="g-sr">{words.requests.newTab}</span>
          </a>
        )}
        <span class="g-small g-muted c-timeline-at">
          {record.at === null ? say.noDate : formatMoment(record.at, language)}
        </span>
        {name === null || onCorrect === null ? null : (
          <button type="button" class="g-btn g-btn-link g-small" onClick={() => onCorrect(name)}>
            {words.retention.correctRow}
          </button>
        )}
      </div>
      {text === null ? null : <blockquote class="c-quote">{text}</blockquote>}
      {record.corrections.map(({ at, words: said }) => (
        <div key={`${at} ${said}`} class="c-corrected">
          <p class="g-small g-strong">
            {fill(words.retention.correctNoted, { date: formatMoment(at, language) })}
          </p>
          <blockquote class="c-quote">{said}</blockquote>
        </div>
      ))}
    </li>
  )
}
