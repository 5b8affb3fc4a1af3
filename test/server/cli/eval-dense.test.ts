import { expect } from 'chai'
import { runEval } from '../../../server/cli/eval.ts'
import { WITHOUT_REPORT } from '../../support/eval-io.ts'
import { writeModelFolder } from '../../support/onnx-model.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const jsonl = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const PAGES = [
  { id: 'a', title: 'Returns', text: 'Send items back within 30 days.', lang: 'en', city: 'x' },
  { id: 'b', title: 'Vases', text: 'Rinse a vase with lukewarm water.', lang: 'en', city: 'x' },
  { id: 'c', title: 'Invoices', text: 'Invoices are sent by mail.', lang: 'en', city: 'y' },
]
const QUERIES = [
  { id: '1', text: 'Cleaning porcelain', answerable: true, context_id: 'b', answer_sentence_idx: [0] },
]
const FILES: Readonly<Record<string, string>> = {
  'pages.jsonl': jsonl(PAGES),
  'queries.jsonl': jsonl(QUERIES),
  'qrels.tsv': '1\tb\t1',
}

describe('vouch eval retrieval --dense', () => {
  async function run(...more: readonly string[]) {
    const lines: string[] = []
    const files = ['--corpus', 'pages.jsonl', '--queries', 'queries.jsonl', '--qrels', 'qrels.tsv']
    const code = await runEval(['retrieval', ...files, ...more], {
      ...WITHOUT_REPORT,
      out: (line) => lines.push(line),
      readFile: async (path) => FILES[path] ?? '',
      now: () => 0,
    })
    return { code, lines }
  }

  it('ranks by words, then by words and meaning, with the model in the folder', async () => {
    const folder = tempFolder()
    writeModelFolder(folder, [['vase', 'porcelain'], ['invoices']])
    const { code, lines } = await run('--dense', folder, '--json')
    expect(code).to.equal(0)
    const report = JSON.parse(lines[0] ?? '')
    expect([report.all.ndcgAt10, report.dense.all.ndcgAt10]).to.deep.equal([0, 1])
    expect(report.dense).to.deep.include({ dimensions: 2 })
    expect(report.dense.withinGroup.recallAt5).to.equal(1)
    const said = (await run('--dense', folder)).lines
    expect(said.at(-2)).to.contain('all articles, by words and meaning: nDCG@10 1.000')
  })

  it('says so when the folder holds no model', async () => {
    const { code, lines } = await run('--dense', tempFolder())
    expect(code).to.equal(4)
    expect(lines).to.deep.equal(['the model cannot be used: FOLDER'])
  })
})
