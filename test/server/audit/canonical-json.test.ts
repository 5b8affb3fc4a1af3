import { expect } from 'chai'
import fc from 'fast-check'
import { canonicalDigest, canonicalFormOf, canonicalJson } from '../../../server/audit/canonical-json.ts'
import { faultFrom } from '../../support/fault-from.ts'

/** RFC 8785 §3.2.2 and §3.2.3, and the number samples of its appendix B. */
const VECTORS: Record<string, [unknown, string]> = {
  'the example of RFC 8785': [
    JSON.parse(
      String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`,
    ),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  ],
  'keys in UTF-16 order': [
    { '€': 5, '\r': 1, '\uFB33': 7, '1': 2, '😀': 6, '\u0080': 3, ö: 4 },
    '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\uFB33":7}',
  ],
  'minus zero': [-0, '0'],
  'the smallest number': [5e-324, '5e-324'],
  'the largest number': [1.7976931348623157e308, '1.7976931348623157e+308'],
  'a number at the edge of exactness': [9007199254740992, '9007199254740992'],
  'a number just before the exponent': [1e20, '100000000000000000000'],
  'a number with an exponent': [1e21, '1e+21'],
  'a small fraction': [0.000001, '0.000001'],
  'a smaller fraction': [1e-7, '1e-7'],
  'control characters': ['\u0000\b\t\u001f\u007f', '"\\u0000\\b\\t\\u001f\u007f"'],
  'nested objects': [{ b: [{ z: 1, a: 2 }], a: {} }, '{"a":{},"b":[{"a":2,"z":1}]}'],
  'a key named __proto__': [JSON.parse('{"b":1,"__proto__":2}'), '{"__proto__":2,"b":1}'],
}

const NO_JSON: Record<string, unknown> = {
  NaN: Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  'a lone surrogate': 'a\uD800b',
  'a lone surrogate in a key': { '\uDC00': 1 },
  undefined: undefined,
  'an undefined member': { a: undefined },
  'a list of holes': new Array(2),
  'a big integer': 1n,
  'a date': new Date(0),
  'a map': new Map(),
  'a function': () => 1,
  'a symbol': Symbol('x'),
  'an object of a class': new (class Entry {
    a = 1
  })(),
  'a boxed string': Object('x'),
}

const DIGEST = 'eb8ed3ccb5023093b56f490a46501e88d09736687e609fdbc1c71b3df8b9ccd3'

describe('canonical JSON', () => {
  for (const [name, [value, text]] of Object.entries(VECTORS))
    it(`writes ${name} as RFC 8785 does`, () => {
      expect(canonicalJson(value)).to.equal(text)
    })

  for (const [name, value] of Object.entries(NO_JSON))
    it(`refuses ${name}, also deep inside`, async () => {
      expect(await faultFrom(() => canonicalJson(value))).to.equal('AUDIT_UNAVAILABLE')
      expect(await faultFrom(() => canonicalJson({ a: [value] }))).to.equal('AUDIT_UNAVAILABLE')
    })

  it('says the same of a value however its keys were ordered, and JSON reads it back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const wanted = JSON.parse(JSON.stringify(value)) as unknown
        const turned = JSON.parse(JSON.stringify(wanted), (_key, held: unknown) =>
          typeof held === 'object' && held !== null && !Array.isArray(held)
            ? Object.fromEntries(Object.entries(held).reverse())
            : held,
        ) as unknown
        expect(canonicalJson(turned)).to.equal(canonicalJson(wanted))
        expect(JSON.parse(canonicalJson(wanted))).to.deep.equal(wanted)
      }),
    )
  })

  it('leaves members that are not there out of an object of ours, and knows its digest again', () => {
    const [given, same] = [{ b: 1, a: undefined }, { b: 1 }]
    expect(canonicalFormOf(given)).to.equal('{"b":1}')
    // echo -n '{"b":1}' | sha256sum
    expect(canonicalDigest(given)).to.equal(DIGEST)
    expect(canonicalDigest(given)).to.equal(DIGEST)
    expect(canonicalDigest(same)).to.equal(DIGEST)
    expect(canonicalDigest({ b: 2 })).to.not.equal(DIGEST)
  })
})
