import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { incidentAttention } from '../../../server/incidents/index.ts'
import { ACCOUNT, act } from '../../support/audit-log.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { fileStore, tempKeyring } from '../../support/memory-store.ts'

describe('what the overview counts of incidents', () => {
  const world = fakeWorld()
  const log = createAuditLog(world, tempKeyring())
  const counts = async (store: OpenStore) =>
    Object.fromEntries(
      (await store.transact((tx) => incidentAttention({ world }, tx, ACCOUNT))).map(({ kind, count }) => [
        ...[kind, count],
      ]),
    )

  it('is a drill once the log is a quarter old, and again a quarter after the last', async () => {
    const store = await fileStore()
    expect((await counts(store)).drill_due).to.equal(0)
    await store.transact((tx) => log.append(tx, ACCOUNT, act()))
    world.pass(90 * DAY)
    expect((await counts(store)).drill_due).to.equal(0)
    world.pass(DAY)
    expect((await counts(store)).drill_due).to.equal(1)
    const report = {
      ...{ format: 'vouch-incident-drill/v1', incidentId: 'x', at: world.now().toISOString(), really: false },
      ...{ steps: [], drafts: 0, entries: 0, met: { seenWithin1s: true, reportWithin60s: true } },
    }
    await store.transact((tx) => tx.addDrillReport(ACCOUNT, 'x', report.at, JSON.stringify(report)))
    expect((await counts(store)).drill_due).to.equal(0)
    await store.transact((tx) => tx.addDrillReport(ACCOUNT, 'y', report.at, '{"format":'))
    expect((await counts(store)).drill_due, 'beside one that cannot be read').to.equal(0)
    world.pass(93 * DAY)
    expect((await counts(store)).drill_due).to.equal(1)
    await store.close()
  })

  it('is each kind of signal once, and nothing more of a log that cannot be read', async () => {
    const store = await fileStore()
    for (let each = 0; each < 6; each += 1)
      await store.transact((tx) =>
        log.append(tx, ACCOUNT, act({ type: 'webhook.refused', decision: 'forged' })),
      )
    expect((await counts(store)).incident_signal).to.equal(1)
    store.tamper((database) => database.exec(`update audit_entry set header = '{' where idx = 3`))
    expect((await counts(store)).incident_signal).to.equal(0)
    await store.close()
  })
})
