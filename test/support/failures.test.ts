import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect } from 'chai'
import { tempFolder } from './temp-folder.ts'

const { failuresIn }: { failuresIn(output: string): string } = await import(
  new URL('./failures.mjs', import.meta.url).href
)
const MOCHA = createRequire(import.meta.url).resolve('mocha/bin/mocha.js')

const FAILS = `
import assert from 'node:assert/strict'
describe('a tent', () => {
  it('stands', () => undefined)
  describe('in the wind', () => {
    it('holds', () => assert.deepEqual({ pegs: 3 }, { pegs: 4 }))
    it('is long', () => { throw new Error(Array.from({ length: 200 }, (_, at) => 'peg ' + at).join('\\n')) })
    it('is wide', () => { throw new Error('x'.repeat(9000)) })
  })
})
describe('a ground', () => {
  before('is made', () => { throw new Error('no ground here') })
  it('carries', () => undefined)
})`

const ENDS = `
describe('a fire', () => { it('goes out', () => { console.error('out of wood'); process.exit(3) }) })`

/** What mocha itself prints of them, run as test/run.mjs runs it. */
function said(tests: Readonly<Record<string, string>>, ...args: readonly string[]): string {
  const folder = tempFolder()
  const files = Object.entries(tests).map(([name, text]) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  })
  const { stdout, stderr } = spawnSync(process.execPath, [MOCHA, '--no-config', ...args, ...files], {
    encoding: 'utf8',
  })
  return stdout + stderr
}

describe('what failed, told at the end of all tests', () => {
  let told: string
  before(() => {
    told = failuresIn(said({ 'tent.mjs': FAILS }))
  })

  it('names each test that failed by its whole title, and says why', () => {
    expect(told).to.match(/1\) a tent\n\s+in the wind\n\s+holds:\n/)
    expect(told).to.contain('+  "pegs": 4')
    expect(told).to.match(/a ground\n\s+"before all" hook: is made for "carries":\n\s+Error: no ground here/)
    expect(told).to.not.contain('stands')
  })

  it('keeps each failure short: the next one must not be pushed out of sight', () => {
    expect(told).to.contain('peg 5\n').and.to.not.contain('peg 100')
    expect(told).to.match(/… \d+ more lines, above/)
    expect(Math.max(...told.split('\n').map(({ length }) => length))).to.be.below(310)
  })

  it('tells it without colours where mocha prints some, and of a worker that died beside it', () => {
    const both = failuresIn(
      said({ 'fire.mjs': ENDS, 'tent.mjs': FAILS }, '--color', '--parallel', '--jobs', '2'),
    )
    expect(both).to.match(/\d\) a tent\n\s+in the wind\n\s+holds:\n/)
    expect(both).to.match(/[Ww]orker terminated/)
  })

  it('tells the last words of a run that ended before it could tell', () => {
    expect(failuresIn(said({ 'fire.mjs': ENDS }))).to.contain('out of wood')
  })
})
