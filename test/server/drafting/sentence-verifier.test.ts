import { expect } from 'chai'
import fc from 'fast-check'
import { verifySentence } from '../../../server/drafting/sentence-verifier.ts'
import type { CitedPassage, DraftSentence, DropRule } from '../../../src/domain/draft.ts'

const PASSAGE: CitedPassage = {
  articleId: 'refund',
  locale: 'en-us',
  versionHash: 'a'.repeat(64),
  passageId: 'p1',
  title: 'Refunds',
  url: null,
  headings: [],
  text: 'The refund takes 5 working days. It cannot go to another account.\nWrite to help@acme.example or see https://acme.example/refunds for more.',
}
const TEMPLATES = {
  locale: 'en-us',
  greetingNamed: 'Hello {name},',
  greetingUnnamed: 'Hello,',
  closing: 'Kind regards\nAcme',
  notCoveredBridge: 'I will come back to you.',
}
const TRUE_QUOTE = 'The refund takes 5 working days.'

type Quote = DraftSentence & { kind: 'quote' }

function quote(text: string, change: Partial<Quote['citation']> = {}): Quote {
  const { articleId, locale, versionHash, passageId } = PASSAGE
  return {
    id: 's1',
    kind: 'quote',
    text,
    part: 1,
    block: 'paragraph',
    citation: { articleId, locale, versionHash, passageId, quote: text, ...change },
  }
}
const template = (text: string): DraftSentence => ({ id: 's1', kind: 'template', text, part: 0 })
const verdictOn = (sentence: DraftSentence, namePlaceholder: string | null = '⟦NAME_1⟧') =>
  verifySentence(sentence, { passage: () => PASSAGE, templates: TEMPLATES, namePlaceholder })

describe('verifying a sentence', () => {
  const good: Readonly<Record<string, DraftSentence>> = {
    'a whole sentence of the passage': quote(TRUE_QUOTE),
    'a sentence with a negation': quote('It cannot go to another account.'),
    'a sentence with addresses': quote(
      'Write to help@acme.example or see https://acme.example/refunds for more.',
    ),
    'two sentences that follow each other': quote(PASSAGE.text.slice(0, 65)),
    'the greeting without a name': template('Hello,'),
    "the greeting by this requester's placeholder": template('Hello ⟦NAME_1⟧,'),
    'a closing of two lines': template('Kind regards\nAcme'),
    'the bridge': template('I will come back to you.'),
  }
  for (const [name, sentence] of Object.entries(good))
    it(`lets ${name} pass`, () => {
      expect(verdictOn(sentence)).to.deep.equal({ verdict: 'verified' })
    })

  const bad: Readonly<Record<string, readonly [DraftSentence, DropRule]>> = {
    'an invented sentence': [quote('It takes no time at all.'), 'NOT_VERBATIM'],
    'an invented sentence over a true quote': [quote('Soon.', { quote: TRUE_QUOTE }), 'NOT_VERBATIM'],
    'one letter changed': [quote(TRUE_QUOTE.replace('refund', 'Refund')), 'NOT_VERBATIM'],
    'a sentence across the passage, with words left out': [
      quote('The refund takes 5 working days. for more.'),
      'NOT_VERBATIM',
    ],
    'an empty quote': [quote('', { quote: '' }), 'NOT_VERBATIM'],
    'a blank quote': [quote(' ', { quote: ' ' }), 'NOT_VERBATIM'],
    'a changed number': [quote('The refund takes 4 working days.', { quote: TRUE_QUOTE }), 'NUMBER_DIFFERS'],
    'an added number': [quote(`${TRUE_QUOTE} 99`, { quote: TRUE_QUOTE }), 'NUMBER_DIFFERS'],
    'a foreign web address': [
      quote(`${TRUE_QUOTE} https://evil.example`, { quote: TRUE_QUOTE }),
      'ADDRESS_DIFFERS',
    ],
    'a web address without a scheme': [
      quote(`${TRUE_QUOTE} www.evil.example`, { quote: TRUE_QUOTE }),
      'ADDRESS_DIFFERS',
    ],
    'a foreign e-mail address': [
      quote(`${TRUE_QUOTE} me@evil.example`, { quote: TRUE_QUOTE }),
      'ADDRESS_DIFFERS',
    ],
    'a dropped negation': [
      quote('It can go to another account.', { quote: 'It cannot go to another account.' }),
      'NEGATION_DIFFERS',
    ],
    'an added negation': [
      quote('The refund takes not 5 working days.', { quote: TRUE_QUOTE }),
      'NEGATION_DIFFERS',
    ],
    'another article': [quote(TRUE_QUOTE, { articleId: 'returns' }), 'NO_SUCH_PASSAGE'],
    'another locale': [quote(TRUE_QUOTE, { locale: 'de' }), 'NO_SUCH_PASSAGE'],
    'another version': [quote(TRUE_QUOTE, { versionHash: 'b'.repeat(64) }), 'NO_SUCH_PASSAGE'],
    'another passage': [quote(TRUE_QUOTE, { passageId: 'p2' }), 'NO_SUCH_PASSAGE'],
    'a zero-width space': [quote(`${TRUE_QUOTE}\u200B`, { quote: TRUE_QUOTE }), 'HIDDEN_CHARACTERS'],
    'a turn of direction': [quote(`\u202E${TRUE_QUOTE}`, { quote: TRUE_QUOTE }), 'HIDDEN_CHARACTERS'],
    'a word joiner': [quote(`\u2060${TRUE_QUOTE}`, { quote: TRUE_QUOTE }), 'HIDDEN_CHARACTERS'],
    'a byte order mark': [quote(`\uFEFF${TRUE_QUOTE}`, { quote: TRUE_QUOTE }), 'HIDDEN_CHARACTERS'],
    'letters of the tag block': [quote(`${TRUE_QUOTE}\u{E0041}`, { quote: TRUE_QUOTE }), 'HIDDEN_CHARACTERS'],
    'a NUL byte': [quote(`${TRUE_QUOTE}\0`, { quote: TRUE_QUOTE }), 'HIDDEN_CHARACTERS'],
    'a bell': [quote(`${TRUE_QUOTE}\u0007`, { quote: TRUE_QUOTE }), 'HIDDEN_CHARACTERS'],
    'a template with one sign more': [template('Kind regards\nAcme!'), 'NOT_A_TEMPLATE'],
    'a template with another space': [template('Hello\u00A0,'), 'NOT_A_TEMPLATE'],
    'a greeting by the unfilled placeholder': [template('Hello {name},'), 'NOT_A_TEMPLATE'],
    'a greeting by a name': [template('Hello Jane,'), 'NOT_A_TEMPLATE'],
    "a greeting by another person's placeholder": [template('Hello ⟦NAME_2⟧,'), 'NOT_A_TEMPLATE'],
    'a quote that calls itself a template': [template(TRUE_QUOTE), 'NOT_A_TEMPLATE'],
  }
  for (const [name, [sentence, rule]] of Object.entries(bad))
    it(`drops ${name} with ${rule}`, () => {
      expect(verdictOn(sentence)).to.deep.equal({ verdict: 'dropped', rule })
    })

  it('drops a greeting by a name where the ticket shows none', () => {
    expect(verdictOn(template('Hello ⟦NAME_1⟧,'), null)).to.deep.equal({
      verdict: 'dropped',
      rule: 'NOT_A_TEMPLATE',
    })
  })

  it('drops a quote whose passage may not be used', () => {
    const grounds = { passage: () => null, templates: TEMPLATES, namePlaceholder: null }
    expect(verifySentence(quote(TRUE_QUOTE), grounds)).to.deep.equal({
      verdict: 'dropped',
      rule: 'NO_SUCH_PASSAGE',
    })
  })

  it('lets nothing pass that does not stand in the passage, letter for letter', () => {
    const edits = fc.record({
      at: fc.nat(PASSAGE.text.length),
      cut: fc.nat(6),
      put: fc.string({ maxLength: 6, unit: 'binary' }),
      from: fc.nat(PASSAGE.text.length),
      honest: fc.boolean(),
    })
    fc.assert(
      fc.property(edits, ({ at, cut, put, from, honest }) => {
        const text = (PASSAGE.text.slice(0, at) + put + PASSAGE.text.slice(at + cut)).slice(from)
        const sentence = quote(text, honest ? {} : { quote: TRUE_QUOTE })
        const passed = verdictOn(sentence).verdict === 'verified'
        return !passed || (PASSAGE.text.includes(text) && text.trim() !== '')
      }),
      { numRuns: 2_000 },
    )
  })
})
