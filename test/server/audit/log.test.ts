import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog, rootHash, verifyAudit } from '../../../server/audit/index.ts'
import type { DraftRow } from '../../../server/drafting/index.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { ACCOUNT, act, appendMany, failing } from '../../support/audit-log.ts'
import { fakeWorld, START } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'

interface Whole {
  readonly roles: readonly string[]
  readonly entries: number
  readonly headSize: number
}

async function wholeState(store: OpenStore): Promise<Whole> {
  return store.transact(async (tx) => ({
    roles: await tx.rolesOf(ACCOUNT, '7'),
    entries: (await tx.auditEntries(ACCOUNT, 0, 1_000)).length,
    headSize: (await tx.auditHead(ACCOUNT))?.tree.size ?? 0,
  }))
}

const NOTHING: Whole = { roles: [], entries: 0, headSize: 0 }

describe('the audit log', () => {
  let store: OpenStore
  const log = createAuditLog(fakeWorld(), tempKeyring())

  beforeEach(async () => {
    store = await memoryStore()
  })
  afterEach(() => store.close())

  it('numbers the entries and chains each to the one before', async () => {
    const indexes = await store.transact(async (tx) => [
      await log.append(tx, ACCOUNT, act()),
      await log.append(tx, ACCOUNT, act({ detail: { count: 2 } })),
    ])
    const [first, second] = await store.transact((tx) => tx.auditEntries(ACCOUNT, 0, 10))
    expect(indexes).to.deep.equal([0, 1])
    expect(JSON.parse(first?.header ?? '')).to.include({ index: 0, at: START, prev: '0'.repeat(64) })
    expect(JSON.parse(second?.header ?? '')).to.include({ index: 1, prev: first?.leafHash })
  })

  it('keeps the log of each account apart', async () => {
    await appendMany(store, 3)
    await appendMany(store, 2, fakeWorld(), 'other')
    const sizes = await store.transact(async (tx) => [
      (await tx.auditHead(ACCOUNT))?.tree.size,
      (await tx.auditHead('other'))?.tree.size,
      await tx.auditedAccounts(),
    ])
    expect(sizes).to.deep.equal([3, 2, [ACCOUNT, 'other']])
  })

  it('gives the place of an act that failed to the one that shared its commit', async () => {
    const add = (role: 'admin' | null) =>
      store.transact(async (tx) => {
        const place = await log.append(tx, ACCOUNT, act({ type: 'role.changed' }))
        if (role === null) throw new Fault('CONFLICT', 'no')
        await tx.setRoles(ACCOUNT, '7', [role], START)
        return place
      })
    const ended = await Promise.allSettled([add('admin'), add(null), add('admin'), add(null), add('admin')])
    expect(ended.map((end) => (end.status === 'fulfilled' ? end.value : null))).to.deep.equal([
      0,
      null,
      1,
      null,
      2,
    ])
    expect(await wholeState(store)).to.deep.equal({ roles: ['admin'], entries: 3, headSize: 3 })
    const verdict = await store.transact((tx) => verifyAudit(tx, ACCOUNT, null))
    expect(verdict).to.include({ entries: 3, problem: 'CHECKPOINT_MISSING' })
  })

  it('keeps the act and its entry together when both go well', async () => {
    await store.transact(async (tx) => {
      await log.append(tx, ACCOUNT, act({ type: 'role.changed' }))
      await tx.setRoles(ACCOUNT, '7', ['admin'], START)
    })
    expect(await wholeState(store)).to.deep.equal({ roles: ['admin'], entries: 1, headSize: 1 })
  })

  it('keeps no entry of an act that failed after it', async () => {
    const code = await faultFrom(() =>
      store.transact(async (tx) => {
        await log.append(tx, ACCOUNT, act({ type: 'role.changed' }))
        await tx.addDraft(ACCOUNT, { draftId: 'd' } as never, START, null)
      }),
    )
    expect(code).to.equal('STORE_UNAVAILABLE')
    expect(await wholeState(store)).to.deep.equal(NOTHING)
  })

  it('lets no act happen whose entry cannot be written', async () => {
    const code = await faultFrom(() =>
      store.transact(async (tx) => {
        await log.append(failing(tx, 'writeAuditEntry', new Error('disk full')), ACCOUNT, act())
        await tx.setRoles(ACCOUNT, '7', ['admin'], START)
      }),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(await wholeState(store)).to.deep.equal(NOTHING)
  })

  it('takes back what was done before an entry that cannot be written', async () => {
    const code = await faultFrom(() =>
      store.transact(async (tx) => {
        await tx.setRoles(ACCOUNT, '7', ['admin'], START)
        await log.append(tx, ACCOUNT, act({ decision: 'because Maria asked' }))
      }),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(await wholeState(store)).to.deep.equal(NOTHING)
  })

  it('is raised from the head that was read, and from no other', async () => {
    await appendMany(store, 3)
    const code = await faultFrom(() =>
      store.transact(async (tx) => {
        const read = await tx.lockAuditHead(ACCOUNT)
        await tx.setRoles(ACCOUNT, '7', ['admin'], START)
        const stale = { lockAuditHead: async () => ({ ...read, lastHash: 'ff'.repeat(32) }) }
        await log.append(Object.assign(Object.create(tx), stale), ACCOUNT, act())
      }),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(await wholeState(store)).to.deep.equal({ roles: [], entries: 3, headSize: 3 })
  })

  it('tells nobody that their act is kept when its entry is not, whoever fails behind it', async () => {
    await appendMany(store, 3)
    const before = store.transact((tx) => tx.rolesOf(ACCOUNT, '7'))
    const unkept = store.transact(async (tx) => {
      const read = await tx.lockAuditHead(ACCOUNT)
      await tx.setRoles(ACCOUNT, '7', ['admin'], START)
      const stale = { lockAuditHead: async () => ({ ...read, lastHash: 'ff'.repeat(32) }) }
      await log.append(Object.assign(Object.create(tx), stale), ACCOUNT, act())
    })
    const behind = store.transact((tx) => tx.allRoles(ACCOUNT))
    const [, ended] = await Promise.allSettled([before, unkept, behind])
    expect(ended).to.have.nested.property('reason.code', 'AUDIT_UNAVAILABLE')
    expect(await wholeState(store)).to.deep.equal({ roles: [], entries: 3, headSize: 3 })
  })

  it('lets those that share a commit go on when one of them fails at its very end', async () => {
    const ofNoTicket: DraftRow = {
      ...{ draftId: 'd', ticketRef: 't', requesterRef: 'r', agentId: '7', status: 'drafting', locale: 'de' },
      ...{ consentEpoch: 1, lastCommentId: '1', sealedContent: null, receipt: null },
    }
    const add = (last?: 'a draft of no ticket') =>
      store.transact(async (tx) => {
        const place = await log.append(tx, ACCOUNT, act())
        // Nothing is asked of the store behind it that would say so.
        if (last !== undefined) await tx.addDraft(ACCOUNT, ofNoTicket, START, null)
        return place
      })
    const ended = await Promise.allSettled([add(), add('a draft of no ticket'), add(), add()])
    expect(ended.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.code))).to.deep.equal([
      0,
      'STORE_UNAVAILABLE',
      1,
      2,
    ])
    expect(await wholeState(store)).to.deep.equal({ roles: [], entries: 3, headSize: 3 })
  })

  it('gives many appenders at once one place each', async () => {
    const indexes = await Promise.all(
      Array.from({ length: 30 }, () => store.transact((tx) => log.append(tx, ACCOUNT, act()))),
    )
    expect(indexes.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 30 }, (_, place) => place))
    const verdict = await store.transact((tx) => verifyAudit(tx, ACCOUNT, null))
    expect(verdict).to.include({ entries: 30, problem: 'CHECKPOINT_MISSING' })
  })

  it('has the root of an empty tree while it is empty', () => {
    expect(rootHash(null)).to.equal('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })
})
