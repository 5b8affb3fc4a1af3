import { expect } from 'chai'
import {
  isStopTarget,
  type StopPlace,
  type StopSign,
  type StopTarget,
  signsFor,
  stoppedArticlesOf,
  stopsEgress,
} from '../../../src/domain/kill-switch.ts'

const OUTSIDE: StopPlace = { provider: 'openai-eu', brands: ['5'] }
const INSIDE: StopPlace = { provider: null, brands: ['5'] }
const stop = (level: StopTarget['level'], ref = ''): StopTarget => ({ level, ref })

/** A stop, a place that it reaches, and one like it that it does not. */
const REACH: Readonly<Record<string, [StopTarget, StopPlace | null, StopPlace | null]>> = {
  'the account, what leaves': [stop('account'), OUTSIDE, null],
  'the account, what stays': [stop('account'), INSIDE, null],
  egress: [stop('egress'), OUTSIDE, INSIDE],
  'a provider by its name': [stop('provider', 'openai-eu'), OUTSIDE, { ...OUTSIDE, provider: 'mistral' }],
  'every provider': [stop('provider', '*'), OUTSIDE, INSIDE],
  'a provider, drafting here': [stop('provider', 'openai-eu'), OUTSIDE, INSIDE],
  'a brand': [stop('brand', '5'), INSIDE, { ...INSIDE, brands: ['6'] }],
  'a brand that was named for the ticket once': [stop('brand', '5'), { ...INSIDE, brands: ['6', '5'] }, null],
  'a brand, where none is known': [stop('brand', '9'), { ...INSIDE, brands: [] }, INSIDE],
  'a brand, where it was not said': [stop('brand', '9'), { ...INSIDE, brands: ['5', null] }, INSIDE],
  'the brand of a drill': [stop('brand', 'drill'), null, { ...INSIDE, brands: [] }],
  'an article': [stop('article', '5'), null, OUTSIDE],
}

describe('what a stop reaches', () => {
  for (const [name, [target, reached, spared]] of Object.entries(REACH))
    it(name, () => {
      if (reached !== null)
        expect(signsFor([target], reached)).to.deep.equal([{ why: 'pulled', level: target.level }])
      if (spared !== null) expect(signsFor([target], spared)).to.deep.equal([])
    })

  it('is said once for each level, the widest first', () => {
    const all = [stop('brand', '5'), stop('provider', '*'), stop('brand', '5'), stop('account')]
    expect(signsFor(all, OUTSIDE).map(({ level }) => level)).to.deep.equal(['account', 'provider', 'brand'])
    expect(signsFor([], OUTSIDE)).to.deep.equal([])
  })

  it('is, for articles, the articles', () => {
    expect([
      ...stoppedArticlesOf([stop('article', 'a'), stop('brand', 'b'), stop('article', 'a')]),
    ]).to.deep.equal(['a'])
  })
})

describe('everything that leaves', () => {
  const signs: Readonly<Record<string, [StopSign[], boolean]>> = {
    'goes on when nothing is stopped': [[], false],
    'goes on when drafting is stopped': [[{ why: 'pulled', level: 'account' }], false],
    'goes on when the environment stops drafting': [[{ why: 'environment', level: 'account' }], false],
    'is stopped by its own level': [[{ why: 'pulled', level: 'egress' }], true],
    'is stopped when the file cannot be read': [[{ why: 'unreadable_file', level: 'account' }], true],
    'is stopped when the store cannot be read': [[{ why: 'unreadable_store', level: 'account' }], true],
    'is stopped before anything was read': [[{ why: 'not_read', level: 'account' }], true],
  }
  for (const [name, [given, stopped]] of Object.entries(signs))
    it(name, () => {
      expect(stopsEgress(given)).to.equal(stopped)
    })
})

describe('a target of a stop', () => {
  const targets: Readonly<Record<string, [StopTarget, boolean]>> = {
    'the account': [stop('account'), true],
    'the account of something': [stop('account', 'x'), false],
    egress: [stop('egress'), true],
    'a brand': [stop('brand', '5'), true],
    'a brand without an id': [stop('brand'), false],
    'an article whose id is too long': [stop('article', 'x'.repeat(201)), false],
    'half a character': [stop('provider', '\ud800'), false],
  }
  for (const [name, [target, fine]] of Object.entries(targets))
    it(`${fine ? 'may' : 'may not'} be ${name}`, () => {
      expect(isStopTarget(target)).to.equal(fine)
    })
})
