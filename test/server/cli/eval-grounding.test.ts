import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { runEval } from '../../../server/cli/eval.ts'
import { WITHOUT_REPORT } from '../../support/eval-io.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/grounding')

const SOURCE = 'Returns are free within 30 days. Opened software cannot be returned.'
const TRUE = 'Returns are free within 30 days.'
const FALSE = 'Elephants never forget a face.'
const jsonl = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')

async function evaluate(
  text: string,
  ...more: readonly string[]
): Promise<{ code: number; lines: readonly string[] }> {
  const lines: string[] = []
  const code = await runEval(['grounding', '--pairs', 'pairs.jsonl', ...more], {
    ...WITHOUT_REPORT,
    out: (line) => lines.push(line),
    readFile: async () => text,
    now: () => 0,
  })
  return { code, lines }
}

const SHAPES: Readonly<Record<string, readonly [yes: object, no: object]>> = {
  'a source and yes or no': [
    { source: SOURCE, claim: TRUE, grounded: true },
    { source: SOURCE, claim: FALSE, grounded: false },
  ],
  'a list of contexts and 1 or 0': [
    { contexts: [SOURCE, 'More.'], response: TRUE, grounded: 1 },
    { contexts: [SOURCE, 'More.'], response: FALSE, grounded: 0 },
  ],
  'contexts with their text inside, and ratings': [
    { contexts: [{ text: SOURCE }], claim: TRUE, faithfulness_votes: [4, 4, 3] },
    { contexts: [{ text: SOURCE }], claim: FALSE, faithfulness_votes: [1, 2, 1] },
  ],
  'a list of sources and votes': [
    { source: [SOURCE], claim: TRUE, votes: [true, true, false] },
    { source: [SOURCE], claim: FALSE, votes: [false, false, true] },
  ],
}

describe('vouch eval grounding', () => {
  for (const [name, rows] of Object.entries(SHAPES))
    it(`reads rows with ${name}`, async () => {
      const { code, lines } = await evaluate(jsonl(...rows), '--json')
      expect(code).to.equal(0)
      expect(JSON.parse(lines[0] ?? '')).to.deep.include({
        claims: 2,
        grounded: 1,
        undecided: 0,
        auc: 1,
        bestF1: 1,
        precision: 1,
        recall: 1,
      })
    })

  it('leaves out, and counts, claims on which people disagreed', async () => {
    const [yes, no] = SHAPES['contexts with their text inside, and ratings'] ?? []
    const torn = { contexts: [{ text: SOURCE }], claim: TRUE, faithfulness_votes: [4, 2, 1.5] }
    const { lines } = await evaluate(jsonl({ ...yes }, { ...no }, torn), '--json')
    expect(JSON.parse(lines[0] ?? '')).to.deep.include({
      claims: 3,
      grounded: 1,
      undecided: 1,
      auc: 1,
      aucMajority: 0.75,
    })
  })

  it('prints lines for people unless JSON is asked for', async () => {
    const { lines } = await evaluate(jsonl(...(SHAPES['a source and yes or no'] ?? [])))
    expect(lines.join('\n')).to.match(/^2 claims, 1 grounded, 0 left out.*\nAUC 1\.000/)
  })

  const BAD: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
    'a row without a claim': [jsonl({ source: SOURCE, grounded: true }), /^pairs\.jsonl:1: claim: /],
    'a row without a source': [jsonl({ claim: TRUE, grounded: true }), /^pairs\.jsonl:1: source: /],
    'a row without a label': [jsonl({ claim: TRUE, source: SOURCE }), /^pairs\.jsonl:1: grounded: /],
    'a file of one kind': [
      jsonl({ claim: TRUE, source: SOURCE, grounded: true }),
      /needs claims that are grounded and claims that are not$/,
    ],
  }
  for (const [name, [text, message]] of Object.entries(BAD))
    it(`names ${name}, ends with 4 and prints no measure`, async () => {
      const { code, lines } = await evaluate(text)
      expect(code).to.equal(4)
      expect(lines).to.have.length(1)
      expect(lines[0]).to.match(message)
    })

  for (const measure of ['grounding', 'edits'])
    it(`explains itself when ${measure} is asked for without a file`, async () => {
      const lines: string[] = []
      const code = await runEval([measure], {
        ...WITHOUT_REPORT,
        out: (line) => lines.push(line),
        readFile: async () => '',
        now: () => 0,
      })
      expect(code).to.equal(4)
      expect(lines.join('\n')).to.include('vouch eval grounding --pairs FILE')
    })
})

const HAS_DATA = existsSync(DATA)
const describeMeasured = HAS_DATA ? describe : describe.skip

describeMeasured(
  `claims that people labelled${HAS_DATA ? '' : ' (skipped: ../shared/data is absent)'}`,
  () => {
    const FLOORS = [
      { file: 'mtrag_human_eval.jsonl', auc: 0.96, halves: 0.945, precision: 0.98 },
      { file: 'begin.jsonl', auc: 0.935, halves: 0.93, precision: 0.7 },
    ] as const
    for (const { file, auc, halves, precision } of FLOORS)
      it(`are told apart: ${file}`, async function () {
        this.timeout(240_000)
        const { lines } = await evaluate(await readFile(join(DATA, file), 'utf8'), '--json')
        const report = JSON.parse(lines[0] ?? '')
        expect(report.auc).to.be.at.least(auc)
        expect(Math.min(...report.aucHalves)).to.be.at.least(halves)
        expect(report.precision).to.be.at.least(precision)
      })
  },
)
