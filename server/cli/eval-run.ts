/** What `vouch eval` measures, once its options are right. */
import { basename } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { openLocalEmbedder } from '../adapters/embedding/local-embedder.ts'
import type { EvalIo, EvalOrder, EvalResult } from './eval.ts'
import { readClaims } from './eval-claims.ts'
import { denseLines, evalDense } from './eval-dense.ts'
import { editsLines, evalEdits } from './eval-edits.ts'
import { readLabelledTexts, readPages, readPairs, readQrels, readQueries } from './eval-files.ts'
import { evalGrounding, groundingLines } from './eval-grounding.ts'
import { evalInjection, injectionLines, isBreached, readInjectionRows } from './eval-injection.ts'
import { evalMinimise, minimiseLines } from './eval-minimise.ts'
import { evalPairs, evalRefusal, evidenceLines, refusalLines } from './eval-refusal.ts'
import { evidenceReport, type Measured, refusalReport, retrievalReport } from './eval-report.ts'
import { evalRetrieval, retrievalLines } from './eval-retrieval.ts'
import { openInjectionTarget } from './injection-target.ts'

/** Measures of the grounding checker; `null` when the order is for another one, or lacks its file. */
async function measureGrounding(order: EvalOrder, io: EvalIo): Promise<EvalResult | null> {
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
export async function measure(order: EvalOrder, io: EvalIo): Promise<EvalResult | null> {
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

function measuredWith(order: EvalOrder, io: EvalIo, articles: Measured['articles']): Measured {
  const given = [order.corpus, order.queries, order.qrels, order.offTopic]
  const files = given.flatMap((path) => (path === undefined ? [] : [basename(path)]))
  return { at: io.today(), version: io.version, files, articles }
}

async function measureInjection(order: EvalOrder, io: EvalIo): Promise<EvalResult | null> {
  const { payloads, contexts, every = '1' } = order
  if (payloads === undefined || contexts === undefined || !/^[1-9]\d{0,5}$/.test(every)) return null
  const rows = await readInjectionRows(io.readFile, payloads, contexts)
  const report = await evalInjection({ ...rows, every: Number(every) }, openInjectionTarget())
  return { report, lines: injectionLines(report), breached: isBreached(report) }
}

async function measureMinimise({ texts, ordinary }: EvalOrder, io: EvalIo): Promise<EvalResult | null> {
  if (texts === undefined) return null
  const rows = await readLabelledTexts(io.readFile, texts)
  const questions = ordinary === undefined ? null : await readLabelledTexts(io.readFile, ordinary)
  const asked = questions === null ? null : questions.map(({ text }) => text)
  const report = evalMinimise(rows, asked, io.now)
  return { report, lines: minimiseLines(report) }
}
