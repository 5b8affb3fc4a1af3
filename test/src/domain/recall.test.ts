import { expect } from 'chai'
import { fateOf, leavingsOf, spansOf, type VersionStanding, worstFate } from '../../../src/domain/recall.ts'

const VERSION: VersionStanding = {
  articleId: 'a',
  locale: 'en-us',
  versionHash: 'v1',
  title: 'Refunds',
  url: 'https://help.acme.example/a',
  bar: null,
  allowed: true,
}

const OLD = 'You can return unused items within 30 days.'

describe('a recall', () => {
  const LEAVINGS: Record<string, [Partial<VersionStanding>, Partial<VersionStanding> | null, string | null]> =
    {
      'nothing changed': [{}, {}, null],
      'the text changed': [{}, { versionHash: 'v2' }, 'changed'],
      'it is gone': [{}, null, 'unpublished'],
      'it is a draft again': [{}, { bar: 'draft' }, 'unpublished'],
      'it is for staff only now': [{}, { bar: 'restricted' }, 'unpublished'],
      'it was taken off the allowlist': [{}, { allowed: false }, 'delisted'],
      'its review is due': [{}, { bar: 'review_due' }, 'review_due'],
      'it changed and its review is due': [{}, { bar: 'review_due', versionHash: 'v2' }, 'review_due'],
      'it changed and is off the allowlist': [{}, { allowed: false, versionHash: 'v2' }, 'delisted'],
      'it was barred before': [{ bar: 'draft' }, null, null],
      'it was not allowed before': [{ allowed: false }, { allowed: false, versionHash: 'v2' }, null],
      'it was allowed just now': [{ allowed: false }, {}, null],
    }
  for (const [name, [before, after, cause]] of Object.entries(LEAVINGS))
    it(`${cause === null ? 'is none' : `is "${cause}"`} when ${name}`, () => {
      const left = leavingsOf([{ ...VERSION, ...before }], after === null ? [] : [{ ...VERSION, ...after }])
      expect(left.map((one) => one.cause)).to.deep.equal(cause === null ? [] : [cause])
    })

  it('names the old version and the one that stands there now', () => {
    const left = (after: readonly VersionStanding[]) =>
      leavingsOf([VERSION], after).map(({ fromVersion, toVersion }) => [fromVersion, toVersion])
    expect(left([{ ...VERSION, versionHash: 'v2' }])).to.deep.equal([['v1', 'v2']])
    expect(left([{ ...VERSION, allowed: false }])).to.deep.equal([['v1', null]])
    expect(left([])).to.deep.equal([['v1', null]])
  })

  it('keeps the languages of an article apart', () => {
    const german = { ...VERSION, locale: 'de' }
    const left = leavingsOf([VERSION, german], [VERSION, { ...german, versionHash: 'v2' }])
    expect(left.map(({ locale }) => locale)).to.deep.equal(['de'])
  })

  const FATES: Record<string, [readonly string[], string, string | null]> = {
    'still there word for word': [['Hello.', OLD], 'same', null],
    'still there with other blanks': [['You can return  unused items\nwithin 30 days.'], 'same', null],
    'with another number': [
      ['You can return unused items within 14 days.'],
      'changed',
      'You can return unused items within 14 days.',
    ],
    'inside a longer sentence that turns it round': [
      ['It is no longer true that you can return unused items within 30 days.'],
      'changed',
      'It is no longer true that you can return unused items within 30 days.',
    ],
    'replaced by something else': [['Ask the shop about parcels.'], 'gone', null],
    'in an article without text': [[], 'gone', null],
  }
  for (const [name, [present, fate, after]] of Object.entries(FATES))
    it(`calls a quoted sentence "${fate}" that is ${name}`, () => {
      expect(fateOf(OLD, present)).to.deep.equal({ fate, after })
    })

  it('takes the worst of several', () => {
    expect(worstFate(['same', 'gone', 'changed'])).to.equal('gone')
    expect(worstFate(['same', 'changed'])).to.equal('changed')
    expect(worstFate(['same'])).to.equal('same')
    expect(worstFate([])).to.equal(null)
  })

  describe('finds a quote in its passage', () => {
    const text = 'One is here. Two is there.\nThree.'
    const sentences = [
      { start: 0, end: 12 },
      { start: 13, end: 26 },
      { start: 27, end: 33 },
    ]
    const found = (quote: string, of = sentences) =>
      spansOf({ passageId: 'p', text, sentences: of }, quote).map(({ startAt, endAt }) =>
        text.slice(startAt, endAt),
      )

    it('as the whole sentence that it is a part of', () => {
      expect(found('is there')).to.deep.equal(['Two is there.'])
    })
    it('as both sentences that it touches', () => {
      expect(found('here. Two')).to.deep.equal(['One is here.', 'Two is there.'])
    })
    it('as every sentence where it is not written letter by letter', () => {
      expect(found('Two is “there”.')).to.have.length(3)
    })
    it('as itself where the passage names no sentences', () => {
      expect(found('is there', [])).to.deep.equal(['is there'])
    })
  })
})
