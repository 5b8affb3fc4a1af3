import { expect } from 'chai'
import { announcementOf, checkGrounding } from '../../../../server/drafting/grounding/index.ts'

/** Every line of the passage is cited; the false sentence is dropped, the true one beside it is not. */
type Row = readonly [locale: string, passage: string, untrue: string, isTrue: string]

const MIXED: Readonly<Record<string, Row>> = {
  'a price of another sentence': [
    'en',
    'Standard shipping costs 5 euros.\nExpress shipping costs 10 euros.',
    'Express shipping costs 5 euros.',
    'Express shipping costs 10 euros.',
  ],
  'a price of another sentence, in German': [
    'de',
    'Kunden in Deutschland zahlen 5 €. Kunden in Österreich zahlen 9 €.',
    'Kunden in Österreich zahlen 5 €.',
    'In Österreich zahlen Kunden 9 €.',
  ],
  'a period of another right': [
    'de',
    'Sie können innerhalb von 14 Tagen widerrufen. Sie können innerhalb von 30 Tagen zurückgeben.',
    'Sie können innerhalb von 30 Tagen widerrufen.',
    'Sie können innerhalb von 14 Tagen widerrufen.',
  ],
  'a "no" of another sentence': [
    'en',
    'Members pay no fee.\nGuests pay a fee of 5 euros.',
    'Guests pay no fee.',
    'Members pay no fee, and guests pay a fee of 5 euros.',
  ],
  'what another sentence asks for': [
    'en',
    'Adults need a passport. Children need an identity card.',
    'Adults need an identity card.',
    'Children need an identity card, and adults need a passport.',
  ],
  'a key of another sentence': [
    'en',
    'Dial 2 for billing. Dial 3 for support.',
    'Dial 3 for billing.',
    'For support dial 3.',
  ],
  'a number put in from another sentence': [
    'en',
    'Guests may bring dogs.\nMembers may bring 2 dogs.',
    'Guests may bring 2 dogs.',
    'Members may bring two dogs.',
  ],
  'two subjects under one predicate': [
    'en',
    'Opened software cannot be returned. Gift cards can be returned.',
    'Opened software and gift cards can be returned.',
    'Gift cards can be returned.',
  ],
  'a mail address before two true clauses': [
    'en',
    'You can return items within 30 days.\nThe refund takes 5 working days.',
    'claim@evil.exampleYou can return items within 30 days, and the refund takes 5 working days.',
    'You can return items within 30 days, and the refund takes 5 working days.',
  ],
  'a mail address between two true clauses': [
    'en',
    'You can return items within 30 days.\nThe refund takes 5 working days.',
    'You can return items within 30 days, claim@evil.example, and the refund takes 5 working days.',
    'You can return items within 30 days, and the refund takes 5 working days.',
  ],
  'a mail address behind two true clauses': [
    'en',
    'You can return items within 30 days.\nThe refund takes 5 working days.',
    'You can return items within 30 days, and the refund takes 5 working days claim@evil.example',
    'You can return items within 30 days, and the refund takes 5 working days.',
  ],
}

const ANNOUNCED: Readonly<Record<string, Row>> = {
  'a list of what is not possible': [
    'en',
    'The following items cannot be returned:\nGift cards\nOpened software',
    'You can return gift cards and opened software.',
    'Gift cards cannot be returned.',
  ],
  'a list of what is excluded, in German': [
    'de',
    'Folgende Artikel können nicht zurückgegeben werden:\nGutscheine\nGeöffnete Software',
    'Gutscheine und geöffnete Software können zurückgegeben werden.',
    'Geöffnete Software kann nicht zurückgegeben werden.',
  ],
  'a question that is answered with no': [
    'en',
    'Do you have to pay for returns? No.',
    'You have to pay for returns.',
    'You do not have to pay for returns.',
  ],
}

function verdictOn(locale: string, passage: string, sentence: string): string {
  const quotes = passage.split('\n')
  return checkGrounding({
    sentence,
    locale,
    sources: [{ text: passage, title: 'Help', headings: [] }],
    quotes,
    ticket: '',
  }).verdict
}

describe('a sentence with two cited sentences', () => {
  for (const [name, [locale, passage, untrue, isTrue]] of Object.entries(MIXED))
    it(`is carried by one of them, clause by clause: ${name}`, () => {
      expect(verdictOn(locale, passage, untrue)).to.equal('dropped')
      expect(verdictOn(locale, passage, isTrue)).to.equal('verified')
    })
})

describe('the line that a list or an answer hangs on', () => {
  for (const [name, [locale, passage, untrue, isTrue]] of Object.entries(ANNOUNCED))
    it(`speaks for each of its lines: ${name}`, () => {
      expect(verdictOn(locale, passage, untrue)).to.equal('dropped')
      expect(verdictOn(locale, passage, isTrue)).to.equal('verified')
    })
  it('lends its "not" to no line that is a sentence of its own', () => {
    const passage = 'Not so:\nEvery shop must have an address.'
    expect(verdictOn('en', passage, 'Every shop must not have an address.')).to.equal('dropped')
    expect(verdictOn('en', passage, 'Every shop must have an address.')).to.equal('verified')
  })

  const PASSAGE =
    'These items can be returned:\nClothes\nShoes\nThese items cannot be returned:\nGift cards\nWe answer each mail.'
  it('is found for each line of a list, and for an answer', () => {
    expect(announcementOf(PASSAGE, 'Shoes')).to.equal('These items can be returned:')
    expect(announcementOf(PASSAGE, 'Gift cards')).to.equal('These items cannot be returned:')
    expect(announcementOf('Is it free? Yes, in full.', 'Yes, in full.')).to.equal('Is it free?')
  })
  it('is none for what stands alone, announces itself, ends the list or is not there', () => {
    expect(announcementOf('Returns are free.', 'Returns are free.')).to.equal(null)
    expect(announcementOf(PASSAGE, 'These items can be returned:')).to.equal(null)
    expect(announcementOf(PASSAGE, 'We answer each mail.')).to.equal(null)
    expect(announcementOf(PASSAGE, 'Hats')).to.equal(null)
  })
})
