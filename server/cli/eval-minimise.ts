import {
  type Minimised,
  minimise,
  openMinimiser,
  PERSONAL_DATA_TYPES,
  type PersonalDataType,
  phoneFinder,
} from '../../src/minimise/index.ts'
import type { LabelledText } from './eval-files.ts'

/** Labels of other people's data sets, in our words. What is not here is counted, and asked of nobody. */
const OUR_TYPE: Readonly<Record<string, PersonalDataType>> = {
  PERSON: 'NAME',
  STREET_ADDRESS: 'ADDRESS',
  LOCATION_ADDRESS: 'ADDRESS',
  CREDIT_CARD: 'CARD',
  PHONE_NUMBER: 'PHONE',
  EMAIL_ADDRESS: 'EMAIL',
  IBAN_CODE: 'IBAN',
  IP_ADDRESS: 'IP',
  MAC_ADDRESS: 'MAC',
  US_SSN: 'ID',
  US_ITIN: 'ID',
  US_PASSPORT: 'ID',
  US_DRIVER_LICENSE: 'ID',
  UK_NHS: 'ID',
  ES_NIF: 'ID',
  IT_FISCAL_CODE: 'ID',
}
/** The first passes over a file run before the engine has compiled the patterns. */
const FEWEST_BYTES = 8e6
const MOST_PASSES = 100

export interface RecallRow {
  readonly label: string
  readonly spans: number
  /** Covered by replaced text from end to end. */
  readonly found: number
  /** Touched, but something of it left. */
  readonly partial: number
  /** Found, and under our word for the label. */
  readonly typed: number
}

export interface PrecisionRow {
  readonly type: PersonalDataType
  readonly replaced: number
  /** On a span that is labelled so. */
  readonly right: number
  /** On a span with another label: a town, an organization. */
  readonly otherLabel: number
  /** On nothing that is labelled. */
  readonly falseAlarms: number
}

export interface MinimiseReport {
  readonly texts: number
  readonly recall: readonly RecallRow[]
  readonly precision: readonly PrecisionRow[]
  /** Labels that are none of our types: counted only. */
  readonly notOurs: Readonly<Record<string, number>>
  /** 10⁶ bytes of UTF-8 a second, the best of many passes over the file, with one minimiser each. */
  readonly megabytesPerSecond: number
  readonly ordinary: { readonly texts: number; readonly altered: number } | null
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly type: string
}

const run = (text: string): Minimised => minimise(text, {}, { phones: phoneFinder })

export function evalMinimise(
  rows: readonly LabelledText[],
  ordinary: readonly string[] | null,
  now: () => number,
): MinimiseReport {
  const judged = rows.map((row) => ({ row, replaced: stretchesOf(run(row.text)) }))
  return {
    texts: rows.length,
    recall: recallOf(judged),
    precision: precisionOf(judged),
    notOurs: notOursOf(rows),
    megabytesPerSecond: speedOf(rows, now),
    ordinary:
      ordinary === null
        ? null
        : { texts: ordinary.length, altered: ordinary.filter((text) => run(text).text !== text).length },
  }
}

/** Where in the original the placeholders of the minimised text stand. */
export function stretchesOf({ text, table }: Minimised): readonly Stretch[] {
  const stretches: Stretch[] = []
  let shift = 0
  for (const { 0: placeholder, 1: type = '', index } of text.matchAll(/⟦([A-Z]+)_\d+⟧/g)) {
    const value = table.get(placeholder) ?? ''
    const start = index + shift
    stretches.push({ start, end: start + value.length, type })
    shift += value.length - placeholder.length
  }
  return stretches
}

interface Judged {
  readonly row: LabelledText
  readonly replaced: readonly Stretch[]
}

function recallOf(judged: readonly Judged[]): readonly RecallRow[] {
  const rows = new Map<string, { spans: number; found: number; partial: number; typed: number }>()
  for (const { row, replaced } of judged) {
    for (const span of row.spans) {
      const wanted = OUR_TYPE[span.type]
      if (wanted === undefined) continue
      const counts = rows.get(span.type) ?? { spans: 0, found: 0, partial: 0, typed: 0 }
      rows.set(span.type, counts)
      counts.spans++
      const touching = replaced.filter((one) => one.start < span.end && one.end > span.start)
      if (covers(row.text, touching, span)) {
        counts.found++
        if (touching.some(({ type }) => type === wanted)) counts.typed++
      } else if (touching.length > 0) counts.partial++
    }
  }
  return [...rows].map(([label, counts]) => ({ label, ...counts })).sort((a, b) => b.spans - a.spans)
}

/** Spaces and commas between two placeholders may stay. */
function covers(text: string, touching: readonly Stretch[], span: Stretch): boolean {
  let at = span.start
  for (const { start, end } of touching) {
    if (start > at && /[\p{L}\p{N}]/u.test(text.slice(at, start))) return false
    at = Math.max(at, end)
  }
  return !/[\p{L}\p{N}]/u.test(text.slice(at, span.end))
}

function precisionOf(judged: readonly Judged[]): readonly PrecisionRow[] {
  return PERSONAL_DATA_TYPES.flatMap((type) => {
    const counts = { type, replaced: 0, right: 0, otherLabel: 0, falseAlarms: 0 }
    for (const { row, replaced } of judged) {
      for (const one of replaced) {
        if (one.type !== type) continue
        counts.replaced++
        const labels = row.spans.filter((span) => one.start < span.end && one.end > span.start)
        if (labels.some((span) => OUR_TYPE[span.type] === type)) counts.right++
        else if (labels.length > 0) counts.otherLabel++
        else counts.falseAlarms++
      }
    }
    return counts.replaced === 0 ? [] : [counts]
  })
}

function notOursOf(rows: readonly LabelledText[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { type } of rows.flatMap(({ spans }) => spans)) {
    if (OUR_TYPE[type] === undefined) counts[type] = (counts[type] ?? 0) + 1
  }
  return counts
}

function speedOf(rows: readonly LabelledText[], now: () => number): number {
  const bytes = rows.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  let best = Number.POSITIVE_INFINITY
  const passes = Math.min(MOST_PASSES, Math.ceil(FEWEST_BYTES / Math.max(1, bytes)))
  for (let pass = 0; pass < passes; pass++) {
    const startedAt = now()
    const minimiser = openMinimiser({}, { phones: phoneFinder })
    for (const { text } of rows) minimiser.minimise(text)
    best = Math.min(best, now() - startedAt)
  }
  return best > 0 ? bytes / 1e6 / (best / 1000) : 0
}

export function minimiseLines(report: MinimiseReport): readonly string[] {
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`
  const { ordinary } = report
  return [
    `texts ${report.texts}, ${report.megabytesPerSecond.toFixed(1)} MB/s`,
    ...report.recall.map(
      ({ label, spans, found, partial, typed }) =>
        `${label}: recall ${share(found, spans)} (${found} of ${spans}; ${partial} in part, ${typed} as ${OUR_TYPE[label]})`,
    ),
    ...report.precision.map(
      ({ type, replaced, right, otherLabel, falseAlarms }) =>
        `${type}: precision ${share(right, replaced)} (${right} of ${replaced}; ${otherLabel} on another label, ${falseAlarms} false alarms)`,
    ),
    `not ours: ${Object.entries(report.notOurs)
      .map(([label, count]) => `${label} ${count}`)
      .join(', ')}`,
    ...(ordinary === null
      ? []
      : [
          `ordinary questions altered: ${share(ordinary.altered, ordinary.texts)} (${ordinary.altered} of ${ordinary.texts})`,
        ]),
  ]
}
