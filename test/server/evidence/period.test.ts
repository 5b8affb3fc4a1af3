import { expect } from 'chai'
import { createAuditLog } from '../../../server/audit/index.ts'
import { entriesOf, parsePeriod, spanOf } from '../../../server/evidence/period.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { fileStore, tempKeyring } from '../../support/memory-store.ts'

/** Three entries a day for ten days from 2026-11-20. */
async function tenDays() {
  const world = fakeWorld()
  const store = await fileStore()
  const audit = createAuditLog(world, tempKeyring())
  for (let day = 0; day < 10; day += 1) {
    for (const ref of ['a', 'b', 'c'])
      await store.transact((tx) =>
        audit.append(tx, 'acme', {
          type: 'session.opened',
          actor: { kind: 'agent', ref },
          object: { kind: 'page', ref: 'console' },
          decision: 'opened',
        }),
      )
    world.pass(DAY)
  }
  return store
}

const span = (store: Awaited<ReturnType<typeof tenDays>>, from: string, to: string) =>
  store.transact((tx) => spanOf(tx, 'acme', parsePeriod(from, to)))

async function placesOf(store: Awaited<ReturnType<typeof tenDays>>, at: { start: number; end: number }) {
  const places: number[] = []
  for await (const { index } of entriesOf(store.transact, 'acme', at)) places.push(index)
  return places
}

describe('a period of the log', () => {
  it('is an unbroken run of entries, both days within', async () => {
    const store = await tenDays()
    const cases = {
      'a day in the middle': ['2026-11-22', '2026-11-22', 6, 9],
      'the first two days': ['2026-11-20', '2026-11-21', 0, 6],
      everything: ['2026-01-01', '2026-12-31', 0, 30],
      'before the log': ['2026-01-01', '2026-11-19', 0, 0],
      'after the log': ['2026-12-01', '2026-12-31', 30, 30],
      'the last day': ['2026-11-29', '2027-01-01', 27, 30],
    } as const
    for (const [name, [from, to, start, end]] of Object.entries(cases))
      expect(await span(store, from, to), name).to.include({ start, end, headSize: 30 })
    expect(await placesOf(store, { start: 6, end: 9 })).to.deep.equal([6, 7, 8])
    expect(await placesOf(store, { start: 30, end: 30 })).to.deep.equal([])
    await store.close()
  })

  it('is two days, the earlier one first', async () => {
    for (const [from, to] of [
      ['2026-02-30', '2026-03-01'],
      ['2026-03-02', '2026-03-01'],
      ['2026-3-1', '2026-03-01'],
      ['', ''],
      [undefined, '2026-03-01'],
      [['2026-03-01'], '2026-03-01'],
      ["2026-03-01' or 1=1", '2026-03-01'],
    ] as const)
      expect(await faultFrom(async () => parsePeriod(from, to)), String(from)).to.equal('BAD_REQUEST')
    expect(parsePeriod('2026-03-01', '2026-03-01')).to.deep.equal({ from: '2026-03-01', to: '2026-03-01' })
  })

  it('stops where an entry is missing, instead of passing for complete', async () => {
    const store = await tenDays()
    store.tamper((database) => database.prepare('delete from audit_entry where idx = 7').run())
    expect(await faultFrom(() => placesOf(store, { start: 5, end: 12 }))).to.equal('AUDIT_CHAIN_BROKEN')
    expect(await placesOf(store, { start: 0, end: 7 })).to.have.length(7)
    store.tamper((database) => database.prepare('delete from audit_entry where idx = 29').run())
    expect(await faultFrom(() => placesOf(store, { start: 28, end: 30 }))).to.equal('AUDIT_CHAIN_BROKEN')
    await store.close()
  })

  it('keeps an entry in that cannot be read, so that it is seen', async () => {
    const store = await tenDays()
    store.tamper((database) =>
      database.prepare("update audit_entry set header = 'no json' where idx = 7").run(),
    )
    const found: (string | null)[] = []
    for await (const { entry } of entriesOf(store.transact, 'acme', { start: 6, end: 9 }))
      found.push(entry?.type ?? null)
    expect(found).to.deep.equal(['session.opened', null, 'session.opened'])
    await store.close()
  })
})
