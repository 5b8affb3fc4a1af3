import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { projectRoot } from '../../server/project-root.ts'

interface Compiled {
  readonly settings: readonly string[]
  fileOf(file: string): string
}
const {
  compileTests,
  withPlaces,
}: {
  compileTests(root: string, files: readonly string[], folder: string): Promise<Compiled>
  withPlaces(text: string, root: string, folder: string): string
} = await import(new URL('./compiled-tests.mjs', import.meta.url).href)

const ROOT = fileURLToPath(projectRoot())
const MOCHA = join(ROOT, 'node_modules', 'mocha', 'bin', 'mocha.js')

/** Two files that take the same third: what it counts is counted in both. */
const FILES = {
  'shared.ts': `let count = 0
export const counted = (): number => { count += 1; return count }
export const here: string = import.meta.url`,
  'one.test.ts': `import { connect } from 'node:net'
import { counted, here } from './shared.ts'
import { takeAttempts } from '../../test/support/no-network.ts'
describe('one', () => {
  it('finds what lies beside it', () => { if (!here.endsWith('/shared.ts')) throw new Error(here) })
  it('counts', () => { if (counted() !== 1) throw new Error('again') })
  it('is watched', (done) => {
    connect(80, 'example.com').once('error', () => done(takeAttempts().length === 1 ? undefined : new Error('free')))
  })
})`,
  'two.test.ts': `import { counted } from './shared.ts'
describe('two', () => {
  it('goes on counting', () => { if (counted() !== 2) throw new Error('again') })
  it('fails', () => {
    throw new Error('planted')
  })
})`,
}

describe('the tests of a run as one program', () => {
  let folder: string
  before(() => {
    mkdirSync(join(ROOT, 'tmp'), { recursive: true })
    folder = mkdtempSync(join(ROOT, 'tmp', 'compiled-'))
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text)
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('do what each file says, under the settings of all tests, and a failure is told by its place in the source', async () => {
    const files = ['one.test.ts', 'two.test.ts'].map((name) => relative(ROOT, join(folder, name)))
    const made = join(folder, 'made')
    const { settings, fileOf } = await compileTests(ROOT, files, made)
    const { status, stdout } = spawnSync(
      process.execPath,
      [MOCHA, '--reporter', 'spec', ...settings, ...files.map(fileOf)],
      { encoding: 'utf8', cwd: ROOT },
    )
    expect(stdout).to.contain('4 passing').and.to.contain('1 failing')
    expect(status).to.equal(1)
    expect(withPlaces(stdout, ROOT, made)).to.contain(`${files[1]}:5:11`)
    const kept: unknown = JSON.parse(readFileSync(settings[1] ?? '', 'utf8'))
    expect(kept).to.include({ 'forbid-only': true, timeout: 120_000, exit: true })
  })
})
