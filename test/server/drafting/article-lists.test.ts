import { expect } from 'chai'
import type { DraftTask } from '../../../server/drafting/index.ts'
import { checkReply } from '../../../server/drafting/verified-reply.ts'
import type { PassageSentence } from '../../../src/domain/article.ts'
import { briefWith, COVERED, citedPassage, FOREIGN, taskWith } from '../../support/model-brief.ts'

const STEPS = [
  'Switch off the main valve under the sink.',
  'Place a bucket below the drain pipe.',
  'Loosen the plastic nut with your hand.',
  'Clean the trap with warm water.',
] as const
const INTRO = 'You need a bucket and warm water.'
const LISTED = citedPassage('trap', [INTRO, ...STEPS].join('\n'))

function sentences(): readonly PassageSentence[] {
  let start = 0
  return [INTRO, ...STEPS].map((text, at): PassageSentence => {
    const own = { start, end: start + text.length }
    start += text.length + 1
    return at === 0 ? { ...own, kind: 'paragraph' } : { ...own, kind: 'step', ordinal: at }
  })
}

const TASK: DraftTask = taskWith(briefWith({ sources: [LISTED] }), {
  questions: [{ text: 'How do I clean the trap?', evidence: COVERED }],
  passage: ({ passageId }) => (passageId === LISTED.passageId ? LISTED : null),
  sentencesOf: sentences,
})
const say = (text: string, change: object = {}) => ({
  kind: 'statement',
  text,
  part: 1,
  block: 'step',
  citations: [{ source: LISTED, quote: text }],
  ...change,
})
const check = (...given: readonly unknown[]) => checkReply(TASK, { sentences: given })
const told = (...given: readonly unknown[]) =>
  check(...given).sentences.map((one) => (one.kind === 'statement' ? [one.block, one.ordinal ?? null] : []))

describe('a numbered list of an article', () => {
  const [first, second, third, fourth] = STEPS

  it('is told whole, in its order, with its numbers', () => {
    expect(told(...STEPS.map((text) => say(text)))).to.deep.equal([
      ['step', 1],
      ['step', 2],
      ['step', 3],
      ['step', 4],
    ])
  })

  it('keeps its numbers whatever the model calls its sentences', () => {
    const blocks = ['paragraph', 'list_item', 'step', 'paragraph']
    const given = STEPS.map((text, at) => say(text, { block: blocks[at] }))
    expect(told(...given).map(([, ordinal]) => ordinal)).to.deep.equal([1, 2, 3, 4])
  })

  const misled: Readonly<Record<string, readonly unknown[]>> = {
    'turned round': [...STEPS].reverse().map((text) => say(text)),
    'with two steps exchanged': [say(first), say(third), say(second), say(fourth)],
    'without its first step': [say(second), say(third), say(fourth)],
    'without its last step': [say(first), say(second), say(third)],
    'with a step left out': [say(first), say(third), say(fourth)],
    'with a step that did not pass': [
      say(first),
      say(FOREIGN, { citations: [{ source: LISTED, quote: second }] }),
      say(third),
      say(fourth),
    ],
    'with a step without words': [say(first), say('', { citations: [] }), say(third), say(fourth)],
  }
  for (const [name, given] of Object.entries(misled))
    it(`is not told at all when it comes ${name}`, () => {
      const checked = check(say(INTRO, { block: 'paragraph' }), ...given)
      expect(checked.sentences.map(({ text }) => text)).to.deep.equal([INTRO])
      const rules = new Set(checked.left.map(({ rule }) => rule))
      expect(rules.has('INCOMPLETE_STEPS')).to.equal(true)
      expect(checked.dropped).to.equal(given.length)
    })

  it('may be mentioned by one step alone, which then has no number', () => {
    expect(told(say(third))).to.deep.equal([['paragraph', null]])
  })

  it('is not made of sentences that the article does not number', () => {
    expect(told(say(INTRO))).to.deep.equal([['list_item', null]])
  })

  it('says a step once', () => {
    const given = [say(first), say(first), say(second), say(third), say(fourth)]
    expect(told(...given)).to.have.length(4)
    expect(check(...given).left.map(({ rule }) => rule)).to.deep.equal(['REPEATED'])
  })
})
