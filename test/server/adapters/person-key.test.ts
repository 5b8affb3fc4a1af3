import { createHmac, hkdfSync } from 'node:crypto'
import { expect } from 'chai'
import { personKeyOf } from '../../../server/adapters/person-key.ts'
import { faultFrom } from '../../support/fault-from.ts'

const DATA_KEY = Buffer.alloc(32, 7)
const ABOUT = Buffer.alloc(32, 1)

describe("a requester's key at work for the audit log", () => {
  const key = personKeyOf(DATA_KEY)

  it('commits as docs/audit-format.md says: HMAC under a key of the entry alone', () => {
    const own = Buffer.from(hkdfSync('sha256', DATA_KEY, Buffer.alloc(0), 'commit/e1', 32))
    expect(key.commit('e1', '{"a":1}')).to.equal(createHmac('sha256', own).update('{"a":1}').digest('hex'))
    expect(key.commitKey('e1')).to.equal(own.toString('hex'))
    expect(new Set([key.commit('e1', 'x'), key.commit('e2', 'x'), key.commit('e1', 'y')]).size).to.equal(3)
  })

  it('names itself the same each time, and gives nothing of itself away', () => {
    expect(key.kid)
      .to.match(/^[0-9a-f]{32}$/)
      .and.to.equal(personKeyOf(Buffer.from(DATA_KEY)).kid)
    expect(personKeyOf(Buffer.alloc(32, 8)).kid).not.to.equal(key.kid)
    expect([key.commitKey('e1').includes(key.kid), key.kid.includes('07070707')]).to.deep.equal([
      false,
      false,
    ])
  })

  it('opens what it sealed for this entry and header, and nothing else', async () => {
    const sealed = key.seal('e1', 'words', ABOUT)
    expect(key.unseal('e1', sealed, ABOUT)).to.equal('words')
    const attempts: Record<string, () => string> = {
      'of another entry': () => key.unseal('e2', sealed, ABOUT),
      'beside another header': () => key.unseal('e1', sealed, Buffer.alloc(32, 2)),
      "with another's key": () => personKeyOf(Buffer.alloc(32, 8)).unseal('e1', sealed, ABOUT),
    }
    for (const [name, attempt] of Object.entries(attempts))
      expect(await faultFrom(attempt), name).to.equal('STORE_UNAVAILABLE')
  })
})
