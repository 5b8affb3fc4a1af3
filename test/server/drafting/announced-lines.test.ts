import { expect } from 'chai'
import { checkReply, openChecker } from '../../../server/drafting/verified-reply.ts'
import { briefWith, citedPassage, KETTLE, LID, taskWith } from '../../support/model-brief.ts'

const CAN = 'You can return these items:'
const CANNOT = 'You cannot return these items:'
const RETURNS = citedPassage(
  'returns',
  [CAN, 'Unworn winter shoes', CANNOT, 'Personal gift cards', 'Opened computer software'].join('\n'),
)
const FREE = 'Is the shipping of a parcel free?'
const FROM = 'Shipping is free from 50 euros.'
const PAY = 'Do I have to pay for the return label?'
const NO = 'No, we pay for the return label.'
const FAQ = citedPassage('faq', `${FREE} ${FROM} ${PAY} ${NO}`)
const TASK = taskWith(briefWith({ sources: [RETURNS, FAQ, KETTLE] }))

const holding = [RETURNS, FAQ, KETTLE]
const say = (text: string, change: object = {}) => ({
  kind: 'statement',
  text,
  part: 1,
  block: 'paragraph',
  citations: [{ source: holding.find((one) => one.text.includes(text)), quote: text }],
  ...change,
})
const item = (text: string, change: object = {}) => say(text, { block: 'list_item', ...change })
const textsOf = (given: readonly unknown[]) =>
  checkReply(TASK, { sentences: given }).sentences.map(({ text }) => text)

const ITS_OWN: Readonly<Record<string, readonly ReturnType<typeof say>[]>> = {
  'a list with its line': [say(CANNOT), item('Personal gift cards'), item('Opened computer software')],
  'two lists, each with its line': [
    say(CAN),
    item('Unworn winter shoes'),
    say(CANNOT),
    item('Personal gift cards'),
  ],
  'a list whose line is quoted without its colon': [
    say(CANNOT, { citations: [{ source: RETURNS, quote: CANNOT.replace(':', '') }] }),
    item('Personal gift cards'),
  ],
  'an answer with its question': [say(PAY), say(NO)],
  'an answer that is a sentence of its own': [say(FROM)],
  'a sentence of another article behind a list': [say(CAN), item('Unworn winter shoes'), say(LID)],
  'a line reworded so that it stands alone': [
    say('Personal gift cards cannot be returned.', {
      citations: [
        { source: RETURNS, quote: CANNOT },
        { source: RETURNS, quote: 'Personal gift cards' },
      ],
    }),
  ],
}

const ASTRAY: Readonly<Record<string, readonly [readonly unknown[], lost: string]>> = {
  'a line of the other list': [[say(CAN), item('Personal gift cards')], 'Personal gift cards'],
  'a line of the list before': [[say(CANNOT), say(CAN), item('Personal gift cards')], 'Personal gift cards'],
  'a line without the one that announces it': [[item('Personal gift cards')], 'Personal gift cards'],
  'a line that quotes its announcement and does not say it': [
    [
      say(CAN),
      item('Personal gift cards', {
        citations: [{ source: RETURNS, quote: `${CANNOT}\nPersonal gift cards` }],
      }),
    ],
    'Personal gift cards',
  ],
  'a line whose announcement belongs to another question': [
    [say(CANNOT, { part: 2 }), item('Personal gift cards')],
    'Personal gift cards',
  ],
  'a line of another article': [[say(CANNOT), item(LID)], LID],
  'an answer to another question': [[say(PAY), say(FROM)], FROM],
  'a "no" without its question': [[say(NO)], NO],
  'a "no" to another question': [[say(FREE), say(NO)], NO],
}

describe('a line that says nothing alone', () => {
  for (const [name, given] of Object.entries(ITS_OWN))
    it(`goes on: ${name}`, () => {
      expect(textsOf(given)).to.deep.equal(given.map(({ text }) => text))
    })

  for (const [name, [given, lost]] of Object.entries(ASTRAY))
    it(`is left out: ${name}`, () => {
      expect(textsOf(given)).to.have.length(given.length - 1)
      expect(textsOf(given)).not.to.include(lost)
    })

  it('is left out while the reply still comes, and what was announced before a new start is forgotten', () => {
    const checker = openChecker(TASK)
    checker.take(say(CANNOT))
    expect(checker.take(item('Unworn winter shoes'))).to.deep.equal({
      shown: null,
      dropped: { rule: 'NOT_SUPPORTED', part: 1, text: null },
    })
    expect(checker.take(item('Personal gift cards')).dropped).to.equal(null)
    checker.startOver()
    expect(checker.take(item('Personal gift cards')).shown).to.equal(null)
  })
})
