import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

const TELLING: Record<string, string> = {
  'a token in the query': 'https://shop.example/reset?lang=en&token=abc123',
  'a token in the fragment': 'https://shop.example/#access_token=abc123',
  'a token in the path': 'https://shop.example/i/k3J9xQ2mZ8pL4vR7tY1w',
  'a UUID in the path': 'https://shop.example/o/9f8e7d6c-1234-4abc-9def-0123456789ab',
  credentials: 'https://user:secret@host.example/x',
  'an address of a person': 'https://shop.example/unsubscribe/jo@example.org',
}
const STAYS: readonly string[] = [
  'https://shop.example/orders/0123456789',
  'https://help.example/hc/en-us/articles/360012345678-How-do-I-return-an-order',
  'https://shop.example/bikes/trail-5-pro?size=m&color=blue',
  'http://example.com',
]

describe('src/minimise/web-addresses', () => {
  for (const [name, address] of Object.entries(TELLING))
    it(`replaces a whole address that holds ${name}`, () => {
      expect(replacedIn(`see ${address}.`)).to.deep.equal([`URL ${address}`])
    })
  for (const address of STAYS)
    it(`leaves alone: ${address}`, () => {
      expect(replacedIn(`see ${address}.`)).to.deep.equal([])
    })
})
