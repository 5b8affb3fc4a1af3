import { expect } from 'chai'
import { minimiseAgain } from '../../../server/drafting/second-look.ts'
import type { DraftOrder } from '../../../src/domain/api.ts'
import { orderFor } from '../../support/drafting-desk.ts'

const look = (text: string, change: Partial<DraftOrder> = {}, maxChars = 4_000) =>
  minimiseAgain(orderFor('1', text, change), maxChars)
const comment = (id: string, text: string, createdAt: string) => ({ id, text, createdAt })

describe('the second look at ticket text', () => {
  it('replaces and counts what the browser missed', () => {
    const { texts, replaced } = look('Write to jo@example.org or 10.0.0.17.')
    expect(texts.join('')).to.not.match(/jo@example|10\.0\.0\.17/)
    expect(replaced).to.deep.equal({ EMAIL: 1, IP: 1 })
  })

  it('adds to what the browser says it replaced, and keeps its placeholders', () => {
    const { texts, replaced } = look('⟦NAME_1⟧ writes from jo@example.org', {
      replaced: { NAME: 2, EMAIL: 3 },
    })
    expect(texts.join('')).to.contain('⟦NAME_1⟧')
    expect(replaced).to.deep.equal({ NAME: 2, EMAIL: 4 })
  })

  it('knows numbering plans, and finds no second number inside a placeholder', () => {
    const { texts, replaced } = look('Use 699 956 915 for ⟦NAME_1⟧ at ⟦ADDRESS_12345⟧ 12345 Berlin')
    expect(texts).to.deep.equal(['Use ⟦PHONE_1001⟧ for ⟦NAME_1⟧ at ⟦ADDRESS_12345⟧ 12345 Berlin'])
    expect(replaced).to.deep.equal({ PHONE: 1 })
  })

  it('looks at the subject too', () => {
    const { subject, replaced } = look('Hello', { subject: 'For jo@example.org' })
    expect(subject).to.not.contain('jo@example.org')
    expect(replaced).to.deep.equal({ EMAIL: 1 })
  })

  it('takes the newest comments, in their order, until the scope is full', () => {
    const comments = [
      comment('2', 'second', '2026-11-02T00:00:00Z'),
      comment('3', 'third', '2026-11-03T00:00:00Z'),
      comment('1', 'first', '2026-11-01T00:00:00Z'),
    ]
    expect(look('', { comments }).texts).to.deep.equal(['first', 'second', 'third'])
    expect(look('', { comments }, 11).texts).to.deep.equal(['second', 'third'])
    expect(look('', { comments }, 8).texts).to.deep.equal(['sec', 'third'])
    expect(look('', { comments }, 0).texts).to.deep.equal([])
  })

  it('orders comments by time, whatever their time zone is', () => {
    const comments = [
      comment('1', 'later', '2026-11-01T09:00:00-02:00'),
      comment('2', 'earlier', '2026-11-01T12:00:00+02:00'),
    ]
    expect(look('', { comments }).texts).to.deep.equal(['earlier', 'later'])
  })

  it('never cuts a character in two', () => {
    const { texts } = look('🙏🙏', {}, 3)
    expect(texts.join('').isWellFormed()).to.equal(true)
  })
})
