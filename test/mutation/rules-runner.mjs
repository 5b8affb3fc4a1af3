/**
 * Runs the tests of the rules against one mutant after the other, in one process: the tests and the sources are
 * bundled once, and loaded anew for each mutant, so that what is worked out at loading is worked out with it.
 */
import { mkdirSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import { DryRunStatus, MutantRunStatus, TestStatus } from '@stryker-mutator/api/test-runner'
import { build } from 'esbuild'
import Mocha from 'mocha'

const TESTS = 'test/src/domain'
/** Whose tests can tell a rule of consent, scope or allowlist from a changed one. */
export const RULE_TESTS = /^(?:allowlist|consent|decide|limits|scope|topics?|widening)\b/
/** Left out: walks of many thousand steps take longer than all else together. They could only notice more. */
const WALKS = /\d,000|stories/
/** Whatever is tried with thousands of random cases is asked last: most mutants have been noticed by then. */
const RANDOM = /fc\d*\.assert/
const BUNDLE = 'tmp/mutation/rules.mjs'
const ACTIVE = '__stryker__'

function testFiles() {
  const names = readdirSync(TESTS)
    .map((name) => /^(.+)\.test\.ts$/.exec(name)?.[1])
    .filter((name) => name !== undefined && RULE_TESTS.test(name))
  return names.sort()
}

/** Moves the random tests behind all others. */
function randomLast(root) {
  const late = Mocha.Suite.create(root, 'random')
  const visit = (suite) => {
    for (const test of suite.tests.filter(({ body }) => RANDOM.test(body))) {
      suite.tests.splice(suite.tests.indexOf(test), 1)
      late.addTest(test)
    }
    for (const inner of suite.suites) if (inner !== late) visit(inner)
  }
  visit(root)
}

class RulesRunner {
  loads = 0

  capabilities() {
    return { reloadEnvironment: true }
  }

  /** Not before the first run: until then this process stands elsewhere. */
  async bundle() {
    mkdirSync('tmp/mutation', { recursive: true })
    const contents = testFiles()
      .map((name) => `import './${TESTS}/${name}.test.ts'`)
      .join('\n')
    await build({
      stdin: { contents, resolveDir: resolve('.'), loader: 'js' },
      // Said here: the packager remembers where it was loaded, which is not where it runs.
      absWorkingDir: resolve('.'),
      outfile: resolve(BUNDLE),
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      // What a test reads beside itself lies where the test lies.
      banner: { js: `const bundled = ${JSON.stringify(String(pathToFileURL(resolve(TESTS, 'x.ts'))))};` },
      define: { 'import.meta.url': 'bundled' },
    })
  }

  /** @returns the first test that fails, or `null`, and how many ran. */
  async run() {
    if (this.loads === 0) await this.bundle()
    const mocha = new Mocha({ reporter: class {}, bail: true, timeout: 60_000 })
    mocha.grep(WALKS).invert()
    mocha.suite.emit('pre-require', globalThis, null, mocha)
    this.loads += 1
    await import(`${pathToFileURL(resolve(BUNDLE))}?load=${this.loads}`)
    randomLast(mocha.suite)
    const ran = []
    let failed = null
    await new Promise((done) => {
      const runner = mocha.run(() => done())
      runner.on('pass', (test) => ran.push(test.fullTitle()))
      runner.on('fail', (test, error) => {
        failed ??= { name: test.fullTitle(), message: String(error?.message ?? error) }
      })
    })
    return { ran, failed }
  }

  async dryRun() {
    const { ran, failed } = await this.run()
    const tests = ran.map((name) => ({ id: name, name, timeSpentMs: 1, status: TestStatus.Success }))
    if (failed !== null)
      tests.push({
        id: failed.name,
        name: failed.name,
        timeSpentMs: 1,
        status: TestStatus.Failed,
        failureMessage: failed.message,
      })
    return { status: DryRunStatus.Complete, tests }
  }

  async mutantRun({ activeMutant }) {
    globalThis[ACTIVE] ??= {}
    globalThis[ACTIVE].activeMutant = activeMutant.id
    try {
      const { ran, failed } = await this.run()
      return failed === null
        ? { status: MutantRunStatus.Survived, nrOfTests: ran.length }
        : {
            status: MutantRunStatus.Killed,
            killedBy: [failed.name],
            failureMessage: failed.message,
            nrOfTests: ran.length + 1,
          }
    } catch (error) {
      // The sources do not even load: noticed before the first test.
      return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: String(error), nrOfTests: 0 }
    } finally {
      globalThis[ACTIVE].activeMutant = undefined
    }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'rules', RulesRunner)]
