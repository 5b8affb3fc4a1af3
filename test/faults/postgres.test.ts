import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import translations from '../../translations/en.json' with { type: 'json' }
import { ADMIN, AGENT, type Answer, type Harness } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import { newTicketId, REQUESTER, startDesk } from '../support/drafting-desk.ts'
import { boundOf, fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { expectProblem } from '../support/problem-checks.ts'
import { until } from '../support/stops.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { asServer, databaseIn, POSTGRES, type TestDatabase } from '../support/test-database.ts'

const CUTS = fuzzRuns(30)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const WRITERS = 6
const IS_LONG = CUTS > 100

/** What happens to a piece of a question on its way to the database. */
type Fate = 'passes' | 'cut before' | 'cut after'

interface Wire {
  readonly url: string
  /** Asked for each piece that goes to the database. */
  fate: (piece: string) => Fate
  /** Nobody listens any more, and who is connected is hung up. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** The way to the database, which can be cut at any word. */
async function wireTo(database: string): Promise<Wire> {
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

if (POSTGRES !== null)
  describe('a database that fails under a running companion', () => {
    let desk: Harness
    let wire: Wire
    const counts: string[][] = []

    before(async () => {
      const dataDir = tempFolder()
      wire = await wireTo(asServer(await databaseIn(dataDir)))
      desk = await startDesk({ dataDir, env: { DATABASE_URL: wire.url } })
      await desk.sessionOf(AGENT)
      await desk.sessionOf(ADMIN)
    })
    after(async () => {
      wire.fate = () => 'passes'
      process.stdout.write(
        `${tableOf(['fault of the database', 'acts', 'refused in words', 'lost', '95 % bound'], counts)}\n`,
      )
      await desk.stop()
      await wire.close()
    })

    /** Of this test's database alone: others use the role beside it. */
    const nameOf = (database: TestDatabase) =>
      String(database.prepare('select current_database()').pluck().get())

    const open = (ticketId: string) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
    const there = (ticketId: string) =>
      desk.rows(`select ticket_id from ticket where ticket_id = '${ticketId}'`).length === 1

    function expectRefused(answer: Answer): void {
      expect(answer.body.code).to.be.oneOf(['STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE'])
      expectProblem(answer, 503, answer.body.code)
      expect(Number(answer.headers.get('retry-after'))).to.be.greaterThan(0)
    }

    async function expectWhole(): Promise<void> {
      // Connections that were cut are let go when their end is heard of.
      await until(async () => (await desk.call('GET', '/readyz')).status === 200)
      expect((await open(newTicketId())).status).to.be.below(300)
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
    }

    /** Each row of the log takes a while to be written. */
    const slowLog = () =>
      desk.tamper((database) =>
        database.exec(`create function slowly() returns trigger language plpgsql as
          $$ begin perform pg_sleep(0.3); return new; end $$;
          create trigger slowly before insert on audit_entry for each row execute function slowly()`),
      )
    const quickLog = () =>
      desk.tamper((database) => database.exec('drop trigger slowly on audit_entry; drop function slowly()'))

    const endlessLog = () =>
      desk.tamper((database) =>
        database.exec(`create function endlessly() returns trigger language plpgsql as
          $$ begin perform pg_sleep(600); return new; end $$;
          create trigger endlessly before insert on audit_entry for each row execute function endlessly()`),
      )

    const OUTAGES: Readonly<Record<string, { begin(): Promise<void>; end(): Promise<void> }>> = {
      // Who waits, waits long: only in a long run.
      ...(IS_LONG
        ? {
            'another session holds the account': {
              begin: async () =>
                desk.tamper((database) => {
                  database.prepare('begin').all()
                  database.prepare('select account_id from account_lock for update').all()
                }),
              end: async () => desk.tamper((database) => database.prepare('rollback').all()),
            },
            // It ends the statement itself: who comes next would find the account held for nobody.
            'its log takes ten minutes for a row': {
              begin: async () => endlessLog(),
              end: async () =>
                desk.tamper((database) =>
                  database.exec(
                    `set local lock_timeout = '1s'; drop trigger endlessly on audit_entry; drop function endlessly()`,
                  ),
                ),
            },
          }
        : {}),
      'it is stopped, and started again': { begin: () => wire.down(), end: () => wire.up() },
      'it takes no more writes': {
        begin: async () => {
          desk.tamper((database) =>
            database.exec(
              `alter role vouch_app in database ${nameOf(database)} set default_transaction_read_only = on`,
            ),
          )
          await wire.down()
          await wire.up()
        },
        end: async () => {
          desk.tamper((database) =>
            database.exec(
              `alter role vouch_app in database ${nameOf(database)} reset default_transaction_read_only`,
            ),
          )
          await wire.down()
          await wire.up()
        },
      },
      'its log takes no more rows': {
        begin: async () =>
          desk.tamper((database) =>
            database.exec('alter table audit_entry add constraint disk_full check (false) not valid'),
          ),
        end: async () =>
          desk.tamper((database) => database.exec('alter table audit_entry drop constraint disk_full')),
      },
    }

    for (const [fault, { begin, end }] of Object.entries(OUTAGES))
      it(`${fault}: acts are refused in words, change nothing, and work again without a restart`, async function () {
        this.timeout(testLimitMs(1, IS_LONG ? 60_000 : 1_000))
        const before = desk.dump()
        await begin()
        const tickets = Array.from({ length: WRITERS }, newTicketId)
        try {
          for (const answer of await Promise.all(tickets.map(open))) expectRefused(answer)
          expect((await desk.call('GET', '/livez')).status).to.equal(200)
          const ready = await desk.call('GET', '/readyz')
          // Of a log that takes nothing only whoever writes is told.
          if (!fault.startsWith('its log'))
            expect([ready.status, ready.body.missing]).to.deep.equal([503, ['store']])
        } finally {
          await end()
        }
        expect(desk.dump()).to.equal(before)
        await expectWhole()
        counts.push([fault, String(WRITERS), String(WRITERS), '0', ''])
      })

    it('is slow: acts wait for it, and nothing else waits for them', async () => {
      slowLog()
      const tickets = Array.from({ length: WRITERS }, newTicketId)
      const acts = Promise.all(tickets.map(open))
      expect((await desk.call('GET', '/livez')).status).to.equal(200)
      for (const { status } of await acts) expect(status).to.be.below(300)
      quickLog()
      expect(tickets.every(there)).to.equal(true)
      await expectWhole()
      counts.push(['it is slow', String(WRITERS), '0', '0', ''])
    })

    it('is cut off at any word of any act: what was acknowledged is there, and nothing is half there', async function () {
      this.timeout(testLimitMs(CUTS, 300, 2_000))
      const thrown = dice(SEED)
      let [acknowledged, refused, unknown] = [0, 0, 0]
      for (let round = 0; round < CUTS; round += 1) {
        const [at, fate] = [thrown.below(25), thrown.oneOf(['cut before', 'cut after'] as const)]
        let pieces = 0
        wire.fate = () => (pieces++ === at ? fate : 'passes')
        const tickets = Array.from({ length: WRITERS }, newTicketId)
        const answers = await Promise.all(tickets.map(open))
        wire.fate = () => 'passes'
        for (const [each, answer] of answers.entries()) {
          const kept = there(tickets[each] ?? '')
          if (answer.status < 300) expect(kept, 'acknowledged').to.equal(true)
          else expectRefused(answer)
          if (answer.status < 300) acknowledged += 1
          else if (kept) unknown += 1
          else refused += 1
        }
      }
      await expectWhole()
      counts.push(['cut at any word', String(CUTS * WRITERS), String(refused + unknown), '0', boundOf(CUTS)])
      process.stdout.write(
        `cut at any word: ${acknowledged} acknowledged and there, ${refused} refused and not there, ${unknown} refused and there\nseed ${SEED}\n`,
      )
    })

    it('is cut off after a commit was sent: nobody is told that it was not done', async () => {
      let wrote = false
      wire.fate = (piece) => {
        wrote ||= /insert into "ticket"/.test(piece)
        return wrote && /commit\0/.test(piece) ? 'cut after' : 'passes'
      }
      const ticketId = newTicketId()
      const answer = await open(ticketId)
      wire.fate = () => 'passes'
      expectRefused(answer)
      // The database got the commit and does it in its own time, with nobody there to hear of it.
      await until(() => there(ticketId))
      expect(translations.sidebar.trouble.fault.STORE_UNAVAILABLE).to.match(/Check whether the step was done/)
      // Said again it is the same act, not a second one.
      expect((await open(ticketId)).status).to.be.below(300)
      await expectWhole()
    })
  })
