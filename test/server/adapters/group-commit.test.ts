import { spawn } from 'node:child_process'
import { expect } from 'chai'
import { createGroupCommit, type GroupEngine } from '../../../server/adapters/group-commit.ts'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog, verifyAudit } from '../../../server/audit/index.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { act } from '../../support/audit-log.ts'
import { childProgram } from '../../support/child-program.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { ownChildren } from '../../support/own-children.ts'
import { tempFolder } from '../../support/temp-folder.ts'

/** An engine in memory that writes down what it is asked for; `committed` is what is durable. */
function engineOf(fails: { commit?: boolean; begin?: boolean } = {}) {
  const log: string[] = []
  const state = { open: false, pending: [] as string[], marked: 0, committed: [] as string[] }
  const engine: GroupEngine<{ write(what: string): void; lose(): void }> = {
    async transaction(act) {
      log.push('begin')
      if (fails.begin) throw new Fault('STORE_UNAVAILABLE', 'busy')
      Object.assign(state, { open: true, pending: [] })
      try {
        await act({
          write: (what) => state.pending.push(what),
          lose: () => {
            state.open = false
          },
        })
        if (fails.commit) throw new Fault('STORE_UNAVAILABLE', 'disk full')
        log.push('commit')
        state.committed.push(...state.pending)
      } finally {
        state.open = false
      }
    },
    async savepoint(_tx, what) {
      log.push(what)
      if (what === 'open') state.marked = state.pending.length
      if (what === 'undo') state.pending.length = state.marked
    },
    isOpen: () => state.open,
  }
  const settled: boolean[] = []
  const transact = createGroupCommit({ ...engine, settled: (kept) => settled.push(kept) })
  return { log, state, settled, engine, transact }
}

const write = (what: string) => async (tx: { write(what: string): void }) => tx.write(what)
const failing = (what: string) => async (tx: { write(what: string): void }) => {
  tx.write(what)
  throw new Fault('CONFLICT', 'no')
}

describe('acts that wait together', () => {
  it('share one transaction, one after the other, each with a way back of its own', async () => {
    const { log, state, transact } = engineOf()
    await Promise.all(['a', 'b', 'c'].map((what) => transact(write(what))))
    expect(log).to.deep.equal(['begin', 'open', 'keep', 'open', 'keep', 'commit'])
    expect(state.committed).to.deep.equal(['a', 'b', 'c'])
  })

  it('are told of their end only when what they share is durable', async () => {
    const { state, transact } = engineOf()
    const seen: string[] = []
    await Promise.all(
      ['a', 'b'].map(async (what) => {
        await transact(write(what))
        seen.push(`${what} saw ${state.committed.join(',')}`)
      }),
    )
    expect(seen).to.deep.equal(['a saw a,b', 'b saw a,b'])
  })

  it('tell whoever keeps something of them whether it has become so', async () => {
    const good = engineOf()
    await Promise.all(['a', 'b'].map((what) => good.transact(write(what))))
    expect(good.settled).to.deep.equal([true])
    const undone = engineOf()
    await Promise.allSettled([undone.transact(write('a')), undone.transact(failing('b'))])
    expect(undone.settled).to.deep.equal([false, true])
    const lost = engineOf({ commit: true })
    expect(await faultFrom(() => lost.transact(write('a')))).to.equal('STORE_UNAVAILABLE')
    expect(lost.settled).to.deep.equal([false])
  })

  it('end as they ended, and others come after them, where whoever keeps something has failed at that', async () => {
    const { state, engine } = engineOf()
    const causes: string[] = []
    const settled = (kept: boolean) => {
      throw new Error(`not told that it is ${kept ? 'kept' : 'lost'}`)
    }
    const failedToSettle = (cause: unknown) => causes.push(String(cause))
    const transact = createGroupCommit({ ...engine, settled, failedToSettle })
    const wait = (what: string) => transact(write(what)).then(() => what)
    expect(await Promise.all([wait('a'), faultFrom(() => transact(failing('b'))), wait('c')])).to.deep.equal([
      ...['a', 'CONFLICT', 'c'],
    ])
    expect(await faultFrom(() => transact(failing('d')))).to.equal('CONFLICT')
    expect(await wait('e')).to.equal('e')
    expect(state.committed).to.deep.equal(['a', 'c', 'e'])
    expect(causes.map((cause) => cause.split(' ').at(-1))).to.deep.equal(['lost', 'kept', 'lost', 'kept'])
  })

  it('are taken back alone when they fail, the first as well as any other', async () => {
    for (const [at, kept] of [
      [0, ['y', 'z']],
      [1, ['x', 'z']],
      [2, ['x', 'y']],
    ] as const) {
      const { state, transact } = engineOf()
      const acts = ['x', 'y', 'z'].map((what, place) => transact(place === at ? failing(what) : write(what)))
      const [codes, done] = [await faultFrom(() => acts[at]), await Promise.allSettled(acts)]
      expect(codes).to.equal('CONFLICT')
      expect(done.map(({ status }) => status)).to.deep.equal(
        [0, 1, 2].map((place) => (place === at ? 'rejected' : 'fulfilled')),
      )
      expect(state.committed).to.deep.equal(kept)
    }
  })

  it('have all failed when their commit fails, and those that come after it have not', async () => {
    const fails = { commit: true }
    const { state, transact } = engineOf(fails)
    const done = await Promise.allSettled(['a', 'b', 'c'].map((what) => transact(write(what))))
    expect(done.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected'])
    expect(state.committed).to.deep.equal([])
    fails.commit = false
    await transact(write('d'))
    expect(state.committed).to.deep.equal(['d'])
  })

  it('have all failed when the engine gave their transaction up by itself', async () => {
    const { state, transact } = engineOf()
    const lost = async (tx: { lose(): void }) => {
      tx.lose()
      throw new Fault('STORE_UNAVAILABLE', 'disk full')
    }
    const done = await Promise.allSettled([transact(write('a')), transact(lost), transact(write('c'))])
    expect(done.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'fulfilled'])
    expect(state.committed).to.deep.equal(['c'])
  })

  it('have all failed also when the act that met it took it for nothing', async () => {
    const swallows = async (tx: { lose(): void }) => tx.lose()
    for (const before of [[], ['a']]) {
      const { log, state, transact } = engineOf()
      const acts = [...before.map((what) => transact(write(what))), transact(swallows), transact(write('c'))]
      const done = await Promise.allSettled(acts)
      expect(done.map(({ status }) => status)).to.deep.equal([
        ...acts.slice(1).map(() => 'rejected'),
        'fulfilled',
      ])
      expect(state.committed).to.deep.equal(['c'])
      expect(log.filter((word) => word === 'commit')).to.have.length(1)
    }
  })

  it('have all failed when no transaction begins', async () => {
    const { state, transact } = engineOf({ begin: true })
    const done = await Promise.allSettled(['a', 'b'].map((what) => transact(write(what))))
    expect(done.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected'])
    expect(state.committed).to.deep.equal([])
  })

  it('have all failed when the first meets a lock that others hold: none waits for it once more', async () => {
    const { log, state, engine } = engineOf()
    const held = new Fault('STORE_UNAVAILABLE', 'held')
    const transact = createGroupCommit({ ...engine, isShutOut: (cause) => cause === held })
    const asked: PromiseLike<string>[] = []
    const first = transact(async () => {
      // They come in while it waits.
      asked.push(...['b', 'c'].map((what) => faultFrom(() => transact(write(what)))))
      throw held
    })
    expect(await faultFrom(() => first)).to.equal('STORE_UNAVAILABLE')
    expect(await Promise.all(asked)).to.deep.equal(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE'])
    expect([log, state.committed]).to.deep.equal([['begin'], []])
    await transact(write('later'))
    expect(state.committed).to.deep.equal(['later'])
  })

  it('come together also when they were asked for one after the other, in one turn of the event loop', async () => {
    const { log, transact } = engineOf()
    const first = transact(write('a'))
    await Promise.resolve()
    await Promise.all([first, transact(write('b'))])
    expect(log).to.deep.equal(['begin', 'open', 'keep', 'commit'])
  })

  it('do not keep the first one waiting for ever on those that keep coming', async () => {
    const { log, transact } = engineOf()
    await Promise.all(Array.from({ length: 300 }, (_, at) => transact(write(String(at)))))
    expect(log.filter((word) => word === 'commit')).to.have.length(3)
  })
})

describe('two programs on one file', () => {
  it('append in turns to one log that holds: nothing is known of a transaction that has ended', async () => {
    const file = `${tempFolder()}/vouch.sqlite`
    const stores = [await openSqliteStore(file), await openSqliteStore(file)] as const
    const log = createAuditLog(fakeWorld(), tempKeyring())
    const places: number[] = []
    for (const store of [...stores, ...stores])
      places.push(await store.transact((tx) => log.append(tx, 'acme', act())))
    const verdict = await stores[0].transact((tx) => verifyAudit(tx, 'acme', null))
    for (const store of stores) await store.close()
    expect(places).to.deep.equal([0, 1, 2, 3])
    expect(verdict).to.include({ problem: 'CHECKPOINT_MISSING', entries: 4 })
  })
})

describe('a process that is killed among acts that wait together', () => {
  const own = ownChildren()

  it('has kept every act that it was told of, and left a log that holds', async () => {
    const folder = tempFolder()
    const program = childProgram(new URL('../../support/append-child.ts', import.meta.url))
    const child = own(spawn(process.execPath, [program, folder]))
    let said = ''
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the child ended by itself')))
      child.stdout.on('data', (chunk: Buffer) => {
        said += String(chunk)
        if (said.split('\n').length > 300) resolve()
      })
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.removeAllListeners('exit')
    child.kill('SIGKILL')
    await ended
    const told = said
      .split('\n')
      .slice(0, -1)
      .map((line) => Number.parseInt(line, 10))
    const store = await openSqliteStore(`${folder}/vouch.sqlite`)
    const verdict = await store.transact((tx) => verifyAudit(tx, 'acme', null))
    await store.close()
    expect(verdict).to.include({ problem: 'CHECKPOINT_MISSING' })
    expect(told.length).to.be.greaterThan(299)
    expect(new Set(told).size).to.equal(told.length)
    expect(Math.max(...told)).to.be.lessThan(verdict.entries)
  })
})
