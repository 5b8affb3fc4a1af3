import { expect } from 'chai'
import fc from 'fast-check'
import { saysAKeyTwice } from '../../../server/http/json-body.ts'

const twice = (json: string) => saysAKeyTwice(Buffer.from(json), JSON.parse(json))

const TEXTS: Readonly<Record<string, readonly [json: string, expected: boolean]>> = {
  'nothing stands twice': ['{"a":1,"b":{"a":2}}', false],
  'the same key in two items of a list': ['{"a":[{"x":1},{"x":2}]}', false],
  'colons in strings and keys, behind a quote in them too': ['{"a:":":","b\\":":"\\":","c\\\\":":"}', false],
  'letters of several bytes': ['{"ä:":"“:”","：":{"😀":":"}}', false],
  'no object at all': ['[1,":",[null]]', false],
  'a key named __proto__': ['{"__proto__":{"a":1}}', false],
  'a key on the top level': ['{"a":1,"b":2,"a":3}', true],
  'the same key with the same value': ['{"a":1,"a":1}', true],
  'a key far inside': ['[[{"a":{"b":[{"c":null,"c":null}]}}]]', true],
  'a key written with an escape': ['{"a":1,"\\u0061":2}', true],
  'a value that is taken back with all that it holds': ['{"a":{"b":1,"c":[{"d":2}]},"a":0}', true],
  'a key named __proto__, twice': ['{"__proto__":1,"__proto__":2}', true],
}

describe('a key that stands twice in a body', () => {
  for (const [name, [json, expected]] of Object.entries(TEXTS))
    it(`is ${expected ? '' : 'not '}seen: ${name}`, () => {
      expect(twice(json)).to.equal(expected)
    })

  it('is seen in any JSON into which one is put, and in none without', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), fc.jsonValue(), fc.nat(4), (value, key, first, indent) => {
        expect(twice(JSON.stringify(value, null, indent))).to.equal(false)
        const [name, text] = [JSON.stringify(key), JSON.stringify(first, null, indent)]
        expect(twice(`[{${name}:${text},${name}:${JSON.stringify(value)}}]`)).to.equal(true)
      }),
    )
  })
})
