import { expect } from 'chai'
import { createAuditLog } from '../../../server/audit/index.ts'
import { type HeldRecord, logHolder, type Who } from '../../../server/privacy/index.ts'
import { ACCOUNT, act } from '../../support/audit-log.ts'
import { fakeWorld, START } from '../../support/fake-world.ts'
import { type FileStore, fileStore, tempKeyring } from '../../support/memory-store.ts'

describe('what lies sealed beside the log about a person', () => {
  const keys = tempKeyring()
  const holder = logHolder(keys)
  const [anna, ben] = [whoIs('anna'), whoIs('ben')]
  let store: FileStore

  function whoIs(requesterRef: string): Who {
    const wrappedKey = keys.newPersonKey(`${ACCOUNT}/${requesterRef}`)
    return { accountId: ACCOUNT, requesterRef, digest: '', ticketRefs: [], wrappedKey }
  }
  const handedOut = (who: Who): Promise<readonly HeldRecord[]> =>
    store.transact(async (tx) => {
      const found: HeldRecord[] = []
      for await (const record of holder.exportFor(tx, who)) found.push(record)
      return found
    })

  beforeEach(async () => {
    store = await fileStore()
    const log = createAuditLog(fakeWorld(), keys)
    for (const [subject, ticket] of [
      [anna, '1'],
      [ben, '2'],
      [anna, '3'],
    ] as const)
      await store.transact((tx) => log.append(tx, ACCOUNT, act({ sealed: { subject, value: { ticket } } })))
  })
  afterEach(() => store.close())

  it("is handed out opened, with the entry that it belongs to, and nobody else's", async () => {
    const [first, second, ...more] = await handedOut(anna)
    expect(more).to.deep.equal([])
    expect(first?.record).to.deep.include({
      entry: 0,
      at: START,
      type: 'gate.decided',
      words: { ticket: '1' },
    })
    expect(second?.record).to.deep.include({ entry: 2, words: { ticket: '3' } })
    expect(await store.transact((tx) => holder.holds(tx, anna))).to.deep.equal([
      { class: 'audit_payload', count: 2, oldest: null, newest: null },
    ])
  })

  it('is handed out without words when the key is gone, or the entry says something else', async () => {
    expect((await handedOut({ ...anna, wrappedKey: '' })).map(({ record }) => record.words)).to.deep.equal([
      null,
      null,
    ])
    store.tamper((database) =>
      database.exec("update audit_entry set header = replace(header, 'allow', 'deny') where idx = 0"),
    )
    expect((await handedOut(anna)).map(({ record }) => record.words)).to.deep.equal([null, { ticket: '3' }])
  })
})
