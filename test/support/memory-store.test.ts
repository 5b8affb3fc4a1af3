/** What a test changes behind the product's back is what the product reads next, whatever goes on just then. */
import { expect } from 'chai'
import { type FileStore, fileStore } from './memory-store.ts'
import { giveBackDatabase, newDatabase, POSTGRES, postgresDatabase } from './test-database.ts'

const makeLive = (store: FileStore) =>
  store.tamper((database) =>
    database.prepare("insert into live_state (account_id, seq, live) values ('acme', 1, 1)").run(),
  )
const isLive = (store: FileStore) => store.transact((tx) => tx.isLive('acme'))

describe('rows that a test changes by hand', () => {
  it('are read as they are by the act that comes next', async () => {
    const store = await fileStore()
    expect(await isLive(store)).to.equal(false)
    makeLive(store)
    expect(await isLive(store)).to.equal(true)
    await store.close()
  })

  if (POSTGRES !== null)
    it('are so too where an act of this very process held the account meanwhile, and could not end', async () => {
      const store = await fileStore()
      let end = () => {}
      const held = new Promise<void>((resolve) => {
        end = resolve
      })
      const open = await new Promise<{ readonly over: Promise<boolean> }>((resolve) => {
        const over: Promise<boolean> = store.transact(async (tx) => {
          const before = await tx.isLive('acme')
          resolve({ over })
          await held
          return before
        })
      })
      makeLive(store)
      const next = isLive(store)
      end()
      expect([await open.over, await next]).to.deep.equal([false, true])
      await store.close()
    })

  if (POSTGRES !== null)
    it('are in a database that another test has next, unless its tables were remade', async () => {
      const some = async () => {
        const urls: string[] = []
        for (let n = 0; n < 6; n += 1) urls.push(await newDatabase())
        return urls
      }
      const first = await some()
      const [remade = ''] = first
      postgresDatabase(remade).exec('alter table page_session rename to page_session_away')
      for (const url of first) giveBackDatabase(url)
      const next = await some()
      expect(next).to.include.oneOf(first)
      expect(next).to.not.include(remade)
      for (const url of next) giveBackDatabase(url)
    })
})
