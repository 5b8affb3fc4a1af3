/**
 * The password of the database out of the file that PGPASSFILE names, as psql has it (PostgreSQL 15, 34.16): asked for
 * only when the database wants one and neither its address nor PGPASSWORD has it.
 */
import { readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'

export interface Wanted {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
}

type Environment = Readonly<Record<string, string | undefined>>

const FIELD = String.raw`((?:\\.|[^:\\])*)`
/** A colon that nothing escapes ends the password too; a backslash at the very end is one. */
const LINE = new RegExp(String.raw`^${FIELD}:${FIELD}:${FIELD}:${FIELD}:((?:\\.|[^:\\]|\\$)+)`)
const OTHERS = 0o077
const plain = (field: string) => field.replace(/\\(.)/g, '$1')
/** Where psql looks for a socket that nobody has named, as Debian and as PostgreSQL itself builds it: `localhost` there. */
const OWN_SOCKETS: readonly string[] = ['/var/run/postgresql', '/tmp']
const ownFile = (env: Environment) =>
  process.platform === 'win32'
    ? join(env['APPDATA'] ?? '', 'postgresql', 'pgpass.conf')
    : join(env['HOME'] || homedir(), '.pgpass')

const problem = (said: string, next: string, cause?: unknown) =>
  new Fault('STORE_UNAVAILABLE', `${said}. Next: ${next} (docs/postgresql.md)`, cause)

async function readOwn(path: string, named: boolean): Promise<string> {
  try {
    const { mode } = await stat(path)
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
      throw problem(`others may read the password file ${path}, so it is not used`, `chmod 600 ${path}`)
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const code = String(Reflect.get(Object(cause), 'code'))
    if (!named && code === 'ENOENT')
      throw problem('the database wants a password, and none is given', 'name its file in PGPASSFILE')
    const next = 'see that PGPASSFILE names it, and that the server may read it'
    throw problem(`the password file ${path} cannot be read (${code})`, next, cause)
  }
}

/** @throws Fault `STORE_UNAVAILABLE`, with what is to be done. */
export async function passwordFor(wanted: Wanted, env: Environment = process.env): Promise<string> {
  const named = env['PGPASSFILE']
  const path = named || ownFile(env)
  const host = OWN_SOCKETS.includes(wanted.host) ? 'localhost' : wanted.host
  const asked = [host, String(wanted.port), wanted.database, wanted.user]
  for (const line of (await readOwn(path, Boolean(named))).split(/\r?\n/)) {
    const [, ...fields] = LINE.exec(line) ?? []
    const password = fields.pop()
    if (line.startsWith('#') || password === undefined) continue
    if (fields.every((field, at) => field === '*' || plain(field) === asked[at])) return plain(password)
  }
  const whom = `${wanted.user} at ${wanted.host}:${wanted.port}/${wanted.database}`
  throw problem(`the password file ${path} has no line for ${whom}`, 'add host:port:database:user:password')
}
