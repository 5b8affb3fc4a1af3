import { expect } from 'chai'
import { duplicateKeys } from '../../../server/cli/duplicate-keys.ts'

const TEXTS: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'nothing stands twice': ['{"a":1,"b":{"a":2}}', []],
  'the same key in sibling objects': ['{"a":{"x":1},"b":{"x":1}}', []],
  'the same key in two items of a list': ['{"a":[{"x":1},{"x":2}]}', []],
  'a key on the top level': ['{"a":1,"b":2,"a":3}', ['a']],
  'a key further in': ['{"app":{"name":"A","name":"B"}}', ['app.name']],
  'a key written with an escape': ['{"a":1,"\\u0061":2}', ['a']],
  'a value that looks like a key': ['{"a":"\\"a\\": {","b":["a","a"]}', []],
  'a key after a nested object': ['{"a":{"b":1}, "c":[{}], "a" : 2}', ['a']],
}

describe('duplicate keys', () => {
  for (const [name, [json, expected]] of Object.entries(TEXTS)) {
    it(`are found where they are, and only there: ${name}`, () => {
      expect(duplicateKeys(json)).to.deep.equal(expected)
    })
  }
})
