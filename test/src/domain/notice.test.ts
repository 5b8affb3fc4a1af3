import { expect } from 'chai'
import {
  ART_13,
  ART_13_FIELDS,
  composeNotice,
  FIELDS_OF,
  heldFor,
  NOTICE_SECTIONS,
  type NoticeFrame,
  nearestLanguage,
  requesterLanguageOf,
  WRITTEN_PARTS,
  type WrittenNotice,
} from '../../../src/domain/notice.ts'

const frame = Object.fromEntries(
  NOTICE_SECTIONS.map((section) => [
    section,
    { heading: `About ${section}`, facts: [`Fact of ${section}.`] },
  ]),
) as unknown as NoticeFrame
const written = Object.fromEntries(
  WRITTEN_PARTS.map((part) => [part, `Words of ${part}.`]),
) as unknown as WrittenNotice

describe('what a notice holds', () => {
  it('is all that Art. 13 GDPR asks for: thirteen fields over twelve letters', () => {
    expect(ART_13_FIELDS).to.have.length(13)
    expect(Object.keys(ART_13)).to.deep.equal([...ART_13_FIELDS])
    const letters = [...new Set(Object.values(ART_13))]
    expect(letters).to.deep.equal([
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `Art. 13(1)(${letter})`),
      ...['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `Art. 13(2)(${letter})`),
    ])
  })

  it('stands in one section each, and no field in none', () => {
    const placed = NOTICE_SECTIONS.flatMap((section) => FIELDS_OF[section])
    expect(placed.toSorted()).to.deep.equal([...ART_13_FIELDS].toSorted())
  })

  it('becomes the text: in a section the facts first, then what people wrote, each its own paragraph', () => {
    const text = composeNotice(frame, written)
    expect(text.title).to.equal('Words of title.')
    expect(text.lead).to.equal('Words of lead.')
    expect(text.sections.map(({ heading }) => heading)).to.deep.equal(
      NOTICE_SECTIONS.map((section) => `About ${section}`),
    )
    expect(text.sections[0]?.text).to.equal('Fact of responsible.\nWords of controller.\nWords of dpo.')
    const whole = JSON.stringify(text)
    for (const part of WRITTEN_PARTS) expect(whole.split(`Words of ${part}.`), part).to.have.length(2)
  })

  it('leaves no empty paragraph where a field is empty', () => {
    const text = composeNotice(frame, { ...written, dpo: '  ' })
    expect(text.sections[0]?.text).to.equal('Fact of responsible.\nWords of controller.')
  })

  it('is written in the language of the locale, and in English to who reads none of them', () => {
    expect(['de-AT', 'PL', 'en-us', 'sv', ''].map(requesterLanguageOf)).to.deep.equal([
      'de',
      'pl',
      'en',
      'en',
      'en',
    ])
    const portuguese = ['pt', 'pt-PT', 'pt-AO', 'pt-BR', 'pt-br', 'pt-BR-x-old'].map(requesterLanguageOf)
    expect(portuguese).to.deep.equal(['pt', 'pt', 'pt', 'pt-BR', 'pt-BR', 'pt-BR'])
  })

  it('is taken from the other Portuguese before a reader goes without, and from no other language', () => {
    expect(nearestLanguage('pt-BR', ['en', 'pt'])).to.equal('pt')
    expect(nearestLanguage('pt', ['en', 'pt-BR'])).to.equal('pt-BR')
    expect(nearestLanguage('pt-BR', ['en', 'de'])).to.equal(undefined)
    expect(heldFor({ en: 'no', pt: 'sim' }, 'pt-BR')).to.equal('sim')
    expect(heldFor({ en: 'no', pt: 'sim', 'pt-BR': 'claro' }, 'pt-BR')).to.equal('claro')
    expect(heldFor({ en: 'no' }, 'pt-BR')).to.equal(undefined)
  })
})
