/** The way to a database, which a test can cut at any word, and what else can happen to a database. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { ADMIN, type Harness } from './companion-harness.ts'
import type { Dice } from './dice.ts'
import type { Failure } from './failing-first.ts'
import { until } from './stops.ts'
import type { TestDatabase } from './test-database.ts'

/** What happens to a piece of a question on its way to the database. */
export type Fate = 'passes' | 'cut before' | 'cut after'

export interface Wire {
  readonly url: string
  /** Asked for each piece that goes to the database. */
  fate: (piece: string) => Fate
  /** Nobody listens any more, and who is connected is hung up. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** The way to the database, which can be cut at any word. */
export async function wireTo(database: string): Promise<Wire> {
  const to = new URL(database)
  const open = new Set<Socket>()
  const quiet = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    return socket
  }
  const server: Server = createServer((socket) => {
    const behind = quiet(connect(Number(to.port), to.hostname))
    quiet(socket)
    socket.on('data', (chunk: Buffer) => {
      const fate = wire.fate(spelled(chunk.toString('latin1')))
      if (fate === 'cut before') return void socket.destroy()
      behind.write(chunk)
      // What the database has got it does; what it answers reaches nobody.
      if (fate === 'cut after') socket.destroy()
    })
    behind.on('data', (chunk: Buffer) => void (socket.destroyed || socket.write(chunk)))
    behind.on('close', () => socket.destroy())
    socket.on('close', () => behind.end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = new URL(database)
  url.hostname = '127.0.0.1'
  url.port = String(port)
  const named = new Map<string, string>()
  /** With the words of the statements that go by a name alone. */
  const spelled = (piece: string): string => {
    for (const [, name = '', words = ''] of piece.matchAll(/([0-9a-f]{32})\0([^\0]+)\0/g))
      if (/^\W*[a-z]/.test(words)) named.set(name, words)
    return [piece, ...[...named].filter(([name]) => piece.includes(name)).map(([, words]) => words)].join(
      '\n',
    )
  }
  const wire: Wire = {
    url: url.href,
    fate: () => 'passes',
    async down() {
      server.close()
      for (const socket of open) socket.destroy()
      await once(server, 'close')
    },
    async up() {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    async close() {
      if (server.listening) await wire.down()
    },
  }
  return wire
}

/** Of this test's database alone: others use the role beside it. */
const nameOf = (database: TestDatabase) => String(database.prepare('select current_database()').pluck().get())

export interface At {
  readonly desk: Harness
  readonly wire: Wire
}
interface Outage {
  begin(at: At): Promise<void> | void
  end(at: At): Promise<void> | void
}

async function reconnect({ wire }: At): Promise<void> {
  await wire.down()
  await wire.up()
}

function readOnly({ desk }: At, how: 'set' | 'reset'): void {
  const setting = `default_transaction_read_only${how === 'set' ? ' = on' : ''}`
  desk.tamper((database) =>
    database.exec(`alter role vouch_app in database ${nameOf(database)} ${how} ${setting}`),
  )
}

export const OUTAGES: Readonly<Record<string, Outage>> = {
  'it is stopped, and started again': {
    begin: ({ wire }) => wire.down(),
    end: ({ wire }) => wire.up(),
  },
  'it takes no more writes': {
    async begin(at) {
      readOnly(at, 'set')
      await reconnect(at)
    },
    async end(at) {
      readOnly(at, 'reset')
      await reconnect(at)
    },
  },
  'its log takes no more rows': {
    begin: ({ desk }) =>
      desk.tamper((database) =>
        database.exec(
          "create trigger full before insert on audit_entry begin select raise(abort, 'disk full'); end",
        ),
      ),
    end: ({ desk }) => desk.tamper((database) => database.exec('drop trigger full')),
  },
}

/** Who waits for these, waits long. */
export const LONG_OUTAGES: Readonly<Record<string, Outage>> = {
  'another session holds the account': {
    begin: ({ desk }) =>
      desk.tamper((database) => {
        database.prepare('begin').all()
        database.prepare('select account_id from account_lock for update').all()
      }),
    end: ({ desk }) => desk.tamper((database) => database.prepare('rollback').all()),
  },
  // It ends the statement itself: who comes next would find the account held for nobody.
  'its log takes ten minutes for a row': {
    begin: ({ desk }) =>
      desk.tamper((database) =>
        database.exec(`create function endlessly() returns trigger language plpgsql as
          $$ begin perform pg_sleep(600); return new; end $$;
          create trigger endlessly before insert on audit_entry for each row execute function endlessly()`),
      ),
    end: ({ desk }) =>
      desk.tamper((database) =>
        database.exec(
          `set local lock_timeout = '1s'; drop trigger endlessly on audit_entry; drop function endlessly()`,
        ),
      ),
  },
}

/** Connections that were cut are let go when their end is heard of; and the stops are read again several times a second. */
export async function untilReady(desk: Harness): Promise<void> {
  await until(async () => (await desk.call('GET', '/readyz')).status === 200)
  await until(async () => {
    const { status, body } = await desk.api(ADMIN, 'GET', '/console/kill-switch')
    return status === 200 && body.blind.length === 0
  })
}

export function failureOf(name: string, { begin, end }: Outage, at: At): Failure {
  return {
    name,
    begin: () => begin(at),
    async end() {
      await end(at)
      await untilReady(at.desk)
    },
  }
}

/** What happens to a database, and at which word if the dice say so. */
export type Way = (at: At, thrown: Dice) => Failure

/** The way is cut at a word of the next act before the database has it: nothing can have been done. */
export function cutAt(words: () => number, { desk, wire }: At): Failure {
  return {
    name: 'the way to it is cut',
    between: true,
    begin() {
      let left = words()
      wire.fate = (piece) => {
        left -= 1
        return left === 0 || (left < 0 && /commit\0/.test(piece)) ? 'cut before' : 'passes'
      }
    },
    async end() {
      wire.fate = () => 'passes'
      await untilReady(desk)
    },
  }
}
