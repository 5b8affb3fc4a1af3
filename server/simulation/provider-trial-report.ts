/** A provider trial as one file of HTML for a colleague: questions that are nobody's, and two providers' answers. */
import { amountText } from '../../src/domain/money.ts'
import {
  TRIAL_SIDES,
  type TrialAnswer,
  type TrialSide,
  type TrialTally,
} from '../../src/domain/provider-trial.ts'
import type { TrialDetail } from '../../src/domain/provider-trial-api.ts'
import { reportPage, section, table } from '../report-page.ts'

const LEAD =
  'Two providers were asked the same questions over the allowlisted articles. The questions are made up or headings of articles: no ticket and no person is in them, and a detector looked at each before it left.'
const seconds = (ms: number | null) => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`)

function costText({ costs, untold }: TrialTally): string {
  const told = costs.map(({ amount, currency }) => `${amountText(amount)} ${currency}`).join(', ')
  const rest = untold === 0 ? '' : ` (${untold} without tokens told)`
  return `${told === '' ? '–' : told}${rest}`
}

function answerText(answer: TrialAnswer | null): string {
  if (answer === null) return 'not asked'
  if (answer.sentences.length > 0) return answer.sentences.join(' ')
  return `${answer.outcome}: ${answer.reasons.join(', ')}`
}

export function providerTrialReport({ trial, tallies, lines, titles }: TrialDetail): string {
  const of = (side: TrialSide) => trial.contenders[side]
  const name = (side: TrialSide) => `${of(side).provider}, ${of(side).model}`
  const rows: readonly (readonly [string, (side: TrialSide) => string | number])[] = [
    ['Region', (side) => of(side).region],
    ['Kept by contract', (side) => of(side).retention],
    ['Questions asked', (side) => tallies[side].asked],
    ['Answered', (side) => tallies[side].outcomes.answered],
    ['Answered in part', (side) => tallies[side].outcomes.partly],
    ['Refused', (side) => tallies[side].outcomes.refused],
    ['Failed', (side) => tallies[side].outcomes.failed],
    ['Sentences kept', (side) => tallies[side].kept],
    ['Sentences left out by the verifier', (side) => tallies[side].leftOut],
    ['Half of the answers within', (side) => seconds(tallies[side].p50Ms)],
    ['95 of 100 answers within', (side) => seconds(tallies[side].p95Ms)],
    ['Requests', (side) => tallies[side].calls],
    ['Tokens in', (side) => tallies[side].inputTokens],
    ['Tokens out', (side) => tallies[side].outputTokens],
    ['Cost at the stated price', (side) => costText(tallies[side])],
  ]
  const reasons = TRIAL_SIDES.flatMap((side) =>
    tallies[side].reasons.map(({ reason, questions }) => [name(side), reason, questions]),
  )
  const carriers = (answer: TrialAnswer | null) =>
    (answer?.articles ?? [])
      .map(({ articleId, locale }) => titles[`${articleId} ${locale}`] ?? articleId)
      .join(', ')
  const columns = TRIAL_SIDES.map((side) => ({ name: name(side) }))
  return reportPage({
    title: 'Two providers side by side',
    lead: LEAD,
    facts: [
      { name: 'Started', value: trial.startedAt.slice(0, 16).replace('T', ' ') },
      { name: 'Status', value: trial.status },
      { name: 'Questions', value: String(trial.questions) },
      { name: 'Scope policy', value: `version ${trial.policyVersion}` },
      { name: 'Allowlist', value: `version ${trial.allowlistVersion}` },
    ],
    sections: [
      section(
        'The two providers',
        'The first is configured, the second is the candidate. Times were measured here, one question after another.',
        table(
          [{ name: '' }, ...columns],
          rows.map(([label, value]) => [label, ...TRIAL_SIDES.map(value)]),
        ),
      ),
      section(
        'Refused and failed',
        'Why, and for how many questions.',
        table([{ name: 'Provider' }, { name: 'Reason' }, { name: 'Questions', kind: 'num' }], reasons),
      ),
      section(
        'Question by question',
        'Only sentences that the verifier kept, with the articles that carry them.',
        table(
          [{ name: 'Question' }, ...columns],
          lines.map(({ text, answers }) => [
            text,
            ...TRIAL_SIDES.map((side) =>
              [answerText(answers[side]), carriers(answers[side])].filter(Boolean).join(' — '),
            ),
          ]),
        ),
      ),
    ],
    foot: LEAD,
  })
}
