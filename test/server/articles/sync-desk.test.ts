import { expect } from 'chai'
import { type ArticleSource, createSyncDesk, type SyncDesk } from '../../../server/articles/index.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import type { Agent } from '../../../src/domain/account.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { type FileStore, fileStore, tempKeyring } from '../../support/memory-store.ts'
import { articleOf } from './retrieval/sample-articles.ts'

const ADMIN: Agent = { accountId: 'acme', agentId: '11', roles: ['agent', 'admin'] }
const SOURCE = 'memory'

/** A source that a test leads step by step. */
function ledSource() {
  let open: () => void = () => undefined
  let gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const held = { ids: ['a', 'b', 'c', 'd'], fault: null as unknown, stopAt: null as number | null, begun: 0 }
  const source: ArticleSource = {
    name: SOURCE,
    async *read(signal, from) {
      held.begun += 1
      const start = from === null ? 0 : Number(from)
      for (const [at, id] of held.ids.entries()) {
        if (at < start) continue
        const { versionHash: _, ...article } = articleOf(id, 'en-us', id, `<p>Text of ${id}.</p>`)
        yield { kind: 'article', article }
        yield { kind: 'checkpoint', cursor: String(at + 1) }
        if (held.stopAt === at)
          await new Promise<void>((resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason))
            void gate.then(resolve)
          })
        if (held.fault !== null) throw held.fault
      }
      yield { kind: 'end', complete: true }
    },
  }
  return {
    source,
    held,
    go: () => open(),
    shut() {
      gate = new Promise<void>((resolve) => {
        open = resolve
      })
    },
  }
}

describe('the desk where syncs are started', () => {
  let file: FileStore
  let desk: SyncDesk
  let led: ReturnType<typeof ledSource>
  const reported: unknown[] = []
  /** Looks at the desk after each step of it, before the desk itself goes on. */
  let watched: (() => Promise<void>) | null = null

  function openDesk(): SyncDesk {
    const [world, keys] = [fakeWorld(), tempKeyring()]
    return createSyncDesk({
      accountId: 'acme',
      world,
      keys,
      audit: createAuditLog(world, keys),
      transact: async (act) => {
        const answer = await file.transact(act)
        await watched?.()
        return answer
      },
      source: () => led.source,
      report: (error) => reported.push(error),
    })
  }
  beforeEach(async () => {
    file = await fileStore()
    led = ledSource()
    watched = null
    desk = openDesk()
    reported.length = 0
  })
  afterEach(async () => {
    led.go()
    await desk.stop()
    await file.close()
  })
  const audited = () =>
    file
      .rows('select header from audit_entry')
      .map((row) => JSON.parse(String(Reflect.get(row as object, 'header'))).type)
  const published = () => file.rows('select article_id from article').length
  async function ended() {
    for (;;) {
      const view = await desk.latest('acme')
      if (view?.status !== 'running') return view
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  it('knows of none before the first', async () => {
    expect(await desk.latest('acme')).to.equal(null)
  })

  it('answers at once that it runs, and later how it ended', async () => {
    led.held.stopAt = 1
    const begun = await desk.start(ADMIN)
    expect(begun).to.include({ status: 'running', source: SOURCE, endedAt: null })
    expect((await desk.latest('acme'))?.status).to.equal('running')
    led.go()
    expect(await ended()).to.include({ syncId: begun.syncId, status: 'done', added: 4 })
    expect(published()).to.equal(4)
  })

  it('runs one at a time: a second start and a confirmation are sent away meanwhile', async () => {
    led.held.stopAt = 1
    const { syncId } = await desk.start(ADMIN)
    expect(await faultFrom(() => desk.start(ADMIN))).to.equal('SYNC_RUNNING')
    expect(await faultFrom(() => desk.confirm(ADMIN, syncId))).to.equal('SYNC_RUNNING')
    expect(led.held.begun).to.equal(1)
    led.go()
    await ended()
    expect((await desk.start(ADMIN)).status).to.be.oneOf(['running', 'done'])
  })

  it('says that one runs until the next could begin, however the two meet', async () => {
    const seen: string[] = []
    let looks = true
    watched = async () => {
      if (!looks) return
      looks = false
      const told = (await desk.latest('acme'))?.status ?? 'none'
      // Whoever reads that it has ended may start another at once.
      if (told === 'done') seen.push(await desk.start(ADMIN).then(() => 'begun', String))
      else looks = true
    }
    await desk.start(ADMIN)
    await ended()
    expect(seen).to.deep.equal(['begun'])
    expect(led.held.begun).to.equal(2)
  })

  it('begins one when two are started at the same moment', async () => {
    led.held.stopAt = 1
    const starts = await Promise.allSettled([desk.start(ADMIN), desk.start(ADMIN)])
    expect(starts.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected'])
    expect(led.held.begun).to.equal(1)
  })

  it('says that it failed, with what is known, and has changed nothing', async () => {
    led.held.fault = new Fault('HELP_CENTER_UNREACHABLE', 'nobody answers')
    await desk.start(ADMIN)
    const view = await ended()
    expect(view).to.include({ status: 'failed' })
    expect(view?.problems[0]?.reason).to.contain('HELP_CENTER_UNREACHABLE')
    expect(published()).to.equal(0)
  })

  it('does not answer with the sync before when a new one cannot begin', async () => {
    await desk.start(ADMIN)
    await ended()
    file.tamper((database) =>
      database.exec(
        "create trigger stop before insert on audit_entry begin select raise(abort, 'full'); end",
      ),
    )
    expect(await faultFrom(() => desk.start(ADMIN))).to.equal('AUDIT_UNAVAILABLE')
    expect(reported.length).to.equal(1)
    file.tamper((database) => database.exec('drop trigger stop'))
    expect((await desk.start(ADMIN)).status).to.be.oneOf(['running', 'done'])
  })

  it('stops in the middle without publishing, and the next start goes on there', async () => {
    led.held.stopAt = 1
    const { syncId } = await desk.start(ADMIN)
    await desk.stop()
    expect(published()).to.equal(0)
    expect(await desk.latest('acme')).to.include({ syncId, status: 'failed' })
    led.held.stopAt = null
    desk = openDesk()
    await desk.start(ADMIN)
    expect(await ended()).to.include({ syncId, status: 'done', added: 4 })
    expect(published()).to.equal(4)
  })

  it('holds a sync that would remove most, removes nothing, and goes on only by a confirmation', async () => {
    await desk.start(ADMIN)
    await ended()
    led.held.ids = ['a']
    await desk.start(ADMIN)
    const held = await ended()
    expect(held).to.include({ status: 'needs_confirmation', wouldRemove: 3, removed: 0 })
    expect(published()).to.equal(4)
    expect(await faultFrom(() => desk.confirm(ADMIN, 'another'))).to.equal('NOT_FOUND')
    expect(published()).to.equal(4)
    const confirmed = await desk.confirm(ADMIN, held?.syncId ?? '')
    expect(confirmed).to.include({ status: 'done', removed: 3 })
    const confirmations = audited().filter((type) => type === 'sync.confirmed')
    expect(confirmations).to.have.length(1)
    expect(published()).to.equal(1)
    expect(await faultFrom(() => desk.confirm(ADMIN, held?.syncId ?? ''))).to.equal('NOT_FOUND')
  })
})
