import { expect } from 'chai'
import { createLogEnd } from '../../../server/audit/index.ts'
import { faultFrom } from '../../support/fault-from.ts'

function ground() {
  const told: string[] = []
  const end = createLogEnd(() => told.push('lost'))
  return { end, told, refused: (index: number) => faultFrom(() => end.pass(index)) }
}

describe('the end of a log', () => {
  it('is lost where an entry gets the place of one that was committed, for good, and that is told once', async () => {
    const { end, told, refused } = ground()
    for (const index of [7, 8]) end.pass(index)
    end.settled(true)
    expect([end.isLost, told]).to.deep.equal([false, []])
    expect(await refused(8)).to.equal('AUDIT_CHAIN_BROKEN')
    expect(end.isLost).to.equal(true)
    expect(await refused(9)).to.equal('AUDIT_CHAIN_BROKEN')
    expect(told).to.deep.equal(['lost'])
  })

  it('is not where the commit failed: the place is free', () => {
    const { end, told } = ground()
    end.pass(7)
    end.settled(false)
    end.settled(true)
    end.pass(7)
    expect([end.isLost, told]).to.deep.equal([false, []])
  })

  it('is lost where an entry gets a place below what anybody has signed, and where it contradicts that', async () => {
    const behind = ground()
    behind.end.signed(20)
    behind.end.signed(3)
    behind.end.pass(20)
    expect(await behind.refused(19)).to.equal('AUDIT_CHAIN_BROKEN')
    const other = ground()
    other.end.lose()
    expect(await other.refused(0)).to.equal('AUDIT_CHAIN_BROKEN')
    expect(other.told).to.deep.equal(['lost'])
  })
})
