/** Connections to PostgreSQL: what the engine says is named here, and what it answers is read as SQLite answers it. */
import { createHash } from 'node:crypto'
import { Socket } from 'node:net'
import { Kysely, type PostgresPool } from 'kysely'
import pg from 'pg'
import { Fault } from '../../src/domain/fault.ts'
import { passwordFor } from './postgres-password.ts'
import { changedBy, type Source } from './read-memory.ts'
import type { Tables } from './schema.ts'
import { PostgresWithNames, storedNames } from './stored-names.ts'

const CONNECT_MS = 5_000
/** Also where the network has swallowed a connection: whoever waits is told. */
const ANSWER_MS = 60_000
const INT8 = 20
const NUMERIC = 1700

/** Something that the engine has said, or that kept it from answering. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  /** SQLSTATE, or the code of the socket; `null` when a connection ended without one. */
  readonly code: string | null
  /** What it was asked to change, where that was a statement. */
  readonly changed: Source | null

  constructor(cause: unknown, statement: string | null = null) {
    const code = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : null
    // The engine's own words can hold values: they go no further than the cause.
    super(`the database answered ${typeof code === 'string' ? code : 'with the end of the connection'}`, {
      cause,
    })
    this.code = typeof code === 'string' ? code : null
    this.changed = statement === null ? null : changedBy(statement)
  }
}

/** @returns the SQLSTATE of what the engine said, also when a room has said in its own words what had failed. */
function stateOf(cause: unknown): string {
  for (let at = cause; at instanceof Error; at = at.cause) if (at instanceof EngineError) return at.code ?? ''
  return ''
}

/**
 * A name that the engine does not know, or knows for something else: a pooler has handed the transaction another
 * connection than the one that it was given to, or the schema has changed since.
 */
const NAME_LOST = /^(26000|42P05|0A000)$/

/** The engine took the transaction back so that others could go on, or lost a name: done again, it can end well. */
export const isToBeRepeated = (cause: unknown): boolean =>
  /^(40001|40P01)$/.test(stateOf(cause)) || NAME_LOST.test(stateOf(cause))

/** A row or a value that the engine refuses: said while it has the transaction, so that nothing of it is kept. */
export const isRefusedRow = (cause: unknown): boolean => /^(22|23|42)/.test(stateOf(cause))

/** Somebody holds the lock for longer than is waited (`lock_not_available`), or a statement had no end (`query_canceled`). */
export const isHeldByOthers = (cause: unknown): boolean => /^(55P03|57014)$/.test(stateOf(cause))

/**
 * It takes no writes: a standby, or a database that is held. A connection stays what it was when it was opened, so that
 * another one may be asked when the writer is elsewhere, or is let go.
 */
const TAKES_NO_WRITES = '25006'

/** A division by zero: the only one is where an act begins in a database of another schema. */
const OF_ANOTHER_SCHEMA = '22012'

const OF_THE_LOG: ReadonlySet<Source | null> = new Set(['audit_entry', 'audit_head', 'audit_payload'])

/** Fault for what the engine says; the cause is kept for the log, which prints no values. */
export function postgresFault(cause: unknown): unknown {
  if (!(cause instanceof EngineError)) return cause
  if (cause.code === OF_ANOTHER_SCHEMA)
    return new Fault(
      'STORE_NEWER_SCHEMA',
      'the database has been brought to the schema of another version: start that version',
      cause,
    )
  // Also where nobody waited for it: an act that cannot be written down is told as that.
  if (OF_THE_LOG.has(cause.changed))
    return new Fault('AUDIT_UNAVAILABLE', 'cannot append to the audit log', cause)
  if (cause.code === '23505') return new Fault('CONFLICT', 'this already exists', cause)
  return new Fault('STORE_UNAVAILABLE', cause.message, cause)
}

type Answered = Pick<pg.QueryResult, 'command' | 'rowCount' | 'rows'>

const NOTHING: Answered = { command: '', rowCount: 0, rows: [] }

/** What kysely asks of a connection here: it has no cursor. */
interface Asked {
  query(text: string, values?: readonly unknown[]): Promise<Answered>
  release(): void
}

/**
 * Set before a statement whose answer nobody needs by itself: the next one is sent without waiting for it. What fails
 * in it fails whatever comes next in its transaction, and that says why.
 */
export const TOLD_LATER = '/* told later */ '

const BEGINS = /^(begin|start transaction)\b/
const IN_FAILED_TRANSACTION = '25P02'
/** A name or a way back that was given in a failed transaction is none. */
const OF_THE_FIRST = /^(25P02|26000|3B001)$/

/** What is known of the transaction that a connection is in. */
interface Turn {
  /** Whether there may be anything that its end could lose. */
  readonly writes: boolean
  /** Whether there is. */
  wrote: boolean
  /** The engine has answered something in it. */
  answered: boolean
  /** What failed in it first since its last way back. */
  failed: EngineError | null
  /** A way back that nobody has needed so far: it is set before the first statement that could want it. */
  wayBack: string | null
  /** Each has a name of its own: else an act goes back to that of one before it, whose failure nobody was told yet. */
  waysBack: number
}

const turnThat = (writes: boolean): Turn => ({
  ...{ writes, wrote: false, answered: false, failed: null, wayBack: null, waysBack: 0 },
})

/** What else wants to know of what goes over a connection. */
interface Listener {
  /** Of each statement, before it is sent. */
  sent?(text: string): void
  /** Of each that nobody waited for; `null`: it failed. */
  told?(text: string, rows: readonly unknown[] | null): void
  /** There is one more connection: what is behind it need not be what was there before. */
  connected?(): void
}

/** Sent so often, a statement is one that is sent again and again. */
const OFTEN = 5
/** The engine keeps each of them for each connection. */
const MOST_NAMED = 200
const MOST_COUNTED = 2_000

interface Names {
  /** `undefined`: it goes without one, and the engine reads and plans it anew. */
  of(text: string): string | undefined
  /** For good: where names get lost, each would only fail. */
  stop(): void
}

/** Of one pool: what is sent again and again is read and planned once for each of its connections. */
function createNames(): Names {
  const known = new Map<string, { times: number; name?: string }>()
  let [named, stopped] = [0, false]
  return {
    of(text) {
      if (stopped) return
      const found = known.get(text) ?? { times: 0 }
      if (found.times === 0 && known.size < MOST_COUNTED) known.set(text, found)
      found.times += 1
      if (found.name === undefined && found.times > OFTEN && named < MOST_NAMED) {
        named += 1
        // By its words: two servers behind one pooler never mean different statements by one name.
        found.name = createHash('sha256').update(text).digest('hex').slice(0, 32)
      }
      return found.name
    },
    stop() {
      stopped = true
    },
  }
}

/** What is sent within one step of the process goes out as one packet. */
export function gathering(socket: Socket): Socket {
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean
  let gathers = false
  socket.write = (...given: unknown[]) => {
    if (!gathers) {
      gathers = true
      socket.cork()
      process.nextTick(() => {
        gathers = false
        socket.uncork()
      })
    }
    return write(...given)
  }
  return socket
}

/** One connection: its statements are answered in the order in which they were sent. */
function asked(
  client: pg.PoolClient,
  { change, listener, names }: { change: (text: string) => string; listener: Listener; names: Names },
): Asked {
  let turn = turnThat(true)
  let broken = false
  const send = async (text: string, values: readonly unknown[], of: Turn) => {
    listener.sent?.(text)
    of.wrote ||= changedBy(text) !== null
    try {
      // Begin, commit and the like have no values, and cost nothing to read. What only reads is not begun anew when a
      // name is lost.
      const name = of.writes && values.length > 0 ? names.of(text) : undefined
      const answer = await client.query({ text: change(text), values: [...values], ...(name && { name }) })
      of.answered = true
      return answer
    } catch (cause) {
      const error = new EngineError(cause, text)
      if (of.failed === null && NAME_LOST.test(error.code ?? '')) names.stop()
      // No SQLSTATE: what the connection would answer next belongs to nobody knows which question.
      broken ||= !(cause instanceof pg.DatabaseError) || error.code === TAKES_NO_WRITES
      const first = of.failed ?? error
      of.failed = first
      throw OF_THE_FIRST.test(error.code ?? '') ? first : error
    }
  }
  /** Its failure is kept in the turn. */
  const sendOnly = (text: string, values: readonly unknown[]): Answered => {
    send(text, values, turn).then(
      ({ rows }) => listener.told?.(text, rows),
      () => listener.told?.(text, null),
    )
    return NOTHING
  }
  /** Of what was only read nothing has to last: the account is given back, and no disk is waited for. */
  const giveBack = async (of: Turn): Promise<Answered> => {
    if (of.answered) return sendOnly('rollback', [])
    const answer = await send('rollback', [], of)
    // Nobody has asked anything: here alone it shows that the account was never had.
    if (of.failed !== null) throw of.failed
    return answer
  }
  return {
    async query(text, values = []) {
      if (BEGINS.test(text)) {
        turn = turnThat(!/\bread only\b/.test(text))
        return sendOnly(text, values)
      }
      if (text.startsWith('savepoint ')) {
        turn.waysBack += 1
        turn.wayBack = `${text}${turn.waysBack}`
        return NOTHING
      }
      if (text.startsWith('release savepoint ')) {
        // An act in which something failed is not kept, even where it looked past that.
        if (turn.failed !== null) throw turn.failed
        const isSet = turn.wayBack === null
        turn.wayBack = null
        return isSet ? sendOnly(`${text}${turn.waysBack}`, values) : NOTHING
      }
      if (turn.wayBack !== null) {
        if (text.startsWith('rollback to ')) return NOTHING
        if (text !== 'commit' && text !== 'rollback') sendOnly(turn.wayBack, [])
        turn.wayBack = null
      }
      if (text.startsWith(TOLD_LATER)) return sendOnly(text.slice(TOLD_LATER.length), values)
      if (text === 'commit' && !turn.writes) return sendOnly(text, values)
      const of = turn
      if (text === 'commit' && !of.wrote && of.failed === null) return giveBack(of)
      const way = text.startsWith('rollback to ') ? of.waysBack : ''
      const answer = await send(`${text}${way}`, values, of)
      if (text.startsWith('rollback')) of.failed = null
      // A transaction in which something failed is taken back, and the engine calls that a success.
      if (text === 'commit' && answer.command !== 'COMMIT')
        throw of.failed ?? new EngineError({ code: IN_FAILED_TRANSACTION })
      return answer
    },
    release: () => client.release(broken),
  }
}

export interface PostgresConnections {
  readonly db: Kysely<Tables>
  close(): Promise<void>
}

/**
 * Closed when it could not be opened. Where the library gives up by itself, as without a password, it leaves its
 * socket to the engine, which waits a minute for one: no program that had failed could end before.
 */
class Connection extends pg.Client {
  readonly #socket: Socket

  constructor(config?: string | pg.ClientConfig) {
    const socket = gathering(new Socket())
    super({ ...(config as pg.ClientConfig), stream: () => socket })
    this.#socket = socket
    // Asked only for what the address does not have; the library's own way says nothing where it finds none.
    if (this.password == null) Object.assign(this, { password: passwordFor })
  }

  override connect(): Promise<pg.Client>
  override connect(told: (error: Error) => void): void
  override connect(told?: (error: Error) => void): Promise<pg.Client> | undefined {
    if (told === undefined) return super.connect()
    super.connect((error: Error) => {
      // `null`, whatever its type says, when it was opened.
      if (error) this.#socket.destroy()
      told(error)
    })
    return
  }
}

const unreadFile = (path: string, code: string, cause: unknown) =>
  new Fault(
    'STORE_UNAVAILABLE',
    `${path} cannot be read (${code}). Next: see that DATABASE_URL names the file of the authority, and that the server may read it (docs/postgresql.md)`,
    cause,
  )

/** `change` is what a statement becomes on its way: migrations are written once for both engines. */
export function connectPostgres(
  url: string,
  {
    most,
    change = (text) => text,
    listener = {},
  }: {
    readonly most: number
    readonly change?: (text: string) => string
    readonly listener?: Listener
  },
): PostgresConnections {
  const pool = new pg.Pool({
    connectionString: url,
    max: most,
    pipeline: true,
    Client: Connection,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    application_name: 'vouch',
    types: {
      getTypeParser: (id, format) =>
        // Counts, places and sums fit a number; ids are text on both engines.
        id === INT8 || id === NUMERIC ? Number : pg.types.getTypeParser(id, format),
    } as pg.CustomTypesConfig,
  })
  // An idle connection that ends is replaced at the next question; nobody waits on it.
  pool.on('error', () => undefined)
  const clients = new WeakMap<pg.PoolClient, Asked>()
  const names = createNames()
  const open = async () => {
    try {
      return await pool.connect()
    } catch (cause) {
      // The library reads a file that the address names before it asks anybody.
      const { code, path, syscall } = Object(cause) as NodeJS.ErrnoException
      if (path === undefined || syscall !== 'open') throw cause
      throw unreadFile(path, String(code), cause)
    }
  }
  const connect = async () => {
    const client = await open().catch((cause: unknown) => {
      throw cause instanceof Fault ? cause : new EngineError(cause)
    })
    let known = clients.get(client)
    if (known === undefined) {
      // A connection that ends between two questions: the next one says so.
      client.on('error', () => undefined)
      listener.connected?.()
      known = asked(client, { change, listener, names })
      clients.set(client, known)
    }
    return known
  }
  const db = new Kysely<Tables>({
    // Typed for cursors too, which nobody here opens.
    dialect: new PostgresWithNames({ pool: { connect, end: () => pool.end() } as unknown as PostgresPool }),
    plugins: [storedNames],
  })
  return { db, close: () => db.destroy() }
}
