import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, Socket } from 'node:net'
import { join } from 'node:path'
import { TLSSocket } from 'node:tls'
import { expect } from 'chai'
import { sql } from 'kysely'
import {
  connectPostgres,
  EngineError,
  gathering,
  isToBeRepeated,
  postgresFault,
  TOLD_LATER,
} from '../../../server/adapters/postgres-connection.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { selfSigned } from '../../support/self-signed.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { asServer, newDatabase, POSTGRES, postgresDatabase } from '../../support/test-database.ts'

const codeOf = (cause: unknown) => {
  const fault = postgresFault(cause)
  return fault instanceof Fault ? fault.code : null
}

describe('what PostgreSQL says', () => {
  it('is a conflict where a row is there already, and else a store that is not to be had', () => {
    expect(codeOf(new EngineError({ code: '23505' }))).to.equal('CONFLICT')
    for (const code of ['57P01', 'ECONNREFUSED', '53300', '55P03', '42501', undefined])
      expect(codeOf(new EngineError({ code })), String(code)).to.equal('STORE_UNAVAILABLE')
  })

  it('is repeated only where the engine took the act back for the sake of another, or lost a name', () => {
    for (const code of ['40001', '40P01', '26000', '42P05', '0A000'])
      expect(isToBeRepeated(new EngineError({ code })), code).to.equal(true)
    for (const code of ['23505', '57P01', undefined])
      expect(isToBeRepeated(new EngineError({ code })), String(code)).to.equal(false)
    expect(isToBeRepeated({ code: '40001' })).to.equal(false)
  })

  it('is not taken for a fault of the product, nor the other way round', () => {
    const mistake = new TypeError('no')
    expect(postgresFault(mistake)).to.equal(mistake)
  })

  it('goes on without its words, which can hold values', () => {
    const { message } = new EngineError({ code: '23505', message: 'Key (email)=(anna@example.com) exists' })
    expect(message).to.not.contain('anna')
  })

  it('is asked in one write what one step of the process asks', async () => {
    const writes: string[][] = []
    class Noting extends Socket {
      override _write(chunk: Buffer, _encoding: string, done: () => void) {
        writes.push([String(chunk)])
        done()
      }
      override _writev(chunks: readonly { readonly chunk: Buffer }[], done: () => void) {
        writes.push(chunks.map(({ chunk }) => String(chunk)))
        done()
      }
    }
    const socket = gathering(new Noting())
    const ask = async (text: string) => socket.write(Buffer.from(text))
    for (const text of ['begin', 'lock', 'select']) await ask(text)
    await new Promise((resolve) => setImmediate(resolve))
    for (const text of ['insert', 'commit']) await ask(text)
    await new Promise((resolve) => setImmediate(resolve))
    expect(writes.flat()).to.deep.equal(['begin', 'lock', 'select', 'insert', 'commit'])
    expect(writes.slice(-1)).to.deep.equal([['insert', 'commit']])
    socket.destroy()
  })

  it('is a store that is not to be had when nobody listens', async () => {
    const { db, close } = connectPostgres('postgres://nobody@127.0.0.1:9/none', { most: 1 })
    const cause = await db
      .selectFrom('schemaVersion')
      .selectAll()
      .execute()
      .then(null, (error: unknown) => error)
    await close()
    expect(codeOf(cause)).to.equal('STORE_UNAVAILABLE')
  })

  describe('over TLS', () => {
    const own = selfSigned()
    const fileOf = ({ cert }: { readonly cert: string }) => {
      const path = join(tempFolder(), 'ca.pem')
      writeFileSync(path, cert)
      return path
    }
    /** @returns what a database with this certificate is told, behind the handshake, by whoever connects so. */
    async function toldBy(query: string, host = 'localhost'): Promise<string> {
      let told = ''
      const engine = createServer((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => {
          socket.write('S')
          const secure = new TLSSocket(socket, { isServer: true, ...own })
          secure.on('error', () => undefined)
          secure.on('data', (bytes) => {
            told += bytes.toString('latin1')
            secure.destroy()
          })
        })
      })
      await once(engine.listen(0), 'listening')
      const { port } = engine.address() as AddressInfo
      const { db, close } = connectPostgres(`postgres://vouch_app@${host}:${port}/none?${query}`, { most: 1 })
      const cause = await sql`select 1`.execute(db).then(null, (error: unknown) => error)
      await close()
      expect(codeOf(cause)).to.equal('STORE_UNAVAILABLE')
      await new Promise((resolve) => engine.close(resolve))
      return told
    }

    it('is told who asks where its certificate is by the CA that was named by its file', async () => {
      expect(await toldBy(`sslmode=verify-full&sslrootcert=${fileOf(own)}`)).to.contain('vouch_app')
    })

    it('is told nothing where nobody vouches for it, another CA does, or it has another name', async () => {
      const files = { own: fileOf(own), other: fileOf(selfSigned()) }
      expect(await toldBy('sslmode=verify-full')).to.equal('')
      expect(await toldBy(`sslmode=verify-full&sslrootcert=${files.other}`)).to.equal('')
      expect(await toldBy(`sslmode=verify-full&sslrootcert=${files.own}`, '127.0.0.1')).to.equal('')
    })

    it('is asked nothing where the file of the CA cannot be read, and the file is named', async () => {
      const nowhere = join(tempFolder(), 'nowhere.pem')
      const url = `postgres://vouch_app@127.0.0.1:1/vouch?sslmode=verify-full&sslrootcert=${nowhere}`
      const { db, close } = connectPostgres(url, { most: 1 })
      const cause = await sql`select 1`.execute(db).then(null, (error: unknown) => error)
      await close()
      expect(codeOf(cause)).to.equal('STORE_UNAVAILABLE')
      expect(String(cause)).to.contain(`${nowhere} cannot be read (ENOENT)`)
    })
  })

  it('is not waited for by a connection that has no password to give: it is closed at once', async () => {
    const engine = createServer((socket) => {
      // Asks for a password (SCRAM), and would wait for one.
      socket.once('data', () => socket.write(Buffer.from('R\0\0\0\x17\0\0\0\x0aSCRAM-SHA-256\0\0', 'latin1')))
      socket.once('data', () =>
        socket.once('data', () => {
          const first = 'r=none,s=c2FsdA==,i=4096'
          const head = Buffer.from([0x52, 0, 0, 0, first.length + 8, 0, 0, 0, 11])
          socket.write(Buffer.concat([head, Buffer.from(first)]))
        }),
      )
      socket.on('error', () => undefined)
    })
    await once(engine.listen(0, '127.0.0.1'), 'listening')
    const { port } = engine.address() as AddressInfo
    const { db, close } = connectPostgres(`postgres://nobody@127.0.0.1:${port}/none`, { most: 1 })
    const cause = await sql`select 1`.execute(db).then(null, (error: unknown) => error)
    await close()
    expect(codeOf(cause)).to.equal('STORE_UNAVAILABLE')
    expect(String(cause)).to.match(/password/)
    // Resolves when nobody is connected any more.
    await new Promise((resolve) => engine.close(resolve))
  }).timeout(240_000)

  if (POSTGRES !== null) {
    it('is no success when the transaction failed on the way and somebody looked past that', async () => {
      const { db, close } = connectPostgres(await newDatabase(), { most: 1 })
      const act = db.transaction().execute(async (tx) => {
        await tx
          .insertInto('accountLock' as never)
          .values({ accountId: 'acme' } as never)
          .execute()
        await tx
          .selectFrom('nowhere' as never)
          .selectAll()
          .execute()
          .catch(() => undefined)
      })
      const cause = await act.then(
        () => null,
        (error: unknown) => error,
      )
      const { rows } = await db
        .selectFrom('accountLock' as never)
        .selectAll()
        .execute()
        .then((rows) => ({ rows }))
      await close()
      expect(cause).to.be.instanceOf(EngineError)
      expect(rows).to.deep.equal([])
    })

    const failing = sql.raw(`${TOLD_LATER}insert into audit_head values ('a', 1, '', ''), ('a', 1, '', '')`)
    const codes = (cause: unknown) => (cause instanceof EngineError ? cause.code : null)

    it('is told by the next statement, and why, where its own answer was not waited for', async () => {
      const { db, close } = connectPostgres(await newDatabase(), { most: 1 })
      const told: unknown[] = []
      const act = db.transaction().execute(async (tx) => {
        told.push((await sql`${failing}`.execute(tx)).rows)
        await sql`select 1`.execute(tx)
        told.push('went on')
      })
      const cause = await act.then(null, (error: unknown) => error)
      expect(told).to.deep.equal([[]])
      expect(codes(cause)).to.equal('23505')
      // The same connection, and nothing of it is left.
      expect((await sql`select * from audit_head`.execute(db)).rows).to.deep.equal([])
      await close()
    })

    it('is told at the end where nothing came after it', async () => {
      const { db, close } = connectPostgres(await newDatabase(), { most: 1 })
      const act = db.transaction().execute((tx) => sql`${failing}`.execute(tx))
      expect(codes(await act.then(null, (error: unknown) => error))).to.equal('23505')
      expect((await sql`select * from audit_head`.execute(db)).rows).to.deep.equal([])
      await close()
    })

    it('keeps an act from being kept that looked past it, and leaves the one before as it was', async () => {
      const { db, close } = connectPostgres(await newDatabase(), { most: 1 })
      const said: unknown[] = []
      await db.transaction().execute(async (tx) => {
        await sql`insert into audit_head values ('b', 1, '', '')`.execute(tx)
        await sql.raw('savepoint act').execute(tx)
        await sql`select nothing from nowhere`.execute(tx).catch(() => undefined)
        await sql
          .raw('release savepoint act')
          .execute(tx)
          .catch((error: unknown) => said.push(codes(error)))
        await sql.raw('rollback to savepoint act').execute(tx)
        await sql.raw('release savepoint act').execute(tx)
      })
      expect(said).to.deep.equal(['42P01'])
      expect((await sql`select account_id as id from audit_head`.execute(db)).rows).to.deep.equal([
        { id: 'b' },
      ])
      await close()
    })

    const endings: Readonly<Record<string, { sends: readonly string[]; sent: readonly string[] }>> = {
      'one that only reads': { sends: ['select 1 as one'], sent: ['begin', 'select', 'rollback'] },
      'one that writes': {
        sends: ["insert into lease values ('a', 'b', 'c', '2030')"],
        sent: ['begin', 'insert', 'commit'],
      },
      'one whose write is not waited for': {
        sends: [`${TOLD_LATER}delete from lease`],
        sent: ['begin', 'delete', 'commit'],
      },
      'an act that asks nothing among others': {
        sends: ['savepoint act', 'release savepoint act', 'select 1 as one'],
        sent: ['begin', 'select', 'rollback'],
      },
      'an act that asks nothing and is taken back': {
        sends: ['savepoint act', 'rollback to savepoint act', 'release savepoint act', 'select 1 as one'],
        sent: ['begin', 'select', 'rollback'],
      },
      'an act that asks something': {
        sends: ['savepoint act', 'select 1 as one', 'release savepoint act'],
        sent: ['begin', 'savepoint', 'select', 'release', 'rollback'],
      },
      'an act that is taken back after what it wrote': {
        sends: [
          'savepoint act',
          `${TOLD_LATER}delete from lease`,
          'rollback to savepoint act',
          'release savepoint act',
        ],
        sent: ['begin', 'savepoint', 'delete', 'rollback', 'release', 'commit'],
      },
    }
    for (const [name, { sends, sent }] of Object.entries(endings))
      it(`is sent of a transaction what it needs: ${name}`, async () => {
        const heard: string[] = []
        const { db, close } = connectPostgres(await newDatabase(), {
          most: 1,
          listener: { sent: (text) => heard.push(text.split(' ')[0] ?? '') },
        })
        await db.transaction().execute(async (tx) => {
          for (const text of sends) await sql.raw(text).execute(tx)
        })
        expect(heard).to.deep.equal(sent)
        await close()
      })

    const named = async (db: ReturnType<typeof connectPostgres>['db']) =>
      (await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)).rows.map(
        ({ statement }) => statement,
      )
    const ofAccount = (accountId: string) =>
      sql<{ own: string; n: number }>`select ${accountId} as own, count(*) as n from audit_head`

    it('reads and plans once what it is sent again and again, and nothing else', async () => {
      const { db, close } = connectPostgres(await newDatabase(), { most: 1 })
      for (let time = 0; time < 20; time += 1)
        expect((await ofAccount(String(time)).execute(db)).rows).to.deep.equal([{ own: String(time), n: 0 }])
      await sql`select ${1}::int as once`.execute(db)
      for (let time = 0; time < 20; time += 1) await sql`select 'without a value'`.execute(db)
      expect(await named(db)).to.deep.equal(['select $1 as own, count(*) as n from audit_head'])
      await close()
    })

    const losses: Readonly<
      Record<string, (db: ReturnType<typeof connectPostgres>['db']) => Promise<unknown>>
    > = {
      'the connection behind a pooler is another one': (db) => sql`deallocate all`.execute(db),
      'the columns that it was read for are others': (db) =>
        sql`alter table lease add column added text`.execute(db),
    }
    for (const [name, lose] of Object.entries(losses))
      it(`is asked again without names, for good, when ${name}`, async () => {
        const { db, close } = connectPostgres(await newDatabase(), { most: 1 })
        const read = () => db.selectFrom('lease').selectAll().where('accountId', '=', 'acme').execute()
        for (let time = 0; time < 20; time += 1) await read()
        expect(await named(db)).to.have.length(1)
        await lose(db)
        const cause = await read().then(null, (error: unknown) => error)
        expect(isToBeRepeated(cause)).to.equal(true)
        for (let time = 0; time < 20; time += 1) expect(await read()).to.deep.equal([])
        for (let time = 0; time < 20; time += 1) await ofAccount('a').execute(db)
        expect((await named(db)).filter((text) => text.includes('audit_head'))).to.deep.equal([])
        await close()
      })

    it('is asked of another connection where one takes no writes', async () => {
      const url = await newDatabase()
      const name = new URL(url).pathname.slice(1)
      const database = postgresDatabase(url)
      database.exec(`alter database ${name} set default_transaction_read_only = on`)
      const { db, close } = connectPostgres(asServer(url), { most: 1 })
      const lock = () => sql`select account_id from account_lock for update`.execute(db)
      const acted = () =>
        lock().then(
          () => 'done',
          (error: unknown) => codeOf(error),
        )
      expect(await acted()).to.equal('STORE_UNAVAILABLE')
      postgresDatabase(url).exec(
        `set transaction read write; alter database ${name} reset default_transaction_read_only`,
      )
      expect(await acted()).to.equal('done')
      await close()
    })

    it('is read as on SQLite: counts and whole numbers are numbers, also large ones', async () => {
      const { db, close } = connectPostgres(await newDatabase(), { most: 1 })
      await db
        .insertInto('auditHead')
        .values({ accountId: 'a', size: 5_000_000_000, peaks: '', lastHash: '' })
        .execute()
      const row = await db
        .selectFrom('auditHead')
        .select((eb) => ['size', eb.fn.countAll().as('count'), eb.fn.sum('size').as('sum')])
        .groupBy('size')
        .executeTakeFirst()
      await close()
      expect(row).to.deep.equal({ size: 5_000_000_000, count: 1, sum: 5_000_000_000 })
    })
  }
})
