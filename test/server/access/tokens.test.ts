import { expect } from 'chai'
import { createFailureMeter } from '../../../server/access/failure-meter.ts'
import { isWholeToken, newTokenSecret, tokenIn } from '../../../server/access/token-secret.ts'
import { tempKeyring } from '../../support/memory-store.ts'

describe('the secret of a token', () => {
  it('can be told from everything else: prefix, 256 random bits, checksum', () => {
    const secret = newTokenSecret(tempKeyring())
    expect(secret).to.match(/^vouch_pat_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/)
    expect(isWholeToken(secret)).to.equal(true)
    expect(newTokenSecret(tempKeyring())).to.not.equal(secret)
  })

  it('is no longer whole with one character changed, wherever it is', () => {
    const secret = newTokenSecret(tempKeyring())
    for (const at of [0, 10, 30, secret.length - 1]) {
      const other = secret[at] === 'a' ? 'b' : 'a'
      expect(isWholeToken(secret.slice(0, at) + other + secret.slice(at + 1)), String(at)).to.equal(false)
    }
  })

  it('is looked for in one place of a request', () => {
    expect(tokenIn('Bearer vouch_pat_x')).to.equal('vouch_pat_x')
    for (const other of [
      undefined,
      '',
      'vouch_pat_x',
      'Basic vouch_pat_x',
      'Bearer eyJ.x.y',
      'Bearer vouch_pat_x y',
    ])
      expect(tokenIn(other)).to.equal(null)
  })
})

describe('wrong tokens of one address', () => {
  it('are waited for after too many in a minute, and those of others are not', async () => {
    const meter = createFailureMeter(2)
    const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, second))
    await meter.note('192.0.2.1', at(0))
    expect(meter.isClosed('192.0.2.1', at(1))).to.equal(false)
    await meter.note('192.0.2.1', at(2))
    expect(meter.isClosed('192.0.2.1', at(3))).to.equal(true)
    expect(meter.isClosed('192.0.2.2', at(3))).to.equal(false)
    expect(meter.isClosed('192.0.2.1', at(60))).to.equal(false)
  })
})
