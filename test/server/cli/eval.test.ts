import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { runEval } from '../../../server/cli/eval.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data')

const CORPUS = [
  {
    id: 'a',
    title: 'Returns',
    text: 'Returns\n\nYou can return items within 30 days.\nSend them by post.',
    lang: 'en',
    city: 'x',
  },
  { id: 'b', title: 'Shipping', text: 'Shipping costs 5 euros.\nIt takes two days.', lang: 'en', city: 'x' },
  { id: 'c', title: 'Invoices', text: 'Invoices are sent by mail.', lang: 'en', city: 'y' },
]
const QUERIES = [
  {
    id: '1',
    text: 'How long can I return items?',
    answerable: true,
    context_id: 'a',
    answer_sentence_idx: [2, 3],
  },
  {
    id: '2',
    text: 'What does shipping cost?',
    answerable: true,
    context_id: 'b',
    answer_sentence_idx: [0, 1],
  },
  { id: '3', text: 'Who won the football cup?', answerable: false, context_id: 'c', answer_sentence_idx: [] },
]
const PAIRS = [
  {
    id: '1',
    question: 'What does shipping cost?',
    passage: 'Shipping costs 5 euros.',
    title: 'Shipping',
    answerable: true,
  },
  {
    id: '2',
    question: 'Who sings in the opera?',
    passage: 'Invoices are sent by mail.',
    title: 'Invoices',
    answerable: false,
  },
]

const jsonl = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const FILES: Readonly<Record<string, string>> = {
  'corpus.jsonl': jsonl(CORPUS),
  'queries.jsonl': jsonl(QUERIES),
  'qrels.tsv': '1\ta\t1\n2\tb\t1\n3\tc\t0\n',
  'pairs.jsonl': jsonl(PAIRS),
  'broken.jsonl': `${jsonl(CORPUS)}\n{"id": "d", "title"`,
  'fields.jsonl': `${JSON.stringify(QUERIES[0])}\n{"id": "2", "text": 5, "answerable": true, "context_id": "a"}`,
  'list.jsonl': '[1, 2]',
  'empty.jsonl': '\n\n',
  'spaces.tsv': '1 a 1\n',
}

async function evaluate(...args: readonly string[]): Promise<{ code: number; lines: readonly string[] }> {
  const lines: string[] = []
  let time = 0
  const code = await runEval(args, {
    out: (line) => lines.push(line),
    readFile: async (path) => {
      const text = FILES[path]
      if (text === undefined) throw new Error('ENOENT')
      return text
    },
    now: () => {
      time += 1
      return time
    },
  })
  return { code, lines }
}

const RETRIEVAL = [
  'retrieval',
  '--corpus',
  'corpus.jsonl',
  '--queries',
  'queries.jsonl',
  '--qrels',
  'qrels.tsv',
]
const REFUSAL = ['refusal', '--corpus', 'corpus.jsonl', '--queries', 'queries.jsonl']

describe('vouch eval', () => {
  it('measures the ranking, of all pages and of one group at a time', async () => {
    const { code, lines } = await evaluate(...RETRIEVAL, '--json')
    expect(code).to.equal(0)
    expect(lines).to.have.length(1)
    const perfect = { queries: 2, ndcgAt10: 1, recallAt5: 1, mrr: 1 }
    expect(JSON.parse(lines[0] ?? '')).to.deep.include({
      articles: 3,
      all: perfect,
      withinGroup: perfect,
      queryP50Ms: 1,
    })
  })

  it('measures refusal for people’s labels, for a removed article and for other topics', async () => {
    const { code, lines } = await evaluate(...REFUSAL, '--off-topic', 'pairs.jsonl', '--json')
    expect(code).to.equal(0)
    const { rows, evidence } = JSON.parse(lines[0] ?? '')
    expect(rows.map((row: { kind: string }) => row.kind)).to.deep.equal([
      'answerable',
      'labelled unanswerable',
      'its article removed',
      'answerable, one group',
      'its article removed, one group',
      'off topic',
    ])
    expect(rows[0]).to.deep.equal({ kind: 'answerable', answered: 2, refused: 0, auc: null })
    expect(rows[1]).to.deep.equal({ kind: 'labelled unanswerable', answered: 0, refused: 1, auc: 1 })
    expect(rows[2]).to.deep.include({ answered: 0, refused: 2, auc: 1 })
    expect(evidence).to.deep.include({ questions: 2 })
    expect(evidence.f1RightPage).to.be.greaterThan(0.7)
  })

  it('counts lines as the labels do, with empty ones', async () => {
    const { lines } = await evaluate(
      'evidence',
      '--corpus',
      'corpus.jsonl',
      '--queries',
      'queries.jsonl',
      '--json',
    )
    // Of page `a` three lines are text (0, 2, 3), of page `b` two: 0.8 and 1.
    expect(JSON.parse(lines[0] ?? '').f1RightPage).to.be.closeTo(0.9, 1e-9)
  })

  it('measures rows that bring their own passage', async () => {
    const { code, lines } = await evaluate('refusal', '--queries', 'pairs.jsonl', '--json')
    expect(code).to.equal(0)
    expect(JSON.parse(lines[0] ?? '').rows).to.deep.equal([
      { kind: 'answerable', answered: 1, refused: 0, auc: null },
      { kind: 'labelled unanswerable', answered: 0, refused: 1, auc: 1 },
    ])
  })

  it('prints lines for people unless JSON is asked for', async () => {
    const { lines } = await evaluate(...RETRIEVAL)
    expect(lines.join('\n')).to.match(/nDCG@10 1\.000, recall@5 1\.000, MRR 1\.000 \(2 queries\)/)
    expect((await evaluate(...REFUSAL)).lines.join('\n')).to.match(
      /labelled unanswerable: answered 0, refused 1, AUC 1\.000/,
    )
  })

  const BAD: Readonly<Record<string, readonly [args: readonly string[], message: RegExp]>> = {
    'a file that is not there': [
      ['refusal', '--corpus', 'none.jsonl', '--queries', 'queries.jsonl'],
      /^none\.jsonl: cannot be read$/,
    ],
    'a line that is not JSON': [
      ['refusal', '--corpus', 'broken.jsonl', '--queries', 'queries.jsonl'],
      /^broken\.jsonl:4: not JSON$/,
    ],
    'a field of the wrong kind': [
      ['refusal', '--corpus', 'corpus.jsonl', '--queries', 'fields.jsonl'],
      /^fields\.jsonl:2: text: /,
    ],
    'rows that are no objects': [
      ['refusal', '--corpus', 'list.jsonl', '--queries', 'queries.jsonl'],
      /^list\.jsonl:1: row: /,
    ],
    'a file without rows': [
      ['refusal', '--corpus', 'corpus.jsonl', '--queries', 'empty.jsonl'],
      /^empty\.jsonl: holds no rows$/,
    ],
    'a corpus of another shape': [
      ['refusal', '--corpus', 'pairs.jsonl', '--queries', 'queries.jsonl'],
      /^pairs\.jsonl:1: text: /,
    ],
    'qrels without tabs': [[...RETRIEVAL.slice(0, -1), 'spaces.tsv'], /^spaces\.tsv:1: expected query/],
    'a language that no row has': [[...REFUSAL, '--locale', 'sv'], /no rows of language sv$/],
  }
  for (const [name, [args, message]] of Object.entries(BAD)) {
    it(`names file and line of ${name}, ends with 4 and prints no measure`, async () => {
      const { code, lines } = await evaluate(...args)
      expect(code).to.equal(4)
      expect(lines).to.have.length(1)
      expect(lines[0]).to.match(message)
    })
  }

  const MISUSED: Readonly<Record<string, readonly string[]>> = {
    'nothing to measure': [],
    'an unknown measure': ['speed', '--corpus', 'corpus.jsonl', '--queries', 'queries.jsonl'],
    'an unknown option': [...RETRIEVAL, '--fast'],
    'no qrels': RETRIEVAL.slice(0, -2),
    'one word too many': [...RETRIEVAL, 'twice'],
  }
  for (const [name, args] of Object.entries(MISUSED)) {
    it(`explains itself and ends with 4 when given ${name}`, async () => {
      const { code, lines } = await evaluate(...args)
      expect(code).to.equal(4)
      expect(lines.join('\n')).to.include('vouch eval retrieval --corpus FILE')
    })
  }
})

const HAS_DATA = existsSync(join(DATA, 'help-center'))
const describeMeasured = HAS_DATA ? describe : describe.skip

describeMeasured(
  `vouch eval on real help centers${HAS_DATA ? '' : ' (skipped: ../shared/data is absent)'}`,
  () => {
    const FLOORS = [
      { locale: 'de', ndcg: 0.723, evidence: 0.4 },
      { locale: 'en', ndcg: 0.692, evidence: 0.39 },
    ] as const
    for (const { locale, ndcg, evidence } of FLOORS) {
      it(`ranks ${locale} pages better than fused BM25 does, and refuses other topics`, async function () {
        const at = (name: string) => join(DATA, 'help-center', name)
        this.timeout(60_000)
        const lines: string[] = []
        const io = {
          out: (line: string) => void lines.push(line),
          readFile: (path: string) => readFile(path, 'utf8'),
          now: () => performance.now(),
        }
        const files = ['--corpus', at(`corpus.${locale}.jsonl`), '--queries', at(`queries.${locale}.jsonl`)]
        expect(
          await runEval(['retrieval', ...files, '--qrels', at(`qrels.${locale}.tsv`), '--json'], io),
        ).to.equal(0)
        expect(
          await runEval(
            ['refusal', ...files, '--off-topic', join(DATA, 'refusal/clapnq_dev.jsonl'), '--json'],
            io,
          ),
        ).to.equal(0)
        const [retrieval, refusal] = lines.map((line) => JSON.parse(line))
        expect(retrieval.all.ndcgAt10).to.be.at.least(ndcg)
        expect(refusal.evidence.f1RightPage).to.be.at.least(evidence)
        const share = (kind: string) => {
          const row = refusal.rows.find((one: { kind: string }) => one.kind === kind)
          return row.answered / (row.answered + row.refused)
        }
        expect(share('answerable')).to.be.at.least(0.8)
        expect(share('off topic')).to.be.at.most(0.05)
      })
    }
  },
)
