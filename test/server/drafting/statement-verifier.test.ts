import { expect } from 'chai'
import { type DraftedStatement, verifyStatement } from '../../../server/drafting/statement-verifier.ts'
import type { DropRule } from '../../../src/domain/draft.ts'
import {
  BOIL,
  briefWith,
  CANARY,
  CARD,
  FOREIGN,
  GIFT_CARD,
  KETTLE,
  LID,
  NONCE,
} from '../../support/model-brief.ts'

const cite = (quote: string, source: typeof KETTLE | null = KETTLE) => ({ source, quote })
function statement(change: Partial<DraftedStatement> = {}): DraftedStatement {
  return { kind: 'statement', text: LID, part: 1, block: 'paragraph', citations: [cite(LID)], ...change }
}
const verdictOn = (change: Partial<DraftedStatement>, brief = briefWith()) =>
  verifyStatement(statement(change), brief, 'en-us', '⟦NAME_1⟧')

const DROPPED: Readonly<Record<string, { change: Partial<DraftedStatement>; rule: DropRule }>> = {
  'cites nothing': { change: { citations: [] }, rule: 'NO_CITATION' },
  'cites a passage that was never given': {
    change: { citations: [cite(LID, null)] },
    rule: 'NO_SUCH_PASSAGE',
  },
  'quotes words that the passage does not hold': {
    change: { citations: [cite(FOREIGN)] },
    rule: 'NOT_VERBATIM',
  },
  'quotes the right words with one changed': {
    change: { citations: [cite(LID.replace('cold', 'hot'))] },
    rule: 'NOT_VERBATIM',
  },
  'quotes the right words under the wrong passage': {
    change: { citations: [cite(LID, GIFT_CARD)] },
    rule: 'NOT_VERBATIM',
  },
  'quotes two ends of a passage as one': {
    change: { citations: [cite('Open the lid of the kettle before you rinse it twice.')] },
    rule: 'NOT_VERBATIM',
  },
  'quotes nothing': { change: { citations: [cite('')] }, rule: 'NOT_VERBATIM' },
  'quotes a space': { change: { citations: [cite(' \n ')] }, rule: 'NOT_VERBATIM' },
  'adds a lie to a true citation': {
    change: { citations: [cite(LID), cite(FOREIGN)] },
    rule: 'NOT_VERBATIM',
  },
  'adds a true citation to a lie': {
    change: { citations: [cite(FOREIGN), cite(LID)] },
    rule: 'NOT_VERBATIM',
  },
  'adds an unknown passage to true citations': {
    change: { citations: [cite(LID), cite(BOIL), cite(LID, null)] },
    rule: 'NO_SUCH_PASSAGE',
  },
  'repeats the canary': { change: { text: `${LID} ${CANARY}` }, rule: 'CANARY' },
  'repeats the canary in capitals': { change: { text: `${CANARY.toUpperCase()} ${LID}` }, rule: 'CANARY' },
  'repeats the beginning of the canary': { change: { text: `${LID} ${CANARY.slice(0, 8)}` }, rule: 'CANARY' },
  'repeats the end of the canary': { change: { text: `${LID} x${CANARY.slice(-8)}y` }, rule: 'CANARY' },
  'repeats the middle of the canary in small letters': {
    change: { text: `${LID} ${CANARY.slice(7, 15).toLowerCase()}` },
    rule: 'CANARY',
  },
  'repeats the name of the fence': { change: { text: `TICKET ${NONCE}` }, rule: 'CANARY' },
  'repeats a piece of the name of the fence': {
    change: { text: `${LID} ${NONCE.slice(5, 13)}` },
    rule: 'CANARY',
  },
  'holds a zero-width space': { change: { text: LID.replace(' ', '\u200B ') }, rule: 'HIDDEN_CHARACTERS' },
  'turns its direction': { change: { text: `\u202E${LID}` }, rule: 'HIDDEN_CHARACTERS' },
  'holds letters that are written in tags': {
    change: { text: `${LID}\u{E0041}` },
    rule: 'HIDDEN_CHARACTERS',
  },
  'holds a control character': { change: { text: `${LID}\u0007` }, rule: 'HIDDEN_CHARACTERS' },
}

describe('a sentence that a model worded', () => {
  for (const [name, { change, rule }] of Object.entries(DROPPED))
    it(`is dropped with ${rule}, and carries nothing on, when it ${name}`, () => {
      expect(verdictOn(change)).to.deep.equal({ verdict: 'dropped', rule, support: 0 })
      expect(verdictOn({}).verdict).to.equal('verified')
    })

  it('is verified, with its citation where it stands, when it says what it cites', () => {
    const { articleId, locale, versionHash, passageId } = KETTLE
    expect(verdictOn({})).to.deep.equal({
      verdict: 'verified',
      support: 1,
      citations: [{ articleId, locale, versionHash, passageId, quote: LID }],
      fromTicket: [],
    })
  })

  it('keeps all its citations, in their order', () => {
    const verdict = verdictOn({ citations: [cite(CARD, GIFT_CARD), cite(LID), cite(BOIL)] })
    const citations = verdict.verdict === 'verified' ? verdict.citations : []
    expect(citations.map(({ articleId, quote }) => [articleId, quote])).to.deep.equal([
      ['gift-card', CARD],
      ['kettle', LID],
      ['kettle', BOIL],
    ])
  })

  it('is dropped though its citation is true when it says something else', () => {
    const verdict = verdictOn({ text: FOREIGN })
    expect(verdict.verdict).to.equal('dropped')
    expect(verdict).to.not.have.any.keys('citations', 'fromTicket')
  })

  it('is dropped when what it says stands in a passage that it does not cite', () => {
    expect(verdictOn({ text: CARD }).verdict).to.equal('dropped')
    expect(verdictOn({ text: CARD, citations: [cite(CARD, GIFT_CARD)] }).verdict).to.equal('verified')
  })

  it('may share seven signs with the canary: words do', () => {
    const brief = briefWith({
      canary: `xxxx${LID.slice(0, 7).replaceAll(' ', '-')}`,
      nonce: 'Open thyyyyyyyyyyy',
    })
    expect(verdictOn({}, brief).verdict).to.equal('verified')
    expect(verdictOn({}, briefWith({ nonce: `yyyy${LID.slice(0, 8)}` }))).to.include({ rule: 'CANARY' })
  })

  describe('with a placeholder', () => {
    const ticket = 'I am ⟦NAME_1⟧, pay at ⟦URL_1⟧ or ⟦MARK_1⟧, order ⟦ORDER_1⟧, second look ⟦ORDER_1001⟧.'
    const say = (placeholder: string) =>
      verdictOn({ text: LID.replace('.', `, ${placeholder}.`) }, briefWith({ ticket }))

    for (const placeholder of ['⟦NAME_1⟧', '⟦ORDER_1⟧'])
      it(`${placeholder} passes, and is told as the ticket's`, () => {
        const verdict = say(placeholder)
        expect(verdict.verdict).to.equal('verified')
        expect(verdict.verdict === 'verified' && verdict.fromTicket).to.deep.equal([placeholder])
      })

    // What stands behind them is put back after all checks: anybody could have planted it.
    for (const placeholder of [
      '⟦URL_1⟧',
      '⟦MARK_1⟧',
      '⟦EMAIL_1⟧',
      '⟦IBAN_1⟧',
      '⟦PHONE_1⟧',
      '⟦SECRET_1⟧',
      '⟦STRUCK_1⟧',
      '⟦NAME_2⟧',
      '⟦ORDER_2⟧',
      '⟦ORDER_1001⟧',
      '⟦NAME_1',
      '⟦ name ⟧',
    ])
      it(`${placeholder} is left out`, () => {
        expect(say(placeholder)).to.include({ verdict: 'dropped', rule: 'PLACEHOLDER_UNKNOWN' })
      })
  })
})
