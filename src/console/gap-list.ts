/** Topics as they are listed: what is wanted of them, how they grow, and as a table for a file. */
import { type CsvCell, csvText } from '../domain/csv.ts'
import { GAP_SPAN_DAYS, type GapTopic, LEAST_REQUESTERS } from '../domain/gap-api.ts'
import { type ConsoleWords, fill, localeName } from './words.ts'

/** `allow`: an article that answers is there. `write`: none is. */
export const GAP_DUTIES = ['write', 'allow'] as const
export type GapDuty = (typeof GAP_DUTIES)[number]

export interface GapFilter {
  readonly text: string
  readonly language: string
  readonly duty: GapDuty | 'any'
}

export const NO_FILTER: GapFilter = { text: '', language: 'any', duty: 'any' }

export const dutyOf = ({ answeredBy }: GapTopic): GapDuty => (answeredBy === null ? 'write' : 'allow')

export function matchesGap(topic: GapTopic, filter: GapFilter): boolean {
  const wanted = filter.text.trim().toLowerCase()
  const told = [...topic.words, ...topic.examples, ...topic.nearest.map(({ title }) => title)]
  return (
    (filter.language === 'any' || filter.language === topic.language) &&
    (filter.duty === 'any' || filter.duty === dutyOf(topic)) &&
    (wanted === '' || told.some((text) => text.toLowerCase().includes(wanted)))
  )
}

export type GapTrend = 'grows' | 'fades' | 'steady'

/** The newest part of the time against the mean of those before; of a handful nothing is told. */
export function trendOf({ spans, questions }: GapTopic): GapTrend {
  const newest = spans.at(-1) ?? 0
  const before = (questions - newest) / Math.max(1, spans.length - 1)
  if (spans.length === 0 || questions < 5) return 'steady'
  if (newest >= 2 * before + 1) return 'grows'
  return newest * 2 < before ? 'fades' : 'steady'
}

export function gapsCsv(topics: readonly GapTopic[], words: ConsoleWords, language: string): string {
  const say = words.gaps
  const spans = Math.max(0, ...topics.map((topic) => topic.spans.length))
  const head = [
    say.topic,
    say.language,
    say.duty,
    say.questionCount,
    say.requesterCount,
    ...Array.from({ length: spans }, (_, at) =>
      fill(say.spanColumn, {
        from: (spans - at) * GAP_SPAN_DAYS,
        until: (spans - at - 1) * GAP_SPAN_DAYS,
      }),
    ),
    say.examples,
    say.nearest,
    say.answeredBy,
  ]
  const rows = topics.map((topic): readonly CsvCell[] => [
    topic.words.join(', '),
    localeName(topic.language, language),
    say.duties[dutyOf(topic)],
    topic.questions,
    topic.requesters ?? fill(say.fewerThan, { least: LEAST_REQUESTERS }),
    ...Array.from({ length: spans }, (_, at) => topic.spans[at] ?? ''),
    topic.examples.join('\n'),
    topic.nearest.map(({ title }) => title).join('\n'),
    topic.answeredBy?.title ?? '',
  ])
  return csvText(head, rows)
}
