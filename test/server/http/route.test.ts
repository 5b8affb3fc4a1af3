import { expect } from 'chai'
import { z } from 'zod'
import {
  farewellHeaders,
  idSchema,
  isoSchema,
  isWellFormed,
  localeSchema,
  parseBody,
  parseQuery,
  uuidSchema,
} from '../../../server/http/route.ts'
import { wholeFaultFrom } from '../../support/fault-from.ts'

const SECRET = 'zwetschgendatschi'
const schema = z.strictObject({ name: z.string().max(3), list: z.array(z.int()) })

describe('a body', () => {
  it('arrives parsed', () => {
    expect(parseBody(schema, { name: 'abc', list: [1] })).to.deep.equal({ name: 'abc', list: [1] })
  })

  it('is refused by the names of its fields, never by their values', async () => {
    const fault = await wholeFaultFrom(() => parseBody(schema, { name: SECRET, list: [1, SECRET] }))
    expect(fault.code).to.equal('BAD_REQUEST')
    expect(fault.detail.invalid).to.deep.equal(['name: too_big', 'list.1: invalid_type'])
    expect(JSON.stringify(fault) + fault.message).to.not.contain(SECRET)
  })

  it('is refused with at most twenty names', async () => {
    const fault = await wholeFaultFrom(() => parseBody(schema, { name: 'a', list: Array(99).fill('x') }))
    expect(fault.detail.invalid).to.have.length(20)
  })

  it('may be missing or empty where a route takes none, and nothing else', async () => {
    expect(parseBody(null, undefined)).to.equal(undefined)
    expect(parseBody(null, {})).to.deep.equal({})
    for (const body of [{ a: 1 }, [], 'text', null, 7])
      expect((await wholeFaultFrom(() => parseBody(null, body))).code).to.equal('BAD_REQUEST')
  })
})

describe('a query', () => {
  const at = z.object({ from: z.iso.date(), whole: z.literal('1').optional() })

  it('arrives parsed where a route declares one, and as it stands where it does not', () => {
    expect(parseQuery(at, { from: '2026-11-01', other: 'x' })).to.deep.equal({ from: '2026-11-01' })
    expect(parseQuery(undefined, { other: 'x' })).to.deep.equal({ other: 'x' })
  })

  it('is refused by the names of its fields, never by their values', async () => {
    const fault = await wholeFaultFrom(() => parseQuery(at, { from: SECRET, whole: SECRET }))
    expect(fault.code).to.equal('BAD_REQUEST')
    expect(fault.detail.invalid).to.deep.equal(['from: invalid_format', 'whole: invalid_value'])
    expect(JSON.stringify(fault) + fault.message).to.not.contain(SECRET)
  })
})

describe('a route on its way out', () => {
  it('says since when, until when and where to read on, in the forms of the standards', () => {
    const leaving = {
      since: '2027-01-01',
      sunset: '2027-07-01',
      link: 'https://vouch.example/docs/api#leaving',
    }
    expect(farewellHeaders(leaving)).to.deep.equal({
      Deprecation: '@1798761600',
      Sunset: 'Thu, 01 Jul 2027 00:00:00 GMT',
      Link: '<https://vouch.example/docs/api#leaving>; rel="deprecation"; type="text/html"',
    })
  })
})

describe('a value from outside', () => {
  const cases: Readonly<Record<string, readonly [z.ZodType, unknown, unknown]>> = {
    'an id': [idSchema, '20416', '20416'],
    'an id of 19 digits': [idSchema, '9'.repeat(19), '9'.repeat(19)],
    'an id of 20 digits': [idSchema, '9'.repeat(20), null],
    'an id with a leading zero': [idSchema, '07', null],
    'an id with a line after it': [idSchema, '7\n', null],
    'an id in other digits': [idSchema, '٧', null],
    'an id that is a number': [idSchema, 7, null],
    'a uuid': [uuidSchema, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000001'],
    'no uuid': [uuidSchema, '../../etc', null],
    'a locale': [localeSchema, 'EN-us', 'en-us'],
    'a locale with a path': [localeSchema, '../de', null],
    'a locale that is too long': [localeSchema, `de${'-aaaaaaaa'.repeat(4)}`, null],
    'a moment': [isoSchema, '2026-11-20T09:00:00Z', '2026-11-20T09:00:00.000Z'],
    'a moment with a zone': [isoSchema, '2026-11-20T09:00:00+05:30', '2026-11-20T03:30:00.000Z'],
    'a day that does not exist': [isoSchema, '2026-02-30T09:00:00Z', null],
    'a moment before all years': [isoSchema, '0000-01-01T00:00:00+14:00', null],
    'a moment after all years': [isoSchema, '9999-12-31T23:59:59-14:00', null],
    'a day without a time': [isoSchema, '2026-11-20', null],
  }
  for (const [name, [each, value, expected]] of Object.entries(cases))
    it(`${name} is ${expected === null ? 'refused' : `read as ${expected}`}`, () => {
      const parsed = each.safeParse(value)
      expect(parsed.success ? parsed.data : null).to.equal(expected)
    })

  it('is well formed unless it holds half a character somewhere', () => {
    for (const whole of ['', '🙏', { a: ['🙏', { b: 'x' }] }, null, 7, undefined, '\\ud800'])
      expect(isWellFormed(whole)).to.equal(true)
    for (const half of ['\ud800', 'a\udc00', { a: ['x', { b: '\ud83d' }] }, ['\udfff']])
      expect(isWellFormed(half)).to.equal(false)
  })
})
