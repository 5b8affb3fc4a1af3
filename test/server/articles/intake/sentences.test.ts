import { expect } from 'chai'
import { splitSentences } from '../../../../server/articles/intake/sentences.ts'

function split(text: string, locale: string): string[] {
  return splitSentences(text, locale).map(({ start, end }) => text.slice(start, end))
}

describe('sentences', () => {
  const WHOLE: Record<string, string[]> = {
    de: [
      'Das gilt z. B. für Dr. Meier.',
      'Am 3. Mai um 5 Uhr geht es los.',
      'Nr. 5 kostet ca. 3 Euro bzw. 4 Euro.',
      'Siehe Art. 6 Abs. 1 DSGVO.',
      'Sie wohnt in der Falckenbergstr. 2 in München.',
      'Ruf uns unter Tel. 0800 123 an.',
      'Wir haben Mo. bis Fr. offen.',
      'Ab dem 1. Tag gilt das.',
      'Öffne https://a.example/b?c=1.html und lies.',
      'Das Porto (ca. 3 Euro. Mehr nicht) zahlst du.',
      'Sie sagte „Ja.“ und ging.',
    ],
    en: [
      'This is e.g. the best of all, i.e. ours.',
      'Mr. Smith and Dr. Jones live here.',
      'See fig. 3 and no. 7.',
      'We open at 9 a.m. on weekdays.',
      'It costs 3.50 in the U.S. market.',
      'Use node.js for that.',
      'Write to a.b@c.example now.',
      '1. Open the lid.',
    ],
  }
  for (const [locale, texts] of Object.entries(WHOLE)) {
    for (const text of texts) {
      it(`stay whole: ${text}`, () => {
        expect(split(text, locale)).to.deep.equal([text])
      })
    }
  }

  const APART: Record<string, [string, string[]]> = {
    en: ['It works. Really? Yes! Good…', ['It works.', 'Really?', 'Yes!', 'Good…']],
    de: ['Es kostet 300. Danach zahlst du nichts.', ['Es kostet 300.', 'Danach zahlst du nichts.']],
    'en-us': ['We have 5. Take one.', ['We have 5.', 'Take one.']],
    ja: ['これは文です。次の文です。', ['これは文です。', '次の文です。']],
    fr: ['C’est bon. Et voilà !', ['C’est bon.', 'Et voilà !']],
  }
  for (const [locale, [text, expected]] of Object.entries(APART)) {
    it(`end where they end (${locale})`, () => {
      expect(split(text, locale)).to.deep.equal(expected)
    })
  }

  it('are found in a long text as in a short one', () => {
    const text = 'A short one. Then a longer one comes, e.g. this. '.repeat(2000)
    expect(split(text, 'en')).to.deep.equal(
      Array.from({ length: 2000 }, () => ['A short one.', 'Then a longer one comes, e.g. this.']).flat(),
    )
  })
})
