import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { runEval } from '../../../server/cli/eval.ts'
import { SHIPPED_THRESHOLD } from '../../../src/domain/refusal-threshold.ts'
import { WITHOUT_REPORT } from '../../support/eval-io.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data')

const CORPUS = [
  {
    id: 'a',
    title: 'Returns',
    text: 'Free returns\n\nYou can return items within 30 days.\nSend them by post.',
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
const ATTACK = '<img src=x onerror=alert(1)>"\''
const FILES: Readonly<Record<string, string>> = {
  'attack.jsonl': jsonl(CORPUS.map((page) => ({ ...page, title: `${page.title} ${ATTACK}` }))),
  'attack-queries.jsonl': jsonl([
    ...QUERIES.map((query) => ({ ...query, text: `${query.text} ${ATTACK}` })),
    {
      id: '4',
      text: `How do zebras sleep in a cold winter? ${ATTACK}`,
      answerable: true,
      context_id: 'a',
      answer_sentence_idx: [0, 3],
    },
  ]),
  'nowhere.tsv': '1\tnowhere\t1\n2\ta\t1\n',
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

interface Evaluated {
  readonly code: number
  readonly lines: readonly string[]
  /** By name, what was written. */
  readonly written: Readonly<Record<string, string>>
}

async function evaluate(...args: readonly string[]): Promise<Evaluated> {
  const lines: string[] = []
  const written: Record<string, string> = {}
  let time = 0
  const code = await runEval(args, {
    ...WITHOUT_REPORT,
    out: (line) => lines.push(line),
    readFile: async (path) => {
      const text = FILES[path]
      if (text === undefined) throw new Error('ENOENT')
      return text
    },
    writeFile: async (path, text) => {
      if (path.startsWith('/nowhere')) throw new Error('ENOENT')
      written[path] = text
    },
    now: () => {
      time += 1
      return time
    },
  })
  return { code, lines, written }
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
      'its article and its copies removed',
      'answerable, one group',
      'its article removed, one group',
      'its article and its copies removed, one group',
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
    // Of page `a` three lines are text (0, 2, 3) and 2 and 3 answer; counted without the empty one none would fit.
    expect(JSON.parse(lines[0] ?? '').f1RightPage).to.be.at.least(0.9)
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

  const REPORTS: Readonly<Record<string, readonly [args: readonly string[], parts: readonly string[]]>> = {
    retrieval: [RETRIEVAL, ['Does Vouch find the right article?', 'Quality of the first k articles']],
    refusal: [
      [...REFUSAL, '--off-topic', 'pairs.jsonl'],
      ['Does Vouch know what it cannot answer?', 'Which threshold?', 'ECE', `${SHIPPED_THRESHOLD} (shipped)`],
    ],
    'refusal of pairs': [
      ['refusal', '--queries', 'pairs.jsonl'],
      ['questions that people labelled unanswerable'],
    ],
    evidence: [
      ['evidence', ...REFUSAL.slice(1)],
      ['Does Vouch quote the right sentences?', 'F1 within the right article'],
    ],
  }
  for (const [name, [args, parts]] of Object.entries(REPORTS)) {
    it(`writes a report of ${name} beside its lines, with date, version and files but no folder`, async () => {
      const { code, lines, written } = await evaluate(...args, '--html', 'out/report.html')
      expect(code).to.equal(0)
      expect(lines).to.deep.equal((await evaluate(...args)).lines)
      expect(Object.keys(written)).to.deep.equal(['out/report.html'])
      const page = written['out/report.html'] ?? ''
      for (const part of [...parts, '2026-01-02 03:04 UTC', '0.0.0-test', 'jsonl'])
        expect(page).to.include(part)
      expect(page).not.to.match(/<script|javascript:|\son\w+=|\sstyle=|https?:/)
    })
  }

  it('writes what people have typed as text, never as markup', async () => {
    for (const measure of ['retrieval', 'refusal', 'evidence']) {
      const qrels = measure === 'retrieval' ? ['--qrels', 'nowhere.tsv'] : []
      const files = ['--corpus', 'attack.jsonl', '--queries', 'attack-queries.jsonl', '--html', 'r.html']
      const { code, written } = await evaluate(measure, ...files, ...qrels)
      expect(code).to.equal(0)
      const page = written['r.html'] ?? ''
      expect(page.match(/<img/g)).to.equal(null)
      expect(page).to.include('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;')
    }
  })

  it('says so, ends with 4 and prints no measure when the report cannot be written', async () => {
    const { code, lines, written } = await evaluate(...RETRIEVAL, '--html', '/nowhere/report.html')
    expect(code).to.equal(4)
    expect(lines).to.deep.equal(['/nowhere/report.html: cannot be written'])
    expect(written).to.deep.equal({})
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
    'a report of what has none': ['edits', '--corpus', 'corpus.jsonl', '--html', 'r.html'],
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
        this.timeout(240_000)
        const lines: string[] = []
        const io = {
          ...WITHOUT_REPORT,
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
        expect(share('answerable')).to.be.at.least(0.9)
        expect(share('answerable, one group')).to.be.at.least(0.9)
        expect(share('off topic')).to.be.at.most(0.1)
      })
    }
  },
)
