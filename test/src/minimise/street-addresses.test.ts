import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

/** The text, and the address in it. */
const ADDRESSES: Record<string, string> = {
  'Ich wohne Neuer Wall 10, 20354 Hamburg.': 'Neuer Wall 10, 20354 Hamburg',
  'Unter den Linden 5, 10117 Berlin': 'Unter den Linden 5, 10117 Berlin',
  'Bitte liefern an Lange Reihe 5, 20099 Hamburg': 'Lange Reihe 5, 20099 Hamburg',
  'Sonnenhalde 4, 79104 Freiburg': 'Sonnenhalde 4, 79104 Freiburg',
  'Kärntner Ring 9/2/14, 1010 Wien': 'Kärntner Ring 9/2/14, 1010 Wien',
  'Bahnhofstrasse 21, 8001 Zürich': 'Bahnhofstrasse 21, 8001 Zürich',
  "J'habite 5 bis, avenue Victor Hugo à Lyon": '5 bis, avenue Victor Hugo',
  '12 rue de la Paix, 75002 Paris': '12 rue de la Paix, 75002 Paris',
  '8 place de la République 13001 Marseille': '8 place de la République 13001 Marseille',
  'Calle Mayor, 12, 28013 Madrid': 'Calle Mayor, 12, 28013 Madrid',
  'abito in Corso Buenos Aires 20, 20124 Milano': 'Corso Buenos Aires 20, 20124 Milano',
  'Keizersgracht 123, 1015 CJ Amsterdam': 'Keizersgracht 123, 1015 CJ Amsterdam',
  'Flat 3, 10 Downing Street, London SW1A 2AA': 'Flat 3, 10 Downing Street, London SW1A 2AA',
  '1600 Pennsylvania Ave NW, Washington, DC 20500': '1600 Pennsylvania Ave NW, Washington, DC 20500',
  'I moved to Portland, OR 97201': 'Portland, OR 97201',
  'Postfach 12 34 56, 10115 Berlin': 'Postfach 12 34 56, 10115 Berlin',
  'send it to PSC 1234, Box 5678\nAPO AE 09012': 'PSC 1234, Box 5678\nAPO AE 09012',
  '> 12 Elm Street\n> Apt. 4\n> Springfield\n': '12 Elm Street\n> Apt. 4\n> Springfield',
  'i live at 12 elm street, apt 4': '12 elm street, apt 4',
}
const STAYS: readonly string[] = [
  'Do you deliver to Portland, OR?',
  'order Nova, XX 97201',
  'Am Montag 5 Stunden gewartet',
  'Beim Trail 5 Pro fehlt etwas',
  'I ordered 2 Canyon bikes',
  '3 Things went wrong',
  'see section 4 Street view',
  'it took 3 weeks on the road',
  'Kapitel 12, Schritt 5',
  'model 2025 Gravel Race',
  'im Jahr 2024',
]

describe('src/minimise/street-addresses', () => {
  for (const [text, address] of Object.entries(ADDRESSES))
    it(`replaces the address in: ${text.replace(/\n/g, ' ↵ ')}`, () => {
      expect(replacedIn(text)).to.deep.equal([`ADDRESS ${address}`])
    })
  for (const text of STAYS)
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
