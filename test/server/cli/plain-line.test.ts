import { expect } from 'chai'
import { plainLine } from '../../../server/cli/plain-line.ts'

describe('a line for a terminal', () => {
  for (const [name, line, shown] of [
    ['a colour', 'a \u001b[31mred name', 'a \\u001b[31mred name'],
    ['the same in one sign', '\u009b31m', '\\u009b31m'],
    ['a bell and a step back', 'x\u0007\u0008', 'x\\u0007\\u0008'],
    ['a return to the beginning', 'bad\rgood', 'bad\\u000dgood'],
    ['a turned direction', 'exe\u202etxt.\u2066', 'exe\\u202etxt.\\u2066'],
    ['lines, tabs and ends of rows', 'a\tb\r\nc\nd\r', 'a\tb\r\nc\nd\r'],
    ['words of any language', 'Grüße, 日本語, العربية, 👋🏽', 'Grüße, 日本語, العربية, 👋🏽'],
  ] as const)
    it(`shows ${name}`, () => {
      expect(plainLine(line)).to.equal(shown)
    })

  it('says the same as before where it is JSON', () => {
    const value = { name: 'a \u001b[31m \u009b \u202e \u007f' }
    expect(JSON.parse(plainLine(JSON.stringify(value)))).to.deep.equal(value)
  })
})
