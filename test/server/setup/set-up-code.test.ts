import { expect } from 'chai'
import { newSetUpCode } from '../../../server/adapters/set-up-code.ts'
import { createSetUpCode, SET_UP_CODE_MINUTES } from '../../../server/setup/index.ts'

const START = new Date('2026-11-24T10:00:00Z')
const past = (minutes: number) => new Date(START.getTime() + minutes * 60_000)

describe('the code of the set-up', () => {
  it('is 130 bits that are typed without mistaking a letter for a digit, and another each time', () => {
    const codes = Array.from({ length: 200 }, newSetUpCode)
    for (const code of codes) expect(code).to.match(/^(?:[0-9A-HJKMNP-TV-Z]{5}-){5}[0-9A-HJKMNP-TV-Z]$/)
    expect(new Set(codes).size).to.equal(codes.length)
    const letters = new Set(codes.join('').replaceAll('-', ''))
    expect(letters.size).to.equal(32)
  })

  it('is right however it is typed, until half an hour is over', () => {
    const code = createSetUpCode('ABCDE-12345', START)
    for (const typed of ['ABCDE-12345', 'abcde12345', ' abcde 12345 '])
      expect(code.judge(typed, START)).to.equal('right')
    for (const typed of ['', 'ABCDE', 'ABCDE-12346', 'ABCDE-123450'])
      expect(code.judge(typed, START)).to.equal('wrong')
    expect(code.judge('ABCDE-12345', past(SET_UP_CODE_MINUTES - 1))).to.equal('right')
    expect(code.judge('ABCDE-12345', past(SET_UP_CODE_MINUTES))).to.equal('ended')
    expect(code.judge('ABCDE-12346', past(SET_UP_CODE_MINUTES))).to.equal('wrong')
  })

  it('opens once, unless what it was used for did not come about', () => {
    const code = createSetUpCode('ABCDE', START)
    expect([code.use(), code.use(), code.judge('ABCDE', START)]).to.deep.equal([true, false, 'ended'])
    code.giveBack()
    expect([code.judge('ABCDE', START), code.use()]).to.deep.equal(['right', true])
  })

  it('is held as a digest alone', () => {
    const code = createSetUpCode('ABCDE-12345', START)
    expect(JSON.stringify(Object.entries(code))).to.not.contain('ABCDE')
  })
})
