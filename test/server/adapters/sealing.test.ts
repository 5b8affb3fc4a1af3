import { expect } from 'chai'
import { seal, unseal } from '../../../server/adapters/sealing.ts'
import { faultFrom } from '../../support/fault-from.ts'

describe('sealing', () => {
  it('binds to a context of bytes as well as to one of words', async () => {
    const key = Buffer.alloc(32, 7)
    const about = Buffer.from([0xff, 0x00, 0xfe])
    const sealed = seal(key, 'yes', about)
    expect(unseal(key, sealed, Buffer.from(about))).to.equal('yes')
    expect(await faultFrom(() => unseal(key, sealed, about.toString('utf8')))).to.equal('STORE_UNAVAILABLE')
  })

  it('takes another nonce each time: the same words under the same key are never the same bytes', () => {
    const key = Buffer.alloc(32, 7)
    const nonces = Array.from({ length: 1_000 }, () =>
      Buffer.from(seal(key, 'yes', 'row'), 'base64')
        .subarray(0, 12)
        .toString('hex'),
    )
    expect(new Set(nonces).size).to.equal(1_000)
    expect(nonces[0]).to.have.length(24)
  })

  it('opens nothing that was changed in any byte, or cut at any length', async () => {
    const key = Buffer.alloc(32, 7)
    const bytes = Buffer.from(seal(key, 'yes', 'row'), 'base64')
    expect(unseal(key, bytes.toString('base64'), 'row')).to.equal('yes')
    for (let place = 0; place < bytes.length; place += 1) {
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] as number) ^ 1
      for (const value of [changed, bytes.subarray(0, place), bytes.subarray(place + 1)]) {
        const code = await faultFrom(() => unseal(key, value.toString('base64'), 'row'))
        expect(code, `byte ${place}`).to.equal('STORE_UNAVAILABLE')
      }
    }
  })
})
