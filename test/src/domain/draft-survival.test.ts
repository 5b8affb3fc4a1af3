import { expect } from 'chai'
import fc from 'fast-check'
import { survivalOf } from '../../../src/domain/draft-survival.ts'

const FIRST = 'You can return unused items within 30 days.'
const SECOND = 'Returns are free of charge.'

describe('what survives of a draft', () => {
  const CASES: Record<string, [readonly string[], string, ReturnType<typeof survivalOf>]> = {
    'sent as it was': [
      [FIRST, SECOND],
      `${FIRST}\n\n${SECOND}`,
      { sentences: 2, kept: 2, words: 13, distance: 0 },
    ],
    'sent between the agent’s own words, which cost nothing': [
      [FIRST],
      `Dear Maria,\nthank you for asking.\n\n${FIRST}\n\nYours, Ines`,
      { sentences: 1, kept: 1, words: 8, distance: 0 },
    ],
    'sent with other blanks and in list marks': [
      [FIRST, SECOND],
      `• You can return  unused items\nwithin 30 days.\n• ${SECOND}`,
      { sentences: 2, kept: 2, words: 13, distance: 0 },
    ],
    'sent with one word changed': [
      [FIRST, SECOND],
      `You can return unused items within 14 days. ${SECOND}`,
      { sentences: 2, kept: 1, words: 13, distance: 1 },
    ],
    'sent with one sentence left out': [
      [FIRST, SECOND],
      FIRST,
      { sentences: 2, kept: 1, words: 13, distance: 5 },
    ],
    'sent reworded, but recognisable': [
      [FIRST],
      'You may return your unused items within 30 days.',
      { sentences: 1, kept: 0, words: 8, distance: 2 },
    ],
    'replaced by the agent’s own': [[FIRST], 'Please call us about the jacket tomorrow.', null],
    'deleted altogether': [[FIRST], '', null],
    'not inserted at all': [[], FIRST, null],
  }
  for (const [name, [inserted, reply, expected]] of Object.entries(CASES))
    it(`is counted when it was ${name}`, () => {
      expect(survivalOf(inserted, reply)).to.deep.equal(expected)
    })

  it('is never more than there was, whatever is written', () => {
    const text = fc.array(fc.constantFrom('we', 'ship', 'back', 'free', '30', 'days.', 'Not'), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (sentences, reply) => {
        const counts = survivalOf(
          sentences.map((words) => words.join(' ')),
          reply.join(' '),
        )
        if (counts === null) return
        expect(counts.kept).to.be.within(0, counts.sentences)
        expect(counts.distance).to.be.within(0, counts.words)
      }),
    )
  })

  it('holds numbers alone: no word of what was sent', () => {
    expect(Object.values(survivalOf([FIRST], FIRST) ?? {}).every(Number.isInteger)).to.equal(true)
  })
})
