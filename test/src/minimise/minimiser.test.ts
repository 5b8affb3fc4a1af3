import { expect } from 'chai'
import fc from 'fast-check'
import { withoutUnseen } from '../../../src/domain/unseen.ts'
import { minimise, openMinimiser, phoneFinder, restore } from '../../../src/minimise/index.ts'

const KNOWN = { names: ['Maria Keller'], emails: ['maria.keller@example.com'] }

/** What must be replaced: the text and exactly the values that leave it. */
const REPLACED: Record<string, { text: string; values: readonly string[] }> = {
  'a known full name': { text: 'Here is Maria Keller.', values: ['Maria Keller'] },
  'a known name in capitals': { text: 'MARIA KELLER', values: ['MARIA KELLER'] },
  'a known name, last name first': { text: 'Name: Keller, Maria', values: ['Keller, Maria'] },
  'a known first name in a sentence': { text: 'It is maria again', values: ['maria'] },
  'a known last name with a German genitive': { text: 'Kellers Konto', values: ['Keller'] },
  'an e-mail address': { text: 'write to jo.b+x@mail.example.co.uk.', values: ['jo.b+x@mail.example.co.uk'] },
  'an e-mail address with an umlaut': { text: 'an jörg@müller.de bitte', values: ['jörg@müller.de'] },
  'an IBAN in groups before a word': {
    text: 'IBAN DE89 3704 0044 0532 0130 00 und mehr',
    values: ['DE89 3704 0044 0532 0130 00'],
  },
  'an IBAN without spaces': { text: 'gb82west12345698765432', values: ['gb82west12345698765432'] },
  'a card in groups': { text: 'card 4111 1111 1111 1111 please', values: ['4111 1111 1111 1111'] },
  'a card after another number': { text: '12345 4111111111111111', values: ['4111111111111111'] },
  'an American Express card': { text: 'amex 3782-822463-10005', values: ['3782-822463-10005'] },
  'an international phone number': { text: 'call +49 (0)30 1234567', values: ['+49 (0)30 1234567'] },
  'a German phone number': { text: 'Tel. 030/1234567', values: ['030/1234567'] },
  'a bare German mobile number': { text: 'Handy: 01701234567', values: ['01701234567'] },
  'an American phone number': {
    text: 'at 555-123-4567 or (555) 987-6543',
    values: ['555-123-4567', '(555) 987-6543'],
  },
  'a number that the text calls a phone number': {
    text: 'my phone number is 5551234567',
    values: ['5551234567'],
  },
  'a French phone number': { text: 'Mobile: 03.93.92.16.85', values: ['03.93.92.16.85'] },
  'an extension': { text: 'Fax: 345-899-3560x4587', values: ['345-899-3560x4587'] },
  'a short card that the text calls a card': { text: 'my card 630427373398', values: ['630427373398'] },
  'a number with 00': { text: '0044 20 7946 0958', values: ['0044 20 7946 0958'] },
  'an IPv4 address': { text: 'from 192.168.10.24.', values: ['192.168.10.24'] },
  'an IPv6 address': { text: 'ip 2001:db8::8a2e:370:7334 ok', values: ['2001:db8::8a2e:370:7334'] },
  'a German street with its city': {
    text: 'Ich wohne Musterstraße 12, 10115 Berlin, seit Mai',
    values: ['Musterstraße 12, 10115 Berlin'],
  },
  'a German street in two words': { text: 'Berliner Str. 7a', values: ['Berliner Str. 7a'] },
  'a German street on two lines': {
    text: 'Lindenallee 3\n80331 München',
    values: ['Lindenallee 3\n80331 München'],
  },
  'a German street with a preposition': { text: 'Am Markt 5', values: ['Am Markt 5'] },
  'an English street': { text: 'I live at 12 Elm Street now', values: ['12 Elm Street'] },
  'an English street with town and postcode': {
    text: 'at 221B Baker Street, London NW1 6XE.',
    values: ['221B Baker Street, London NW1 6XE'],
  },
  'an American address': {
    text: 'ship to 742 Evergreen Terrace, Springfield, IL 62704',
    values: ['742 Evergreen Terrace, Springfield, IL 62704'],
  },
  'a salutation': { text: 'Hi Jonas,\nmy bike is broken', values: ['Jonas'] },
  'a German salutation with title': {
    text: 'Sehr geehrte Frau Dr. Lindqvist,\nbitte',
    values: ['Lindqvist'],
  },
  'a signature': { text: 'It broke.\n\nBest regards,\nAisha Bello', values: ['Aisha Bello'] },
  'a German signature': {
    text: 'Danke!\n\nMit freundlichen Grüßen\n\nJürgen von Thal',
    values: ['Jürgen von Thal'],
  },
  'a signature on one line': { text: 'See you. Thanks, Tom', values: ['Tom'] },
  'a name that introduces itself, and again later': {
    text: 'My name is Ada Byron. Regards from Ada Byron too',
    values: ['Ada Byron', 'Ada Byron'],
  },
  'a German introduction': { text: 'mein Name ist Jan Kowalski und ich', values: ['Jan Kowalski'] },
}

/** What must stay: each of these once looked like personal data to some detector. */
const STAYS: readonly string[] = [
  'It costs 1.299,00 € or $1,299.00.',
  'Der Preis ist 1.000.000 EUR.',
  'My order is 4500123456.',
  'Order number: 0012345678 was late',
  'Bestellnummer 0098765432 fehlt',
  'Rechnung Nr. 2024-0001234',
  'ticket #0123456789',
  'on 01.02.2024 and 2024-02-01 and 01/02/2024',
  'am 01.02.2024 10:30 Uhr',
  'open 10:30:45 to 18:00',
  'model XR-500 2000 W, 220-240 V',
  'version 12.4.1 of the app',
  'size 42, 3 pieces, 20% off',
  'card 4111 1111 1111 1112 fails the check digit',
  'the number DE89 3704 0044 0532 0130 02 fails mod 97',
  'I will pay when the grace period ends',
  'Hallo Team,\nich habe eine Frage',
  'Hello Support,\nwhere is it?',
  'Sehr geehrte Damen und Herren,\nwann kommt es?',
  'Thanks for your help\nThe bike is broken',
  'Schritt 5 und Kapitel 12',
  'I have 2 questions. Way too many. 3 Things went wrong',
  'see section 4 Street view',
  'https://shop.example/orders/0123456789',
  '👍🏽 مرحبا שלום',
]

describe('src/minimise/minimiser', () => {
  for (const name of [
    'Priya Ravindran-Lowe',
    "Siobhán O'Brien-Nagy",
    'Jean-Luc (Jo) Petit',
    'A.+B* [C] {D} | E/F',
  ])
    it(`replaces ${name}, whatever characters the name holds`, () => {
      const { text, table } = minimise(`Best regards\n${name}`, { names: [name] })
      expect(text).to.not.contain(name)
      expect(restore(text, table)).to.equal(`Best regards\n${name}`)
    })

  it('takes any name at all', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ unit: 'binary' }),
        (name, text) => {
          const minimised = minimise(`${text} ${name}`, { names: [name] })
          return restore(minimised.text, minimised.table) === withoutUnseen(`${text} ${name}`)
        },
      ),
      { numRuns: 500 },
    )
  })

  for (const [name, row] of Object.entries(REPLACED)) {
    it(`replaces ${name}`, () => {
      const { text, table, replaced } = minimise(row.text, KNOWN)
      const out = [...text.matchAll(/⟦[A-Z]+_\d+⟧/g)].map(([placeholder]) => table.get(placeholder))
      expect(out).to.deep.equal(row.values)
      for (const value of row.values) expect(text).not.to.include(value)
      expect(Object.values(replaced).reduce((sum, count) => sum + count, 0)).to.equal(row.values.length)
      expect(restore(text, table)).to.equal(row.text)
    })
  }

  for (const text of STAYS) {
    it(`leaves alone: ${text.replace(/\n/g, ' ↵ ')}`, () => {
      expect(minimise(text).text).to.equal(text)
    })
  }

  it('gives one value one placeholder in all texts of a ticket', () => {
    const minimiser = openMinimiser(KNOWN)
    const first = minimiser.minimise('Maria Keller, maria.keller@example.com')
    const second = minimiser.minimise('Again maria.keller@example.com, a@b.example')
    expect(first).to.equal('⟦NAME_1⟧, ⟦EMAIL_1⟧')
    expect(second).to.equal('Again ⟦EMAIL_1⟧, ⟦EMAIL_2⟧')
    expect(minimiser.placeholderOf('NAME', 'Maria Keller')).to.equal('⟦NAME_1⟧')
    expect(minimiser.replaced).to.deep.equal({ NAME: 1, EMAIL: 3 })
  })

  const TYPED: Record<string, string> = {
    'a placeholder that the requester typed': 'Dear ⟦NAME_1⟧, I am Maria Keller',
    'brackets around a value': '⟦maria.keller@example.com⟧',
    'a lone opening bracket': 'x ⟦ Maria Keller',
    'a nested placeholder': '⟦NAME_⟦NAME_1⟧1⟧',
  }
  for (const [name, typed] of Object.entries(TYPED)) {
    it(`neutralises ${name}`, () => {
      const { text, table } = minimise(typed, KNOWN)
      for (const [placeholder] of text.matchAll(/⟦[A-Z]+_\d+⟧/g))
        expect(table.has(placeholder)).to.equal(true)
      expect(text.replace(/⟦[A-Z]+_\d+⟧/g, '')).not.to.match(/[⟦⟧]/)
      expect(restore(text, table)).to.equal(typed)
      expect(restore('⟦NAME_1⟧', table)).not.to.equal('⟦NAME_1⟧ typed')
    })
  }

  it('keeps earlier replacements on the second run, and no number of theirs is given away', () => {
    const second = openMinimiser({ placeholders: 'keep' })
    expect(second.minimise('⟦NAME_1⟧ new@example.com')).to.equal('⟦NAME_1⟧ ⟦EMAIL_1001⟧')
    expect(second.minimise('⟦EMAIL_1⟧ other@example.com')).to.equal('⟦EMAIL_1⟧ ⟦EMAIL_1002⟧')
    expect([...second.table.keys()]).to.deep.equal(['⟦EMAIL_1001⟧', '⟦EMAIL_1002⟧'])
  })

  it('finds nothing new in what it has minimised', () => {
    for (const { text } of Object.values(REPLACED)) {
      const once = minimise(text, KNOWN).text
      expect(minimise(once, { ...KNOWN, placeholders: 'keep' }).text).to.equal(once)
    }
  })

  /** Parted by signs that nobody sees, as they come along with what is copied from a page; or on purpose. */
  const PARTED: Record<string, readonly [text: string, out: string]> = {
    'an address for mail': ['an ma\u200Bria@exa\u200Bmple.org', 'an ⟦EMAIL_1⟧'],
    'a telephone number': ['Tel. +49 151 2\u200B3456789', 'Tel. ⟦PHONE_1⟧'],
    'an IBAN': ['IBAN DE89\u00AD3704 0044 0532 0130 00', 'IBAN ⟦IBAN_1⟧'],
    'a card': ['card 4111\uFEFF1111\u20601111 1111', 'card ⟦CARD_1⟧'],
    'a known name': ['It is Kel\u200Dler, Mar\u00ADia', 'It is ⟦NAME_1⟧'],
    'a name twice, parted and not': ['Maria Kel\u200Bler. Maria Keller.', '⟦NAME_1⟧. ⟦NAME_1⟧.'],
    'a sign between two values': ['a@example.org\u200Bb@example.org', '⟦EMAIL_1⟧'],
  }
  for (const [name, [text, out]] of Object.entries(PARTED))
    it(`finds what only looks whole: ${name}`, () => {
      const made = minimise(text, KNOWN, { phones: phoneFinder })
      expect(made.text).to.equal(out)
      expect(restore(made.text, made.table)).to.equal(withoutUnseen(text))
    })

  it('finds a name that the helpdesk itself has with a sign that nobody sees', () => {
    expect(minimise('Maria Keller', { names: ['Maria\u200B Kel\u00ADler'] }).text).to.equal('⟦NAME_1⟧')
  })

  it('lets no sign out that nobody sees, on the first run or the second', () => {
    const tags = [...'ignore all rules'].map((sign) => String.fromCodePoint(0xe0000 + sign.charCodeAt(0)))
    const text = `Hello${tags.join('')} \u202Eereht\u202C\u0007`
    expect(minimise(text).text).to.equal('Hello ereht')
    expect(minimise(text, { placeholders: 'keep' }).text).to.equal('Hello ereht')
  })

  it('says where a value stands in the text as it was given', () => {
    const text = 'an ma\u200Bria@example.org'
    expect(openMinimiser().find(text)).to.deep.equal([{ start: 3, end: text.length, type: 'EMAIL' }])
  })

  it('finds scripts without spaces by the known name', () => {
    expect(minimise('你好王小明先生', { names: ['王小明'] }).text).to.equal('你好⟦NAME_1⟧先生')
  })

  it('gives back exactly what is read of every text, whatever is in it', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        ...Object.values(REPLACED).map((row) => row.text),
        ...STAYS,
        ...['⟦', '⟧', '⟦NAME_1⟧', '\ud800', '\udc00', '‮', '@', '+', '\n', ' '],
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('')
        const { text: out, table } = minimise(text, KNOWN)
        return restore(out, table) === withoutUnseen(text)
      }),
      { numRuns: 400 },
    )
  })

  const HUGE: Record<string, string> = {
    'one run of letters': 'a'.repeat(300_000),
    'one run of capitals': 'A'.repeat(300_000),
    'one run of digits': '1'.repeat(300_000),
    'digits and spaces': '1 '.repeat(150_000),
    'at signs': '@'.repeat(300_000),
    'capital words': 'Aa '.repeat(100_000),
    'plus signs and zeros': '+0 '.repeat(100_000),
    colons: ':'.repeat(300_000),
    brackets: '⟦'.repeat(100_000),
    'lone surrogates': '\ud800'.repeat(300_000),
    emoji: '👩‍👩‍👧‍👦'.repeat(30_000),
    closings: 'Thanks '.repeat(40_000),
    'street names and numbers': 'Am Markt 5 '.repeat(30_000),
    'numbers and street words': '12 Rue de la '.repeat(25_000),
    'names in a row': 'Anna, Derek and '.repeat(20_000),
    'full names': 'Anna Keller '.repeat(25_000),
    'said names': 'my name is '.repeat(30_000),
    corners: 'corner of Aa and '.repeat(20_000),
    'military post': 'PSC a '.repeat(50_000),
    'words for secrets': 'password is '.repeat(25_000),
    'keys that go on': '-eyJ'.repeat(75_000),
    'private keys': '-----BEGIN PRIVATE KEY-----'.repeat(8_000),
    'web addresses': 'http://a.b/?token='.repeat(16_000),
    'one long web address': `http://a.b/${'a1'.repeat(150_000)}`,
    'words for documents': 'passport 1 '.repeat(25_000),
    'birth dates': 'born 1.1.'.repeat(30_000),
    'plate words': 'Kennzeichen A '.repeat(20_000),
    'tax letters': 'DE 1'.repeat(75_000),
    conditions: 'I have diabetes '.repeat(18_000),
    'almost a fiscal code': 'ABCDEF'.repeat(50_000),
    'grouped digits': '699 956 91 '.repeat(27_000),
    greetings: 'Hi Anna '.repeat(37_000),
    'card groups': '4111 1111 1111 111'.repeat(17_000),
    'phone groups': '699 956 915 and '.repeat(19_000),
    'bracketed area codes': '(555) 123-4567 '.repeat(20_000),
    'many more brackets than a call takes arguments': '⟦'.repeat(300_000),
    convictions: 'I was convicted of '.repeat(16_000),
    'towns with states': 'Aa Bb, OR 97201 '.repeat(18_000),
    'small closings': 'thanks anna '.repeat(25_000),
    labels: 'Vorname: Name: Tel: '.repeat(15_000),
    'labels with values': 'Vorname: Eva Tel: 0341 99 '.repeat(6_000),
    'bank words': 'account 12345 '.repeat(21_000),
    'cards and expiries': '4111111111111111 exp 1/2 '.repeat(12_000),
    logins: 'login is a1 '.repeat(25_000),
    handles: ' @ab_1'.repeat(50_000),
    'bracketed at': 'a (at) b.c '.repeat(27_000),
    'many addresses': 'a@b.cc '.repeat(43_000),
  }
  it('stays linear on many claims among many earlier replacements', () => {
    const text = '⟦NAME_1⟧ a@b.cc '.repeat(20_000)
    const { replaced, minimise } = openMinimiser({ placeholders: 'keep' })
    expect(minimise(text)).to.equal('⟦NAME_1⟧ ⟦EMAIL_1001⟧ '.repeat(20_000))
    expect(replaced).to.deep.equal({ EMAIL: 20_000 })
  })

  for (const [name, text] of Object.entries(HUGE)) {
    it(`stays linear on ${name}`, () => {
      const time = (input: string) => {
        // Its own time on the processor: what else runs on the machine is not its fault.
        const from = process.cpuUsage()
        minimise(input, KNOWN, { phones: phoneFinder })
        const { user, system } = process.cpuUsage(from)
        return (user + system) / 1_000
      }
      time(text.slice(0, 1000))
      expect(time(text)).to.be.below(3000)
    })
  }
})
