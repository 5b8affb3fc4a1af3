import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import type { ReadFile } from './eval-files.ts'

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

export interface EvalOrder {
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

export interface EvalResult {
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
    const { measure } = await import('./eval-run.ts')
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

function parseOrder(args: readonly string[]): EvalOrder | string {
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

async function writeReport(io: EvalIo, path: string, text: string): Promise<void> {
  try {
    await io.writeFile(path, text)
  } catch (cause) {
    throw new Fault('BAD_REQUEST', `${path}: cannot be written`, cause)
  }
}
