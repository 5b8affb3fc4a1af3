import { expect } from 'chai'
import { parseHelpdeskId } from '../../../src/domain/ticket.ts'

const NO_IDS: Record<string, unknown> = {
  nothing: '',
  zero: '0',
  'a leading zero': '012',
  'a sign': '-4',
  'a plus': '+4',
  'a fraction': '1.5',
  'an exponent': '1e3',
  'twenty digits': '12345678901234567890',
  'a space before': ' 12',
  'a line break after': '12\n',
  'digits of another script': '١٢',
  'a path': '12/../13',
  'a number': 12,
  'a list': ['12'],
  null: null,
  undefined: undefined,
  'an object that spells an id': { toString: () => '12' },
}

describe('a helpdesk id', () => {
  for (const [name, value] of Object.entries(NO_IDS))
    it(`is not ${name}`, () => {
      expect(parseHelpdeskId(value)).to.equal(null)
    })

  it('is a decimal number of up to 19 digits, kept as text', () => {
    for (const id of ['1', '42', '9223372036854775807']) expect(parseHelpdeskId(id)).to.equal(id)
  })
})
