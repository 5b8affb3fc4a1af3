import { join } from 'node:path'
import { expect } from 'chai'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { copyToPostgres } from '../../../server/adapters/store-copying.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const NOWHERE = 'postgres://nobody@127.0.0.1:9/none'

// Everything else about it: test/server/cli/migrate-store.test.ts.
describe('a copy of a store', () => {
  it('is not begun without a store, nor without a database, and nothing is checked', async () => {
    const checked: string[] = []
    const check = async () => {
      checked.push('checked')
    }
    const file = join(tempFolder(), 'vouch.sqlite')
    expect(await faultFrom(() => copyToPostgres(file, NOWHERE, check))).to.equal('STORE_UNAVAILABLE')
    await (await openSqliteStore(file)).close()
    expect(await faultFrom(() => copyToPostgres(file, NOWHERE, check))).to.equal('STORE_UNAVAILABLE')
    expect(checked).to.deep.equal([])
  })
})
