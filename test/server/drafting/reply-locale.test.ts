import { expect } from 'chai'
import { replyLocale } from '../../../server/drafting/reply-locale.ts'

const LOCALES = ['en-us', 'de']
const GERMAN = 'Guten Tag, wann bekomme ich endlich mein Geld für die Jacke zurück?'
const ENGLISH = 'Hello, when will I finally get the money for my jacket back?'
const FRENCH = 'Bonjour, quel est le délai de livraison de ma commande vers la France ?'

describe('the language of a reply', () => {
  const cases: Readonly<Record<string, readonly [string, readonly string[], string | undefined, unknown]>> = {
    'is the one that the text is clearly in': [GERMAN, LOCALES, undefined, 'de'],
    'is that one, whatever the helpdesk says': [ENGLISH, LOCALES, 'de', 'en-us'],
    'is none when there are no articles in it': [FRENCH, LOCALES, undefined, null],
    'is none then, whatever the helpdesk says': [FRENCH, LOCALES, 'de', null],
    'is what the helpdesk says where the text does not tell': ['ok', LOCALES, 'de', 'de'],
    'is a sister of what the helpdesk says': ['ok', LOCALES, 'de-at', 'de'],
    'is never one without articles for that reason': ['ok', LOCALES, 'fr', 'en-us'],
    'is the first locale at last': ['42', LOCALES, undefined, 'en-us'],
    'is none without any locale': ['42', [], undefined, null],
  }
  for (const [name, [text, locales, hint, expected]] of Object.entries(cases))
    it(name, () => {
      expect(replyLocale(text, locales, hint)).to.equal(expected)
    })
})
