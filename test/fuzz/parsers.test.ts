import { expect } from 'chai'
import { fuzzGround } from '../support/fuzz-ground.ts'
import { mangledText } from '../support/fuzz-inputs.ts'
import { fuzzApart } from '../support/fuzz-process.ts'
import { type FuzzRow, fuzz, fuzzRuns, fuzzTable, fuzzTarget, testLimitMs } from '../support/fuzz-run.ts'

const RUNS = fuzzRuns(250)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
describe('what is read from outside', () => {
  let rows: readonly FuzzRow[]
  before(async function () {
    this.timeout(testLimitMs(RUNS, 80, 10_000))
    rows = await fuzzApart({ ground: await fuzzGround(), runs: RUNS, seed: SEED })
    process.stdout.write(`${fuzzTable(rows)}\nseed ${SEED}\n`)
  })

  it('is read or refused in words, within a second and a small heap, whatever it is', () => {
    expect(rows).to.have.length.greaterThan(35)
    expect(
      rows.filter(({ broken }) => broken.length > 0).map(({ name, broken }) => ({ name, broken })),
    ).to.deep.equal([])
  })

  it('is mangled so that much of it is refused, and some still read', () => {
    const refused = rows.reduce((sum, row) => sum + row.refused, 0)
    const all = rows.length * RUNS
    expect(refused).to.be.within(all / 10, all * 0.9)
  })

  it('would show a parser that breaks', async () => {
    const broken = fuzzTarget({
      name: 'planted',
      inputs: mangledText(['{"a":"b"}']),
      take: (text) => JSON.parse(text) as unknown,
    })
    expect((await fuzz(broken, 50, SEED)).broken[0]?.error).to.contain('SyntaxError')
  })
})
