import { expect } from 'chai'
import { consentSentence, refusalSentence } from '../../../src/console/gate-words.ts'
import { loadPageWords } from '../../../src/console/words.ts'
import { UNKNOWN_CONSENT } from '../../../src/domain/consent.ts'
import type { Refusal } from '../../../src/domain/refusal.ts'
import { STAFF_LANGUAGES } from '../../../src/domain/staff-language.ts'

const ENGLISH = await loadPageWords('en')
const ALL = await Promise.all(STAFF_LANGUAGES.map(loadPageWords))

describe('what the gate says, in the console', () => {
  const sentences: readonly (readonly [Refusal, string])[] = [
    [
      { reason: 'CONSENT_NOT_GRANTED', status: 'withdrawn' },
      'The requester withdrew consent. Write the reply yourself; you can search the articles.',
    ],
    [{ reason: 'CONSENT_OVERLAY', overlay: 'objected' }, 'The requester objected to drafting.'],
    [
      { reason: 'KILL_SWITCH_ON', why: 'pulled', level: 'brand' },
      'Drafting is stopped for this ticket’s brand. Your compliance team knows why and lifts it.',
    ],
    [
      { reason: 'KILL_SWITCH_ON', why: 'unreadable_store', level: 'account' },
      'The server’s database does not answer, so it does not draft. Tell whoever runs the server.',
    ],
    [
      { reason: 'DRAFT_LIMIT_REACHED', limit: 1 },
      'The 1 draft allowed for this ticket has been used. Write the reply yourself.',
    ],
    [
      { reason: 'RECIPIENT_NOT_DISCLOSED', recipient: 'mistral@EU' },
      'The notice that the requester saw did not name mistral@EU.',
    ],
    [
      { reason: 'LANGUAGE_NOT_COVERED', locales: ['de', 'en-us'] },
      'There are no allowlisted articles in the requester’s language. Available: German and English (US).',
    ],
  ]
  for (const [refusal, sentence] of sentences)
    it(`says ${refusal.reason} in a sentence without a gap`, () => {
      expect(refusalSentence(refusal, ENGLISH)).to.equal(sentence)
      for (const said of ALL) expect(refusalSentence(refusal, said)).to.not.match(/[{}]/)
    })

  it('says an action and a field by their names', () => {
    expect(refusalSentence({ reason: 'ACTION_NOT_IN_SCOPE', action: 'draft' }, ENGLISH)).to.not.contain('{')
    expect(refusalSentence({ reason: 'FIELD_NOT_IN_SCOPE', field: 'something' }, ENGLISH)).to.contain(
      'something',
    )
  })

  it('lets an overlay speak before the status', () => {
    expect(consentSentence({ ...UNKNOWN_CONSENT, status: 'granted' }, ENGLISH)).to.equal('Consent granted')
    const held = { ...UNKNOWN_CONSENT, status: 'granted', overlays: ['objected'] } as const
    expect(consentSentence(held, ENGLISH)).to.equal('Requester objected')
  })
})
