/**
 * The password of the database out of the file that PGPASSFILE names, as psql has it (PostgreSQL 15, 34.16): asked for
 * only when the database wants one and neither its address nor PGPASSWORD has it.
 */
import { readFile, stat } from 'node:fs/promises'
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
const LINE = new RegExp(`^${FIELD}:${FIELD}:${FIELD}:${FIELD}:(.+)$`)
const OTHERS = 0o077
const plain = (field: string) => field.replace(/\\([:\\])/g, '$1')

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
  const path = named || join(env['HOME'] ?? '', '.pgpass')
  const asked = [wanted.host, String(wanted.port), wanted.database, wanted.user]
  for (const line of (await readOwn(path, Boolean(named))).split(/\r?\n/)) {
    const [, ...fields] = LINE.exec(line) ?? []
    const password = fields.pop()
    if (line.startsWith('#') || password === undefined) continue
    if (fields.every((field, at) => field === '*' || plain(field) === asked[at])) return plain(password)
  }
  const whom = `${wanted.user} at ${wanted.host}:${wanted.port}/${wanted.database}`
  throw problem(`the password file ${path} has no line for ${whom}`, 'add host:port:database:user:password')
}
