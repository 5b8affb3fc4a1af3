/** A run as one file of HTML for a colleague: numbers, codes and article titles. Nothing of any ticket is in it. */
import {
  answeredShareOf,
  contradictedShareOf,
  estimateOf,
  keptShareOf,
  type ModelPrice,
  type SimulationResult,
} from '../../src/domain/simulation.ts'
import type { SimulationComparisonView, SimulationDetail } from '../../src/domain/simulation-api.ts'
import { reportPage, section, table, tiles } from '../report-page.ts'

const percent = (share: number | null) => (share === null ? '–' : `${(100 * share).toFixed(1)} %`)
const THRESHOLD_ROWS = 10
const PRIVACY =
  'Past tickets were minimised before they were read, drafted on in memory and let go. No word, number or person of any ticket is in this file, and nothing left for a provider.'

export interface NamedPrice extends ModelPrice {
  readonly name: string
  readonly currency: string
}

function reasonRows(list: SimulationResult['refusals'], of: number) {
  return list.map(({ reason, tickets }) => [reason, tickets, percent(of === 0 ? null : tickets / of)])
}

function estimates(result: SimulationResult, prices: readonly NamedPrice[]): string {
  if (prices.length === 0) return ''
  const rows = prices.map((price) => {
    const { tokensIn, tokensOut, cost, seconds } = estimateOf(result, price)
    return [
      price.name,
      tokensIn,
      tokensOut,
      `${cost.toFixed(2)} ${price.currency}`,
      `${Math.round(seconds / 60)} min`,
    ]
  })
  return section(
    'What a model would cost',
    'The requests were made and measured, not sent. A token is counted as four characters; prices are those that were typed.',
    table(
      [
        { name: 'Model' },
        { name: 'Tokens in', kind: 'num' },
        { name: 'Tokens out', kind: 'num' },
        { name: 'Cost', kind: 'num' },
        { name: 'Time, one after another', kind: 'num' },
      ],
      rows,
    ),
  )
}

export function simulationReport(
  { run, result, titles }: SimulationDetail,
  prices: readonly NamedPrice[] = [],
): string {
  const { outcomes, facts } = result
  const looked = outcomes.answered + outcomes.partly + outcomes.refused
  return reportPage({
    title: 'Simulation on past tickets',
    lead: PRIVACY,
    facts: [
      { name: 'Purpose', value: run.purpose },
      { name: 'Started', value: run.startedAt.slice(0, 16).replace('T', ' ') },
      { name: 'Status', value: run.status },
      {
        name: 'Scope policy',
        value: `version ${run.policyVersion}${run.trial ? ', with a change tried' : ''}`,
      },
      { name: 'Allowlist', value: `version ${run.allowlistVersion}` },
      { name: 'Refusal threshold', value: String(run.threshold) },
      ...(run.passed === null ? [] : [{ name: 'Passed', value: run.passed ? 'yes' : 'no' }]),
    ],
    sections: [
      tiles([
        { value: String(looked), name: 'tickets', means: `looked at; ${outcomes.skipped} skipped` },
        {
          value: percent(answeredShareOf(result)),
          name: 'would be answered',
          means: `${outcomes.answered} in full, ${outcomes.partly} in part`,
        },
        {
          value: percent(keptShareOf(facts)),
          name: 'of the facts kept',
          means: `${facts.kept} of ${facts.sent} numbers, links, names and steps of the replies really sent`,
        },
        {
          value: percent(contradictedShareOf(facts)),
          name: 'of the drafts’ facts contradicted',
          means: `${facts.contradicted} of ${facts.drafted}; ${facts.absent} stand in no sent reply`,
        },
        { value: percent(result.overlap), name: 'of the words shared', means: 'beside the facts' },
        { value: '0', name: 'bytes left the house', means: 'no model was asked' },
      ]),
      section(
        'Refused',
        'Each reason, and how many of the tickets that were looked at it would refuse.',
        table(
          [{ name: 'Reason' }, { name: 'Tickets', kind: 'num' }, { name: 'Share', kind: 'num' }],
          reasonRows(result.refusals, looked),
        ),
      ),
      section(
        'Skipped',
        'Whoever has said no, is protected or was erased is not looked at.',
        table(
          [{ name: 'Reason' }, { name: 'Tickets', kind: 'num' }, { name: 'Share', kind: 'num' }],
          reasonRows(result.skips, result.tickets),
        ),
      ),
      section(
        'Articles that carried the drafts',
        'Kept: the share of the facts of the replies really sent to these tickets.',
        table(
          [
            { name: 'Article' },
            { name: 'Language' },
            { name: 'Drafts', kind: 'num' },
            { name: 'Kept', kind: 'num' },
          ],
          result.articles.map(({ articleId, locale, tickets, keptShare }) => [
            titles[`${articleId} ${locale}`] ?? articleId,
            locale,
            tickets,
            percent(keptShare),
          ]),
        ),
      ),
      section(
        'At another threshold',
        'How many of these tickets would be answered at each value.',
        table(
          [{ name: 'Threshold' }, { name: 'Tickets answered', kind: 'num' }],
          result.answeredAt.flatMap((count, at) =>
            at % THRESHOLD_ROWS === 0 ? [[(at / 100).toFixed(2), count]] : [],
          ),
        ),
      ),
      estimates(result, prices),
    ],
    foot: PRIVACY,
  })
}

export function comparisonReport({ before, after, comparison, titles }: SimulationComparisonView): string {
  const { changes } = comparison
  const told = ({
    reasons,
    articles,
  }: {
    reasons: readonly string[]
    articles: readonly { articleId: string; locale: string }[]
  }) =>
    articles.length > 0
      ? articles.map(({ articleId, locale }) => titles[`${articleId} ${locale}`] ?? articleId).join(', ')
      : reasons.join(', ')
  return reportPage({
    title: 'Two simulations side by side',
    lead: PRIVACY,
    facts: [
      { name: 'Before', value: `${before.startedAt.slice(0, 16)}, threshold ${before.threshold}` },
      { name: 'After', value: `${after.startedAt.slice(0, 16)}, threshold ${after.threshold}` },
      { name: 'Tickets in both', value: String(comparison.both) },
    ],
    sections: [
      tiles([
        { value: String(changes.lost), name: 'lost', means: 'answered before, refused after' },
        { value: String(changes.gained), name: 'gained', means: 'refused before, answered after' },
        { value: String(changes.moved), name: 'moved', means: 'answered from other articles' },
        { value: String(changes.other_reason), name: 'another reason', means: 'refused for another reason' },
        { value: String(changes.same), name: 'the same', means: '' },
      ]),
      section(
        'Reasons',
        'How many of the tickets in both were refused for each.',
        table(
          [{ name: 'Reason' }, { name: 'Before', kind: 'num' }, { name: 'After', kind: 'num' }],
          comparison.reasons.map((row) => [row.reason, row.before, row.after]),
        ),
      ),
      section(
        'Articles',
        'How many drafts each carried.',
        table(
          [
            { name: 'Article' },
            { name: 'Language' },
            { name: 'Before', kind: 'num' },
            { name: 'After', kind: 'num' },
          ],
          comparison.articles.map((row) => [
            titles[`${row.articleId} ${row.locale}`] ?? row.articleId,
            row.locale,
            row.before,
            row.after,
          ]),
        ),
      ),
      section(
        'Examples',
        'A few of each kind. Nothing here points at a ticket.',
        table(
          [{ name: 'Change' }, { name: 'Language' }, { name: 'Before' }, { name: 'After' }],
          comparison.examples.map((row) => [
            row.change,
            row.locale ?? '–',
            told(row.before),
            told(row.after),
          ]),
        ),
      ),
    ],
    foot: PRIVACY,
  })
}
