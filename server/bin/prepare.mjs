/** Makes a clone ready to run: installs what is missing, builds what has changed. Does nothing otherwise. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url))
const BUILT_FROM = ['src', 'server', 'workbench', 'translations']
const BUILT_BY = ['tsconfig.json', 'tsconfig.build.json', 'vite.config.ts', 'package-lock.json']
const LOCK_STAMP = join(root, 'node_modules', '.vouch-lock')
const BUILD_STAMP = join(root, 'dist', '.vouch-build')

/** A list of test files would push what failed out of sight. */
const shortened = (args) => (args.length > 8 ? `${args.slice(0, 6).join(' ')} …` : args.join(' '))

/** Runs a command of this project; ends the process with its status when it fails. */
export function run(command, args, options = {}) {
  const { status, error, signal } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (status === 0) return
  console.error(
    error ? `${command} could not be run: ${error.message}` : `${command} ${shortened(args)} failed`,
  )
  process.exit(status ?? (signal ? 130 : 1))
}

function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 17)) return
  console.error(`Vouch needs Node 20.17 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex')
}

function stampIs(path, value) {
  return existsSync(path) && readFileSync(path, 'utf8') === value
}

function install() {
  const lock = digest(readFileSync(join(root, 'package-lock.json')))
  if (stampIs(LOCK_STAMP, lock)) return
  console.error('Installing packages (once; about a minute) …')
  // The build needs the development packages, also where NODE_ENV says production. What npm prints goes
  // to the error stream: a command's own output stays its own.
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: ['ignore', 2, 2],
    // Where the engine has no prebuilt file it is compiled, by make on one core if nobody says otherwise.
    env: { JOBS: 'max', ...process.env },
  })
  writeFileSync(LOCK_STAMP, lock)
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}

function sourcesStamp() {
  const files = [...BUILT_FROM.flatMap(filesBelow), ...BUILT_BY].sort()
  const seen = files.map((path) => {
    const { mtimeMs, size } = statSync(join(root, path))
    return `${path} ${mtimeMs} ${size}`
  })
  return digest(seen.join('\n'))
}

function build() {
  const stamp = sourcesStamp()
  if (stampIs(BUILD_STAMP, stamp)) return
  console.error('Building …')
  run(process.execPath, [join(root, 'server', 'bin', 'build.mjs')], { stdio: ['ignore', 2, 2] })
  writeFileSync(BUILD_STAMP, stamp)
}

export function prepare() {
  nodeIsNewEnough()
  install()
  build()
}
