import { expect } from 'chai'
import { answeredOtherwise } from '../../../server/store.ts'
import { ACCOUNT } from '../../support/audit-log.ts'
import { memoryStore } from '../../support/memory-store.ts'

describe('what an act asks of the store', () => {
  it('is there under every name that it is asked for, the same each time', async () => {
    const store = await memoryStore()
    await store.transact(async (tx) => {
      for (const name of ['rolesOf', 'auditHead', 'leases', 'consentLink', 'addCapability'] as const) {
        expect(tx[name], name).to.be.a('function')
        expect(tx[name], name).to.equal(tx[name])
      }
      expect(Reflect.get(tx, 'nothing')).to.equal(undefined)
    })
    await store.close()
  })

  it('is one object to whoever spreads it', async () => {
    const store = await memoryStore()
    const names = await store.transact(async (tx) => {
      const spread = { ...tx, leases: async () => [] }
      expect(await spread.rolesOf(ACCOUNT, '7')).to.deep.equal([])
      return Object.keys(spread)
    })
    expect(names.length).to.be.greaterThan(200)
    await store.close()
  })

  it('is one transaction’s: what another asks is its own', async () => {
    const store = await memoryStore()
    const first = await store.transact(async (tx) => tx.rolesOf)
    const second = await store.transact(async (tx) => tx.rolesOf)
    expect(first).to.not.equal(second)
    await store.close()
  })

  it('can be answered otherwise in part, for one caller alone', async () => {
    const store = await memoryStore()
    const said = await store.transact(async (tx) => {
      const other = answeredOtherwise(tx, { rolesOf: async () => ['admin'] })
      return [
        await other.rolesOf(ACCOUNT, '7'),
        await tx.rolesOf(ACCOUNT, '7'),
        await other.auditHead(ACCOUNT),
      ]
    })
    expect(said).to.deep.equal([['admin'], [], null])
    await store.close()
  })
})
