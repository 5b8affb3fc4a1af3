import { expect } from 'chai'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { createAuditLog, openPayload, type StoredPayload } from '../../../server/audit/index.ts'
import { ACCOUNT, act, failing } from '../../support/audit-log.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'

const WORDS = { ticket: '4711', note: 'Ms Keller asked on the phone' }

describe('what is sealed beside an audit entry', () => {
  const keys = tempKeyring()
  const log = createAuditLog(fakeWorld(), keys)
  const subject = subjectOf('r1')
  let store: OpenStore

  function subjectOf(requesterRef: string) {
    return { requesterRef, wrappedKey: keys.newPersonKey(`${ACCOUNT}/${requesterRef}`) }
  }
  beforeEach(async () => {
    store = await memoryStore()
  })
  afterEach(() => store.close())

  /** Each entry with what the store holds beside it. */
  const held = () =>
    store.transact(async (tx) => {
      const payloads = await tx.auditPayloads(ACCOUNT, 0, 100)
      const entries = await tx.auditEntries(ACCOUNT, 0, 100)
      return entries.map(({ index, header }) => ({
        header,
        ...(JSON.parse(header) as { id: string; v: number; commit: string; kid: string }),
        payload: payloads.find((one) => one.index === index) as StoredPayload,
      }))
    })

  it("opens with the requester's key, and neither lies in the entry nor in the clear", async () => {
    await store.transact((tx) => log.append(tx, ACCOUNT, act({ sealed: { subject, value: WORDS } })))
    const [entry] = await held()
    const key = keys.personKey(subject.wrappedKey, `${ACCOUNT}/r1`)
    expect(entry).to.include({ v: 2, kid: key.kid })
    expect(openPayload(key, entry as never, entry?.payload.sealed ?? '')).to.equal(
      '{"note":"Ms Keller asked on the phone","ticket":"4711"}',
    )
    expect(JSON.stringify(entry))
      .not.to.include('Keller')
      .and.not.to.match(/\b4711\b/)
  })

  it('commits differently to the same words each time', async () => {
    for (let each = 0; each < 2; each += 1)
      await store.transact((tx) => log.append(tx, ACCOUNT, act({ sealed: { subject, value: WORDS } })))
    const [first, second] = await held()
    expect(first?.commit).not.to.equal(second?.commit)
  })

  it('does not open when anything of it was exchanged', async () => {
    const other = subjectOf('r2')
    for (const [who, value] of [
      [subject, WORDS],
      [subject, { ...WORDS, ticket: '4712' }],
      [other, WORDS],
    ] as const)
      await store.transact((tx) => log.append(tx, ACCOUNT, act({ sealed: { subject: who, value } })))
    const [first, second, third] = await held()
    if (first === undefined || second === undefined || third === undefined) throw new Error('three entries')
    const key = keys.personKey(subject.wrappedKey, `${ACCOUNT}/r1`)
    const attempts: Record<string, string | null> = {
      'the payload of another entry': openPayload(key, first, second.payload.sealed),
      "another requester's": openPayload(key, first, third.payload.sealed),
      'another header': openPayload(key, { ...first, header: second.header }, first.payload.sealed),
      'another commitment': openPayload(key, { ...first, commit: second.commit }, first.payload.sealed),
      'another key': openPayload(
        keys.personKey(other.wrappedKey, `${ACCOUNT}/r2`),
        first,
        first.payload.sealed,
      ),
    }
    for (const [name, opened] of Object.entries(attempts)) expect(opened, name).to.equal(null)
    expect(openPayload(key, first, first.payload.sealed)).to.be.a('string')
  })

  it('is stored with its entry or not at all', async () => {
    const sealing = act({ sealed: { subject, value: WORDS } })
    const attempts: Record<string, () => Promise<unknown>> = {
      'the row cannot be written': () =>
        store.transact((tx) =>
          log.append(failing(tx, 'writeAuditPayload', new Error('full')), ACCOUNT, sealing),
        ),
      'the key is not of this requester': () =>
        store.transact((tx) =>
          log.append(
            tx,
            ACCOUNT,
            act({ sealed: { subject: { ...subject, requesterRef: 'r2' }, value: WORDS } }),
          ),
        ),
      'the words have no one spelling': () =>
        store.transact((tx) =>
          log.append(tx, ACCOUNT, act({ sealed: { subject, value: { note: Number.NaN } } })),
        ),
    }
    for (const [name, attempt] of Object.entries(attempts)) {
      expect(await faultFrom(attempt), name).to.equal('AUDIT_UNAVAILABLE')
      expect(await held(), name).to.deep.equal([])
    }
  })

  it("is taken away for one requester, whose keys' names are told", async () => {
    const other = subjectOf('r2')
    for (const who of [subject, other, subject])
      await store.transact((tx) => log.append(tx, ACCOUNT, act({ sealed: { subject: who, value: WORDS } })))
    const told = await store.transact(async (tx) => ({
      kids: await tx.auditPayloadKids(ACCOUNT, 'r1'),
      gone: await tx.dropAuditPayloads(ACCOUNT, 'r1'),
      left: (await tx.auditPayloads(ACCOUNT, 0, 100)).map(({ index }) => index),
      entries: (await tx.auditEntries(ACCOUNT, 0, 100)).length,
    }))
    const { kid } = keys.personKey(subject.wrappedKey, `${ACCOUNT}/r1`)
    expect(told).to.deep.equal({ kids: [kid], gone: 2, left: [1], entries: 3 })
  })

  it('is left out for somebody whose key is gone: the act itself goes on', async () => {
    const erased = { requesterRef: 'r1', wrappedKey: '' }
    await store.transact((tx) => log.append(tx, ACCOUNT, act({ sealed: { subject: erased, value: WORDS } })))
    const [entry] = await held()
    expect([entry?.commit, entry?.kid, entry?.payload]).to.deep.equal([undefined, undefined, undefined])
  })
})
