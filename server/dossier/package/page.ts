/** `index.html` of a package: what a person reads who knows nothing of files. No script, nothing loaded, every text escaped. */
import { z } from 'zod'
import type { Correction } from '../../../src/domain/correction-api.ts'
import type { RecipientView } from '../../../src/domain/dossier-api.ts'
import type { HeldClass, HeldSpan } from '../../../src/domain/held.ts'
import { directionOf } from '../../../src/domain/staff-language.ts'
import type { RecordController } from '../../consent/index.ts'
import { escapeHtml } from '../../escape-html.ts'
import { isolateRuns } from '../../isolated-runs.ts'
import type { PackageWords } from '../../package-words.ts'
import { correctionIn, type HeldRecord } from '../../privacy/index.ts'
import { fillIn, type RequesterWords, type WordLanguage } from '../../words.ts'
import type { Keeping } from '../keeping.ts'
import { piecesOf } from './pieces.ts'
import type { Records } from './record-files.ts'
import type { PackageFile } from './zip.ts'

export interface PageGiven {
  readonly language: WordLanguage
  readonly words: PackageWords
  readonly requesterWords: RequesterWords
  /** The account's own sentences of the notice in force, over the built-in ones. */
  readonly written: Readonly<
    Record<'purpose' | 'transfers' | 'rights' | 'complaint' | 'automatedDecision', string>
  >
  readonly basis: string
  readonly controller: RecordController
  readonly helpdeskOrigin: string
  readonly generatedAt: string
  readonly key: string
  readonly spans: readonly HeldSpan[]
  readonly keeping: Keeping
  readonly recipients: readonly RecipientView[]
  readonly masked: number
  /** Number of a ticket by its reference. */
  readonly ticketIds: ReadonlyMap<string, string>
}

/** Of one kind on the page; the tables have all. */
const MOST_SHOWN = 300

const STYLE = `:root{color-scheme:light dark;--ink:#2f3941;--soft:#5c6970;--line:#d8dcde;--card:#fff;--page:#f8f9f9;--mark:#17494d}
@media (prefers-color-scheme:dark){:root{--ink:#e9ebed;--soft:#b0b8be;--line:#39434b;--card:#1f272d;--page:#151a1e;--mark:#8ad0c4}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:50rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}h1{font-size:1.75rem;line-height:1.25;margin:0 0 .75rem}
h2{font-size:1.15rem;margin:0 0 .75rem;color:var(--mark)}section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1.25rem 1.5rem;margin:1.25rem 0}
p{margin:.5rem 0;overflow-wrap:anywhere}.lead{font-size:1.05rem;color:var(--soft)}.soft{color:var(--soft);font-size:.9rem}
table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding-block:.5rem;padding-inline-end:.75rem;border-bottom:1px solid var(--line)}
th{font-size:.85rem;color:var(--soft);font-weight:600}td.n,td.wide{font-variant-numeric:tabular-nums;white-space:nowrap}tr:last-child td{border-bottom:0}
ul{margin:.5rem 0;padding-inline-start:1.2rem}li{margin:.35rem 0}dl{margin:0}dt{font-weight:600;margin-top:.6rem}dd{margin:0}
blockquote{margin:.6rem 0 0;padding:.6rem .9rem;border-inline-start:3px solid var(--line);white-space:pre-line;overflow-wrap:anywhere}
code{font:.85rem/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}.item{padding:.8rem 0;border-bottom:1px solid var(--line)}.item:last-child{border-bottom:0}
@media (max-width:34rem){.wide{display:none}}@media print{body{background:#fff}section{break-inside:avoid-page;border-color:#ccc}}`

const consentRecord = z.object({
  ticketRef: z.string(),
  event: z.object({ kind: z.string(), at: z.string(), by: z.string() }),
  evidence: z.string().nullable(),
})
const draftRecord = z.object({
  ticketRef: z.string(),
  status: z.string(),
  content: z
    .object({ sentences: z.array(z.object({ text: z.string() })) })
    .nullable()
    .catch(null),
})
const requestRecord = z.object({
  receivedAt: z.string(),
  dueOn: z.string(),
  deliveredOn: z.string().nullable(),
  endedAt: z.string().nullable(),
  note: z.string().nullish(),
})
const accessRecord = z.object({ kind: z.string(), purpose: z.string(), agentRef: z.string(), at: z.string() })

/** What an event is called: by the status it leads to, where it has one of its own. */
const STATUS_OF: Readonly<Record<string, string>> = {
  request: 'requested',
  grant: 'granted',
  confirm_grant: 'granted',
  deny: 'denied',
  defer: 'deferred',
  withdraw: 'withdrawn',
  object: 'objected',
  expire: 'expired',
  invalidate: 'invalidated',
}

/** In UTC: whose clock the reader has, a file cannot know. */
function moment(iso: string, language: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })
  return `${format.format(at)} UTC`
}

function day(iso: string, language: string, dateStyle: 'long' | 'medium' = 'long'): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime())
    ? iso
    : new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' }).format(at)
}

function named(names: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(names, key) ? (names[key] ?? key) : key
}

/** A text of our own with marked places for values that may be anything: the values are escaped, once. */
function say(sentence: string, values: Readonly<Record<string, string>> = {}): string {
  return escapeHtml(fillIn(sentence, values))
}

function section(title: string, body: string): string {
  return `<section><h2>${escapeHtml(title)}</h2>${body}</section>\n`
}

function heldTable({ words, spans, keeping, language }: PageGiven): string {
  const rows = spans
    .filter(({ count }) => count > 0)
    .map(({ class: name, count, oldest }) => {
      const days = keeping[name]
      const kept = days === null ? say(words.keptOpen) : say(words.keptDays, { days: String(days) })
      const since = oldest === null ? '' : escapeHtml(day(oldest, language, 'medium'))
      return `<tr><td>${say(words.class[name])}</td><td class="n">${count}</td><td class="wide">${since}</td><td>${kept}</td></tr>`
    })
  return `<table><thead><tr><th scope="col">${say(words.kind)}</th><th scope="col">${say(words.count)}</th><th scope="col" class="wide">${say(words.since)}</th><th scope="col">${say(words.kept)}</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function recipientList(given: PageGiven): string {
  const { words, requesterWords, recipients, language, helpdeskOrigin, written } = given
  const items = recipients.map((each) =>
    say(words.recipient, {
      provider: named(requesterWords.provider, each.provider),
      host: each.host ?? '',
      region: named(requesterWords.region, each.region),
      count: String(each.requests),
      first: day(each.first, language),
      last: day(each.last, language),
    }),
  )
  const sent = items.length === 0 ? [say(words.recipientsNone)] : [...items, escapeHtml(written.transfers)]
  return list([say(words.recipientsHelpdesk, { origin: new URL(helpdeskOrigin).host }), ...sent])
}

const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`

function item(head: string, text: string | null, beside = ''): string {
  const quoted = text === null || text === '' ? '' : `<blockquote dir="auto">${escapeHtml(text)}</blockquote>`
  return `<div class="item"><p>${head}</p>${quoted}${beside}</div>`
}

/** What the person has said is wrong about a record stands with it. */
function correctedBeside({ words, language }: PageGiven, corrections: readonly Correction[] = []): string {
  return corrections
    .map(
      (each) =>
        `<p class="soft">${say(words.correction, { date: moment(each.at, language) })}</p><blockquote dir="auto">${escapeHtml(each.words)}</blockquote>`,
    )
    .join('')
}

/** All of them, also those about no record that the page lists. */
async function* correctionSection(given: PageGiven, records: Records): AsyncGenerator<string> {
  const { words, language } = given
  let told = false
  for await (const record of records(['audit_payload'])) {
    const noted = correctionIn(record)
    if (noted === null) continue
    if (!told) yield `<section><h2>${escapeHtml(words.corrections)}</h2>`
    told = true
    const ticket = noted.about?.class === 'ticket' ? ofTicket(given, noted.about.ref) : ''
    yield item(`${say(words.correction, { date: moment(noted.at, language) })}${ticket}`, noted.words)
  }
  if (told) yield '</section>\n'
}

function ofTicket({ words, ticketIds }: PageGiven, ticketRef: string): string {
  const number = ticketIds.get(ticketRef)
  return number === undefined ? '' : ` · ${say(words.ticket, { number })}`
}

/** One entry of the page; `null` for a record that is of another version than this page knows. */
function shown(given: PageGiven, { class: name, at, record, corrections }: HeldRecord): string | null {
  const { words, requesterWords, language } = given
  if (name === 'consent') {
    const parsed = consentRecord.safeParse(record)
    if (!parsed.success) return null
    const { event, evidence, ticketRef } = parsed.data
    const status = requesterWords.consentReceipt.status
    const what = named(status, STATUS_OF[event.kind] ?? 'other')
    const who = named(requesterWords.consentReceipt.by, event.by)
    return item(
      `<strong>${escapeHtml(what)}</strong> (${escapeHtml(who)}), ${escapeHtml(moment(event.at, language))}${ofTicket(given, ticketRef)}`,
      evidence,
      correctedBeside(given, corrections),
    )
  }
  if (name === 'draft') {
    const parsed = draftRecord.safeParse(record)
    if (!parsed.success) return null
    const { status, content, ticketRef } = parsed.data
    const when = at === null ? say(words.nothing) : escapeHtml(moment(at, language))
    const text = content?.sentences.map((sentence) => sentence.text).join('\n') ?? null
    return item(
      `<strong>${escapeHtml(named(words.draftStatus, status))}</strong>, ${when}${ofTicket(given, ticketRef)}`,
      text ?? words.draftGone,
      correctedBeside(given, corrections),
    )
  }
  if (name === 'request') {
    const parsed = requestRecord.safeParse(record)
    if (!parsed.success) return null
    const { receivedAt, dueOn, deliveredOn, endedAt, note } = parsed.data
    const answered = deliveredOn ?? endedAt
    const dates = { date: day(receivedAt, language), due: day(dueOn, language) }
    return item(
      answered === null
        ? say(words.requestKind.received, dates)
        : say(words.requestKind.answered, { ...dates, answered: day(answered, language) }),
      note ?? null,
    )
  }
  const parsed = accessRecord.safeParse(record)
  if (!parsed.success) return null
  const { kind, purpose, agentRef, at: lookedAt } = parsed.data
  return item(
    say(words.lookedLine, {
      date: moment(lookedAt, language),
      who: agentRef === 'link' ? words.byLink : agentRef.slice(0, 12),
      what: named(words.lookedKind, kind),
      purpose: named(words.lookedPurpose, purpose),
    }),
    null,
  )
}

const LISTED = ['consent', 'draft', 'request', 'access'] as const satisfies readonly HeldClass[]
type Listed = (typeof LISTED)[number]

function head({ words }: PageGiven, name: Listed): { title: string; lead: string } {
  if (name === 'draft') return { title: words.drafts, lead: words.draftsLead }
  if (name === 'access') return { title: words.looked, lead: words.lookedLead }
  return { title: name === 'consent' ? words.consent : words.requests, lead: '' }
}

function opening(given: PageGiven, name: Listed): string {
  const { title, lead } = head(given, name)
  const under = lead === '' ? '' : `<p class="soft">${escapeHtml(lead)}</p>`
  return `<section><h2>${escapeHtml(title)}</h2>${under}`
}

/** The four lists in one pass: holders tell their classes one after the other. */
async function* lists(given: PageGiven, records: Records): AsyncGenerator<string> {
  const { words } = given
  const counts = new Map(given.spans.map((span) => [span.class, span.count]))
  for (const name of LISTED) {
    yield opening(given, name)
    let told = 0
    if ((counts.get(name) ?? 0) === 0) yield `<p>${say(words.none)}</p>`
    else
      for await (const record of records([name])) {
        if (told === MOST_SHOWN) break
        const html = shown(given, record)
        if (html === null) continue
        told += 1
        yield html
      }
    const left = (counts.get(name) ?? 0) - told
    if (left > 0)
      yield `<p class="soft">${say(words.more, { count: String(left), file: `csv/${name}.csv` })}</p>`
    yield '</section>\n'
  }
}

async function* page(given: PageGiven, records: Records): AsyncGenerator<string> {
  const { words, language, controller, written } = given
  const contact = controller.contact
  yield `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="robots" content="noindex">
<title>${say(words.title)}</title><style>${STYLE}</style></head><body><main>
<h1>${say(words.title)}</h1><p class="lead">${say(words.lead, { controller: controller.name, date: moment(given.generatedAt, language) })}</p>
`
  if (given.masked > 0) yield `<p class="soft">${say(words.masked, { count: String(given.masked) })}</p>`
  yield section(words.why, `<p>${escapeHtml(written.purpose)}</p><p>${escapeHtml(given.basis)}</p>`)
  yield section(words.held, heldTable(given))
  yield section(words.recipients, recipientList(given))
  yield section(words.source, `<p>${say(words.sourceIs)}</p>`)
  yield section(words.automated, `<p>${escapeHtml(written.automatedDecision)}</p>`)
  yield* lists(given, records)
  yield* correctionSection(given, records)
  yield section(
    words.rights,
    `<p>${escapeHtml(written.rights)}</p><p>${say(words.rightsHow, { contact })}</p>`,
  )
  yield section(words.complaint, `<p>${escapeHtml(written.complaint)}</p>`)
  const files = Object.entries(words.file).map(
    ([name, what]) => `<dt><code>${escapeHtml(name)}</code></dt><dd>${escapeHtml(what)}</dd>`,
  )
  yield section(words.contents, `<dl>${files.join('')}</dl>`)
  yield section(words.check, `<p>${say(words.checkIs, { key: given.key })}</p>`)
  yield '</main></body></html>\n'
}

/** The pieces of the body as they must stand in a page that is read from right to left; its head is left alone. */
async function* flowing({ language }: PageGiven, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) {
    const start = piece.indexOf('<main>') + 1
    yield directionOf(language) === 'rtl'
      ? `${piece.slice(0, start)}${isolateRuns(piece.slice(start))}`
      : piece
  }
}

export function indexFile(given: PageGiven, records: Records): PackageFile {
  return { name: 'index.html', content: piecesOf(flowing(given, page(given, records))) }
}
