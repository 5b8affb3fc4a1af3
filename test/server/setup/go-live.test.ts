import { expect } from 'chai'
import { createArticleShelves } from '../../../server/articles/index.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { readConfig } from '../../../server/config.ts'
import { noticeSource } from '../../../server/notice-texts.ts'
import { setLive } from '../../../server/setup/index.ts'
import { projectWords } from '../../../server/words.ts'
import type { Agent } from '../../../src/domain/account.ts'
import { EXTRACTIVE } from '../../../src/domain/scope.ts'
import {
  ACCOUNT_ID,
  ACCOUNT_ORIGIN,
  ADMIN,
  ENVIRONMENT,
  type Harness,
} from '../../support/companion-harness.ts'
import { cutOnceWritten } from '../../support/cut-store.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'
import { memoryJournal } from '../../support/erasure-ground.ts'
import { fileStore, tempKeyring } from '../../support/memory-store.ts'

const liveEntries = (desk: Harness) => desk.audit().filter(({ type }) => type === 'account.live_changed')

describe('an account of before', () => {
  it('stays live, and the log is told once, in the name of nobody', async () => {
    // The harness puts the row where the migration puts it: without an entry.
    const desk = await startDesk()
    expect(liveEntries(desk)).to.deep.equal([])
    const second = await desk.restart()
    const [entry, ...more] = liveEntries(second)
    expect(more).to.deep.equal([])
    expect(entry).to.deep.include({
      decision: 'live',
      actor: { kind: 'system', ref: 'migration' },
      object: { kind: 'live_state', ref: '1' },
    })
    const third = await second.restart()
    expect(liveEntries(third)).to.have.length(1)
    expect(third.rows('select account_id, seq, live, audit_index from live_state')).to.deep.equal([
      { account_id: ACCOUNT_ID, seq: 1, live: 1, audit_index: entry?.index },
    ])
    const ticketId = await consentedTicket(third)
    expect((await draft(third, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal([])
    await third.stop()
  })
})

describe('going live', () => {
  const admin: Agent = { accountId: ACCOUNT_ID, agentId: ADMIN, roles: ['admin'] }

  it('is answered as done, there and back, when the store is gone once it is written', async () => {
    const desk = await startDesk({ live: false })
    await desk.stop()
    const [store, keys] = [await fileStore(desk.dataDir), tempKeyring(desk.dataDir)]
    const worded = { worded: null, drafterChoice: EXTRACTIVE }
    const notice = noticeSource(readConfig({ ...ENVIRONMENT }), projectWords(), worded)
    const base = { world: desk.world, keys, audit: createAuditLog(desk.world, keys), noes: memoryJournal() }
    const set = (live: boolean) => {
      const drafting = { ...base, ...worded, notice, shelf: createArticleShelves(desk.world) }
      const transact = cutOnceWritten(store.transact)
      const latestSync = () =>
        store.transact(async (tx) => (await tx.newestSyncRun(ACCOUNT_ID, null))?.view ?? null)
      const given = { account: ACCOUNT_ORIGIN, webhooksConnected: false, latestSync }
      return setLive({ drafting, transact, ...given }, admin, live)
    }
    for (const live of [true, false]) {
      const view = await set(live)
      expect(view.live).to.equal(live)
      expect(view.steps.find(({ step }) => step === 'live')?.state).to.equal(live ? 'done' : 'open')
      expect((await store.transact((tx) => tx.liveState(ACCOUNT_ID)))?.live).to.equal(live)
    }
    await store.close()
  })
})
