import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { runEval } from '../../../server/cli/eval.ts'
import type { MinimiseReport } from '../../../server/cli/eval-minimise.ts'
import { WITHOUT_REPORT } from '../../support/eval-io.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data')

const ROWS = [
  {
    text: 'Write to jo@example.org or call Xy',
    spans: [
      { type: 'EMAIL_ADDRESS', start: 9, end: 23 },
      { type: 'PERSON', start: 32, end: 34 },
    ],
  },
  { text: 'Is 12 Elm Street in Ulm', spans: [{ type: 'STREET_ADDRESS', start: 0, end: 16 }] },
  { text: 'I am Anna Keller', spans: [{ type: 'ORGANIZATION', start: 5, end: 16 }] },
  { text: 'from 10.0.0.17', spans: [] },
]
const jsonl = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')
const FILES: Readonly<Record<string, string>> = {
  'texts.jsonl': jsonl(ROWS),
  'ordinary.jsonl': jsonl([{ text: 'Where is my order?' }, { text: 'Ask jo@example.org' }]),
  'broken.jsonl': '{"text":1}',
}

async function evaluate(args: readonly string[], read?: (path: string) => Promise<string>) {
  const lines: string[] = []
  let time = 0
  const code = await runEval(args, {
    ...WITHOUT_REPORT,
    out: (line) => void lines.push(line),
    readFile: read ?? (async (path) => FILES[path] ?? Promise.reject(new Error('no such file'))),
    now: () => (time += 1),
  })
  return { code, lines }
}

async function reportOf(
  args: readonly string[],
  read?: (path: string) => Promise<string>,
): Promise<MinimiseReport> {
  return JSON.parse((await evaluate(['minimise', ...args, '--json'], read)).lines.join(''))
}

describe('vouch eval minimise', () => {
  it('counts what is found in full, in part and not at all, and what is replaced beside it', async () => {
    const report = await reportOf(['--texts', 'texts.jsonl', '--ordinary', 'ordinary.jsonl'])
    expect(report.recall).to.deep.equal([
      { label: 'EMAIL_ADDRESS', spans: 1, found: 1, partial: 0, typed: 1 },
      { label: 'PERSON', spans: 1, found: 0, partial: 0, typed: 0 },
      { label: 'STREET_ADDRESS', spans: 1, found: 0, partial: 1, typed: 0 },
    ])
    expect(report.precision).to.deep.equal([
      { type: 'EMAIL', replaced: 1, right: 1, otherLabel: 0, falseAlarms: 0 },
      { type: 'IP', replaced: 1, right: 0, otherLabel: 0, falseAlarms: 1 },
      { type: 'ADDRESS', replaced: 1, right: 1, otherLabel: 0, falseAlarms: 0 },
      { type: 'NAME', replaced: 1, right: 0, otherLabel: 1, falseAlarms: 0 },
    ])
    expect(report.notOurs).to.deep.equal({ ORGANIZATION: 1 })
    expect(report.ordinary).to.deep.equal({ texts: 2, altered: 1 })
    const bytes = ROWS.reduce((sum, { text }) => sum + text.length, 0)
    expect(report.megabytesPerSecond).to.be.closeTo(bytes / 1e6 / 0.001, 1e-9)
  })

  it('says the same to people', async () => {
    const { code, lines } = await evaluate([
      'minimise',
      '--texts',
      'texts.jsonl',
      '--ordinary',
      'ordinary.jsonl',
    ])
    expect(code).to.equal(0)
    expect(lines).to.include('EMAIL_ADDRESS: recall 100.0 % (1 of 1; 0 in part, 1 as EMAIL)')
    expect(lines.at(-1)).to.equal('ordinary questions altered: 50.0 % (1 of 2)')
  })

  const WRONG: Record<string, readonly string[]> = {
    'no file is named': ['minimise'],
    'the file is not there': ['minimise', '--texts', 'nowhere.jsonl'],
    'a row has another shape': ['minimise', '--texts', 'broken.jsonl'],
  }
  for (const [name, args] of Object.entries(WRONG))
    it(`ends with 4 and prints no figure when ${name}`, async () => {
      const { code, lines } = await evaluate(args)
      expect(code).to.equal(4)
      expect(lines.join('\n')).not.to.match(/recall|MB\/s/)
    })
})

const HAS_DATA = existsSync(join(DATA, 'pii'))
const describeMeasured = HAS_DATA ? describe : describe.skip

describeMeasured(
  `vouch eval minimise on real files${HAS_DATA ? '' : ' (skipped: ../shared/data is absent)'}`,
  () => {
    const FLOORS: Record<string, number> = {
      EMAIL_ADDRESS: 1,
      CREDIT_CARD: 1,
      IBAN_CODE: 1,
      IP_ADDRESS: 1,
      US_SSN: 1,
      PHONE_NUMBER: 0.95,
      PERSON: 0.85,
      STREET_ADDRESS: 0.85,
    }
    it('finds what it promises and alters less than one in a hundred ordinary questions', async () => {
      const texts = join(DATA, 'pii', 'presidio_synth_v2.jsonl')
      const read = async (path: string) =>
        path === 'ordinary'
          ? (
              await Promise.all(
                ['en', 'de'].map((locale) =>
                  readFile(join(DATA, 'help-center', `queries.${locale}.jsonl`), 'utf8'),
                ),
              )
            ).join('\n')
          : readFile(path, 'utf8')
      const { recall, ordinary } = await reportOf(['--texts', texts, '--ordinary', 'ordinary'], read)
      for (const [label, floor] of Object.entries(FLOORS)) {
        const row = recall.find((one) => one.label === label)
        expect((row?.found ?? 0) / (row?.spans ?? 1), label).to.be.at.least(floor)
      }
      expect(ordinary?.texts).to.equal(1812)
      expect((ordinary?.altered ?? 1812) / 1812).to.be.below(0.01)
    })
  },
)
