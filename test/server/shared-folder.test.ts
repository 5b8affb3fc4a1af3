import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { folderMarks } from '../../server/adapters/folder-marks.ts'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { createLeases, LEASE_MS } from '../../server/leases.ts'
import { claimStore, folderProblem, hasOtherKeys, passLostMonth } from '../../server/shared-folder.ts'
import { fakeWorld } from '../support/fake-world.ts'
import { memoryStore } from '../support/memory-store.ts'
import { tempFolder } from '../support/temp-folder.ts'

async function setUp() {
  const [store, world] = [await memoryStore(), fakeWorld()]
  const server = async (folder: string) => {
    const [holder, keys] = [world.newId(), openKeyring(folder, world.now)]
    const marks = folderMarks(folder, world.now)
    const leases = createLeases({ accountId: 'acme', holder, world, transact: store.transact })
    const problem = () =>
      store.transact((tx) => folderProblem(tx, { accountId: 'acme', keys, marks, now: world.now() }))
    return {
      problem,
      keys,
      async arrive() {
        await store.transact((tx) => claimStore(tx, 'acme', keys))
        marks.put(holder)
        await leases.renew()
      },
    }
  }
  return { store, world, server }
}

describe('servers of one store', () => {
  it('are at home in the folder of its keys, and in no other', async () => {
    const { server } = await setUp()
    const folder = tempFolder()
    const [one, two, stranger] = [await server(folder), await server(folder), await server(tempFolder())]
    expect(await stranger.problem()).to.equal(null)
    await one.arrive()
    expect([await two.problem(), await stranger.problem()]).to.deep.equal([null, 'other_keys'])
  })

  it('tell a copy of the folder from the folder, while one of them runs', async () => {
    const { server, world } = await setUp()
    const [folder, copy] = [tempFolder(), tempFolder()]
    const one = await server(folder)
    cpSync(folder, copy, { recursive: true })
    await one.arrive()
    const elsewhere = await server(copy)
    expect(await elsewhere.problem()).to.equal('other_folder')
    // Moved: the one that ran in the other is gone.
    world.pass(LEASE_MS)
    expect(await elsewhere.problem()).to.equal(null)
  })

  it('of which each came in a folder of its own at once find each other', async () => {
    const { server } = await setUp()
    const [folder, copy] = [tempFolder(), tempFolder()]
    await server(folder)
    cpSync(folder, copy, { recursive: true })
    const both = [await server(folder), await server(copy)]
    for (const each of both) expect(await each.problem()).to.equal(null)
    for (const each of both) await each.arrive()
    for (const each of both) expect(await each.problem()).to.equal('other_folder')
  })

  it('are of one account: the keys of another say nothing of it', async () => {
    const { store, server } = await setUp()
    const [one, other] = [await server(tempFolder()), await server(tempFolder())]
    await one.arrive()
    const asks = (accountId: string) => store.transact((tx) => hasOtherKeys(tx, accountId, other.keys))
    expect([await asks('acme'), await asks('globex')]).to.deep.equal([true, false])
  })
})

describe('a month whose key is lost', () => {
  /** `of`: whose people have keys under that month, as far as the store shows. */
  const rows = (accounts: readonly string[], of: string | null) => ({
    auditedAccounts: async () => accounts,
    hasKeysUnder: async (account: string, epoch: string) => account === of && epoch === '2026-11',
  })
  function lost(given: { readonly marked: boolean }) {
    const [folder, world] = [tempFolder(), fakeWorld()]
    openKeyring(folder, world.now).epochs.current('beta')
    if (given.marked) rmSync(`${folder}/keys/epoch-2026-11.key`)
    else rmSync(`${folder}/keys`, { recursive: true })
    return openKeyring(folder, world.now)
  }
  async function monthsAfter(marked: boolean, seen: ReturnType<typeof rows>) {
    const keys = lost({ marked })
    await passLostMonth(seen, 'acme', keys)
    return keys.epochs.list()
  }

  it('is passed over for the people of every account of the folder, by the store or by a mark', async () => {
    expect(await monthsAfter(false, rows(['acme'], 'acme'))).to.deep.equal(['2026-12'])
    expect(await monthsAfter(false, rows(['acme', 'beta'], 'beta'))).to.deep.equal(['2026-12'])
    expect(await monthsAfter(true, rows(['acme'], null))).to.deep.equal(['2026-12'])
  })

  it('is made when nobody needs it', async () => {
    expect(await monthsAfter(false, rows(['acme', 'beta'], null))).to.deep.equal([])
  })

  it('is nobody’s where nobody has begun it, though others have a log in the folder', async () => {
    const [folder, world] = [tempFolder(), fakeWorld()]
    const keys = openKeyring(folder, world.now)
    mkdirSync(`${folder}/audit`)
    writeFileSync(`${folder}/audit/beta.checkpoint`, '')
    await passLostMonth(rows(['acme'], null), 'acme', keys)
    expect(keys.epochs.current('acme')).to.equal('2026-11')
  })
})
