/** Which criterion is evidenced by what in a period, counted over the log itself, and plainly what is not. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ControlMapView, ControlView, LogSpanView } from '../../src/domain/evidence-api.ts'
import type { StaffLanguage } from '../../src/domain/staff-language.ts'
import type { Anchor, AuditRows } from '../audit/index.ts'
import { CRITERIA, CRITERION_IDS } from './criteria.ts'
import { catalogueRow, typesOf } from './entry-catalogue.ts'
import { entriesOf, type LogSpan, type Period, spanOf } from './period.ts'
import type { EvidenceRooms } from './rooms.ts'
import { CRITERIA_AR } from './words/criteria-ar.ts'
import { CRITERIA_DE } from './words/criteria-de.ts'
import { CRITERIA_EN } from './words/criteria-en.ts'
import { CRITERIA_ES } from './words/criteria-es.ts'
import { CRITERIA_FR } from './words/criteria-fr.ts'
import { CRITERIA_IT } from './words/criteria-it.ts'
import { CRITERIA_JA } from './words/criteria-ja.ts'
import { CRITERIA_NL } from './words/criteria-nl.ts'
import { CRITERIA_PL } from './words/criteria-pl.ts'
import { CRITERIA_PT_BR } from './words/criteria-pt-br.ts'
import type { CriteriaWords } from './words/criteria-words.ts'

export const CRITERIA_WORDS: Readonly<Record<StaffLanguage, CriteriaWords>> = {
  en: CRITERIA_EN,
  de: CRITERIA_DE,
  fr: CRITERIA_FR,
  es: CRITERIA_ES,
  it: CRITERIA_IT,
  nl: CRITERIA_NL,
  'pt-BR': CRITERIA_PT_BR,
  pl: CRITERIA_PL,
  ja: CRITERIA_JA,
  ar: CRITERIA_AR,
}

export function spanView(span: LogSpan, anchor: Anchor | null): LogSpanView {
  const count = span.end - span.start
  return {
    first: count === 0 ? null : span.start,
    last: count === 0 ? null : span.end - 1,
    count,
    headSize: span.headSize,
    headRoot: span.headRoot,
    checkpoint: anchor?.note ?? null,
  }
}

interface Seen {
  count: number
  newest: string | null
}

export async function readControlMap(
  rooms: EvidenceRooms<AuditRows>,
  accountId: AccountId,
  period: Period,
  language: StaffLanguage,
): Promise<ControlMapView> {
  const anchor = await rooms.anchor(accountId)
  const span = await rooms.transact((tx) => spanOf(tx, accountId, period))
  const seen = new Map<string, Seen>()
  let unreadable = 0
  for await (const { entry } of entriesOf(rooms.transact, accountId, span)) {
    if (entry === null) unreadable += 1
    else seen.set(entry.type, { count: (seen.get(entry.type)?.count ?? 0) + 1, newest: entry.at })
  }
  const controls = CRITERION_IDS.map((criterion): ControlView => {
    const types = typesOf(criterion)
    const found = types.map((type) => seen.get(type)).filter((one) => one !== undefined)
    return {
      criterion,
      level: CRITERIA[criterion],
      ...CRITERIA_WORDS[language][criterion],
      types,
      count: found.reduce((sum, { count }) => sum + count, 0),
      newest:
        found
          .map(({ newest }) => newest ?? '')
          .sort()
          .at(-1) ?? null,
    }
  })
  const operational = [...seen]
    .filter(([type]) => (catalogueRow(type)?.criteria.length ?? 0) === 0)
    .map(([type, { count }]) => ({ type, count }))
    .sort((a, b) => (a.type < b.type ? -1 : 1))
  return { ...period, span: spanView(span, anchor), controls, operational, unreadable }
}
