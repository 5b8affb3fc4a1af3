/** A measure as a page for whoever runs a help center: what it means, its curves, and where it went wrong. */

import { escapeHtml } from '../escape-html.ts'
import {
  charts,
  type Fact,
  type Html,
  htmlOf,
  listOf,
  reportPage,
  section,
  subsection,
  table,
  tiles,
} from '../report-page.ts'
import { barChart, lineChart, reliabilityChart } from './eval-charts.ts'
import {
  firstRight,
  histogram,
  isRight,
  pointAt,
  qualityByCut,
  reliabilityOf,
  riskCurve,
  rocCurve,
  shareFrom,
} from './eval-curves.ts'
import type { Page } from './eval-files.ts'
import { ndcg, recall } from './eval-measures.ts'
import type { EvidenceOutcome, JudgedKind, JudgedOutcome, RankedOutcome } from './eval-outcomes.ts'
import type { EvidenceQuality, MeasuredRefusal } from './eval-refusal.ts'
import type { MeasuredRetrieval } from './eval-retrieval.ts'

/** When and with what it was measured. */
export interface Measured {
  readonly at: Date
  readonly version: string
  /** Names of the files, without the folders they lie in. */
  readonly files: readonly string[]
  readonly articles: readonly Pick<Page, 'article'>[]
}

const MOST_FOUND = 10
const WORST = 20
const THRESHOLDS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

const percent = (share: number) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`
const figure = (value: number) => value.toFixed(3)
const count = (value: number) => value.toLocaleString('en-US')

function factsOf(measured: Measured, questions: number): readonly Fact[] {
  const { articles } = measured
  const languages = [...new Set(articles.map(({ article }) => article.locale))].toSorted()
  const passages = articles.reduce((sum, { article }) => sum + article.passages.length, 0)
  return [
    { name: 'Articles', value: `${count(articles.length)} in ${count(passages)} passages` },
    { name: languages.length === 1 ? 'Language' : 'Languages', value: languages.join(', ') },
    { name: 'Questions', value: count(questions) },
    { name: 'Files', value: measured.files.join(', ') },
    { name: 'Measured', value: `${measured.at.toISOString().slice(0, 16).replace('T', ' ')} UTC` },
    { name: 'Vouch', value: measured.version },
  ]
}

const FOOT =
  'This file holds the questions and article titles that were measured. It loads nothing and runs nothing; pass it on only as far as those may go.'

type Named = (id: string) => Html

function namer({ articles }: Measured): Named {
  const titles = new Map(articles.map(({ article }) => [article.articleId, article.title]))
  return (id) =>
    htmlOf(`${escapeHtml(titles.get(id) ?? 'not in the corpus')}<span class="id">${escapeHtml(id)}</span>`)
}

function named(name: Named, ids: readonly string[], most: number): Html {
  if (ids.length === 0) return htmlOf('<span class="empty">nothing</span>')
  const items = ids.slice(0, most).map((id) => `<li>${name(id).html}</li>`)
  const more = ids.length - most
  return htmlOf(`<ol>${items.join('')}</ol>${more > 0 ? `<span class="note">and ${more} more</span>` : ''}`)
}

/** For people who did not choose the names. */
const KIND_WORDS: Readonly<Record<string, string>> = {
  answerable: 'questions that an article answers',
  'labelled unanswerable': 'questions that people labelled unanswerable',
  'its article removed': 'questions whose article was taken away',
  'its article and its copies removed': 'questions with every article taken away that says it',
  'answerable, one group': 'the same, within one group of articles',
  'its article removed, one group': 'article taken away, within one group',
  'its article and its copies removed, one group': 'every article that says it taken away, within one group',
  'off topic': 'questions about something else',
}
const wordsFor = (kind: string) => KIND_WORDS[kind] ?? kind

const none: Html = htmlOf('<span class="empty">none</span>')
const byQuestion = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1)

export function retrievalReport({ report, ranked }: MeasuredRetrieval, measured: Measured): string {
  const { all, withinGroup, queryP50Ms, queryP99Ms } = report
  const name = namer(measured)
  const first = ranked.map(firstRight)
  const groups = [
    { name: '1', from: 1, to: 1 },
    { name: '2', from: 2, to: 2 },
    { name: '3', from: 3, to: 3 },
    { name: '4–5', from: 4, to: 5 },
    { name: '6–10', from: 6, to: MOST_FOUND },
  ].map(({ name: label, from, to }) => ({
    name: label,
    count: first.filter((rank) => rank !== null && rank >= from && rank <= to).length,
  }))
  const missing = first.filter((rank) => rank === null).length
  return reportPage({
    title: 'Does Vouch find the right article?',
    lead: `Of ${count(all.queries)} questions, ${count(all.queries - missing)} had a right article among the first ${MOST_FOUND}, and ${count(groups[0]?.count ?? 0)} had one in the first place.`,
    facts: factsOf(measured, all.queries),
    sections: [
      section(
        'In figures',
        'All articles compete with each other. The figures run from 0 to 1; more is better.',
        tiles([
          {
            value: figure(all.ndcgAt10),
            name: 'nDCG@10',
            means: 'how far up the right articles stand among the first ten',
          },
          {
            value: figure(all.recallAt5),
            name: 'Recall@5',
            means: 'share of the right articles that are among the first five',
          },
          {
            value: figure(all.mrr),
            name: 'MRR',
            means: '1 when the first article is always right, ½ when it is the second',
          },
          {
            value: `${queryP50Ms.toFixed(2)} ms`,
            name: 'Time of a search',
            means: `half are faster; 99 of 100 take less than ${queryP99Ms.toFixed(2)} ms`,
          },
        ]),
        withinGroup === null
          ? ''
          : `<p class="note">Searched within one group of articles at a time: nDCG@10 ${figure(withinGroup.ndcgAt10)}, recall@5 ${figure(withinGroup.recallAt5)}, MRR ${figure(withinGroup.mrr)}. Groups copy each other’s pages, and a copy counts as wrong above.</p>`,
      ),
      section(
        'By how many articles are looked at',
        'A draft quotes from the first articles only, so what counts is the left end.',
        charts(
          lineChart({
            title: 'Quality of the first k articles',
            x: { name: 'k: articles looked at', from: 1, to: MOST_FOUND, step: 1 },
            y: { name: 'share', to: 1, step: 0.2 },
            dots: true,
            lines: [
              { name: 'recall@k', points: qualityByCut(ranked, recall, MOST_FOUND) },
              { name: 'nDCG@k', points: qualityByCut(ranked, ndcg, MOST_FOUND) },
            ],
          }),
          barChart('Place of the first right article', { x: 'place', y: 'questions' }, [
            ...groups,
            { name: 'not found', count: missing, muted: true },
          ]),
        ),
        `<details><summary>The same as a table</summary>${table(
          [
            { name: 'k', kind: 'num' },
            { name: 'Recall@k', kind: 'num' },
            { name: 'nDCG@k', kind: 'num' },
          ],
          qualityByCut(ranked, recall, MOST_FOUND).map(({ x, y }, at) => [
            x,
            figure(y),
            figure(qualityByCut(ranked, ndcg, MOST_FOUND)[at]?.y ?? 0),
          ]),
        )}</details>`,
      ),
      section(
        'Where it went wrong',
        'The questions whose right article stands farthest down, or was not found. Often the article words the thing differently from the people who ask: a sentence in their words, or a label, mends it.',
        worstRanked(ranked, name),
      ),
    ],
    foot: FOOT,
  })
}

function worstRanked(ranked: readonly RankedOutcome[], name: Named): string {
  const rated = ranked.map((one) => ({ one, quality: ndcg(one.found, new Set(one.wanted), MOST_FOUND) }))
  const worst = rated
    .filter(({ quality }) => quality < 1)
    .toSorted((a, b) => a.quality - b.quality || byQuestion(a.one, b.one))
    .slice(0, WORST)
  if (worst.length === 0) return '<p class="empty">Nowhere: every question had its articles at the top.</p>'
  return table(
    [
      { name: 'Question', kind: 'asked' },
      { name: 'Found' },
      { name: 'Expected' },
      { name: 'nDCG@10', kind: 'num' },
    ],
    worst.map(({ one, quality }) => [
      one.question,
      named(name, one.found, 3),
      named(name, one.wanted, 3),
      figure(quality),
    ]),
  )
}

/** Each kind of question that should be refused, beside the answerable ones it is held against. */
function contests(kinds: readonly JudgedKind[]): readonly { bad: JudgedKind; good: JudgedKind }[] {
  return kinds.flatMap((bad) => {
    const good = kinds.find(({ kind }) => kind === bad.against)
    return good === undefined || bad.outcomes.length === 0 || good.outcomes.length === 0
      ? []
      : [{ bad, good }]
  })
}

/** With a draft of theirs in one group of articles: drawn once, over all of them. */
const isWhole = ({ bad }: { readonly bad: JudgedKind }) => !bad.kind.endsWith('one group')

export function refusalReport({ report, kinds }: MeasuredRefusal, measured: Measured): string {
  const { threshold } = report
  const every = contests(kinds)
  const whole = every.filter(isWhole).slice(0, 4)
  const [answerable] = kinds
  const asked = answerable?.outcomes ?? []
  const answered = asked.filter((one) => one.answered).length
  const refusedShare = (kind: JudgedKind) => 1 - shareFrom(kind.outcomes, threshold)
  return reportPage({
    title: 'Does Vouch know what it cannot answer?',
    lead: `At the threshold of ${threshold}, ${count(answered)} of ${count(asked.length)} questions that an article answers get a draft. ${every
      .filter(isWhole)
      .map(({ bad }) => `Of ${wordsFor(bad.kind)}, ${percent(refusedShare(bad))} are refused.`)
      .join(' ')}`,
    facts: factsOf(
      measured,
      kinds.reduce((sum, { kind, outcomes }) => sum + (kind.endsWith('one group') ? 0 : outcomes.length), 0),
    ),
    sections: [
      section(
        'In figures',
        'AUC is the chance that an answerable question gets a higher probability than one that should be refused: 1 is perfect, 0.5 is guessing.',
        table(
          [
            { name: 'Questions' },
            { name: 'Asked', kind: 'num' },
            { name: 'Answered', kind: 'num' },
            { name: 'Refused', kind: 'num' },
            { name: 'AUC', kind: 'num' },
          ],
          report.rows.map((row) => [
            wordsFor(row.kind),
            count(row.answered + row.refused),
            count(row.answered),
            `${count(row.refused)} (${percent(row.refused / Math.max(1, row.answered + row.refused))})`,
            row.auc === null ? '' : figure(row.auc),
          ]),
        ),
      ),
      section(
        'Which threshold?',
        'Below the threshold a question is refused. A higher one refuses more of what the articles do not answer, and also more of what they do. The console sets it for your account.',
        table(
          [
            { name: 'Threshold', kind: 'num' },
            { name: 'Answered of questions that an article answers', kind: 'num' },
            ...whole.map(({ bad }) => ({ name: `Answered of ${wordsFor(bad.kind)}`, kind: 'num' as const })),
          ],
          thresholdsWith(threshold).map((at) => [
            at === threshold ? `${at} (shipped)` : at,
            percent(shareFrom(asked, at)),
            ...whole.map(({ bad }) => percent(shareFrom(bad.outcomes, at))),
          ]),
          (row) => thresholdsWith(threshold)[row] === threshold,
        ),
        charts(
          lineChart({
            title: 'Answered when it should be, and when it should not',
            x: { name: 'share of unanswerable questions answered', from: 0, to: 1, step: 0.2 },
            y: { name: 'share of answerable questions answered', to: 1, step: 0.2 },
            diagonal: true,
            lines: whole.map(({ bad, good }) => ({
              name: wordsFor(bad.kind),
              points: rocCurve(good.outcomes, bad.outcomes),
              mark: pointAt(good.outcomes, bad.outcomes, threshold),
            })),
          }),
          lineChart({
            title: 'The more is answered, the more of it is wrong',
            x: { name: 'share of all questions answered', from: 0, to: 1, step: 0.2 },
            y: { name: 'share of the answers that are wrong', to: 1, step: 0.2 },
            lines: whole.map(({ bad, good }) => ({
              name: `with ${wordsFor(bad.kind)}`,
              points: riskCurve([...good.outcomes, ...bad.outcomes]),
            })),
          }),
        ),
        '<p class="note">The dot on a curve is the shipped threshold. An answer counts as wrong when no allowed article answers, and also when it quotes another article than the labelled one: where articles copy each other, that is stricter than a reader would be.</p>',
      ),
      section(
        'Can the probability be believed?',
        'On the dashed line a probability of 0.7 comes true seven times in ten. Above it Vouch is too modest, below it too sure. ECE is the mean distance from the line; it depends on how many unanswerable questions there are, so read it with the counts.',
        charts(
          ...whole.map(({ bad, good }) =>
            reliabilityChart(`With ${wordsFor(bad.kind)}`, reliabilityOf(good.outcomes, bad.outcomes)),
          ),
        ),
      ),
      section(
        'Where it went wrong',
        'The surest mistakes first.',
        ...worstJudged(every.filter(isWhole), asked, namer(measured)),
      ),
    ],
    foot: FOOT,
  })
}

function thresholdsWith(threshold: number): readonly number[] {
  return [...new Set([...THRESHOLDS, threshold])].toSorted((a, b) => a - b)
}

function worstJudged(
  every: readonly { readonly bad: JudgedKind }[],
  asked: readonly JudgedOutcome[],
  name: Named,
): readonly string[] {
  const one = (id: string | null) => (id === null ? none : name(id))
  const columns = [
    { name: 'Question', kind: 'asked' as const },
    { name: 'Quoted or nearest' },
    { name: 'Expected' },
    { name: 'Probability', kind: 'num' as const },
  ]
  const rows = (list: readonly JudgedOutcome[], expected: (outcome: JudgedOutcome) => Html) =>
    list.length === 0
      ? '<p class="empty">None.</p>'
      : table(
          columns,
          list
            .slice(0, WORST)
            .map((outcome) => [
              outcome.question,
              one(outcome.found),
              expected(outcome),
              outcome.probability.toFixed(2),
            ]),
        )
  const surest = (list: readonly JudgedOutcome[]) =>
    list.toSorted((a, b) => b.probability - a.probability || byQuestion(a, b))
  const refusal = htmlOf('<span class="empty">a refusal</span>')
  const refused = asked
    .filter(({ answered }) => !answered)
    .toSorted((a, b) => a.probability - b.probability || byQuestion(a, b))
  const elsewhere = surest(asked.filter((outcome) => outcome.answered && !isRight(outcome)))
  return [
    ...every.map(({ bad }) =>
      subsection(
        `Answered: ${wordsFor(bad.kind)}`,
        'Read the article: sometimes it does answer, and the label is what is wrong.',
        rows(surest(bad.outcomes.filter(({ answered }) => answered)), () => refusal),
      ),
    ),
    subsection(
      'Refused, though an article answers',
      'The article says it in other words, or says it beside many other things.',
      rows(refused, ({ wanted }) => one(wanted)),
    ),
    subsection(
      'Answered from another article',
      'Two articles about the same thing compete: one of them can often go.',
      rows(elsewhere, ({ wanted }) => one(wanted)),
    ),
  ]
}

export function evidenceReport(
  quality: EvidenceQuality,
  outcomes: readonly EvidenceOutcome[],
  measured: Measured,
): string {
  const name = namer(measured)
  const worst = outcomes
    .filter(({ f1 }) => f1 < 1)
    .toSorted((a, b) => a.f1 - b.f1 || byQuestion(a, b))
    .slice(0, WORST)
  const whole = outcomes.filter(({ f1 }) => f1 === 1).length
  const parts = histogram(outcomes.map(({ f1 }) => f1))
  return reportPage({
    title: 'Does Vouch quote the right sentences?',
    lead: `Of ${count(quality.questions)} questions whose answering sentences people have marked, ${count(whole)} were quoted exactly as marked.`,
    facts: factsOf(measured, quality.questions),
    sections: [
      section(
        'In figures',
        'F1 weighs what was quoted too much against what was left out; 1 is exactly the marked sentences.',
        tiles([
          {
            value: figure(quality.f1RightPage),
            name: 'F1 within the right article',
            means: 'when only the labelled article may be quoted',
          },
          {
            value: figure(quality.f1AllPages),
            name: 'F1 over all articles',
            means: 'what an agent gets: a wrong article or a refusal counts 0',
          },
          {
            value: quality.sentences.toFixed(1),
            name: 'Sentences quoted',
            means: 'in each answer, on average',
          },
        ]),
        charts(
          barChart(
            'How well the sentences were picked',
            { x: 'F1 within the right article', y: 'questions' },
            parts.map((bar, at) => ({ name: `${(at / 10).toFixed(1)}`, count: bar })),
          ),
        ),
      ),
      section(
        'Where it went wrong',
        'What was quoted beside what people marked, worst first.',
        worst.length === 0
          ? '<p class="empty">Nowhere: every question was quoted exactly as marked.</p>'
          : table(
              [
                { name: 'Question', kind: 'asked' },
                { name: 'Article' },
                { name: 'Quoted' },
                { name: 'Marked' },
                { name: 'F1', kind: 'num' },
              ],
              worst.map(({ question, pageId, chosen, wanted, f1 }) => [
                question,
                name(pageId),
                listOf(chosen),
                listOf(wanted),
                figure(f1),
              ]),
            ),
      ),
    ],
    foot: FOOT,
  })
}
