import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { openLocalEmbedder } from '../adapters/embedding/local-embedder.ts'
import { readClaims } from './eval-claims.ts'
import { denseLines, evalDense } from './eval-dense.ts'
import { editsLines, evalEdits } from './eval-edits.ts'
import {
  type ReadFile,
  readLabelledTexts,
  readPages,
  readPairs,
  readQrels,
  readQueries,
} from './eval-files.ts'
import { evalGrounding, groundingLines } from './eval-grounding.ts'
import { evalInjection, injectionLines, isBreached, readInjectionRows } from './eval-injection.ts'
import { evalMinimise, minimiseLines } from './eval-minimise.ts'
import { evalPairs, evalRefusal, evidenceLines, refusalLines } from './eval-refusal.ts'
import { evidenceReport, type Measured, refusalReport, retrievalReport } from './eval-report.ts'
import { evalRetrieval, retrievalLines } from './eval-retrieval.ts'
import { openInjectionTarget } from './injection-target.ts'

export interface EvalIo {
  out(line: string): void
  readonly readFile: ReadFile
  readonly writeFile: (path: string, text: string) => Promise<void>
  now(): number
  /** What a written report says of itself. */
  today(): Date
  readonly version: string
}

/** `breached`: something was shown that an attacker wanted shown. */
export const EVAL_EXIT = { done: 0, breached: 2, badInput: 4 } as const

export const EVAL_USAGE = [
  'vouch eval retrieval --corpus FILE --queries FILE --qrels FILE [--dense FOLDER] [--locale LANG] [--html FILE] [--json]',
  'vouch eval refusal   --queries FILE [--corpus FILE] [--off-topic FILE] [--locale LANG] [--html FILE] [--json]',
  'vouch eval evidence  --corpus FILE --queries FILE [--locale LANG] [--html FILE] [--json]',
  'vouch eval injection --payloads FILE --contexts FILE [--every N] [--json]',
  'vouch eval minimise  --texts FILE [--ordinary FILE] [--json]',
  'vouch eval grounding --pairs FILE [--locale LANG] [--json]',
  'vouch eval edits     --corpus FILE [--locale LANG] [--json]',
  'Corpus and queries are JSONL; qrels are query<TAB>page<TAB>relevance. Without --corpus each query row',
  'brings its own passage: id, question, passage, title, answerable. Texts are JSONL: text, spans (type,',
  'start, end in UTF-16 units); ordinary are texts that should stay as they are. Pairs are JSONL: claim (or',
  'response), source (or contexts), grounded (or votes). --html writes a report to read: docs/evaluating.md.',
] as const

const OPTIONS = {
  corpus: { type: 'string' },
  queries: { type: 'string' },
  qrels: { type: 'string' },
  'off-topic': { type: 'string' },
  payloads: { type: 'string' },
  contexts: { type: 'string' },
  every: { type: 'string' },
  pairs: { type: 'string' },
  dense: { type: 'string' },
  locale: { type: 'string' },
  texts: { type: 'string' },
  ordinary: { type: 'string' },
  html: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** What has curves. */
const WITH_PAGE: readonly string[] = ['retrieval', 'refusal', 'evidence']

interface Order {
  readonly measure: string
  readonly corpus: string | undefined
  readonly queries: string | undefined
  readonly qrels: string | undefined
  readonly offTopic: string | undefined
  readonly payloads: string | undefined
  readonly contexts: string | undefined
  readonly every: string | undefined
  readonly texts: string | undefined
  readonly ordinary: string | undefined
  readonly pairs: string | undefined
  /** Folder of an embedding model. */
  readonly dense: string | undefined
  readonly locale: string | null
  readonly html: string | undefined
  readonly json: boolean
}

interface Result {
  readonly report: object
  readonly lines: readonly string[]
  readonly breached?: boolean
  /** The same as a page for people. */
  readonly page?: () => string
}

/** Measures the product on files of one's own. Prints only when everything was read and measured. */
export async function runEval(args: readonly string[], io: EvalIo): Promise<number> {
  const order = parseOrder(args)
  if (typeof order === 'string') return sayUsage(order, io)
  if (order.html !== undefined && !WITH_PAGE.includes(order.measure))
    return sayUsage(`eval ${order.measure}: has no report in HTML`, io)
  try {
    const result = await measure(order, io)
    if (result === null) return sayUsage(`eval ${order.measure}: a file is missing on the command line`, io)
    if (order.html !== undefined && result.page !== undefined)
      await writeReport(io, order.html, result.page())
    if (order.json) io.out(JSON.stringify(result.report))
    else for (const line of result.lines) io.out(line)
    return result.breached === true ? EVAL_EXIT.breached : EVAL_EXIT.done
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    io.out(error.message)
    return EVAL_EXIT.badInput
  }
}

function sayUsage(reason: string, io: EvalIo): number {
  for (const line of [reason, ...EVAL_USAGE]) io.out(line)
  return EVAL_EXIT.badInput
}

function parseOrder(args: readonly string[]): Order | string {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    const [measureName, ...more] = positionals
    if (measureName === undefined) return 'eval: what should be measured?'
    if (more.length > 0) return `eval: "${more[0]}" is one word too many`
    return {
      measure: measureName,
      corpus: values.corpus,
      queries: values.queries,
      qrels: values.qrels,
      offTopic: values['off-topic'],
      payloads: values.payloads,
      contexts: values.contexts,
      every: values.every,
      texts: values.texts,
      ordinary: values.ordinary,
      pairs: values.pairs,
      dense: values.dense,
      locale: values.locale ?? null,
      html: values.html,
      json: values.json ?? false,
    }
  } catch (error) {
    return `eval: ${error instanceof Error ? error.message : 'wrong options'}`
  }
}

/** Measures of the grounding checker; `null` when the order is for another one, or lacks its file. */
async function measureGrounding(order: Order, io: EvalIo): Promise<Result | null> {
  const { corpus, pairs, locale } = order
  if (order.measure === 'grounding' && pairs !== undefined) {
    const report = evalGrounding(await readClaims(io.readFile, pairs, locale), io.now)
    return { report, lines: groundingLines(report) }
  }
  if (order.measure === 'edits' && corpus !== undefined) {
    const pages = await readPages(io.readFile, corpus, locale)
    if (pages.length === 0) throw new Fault('SOURCE_UNREADABLE', `${corpus}: no rows of language ${locale}`)
    const report = evalEdits(pages, io.now)
    return { report, lines: editsLines(report) }
  }
  return null
}

/** `null` when the command line lacks what this measure needs. */
async function measure(order: Order, io: EvalIo): Promise<Result | null> {
  if (order.measure === 'injection') return measureInjection(order, io)
  if (order.measure === 'minimise') return measureMinimise(order, io)
  const { corpus, queries, qrels, locale } = order
  if (order.measure === 'grounding' || order.measure === 'edits') return measureGrounding(order, io)
  if (queries === undefined) return null
  if (order.measure === 'refusal' && corpus === undefined) {
    const pairs = await readPairs(io.readFile, queries)
    const measured = evalPairs(pairs, io.now)
    const page = () => refusalReport(measured, measuredWith(order, io, pairs))
    return { report: measured.report, lines: refusalLines(measured.report), page }
  }
  if (corpus === undefined || (order.measure === 'retrieval' && qrels === undefined)) return null
  const pages = await readPages(io.readFile, corpus, locale)
  const asked = await readQueries(io.readFile, queries, locale)
  if (pages.length === 0 || asked.length === 0) {
    throw new Fault('SOURCE_UNREADABLE', `${corpus}, ${queries}: no rows of language ${locale}`)
  }
  if (order.measure === 'retrieval' && qrels !== undefined) {
    const relevant = await readQrels(io.readFile, qrels)
    const measured = evalRetrieval(pages, asked, relevant, io.now)
    const page = () => retrievalReport(measured, measuredWith(order, io, pages))
    const lines = retrievalLines(measured.report)
    if (order.dense === undefined) return { report: measured.report, lines, page }
    const embedder = openLocalEmbedder(order.dense)
    const dense = await evalDense(embedder, pages, asked, relevant, io.now).finally(embedder.close)
    return { report: { ...measured.report, dense }, lines: [...lines, ...denseLines(dense)], page }
  }
  if (order.measure === 'refusal') {
    const offTopic = order.offTopic === undefined ? [] : await readPairs(io.readFile, order.offTopic)
    const measured = evalRefusal(pages, asked, offTopic, io.now)
    const page = () => refusalReport(measured, measuredWith(order, io, pages))
    return { report: measured.report, lines: refusalLines(measured.report), page }
  }
  if (order.measure === 'evidence') {
    const measured = evalRefusal(pages, asked, [], io.now)
    const { evidence } = measured.report
    if (evidence === null) throw new Fault('SOURCE_UNREADABLE', `${queries}: no row has answer_sentence_idx`)
    const page = () => evidenceReport(evidence, measured.evidence, measuredWith(order, io, pages))
    return { report: evidence, lines: evidenceLines(evidence), page }
  }
  return null
}

function measuredWith(order: Order, io: EvalIo, articles: Measured['articles']): Measured {
  const given = [order.corpus, order.queries, order.qrels, order.offTopic]
  const files = given.flatMap((path) => (path === undefined ? [] : [basename(path)]))
  return { at: io.today(), version: io.version, files, articles }
}

async function writeReport(io: EvalIo, path: string, text: string): Promise<void> {
  try {
    await io.writeFile(path, text)
  } catch (cause) {
    throw new Fault('BAD_REQUEST', `${path}: cannot be written`, cause)
  }
}

async function measureInjection(order: Order, io: EvalIo): Promise<Result | null> {
  const { payloads, contexts, every = '1' } = order
  if (payloads === undefined || contexts === undefined || !/^[1-9]\d{0,5}$/.test(every)) return null
  const rows = await readInjectionRows(io.readFile, payloads, contexts)
  const report = await evalInjection({ ...rows, every: Number(every) }, openInjectionTarget())
  return { report, lines: injectionLines(report), breached: isBreached(report) }
}

async function measureMinimise({ texts, ordinary }: Order, io: EvalIo): Promise<Result | null> {
  if (texts === undefined) return null
  const rows = await readLabelledTexts(io.readFile, texts)
  const questions = ordinary === undefined ? null : await readLabelledTexts(io.readFile, ordinary)
  const asked = questions === null ? null : questions.map(({ text }) => text)
  const report = evalMinimise(rows, asked, io.now)
  return { report, lines: minimiseLines(report) }
}
