import { expect } from 'chai'
import fc from 'fast-check'
import {
  checkGrounding,
  type GroundingQuestion,
  SUPPORTED_FROM,
  supportOf,
} from '../../../../server/drafting/grounding/index.ts'
import type { DropRule } from '../../../../src/domain/draft.ts'

const EN = `Returns are free of charge within 30 days of delivery.
You must send the goods in their original box.
Opened software cannot be returned.
The refund is paid within 14 working days, but not on public holidays.
Adults pay 12 euros and children pay 5 euros.
Our shop in Hamburg is open from Monday to Friday.
Before you open the lid, switch off the kettle.
Gift cards may be exchanged if the code was not used.
Only registered customers can vote by post.
You need at least 3 photos.
We will contact you if the item is found.
Write to help@example.com or call 040 123-4567, or see https://help.example.com/returns.
The offer ends on 31 March 2024.
Press "Start over" to begin.
Delivery is free from 50 euros.`

const DE = `Die Rücksendung ist innerhalb von 30 Tagen nach der Lieferung kostenlos.
Sie müssen die Ware im Originalkarton schicken.
Geöffnete Software kann nicht zurückgegeben werden.
Die Erstattung dauert höchstens 14 Werktage.
Erwachsene zahlen 12 Euro und Kinder zahlen 5 Euro.
Unser Geschäft in Hamburg ist von Montag bis Freitag geöffnet.
Bevor Sie den Deckel öffnen, schalten Sie den Kocher aus.
Gutscheine können getauscht werden, wenn der Code nicht benutzt wurde.
Nur angemeldete Kunden dürfen per Brief abstimmen.
Wir werden Sie kontaktieren, wenn der Artikel gefunden wird.
Das Angebot endet am 31. März 2024.
Ziehen Sie zuerst den Stecker, öffnen Sie dann den Deckel.
Der Versand ist ab 50 Euro kostenlos.`

function ask(sentence: string, quote: string, more: Partial<GroundingQuestion> = {}): DropRule | 'verified' {
  const text = more.locale?.startsWith('de') ? DE : EN
  const verdict = checkGrounding({
    sentence,
    locale: 'en-us',
    sources: [{ text, title: 'Returns and refunds', headings: ['Kettle K200'] }],
    quotes: [quote],
    ticket: '',
    ...more,
  })
  return verdict.verdict === 'verified' ? 'verified' : verdict.rule
}

const lineOf = (text: string, start: string): string =>
  text.split('\n').find((line) => line.startsWith(start)) ?? ''

type Row = readonly [start: string, sentence: string, expected: DropRule | 'verified']

const ENGLISH: Readonly<Record<string, Row>> = {
  'the sentence itself': ['Returns', 'Returns are free of charge within 30 days of delivery.', 'verified'],
  'clauses in another order': ['Before', 'Switch off the kettle before you open the lid.', 'verified'],
  'a shorter sentence': ['Adults', 'Children pay 5 euros.', 'verified'],
  'another number': ['Returns', 'Returns are free of charge within 60 days of delivery.', 'NUMBER_DIFFERS'],
  'a number of another sentence': [
    'Returns',
    'Returns are free of charge within 14 days of delivery.',
    'NUMBER_DIFFERS',
  ],
  'another unit': ['Returns', 'Returns are free of charge within 30 weeks of delivery.', 'UNIT_DIFFERS'],
  'days for working days': [
    'The refund',
    'The refund is paid within 14 days, but not on public holidays.',
    'UNIT_DIFFERS',
  ],
  'another date': ['The offer', 'The offer ends on 30 March 2024.', 'DATE_DIFFERS'],
  'a date without its year': ['The offer', 'The offer ends on 31 March.', 'verified'],
  'a date in another spelling': ['The offer', 'The offer ends on March 31, 2024.', 'verified'],
  'another weekday': ['Our shop', 'Our shop in Hamburg is open from Monday to Saturday.', 'DATE_DIFFERS'],
  'another place': ['Our shop', 'Our shop in Berlin is open from Monday to Friday.', 'NAME_DIFFERS'],
  'another product code': [
    'Before',
    'Before you open the lid of the K300, switch off the kettle.',
    'NAME_DIFFERS',
  ],
  'the product code of the heading': [
    'Before',
    'Before you open the lid of the K200, switch off the kettle.',
    'verified',
  ],
  'another button': ['Press', 'Press "Start again" to begin.', 'NAME_DIFFERS'],
  'a negation left out': ['Opened', 'Opened software can be returned.', 'NEGATION_DIFFERS'],
  'a negation put in': ['You must', 'You must not send the goods in their original box.', 'NEGATION_DIFFERS'],
  'the same negation in short': ['Opened', "Opened software can't be returned.", 'verified'],
  'a duty that became a choice': [
    'You must',
    'You may send the goods in their original box.',
    'MODALITY_DIFFERS',
  ],
  'the same duty in other words': [
    'You must',
    'You have to send the goods in their original box.',
    'verified',
  ],
  'a choice that became a duty': [
    'Gift cards',
    'Gift cards must be exchanged if the code was not used.',
    'MODALITY_DIFFERS',
  ],
  'only left out': ['Only', 'Registered customers can vote by post.', 'MODALITY_DIFFERS'],
  'at least left out': ['You need', 'You need 3 photos.', 'MODALITY_DIFFERS'],
  'at most for at least': ['You need', 'You need at most 3 photos.', 'MODALITY_DIFFERS'],
  'a condition left out': ['Gift cards', 'Gift cards may be exchanged.', 'CONDITION_DROPPED'],
  'a time limit left out': ['Returns', 'Returns are free of charge.', 'CONDITION_DROPPED'],
  'after for before': ['Before', 'After you open the lid, switch off the kettle.', 'ORDER_DIFFERS'],
  'prices that changed places': ['Adults', 'Adults pay 5 euros and children pay 12 euros.', 'ORDER_DIFFERS'],
  'both prices in another order': ['Adults', 'Children pay 5 euros and adults pay 12 euros.', 'verified'],
  'a range turned round': ['Our shop', 'Our shop in Hamburg is open from Friday to Monday.', 'ORDER_DIFFERS'],
  'one word for another': [
    'Our shop',
    'Our shop in Hamburg is closed from Monday to Friday.',
    'NOT_SUPPORTED',
  ],
  'an amount left out that has to be reached': ['Delivery', 'Delivery is free.', 'CONDITION_DROPPED'],
  'something else altogether': ['Our shop', 'Elephants sleep under old trees.', 'NOT_SUPPORTED'],
}

const GERMAN: Readonly<Record<string, Row>> = {
  'the sentence itself': ['Sie müssen', 'Sie müssen die Ware im Originalkarton schicken.', 'verified'],
  'the familiar form': ['Sie müssen', 'Du musst die Ware im Originalkarton schicken.', 'verified'],
  'clauses in another order': [
    'Gutscheine',
    'Wenn der Code nicht benutzt wurde, können Gutscheine getauscht werden.',
    'verified',
  ],
  'another number': ['Die Erstattung', 'Die Erstattung dauert höchstens 4 Werktage.', 'NUMBER_DIFFERS'],
  'another unit': ['Die Erstattung', 'Die Erstattung dauert höchstens 14 Wochen.', 'UNIT_DIFFERS'],
  'another date': ['Das Angebot', 'Das Angebot endet am 31. Mai 2024.', 'DATE_DIFFERS'],
  'the date in figures': ['Das Angebot', 'Das Angebot endet am 31.03.2024.', 'verified'],
  'another place': ['Unser', 'Unser Geschäft in Bremen ist von Montag bis Freitag geöffnet.', 'NAME_DIFFERS'],
  'a negation left out': ['Geöffnete', 'Geöffnete Software kann zurückgegeben werden.', 'NEGATION_DIFFERS'],
  'a negation put in': [
    'Sie müssen',
    'Sie müssen die Ware nicht im Originalkarton schicken.',
    'NEGATION_DIFFERS',
  ],
  'a duty that became a choice': [
    'Sie müssen',
    'Sie können die Ware im Originalkarton schicken.',
    'MODALITY_DIFFERS',
  ],
  'a choice that became a duty': [
    'Gutscheine',
    'Gutscheine müssen getauscht werden, wenn der Code nicht benutzt wurde.',
    'MODALITY_DIFFERS',
  ],
  'steps that changed places': [
    'Ziehen',
    'Öffnen Sie zuerst den Deckel, ziehen Sie dann den Stecker.',
    'ORDER_DIFFERS',
  ],
  'an amount left out that has to be reached': [
    'Der Versand',
    'Der Versand ist kostenlos.',
    'CONDITION_DROPPED',
  ],
  'the amount said first': ['Der Versand', 'Ab 50 Euro ist der Versand kostenlos.', 'verified'],
  'only left out': ['Nur', 'Angemeldete Kunden dürfen per Brief abstimmen.', 'MODALITY_DIFFERS'],
  'at least for at most': [
    'Die Erstattung',
    'Die Erstattung dauert mindestens 14 Werktage.',
    'MODALITY_DIFFERS',
  ],
  'a condition left out': ['Gutscheine', 'Gutscheine können getauscht werden.', 'CONDITION_DROPPED'],
  'a time limit left out': ['Die Rücksendung', 'Die Rücksendung ist kostenlos.', 'CONDITION_DROPPED'],
  'after for before': [
    'Bevor',
    'Nachdem Sie den Deckel öffnen, schalten Sie den Kocher aus.',
    'ORDER_DIFFERS',
  ],
  'a price of another': ['Erwachsene', 'Kinder zahlen 12 Euro.', 'ORDER_DIFFERS'],
  'prices that changed places': [
    'Erwachsene',
    'Erwachsene zahlen 5 Euro und Kinder zahlen 12 Euro.',
    'ORDER_DIFFERS',
  ],
  'both prices in another order': [
    'Erwachsene',
    'Kinder zahlen 5 Euro und Erwachsene zahlen 12 Euro.',
    'verified',
  ],
  'one word for another': [
    'Unser',
    'Unser Geschäft in Hamburg ist von Montag bis Freitag geschlossen.',
    'NOT_SUPPORTED',
  ],
}

type ForeignRow = readonly [locale: string, source: string, sentence: string, expected: DropRule | 'verified']

const NEIGHBOURS: Readonly<Record<string, ForeignRow>> = {
  'fr, the sentence itself': [
    'fr',
    'Vous devez renvoyer le colis fermé.',
    'Vous devez renvoyer le colis fermé.',
    'verified',
  ],
  'fr, a negation put in': [
    'fr',
    'Vous devez renvoyer le colis fermé.',
    'Vous ne devez pas renvoyer le colis fermé.',
    'NEGATION_DIFFERS',
  ],
  'fr, a negation left out': [
    'fr',
    'Le colis ne peut pas être renvoyé.',
    'Le colis peut être renvoyé.',
    'NEGATION_DIFFERS',
  ],
  'fr, a duty as a choice': [
    'fr',
    'Vous devez renvoyer le colis fermé.',
    'Vous pouvez renvoyer le colis fermé.',
    'MODALITY_DIFFERS',
  ],
  'es, the sentence itself': [
    'es',
    'El cliente debe enviar el paquete cerrado.',
    'El cliente debe enviar el paquete cerrado.',
    'verified',
  ],
  'es, a negation put in': [
    'es',
    'El cliente debe enviar el paquete cerrado.',
    'El cliente no debe enviar el paquete cerrado.',
    'NEGATION_DIFFERS',
  ],
  'es, a duty as a choice': [
    'es',
    'El cliente debe enviar el paquete cerrado.',
    'El cliente puede enviar el paquete cerrado.',
    'MODALITY_DIFFERS',
  ],
  'it, the sentence itself': [
    'it',
    'Il cliente deve spedire il pacco chiuso.',
    'Il cliente deve spedire il pacco chiuso.',
    'verified',
  ],
  'it, a negation put in': [
    'it',
    'Il cliente deve spedire il pacco chiuso.',
    'Il cliente non deve spedire il pacco chiuso.',
    'NEGATION_DIFFERS',
  ],
  'it, a duty as a choice': [
    'it',
    'Il cliente deve spedire il pacco chiuso.',
    'Il cliente può spedire il pacco chiuso.',
    'MODALITY_DIFFERS',
  ],
  'nl, the sentence itself': [
    'nl',
    'De klant moet het pakket gesloten versturen.',
    'De klant moet het pakket gesloten versturen.',
    'verified',
  ],
  'nl, a negation put in': [
    'nl',
    'De klant moet het pakket gesloten versturen.',
    'De klant moet het pakket niet gesloten versturen.',
    'NEGATION_DIFFERS',
  ],
  'nl, a duty as a choice': [
    'nl',
    'De klant moet het pakket gesloten versturen.',
    'De klant mag het pakket gesloten versturen.',
    'MODALITY_DIFFERS',
  ],
  'sv, whose small words nobody knows, the sentence itself': [
    'sv',
    'Kunden kan inte skicka tillbaka paketet.',
    'Kunden kan inte skicka tillbaka paketet.',
    'verified',
  ],
  'sv, a short word left out': [
    'sv',
    'Kunden kan inte skicka tillbaka paketet.',
    'Kunden kan skicka tillbaka paketet.',
    'NEGATION_DIFFERS',
  ],
  'sv, a word put in': [
    'sv',
    'Kunden kan skicka tillbaka paketet.',
    'Kunden kan aldrig skicka tillbaka paketet.',
    'NOT_SUPPORTED',
  ],
}

const CONTACT = lineOf(EN, 'Write to')
const UNSAFE: Readonly<
  Record<
    string,
    readonly [sentence: string, expected: DropRule | 'verified', more?: Partial<GroundingQuestion>]
  >
> = {
  'a link of the passage': ['See https://help.example.com/returns.', 'verified'],
  'another path on the same host': ['See https://help.example.com/returns/x.', 'FOREIGN_LINK'],
  'another host': ['See https://evil.example/returns.', 'FOREIGN_LINK'],
  'a bare host': ['See evil-shop.com.', 'FOREIGN_LINK'],
  'a script': ['See javascript:alert(1).', 'FOREIGN_LINK'],
  'a link from the ticket': [
    'See https://mine.example/a.',
    'FOREIGN_LINK',
    { ticket: 'https://mine.example/a' },
  ],
  'the address of an allowlisted article': [
    'Write to help@example.com or see https://help.example.com/b.',
    'verified',
    { allowedLinks: ['https://help.example.com/b'] },
  ],
  'another mail address': ['Write to helper@example.com.', 'ADDRESS_DIFFERS'],
  'the mail address of the passage': ['Write to help@example.com.', 'verified'],
  'another phone number': ['Call 040 123-4568.', 'ADDRESS_DIFFERS'],
  'the phone number in another spelling': ['Call 040 1234567.', 'verified'],
  'a tag': ['Write to <b>help@example.com</b>.', 'MARKUP'],
  'a Markdown link': ['Write to [us](https://help.example.com/returns).', 'MARKUP'],
  'a Markdown image': ['![x](https://help.example.com/returns)', 'MARKUP'],
  'a letter without width': ['Write to help@exam\u200Bple.com.', 'HIDDEN_CHARACTERS'],
  'text in Unicode tags': ['Write to help@example.com.\u{E0041}', 'HIDDEN_CHARACTERS'],
  'a turned direction': ['Write to \u202Ehelp@example.com.', 'HIDDEN_CHARACTERS'],
  'a soft hyphen': ['Write to he\u00ADlp@example.com.', 'HIDDEN_CHARACTERS'],
  'a placeholder nobody can fill': [
    'Write to help@example.com, ⟦NAME_2⟧.',
    'PLACEHOLDER_UNKNOWN',
    { ticket: '⟦NAME_1⟧' },
  ],
  'a placeholder of the ticket': [
    'Write to help@example.com, ⟦NAME_1⟧.',
    'verified',
    { ticket: 'I am ⟦NAME_1⟧' },
  ],
  'a bracket of a placeholder': [
    'Write to help@example.com ⟦.',
    'PLACEHOLDER_UNKNOWN',
    { ticket: '⟦NAME_1⟧' },
  ],
  'another language': [
    'Schreiben Sie uns bitte eine Nachricht an help@example.com oder rufen Sie uns einfach an.',
    'OTHER_LANGUAGE',
  ],
  'a sentence without an end': [`Write to ${'us and '.repeat(200)}`, 'TOO_LONG'],
  'one word again and again': [`Write to us ${'call call call '.repeat(8)}`, 'REPEATED'],
}

const PROMISES: Readonly<Record<string, readonly [locale: string, sentence: string]>> = {
  'I have refunded': ['en', 'I have refunded your order.'],
  'we have cancelled': ['en', "We've already cancelled your order."],
  'we will send': ['en', 'We will send you a replacement today.'],
  'I am processing': ['en', 'I am now processing your refund.'],
  'it has been done': ['en', 'Your refund has been processed.'],
  'an addition to a promise of the passage': ['en', 'We will contact you today if the item is found.'],
  'I instead of we': ['en', 'I will contact you if the item is found.'],
  'ich habe storniert': ['de', 'Ich habe Ihre Bestellung storniert.'],
  'wir haben veranlasst': ['de', 'Gerne haben wir die Erstattung veranlasst.'],
  'wir werden senden': ['de', 'Wir werden Ihnen heute Ersatz senden.'],
  'es wurde erledigt': ['de', 'Ihre Bestellung wurde storniert.'],
  'j’ai remboursé': ['fr', "J'ai remboursé votre commande."],
  'hemos enviado': ['es', 'Hemos enviado el paquete.'],
  'abbiamo spedito': ['it', 'Abbiamo spedito il pacco.'],
  'we hebben verzonden': ['nl', 'We hebben het pakket verzonden.'],
}

describe('the grounding checker', () => {
  for (const [name, [start, sentence, expected]] of Object.entries(ENGLISH))
    it(`in English, ${expected === 'verified' ? 'lets pass' : 'drops'} ${name}`, () => {
      expect(ask(sentence, lineOf(EN, start))).to.equal(expected)
    })
  for (const [name, [start, sentence, expected]] of Object.entries(GERMAN))
    it(`in German, ${expected === 'verified' ? 'lets pass' : 'drops'} ${name}`, () => {
      expect(ask(sentence, lineOf(DE, start), { locale: 'de' })).to.equal(expected)
    })
  for (const [name, [locale, text, sentence, expected]] of Object.entries(NEIGHBOURS))
    it(`${expected === 'verified' ? 'lets pass' : 'drops'}, ${name}`, () => {
      const sources = [{ text, title: '', headings: [] }]
      expect(ask(sentence, text, { locale, sources })).to.equal(expected)
    })
  for (const [name, [sentence, expected, more]] of Object.entries(UNSAFE))
    it(`${expected === 'verified' ? 'lets pass' : 'drops'} ${name}`, () => {
      expect(ask(sentence, CONTACT, more)).to.equal(expected)
    })
  for (const [name, [locale, sentence]] of Object.entries(PROMISES))
    it(`refuses a promise of action: ${name}`, () => {
      const quote = lineOf(locale === 'de' ? DE : EN, locale === 'de' ? 'Wir werden' : 'We will')
      expect(
        ask(
          sentence,
          quote,
          locale === 'de' ? { locale } : { locale, sources: [{ text: EN, title: '', headings: [] }] },
        ),
      ).to.equal('PROMISE_OF_ACTION')
    })

  it('repeats what the help center itself says it does, word for word', () => {
    expect(ask('We will contact you if the item is found.', lineOf(EN, 'We will'))).to.equal('verified')
    expect(
      ask('Wir werden Sie kontaktieren, wenn der Artikel gefunden wird.', lineOf(DE, 'Wir werden'), {
        locale: 'de',
      }),
    ).to.equal('verified')
  })
})

describe('a citation', () => {
  it('is needed', () => {
    expect(ask('Returns are free of charge.', '', { quotes: [] })).to.equal('NO_CITATION')
    expect(ask('Returns are free of charge.', 'Returns', { sources: [] })).to.equal('NO_CITATION')
  })
  it('stands in the passage', () => {
    expect(ask('You need at least 3 photos.', 'You need at least 5 photos.')).to.equal('NOT_VERBATIM')
    expect(ask('You need at least 3 photos.', 'You  need at least 3\u00A0photos.')).to.equal('verified')
  })
  it('stands there in every one of its quotes', () => {
    const quotes = ['You need at least 3 photos.', 'We give them back to you.']
    expect(ask('You need at least 3 photos.', '', { quotes })).to.equal('NOT_VERBATIM')
  })
  it('is longer than a few letters', () => {
    expect(ask('You need at least 3 photos.', '3 photos')).to.equal('NOT_VERBATIM')
  })
  it('speaks with its whole sentence: what was cut off may turn it round', () => {
    expect(ask('Software can be returned.', 'be returned.')).to.equal('NEGATION_DIFFERS')
  })
})

describe('facts of the ticket', () => {
  const quote = lineOf(EN, 'Returns')
  const verdictOf = (sentence: string, ticket: string) =>
    checkGrounding({
      sentence,
      locale: 'en',
      sources: [{ text: EN, title: '', headings: [] }],
      quotes: [quote],
      ticket,
    })

  it('may be repeated, and are named as such', () => {
    const ticket = 'My parcel came on 5 May 2024. It holds a Toaster T9.'
    const verdict = verdictOf(
      'You wrote that your parcel came on 5 May 2024: returns are free of charge within 30 days of delivery.',
      ticket,
    )
    expect(verdict).to.deep.include({ verdict: 'verified', fromTicket: ['5 May 2024'] })
    expect(
      verdictOf(
        'You wrote that your parcel came on 6 May 2024: returns are free of charge within 30 days of delivery.',
        ticket,
      ),
    ).to.deep.include({ verdict: 'dropped', rule: 'DATE_DIFFERS' })
  })
  it('do not become the rule of the help center', () => {
    expect(
      verdictOf('Returns are free of charge within 90 days of delivery.', 'I read that it is 90 days'),
    ).to.deep.include({
      verdict: 'dropped',
      rule: 'NUMBER_DIFFERS',
    })
  })
})

describe('any text at all', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 })
  it('gets a verdict, and the same one twice', () => {
    fc.assert(
      fc.property(text, text, text, (sentence, source, ticket) => {
        const question = {
          sentence,
          locale: 'de',
          sources: [{ text: source, title: ticket, headings: [source] }],
          quotes: [source.slice(0, 40)],
          ticket,
        }
        const first = checkGrounding(question)
        expect(checkGrounding(question)).to.deep.equal(first)
        expect(first.support).to.be.within(0, 1)
        expect(supportOf(sentence, question.sources, 'en')).to.be.within(0, 1)
      }),
      { numRuns: 300 },
    )
  })

  const HEAVY: Readonly<Record<string, string>> = {
    letters: 'a'.repeat(200_000),
    digits: '1'.repeat(200_000),
    'digits and spaces': '1 '.repeat(100_000),
    dots: 'a.'.repeat(100_000),
    'at signs': 'a@'.repeat(100_000),
    brackets: '['.repeat(200_000),
    'angle brackets': '<a'.repeat(100_000),
    'opening parentheses': '('.repeat(200_000),
    quotes: '"a '.repeat(70_000),
    placeholders: '⟦A_1'.repeat(50_000),
    marks: `a${'\u0301'.repeat(100_000)}`,
    negations: 'not '.repeat(50_000),
  }
  // The suite's own time limit fails this where a rule takes more than linear time.
  for (const [name, heavy] of Object.entries(HEAVY))
    it(`is read in linear time: ${name}`, () => {
      const sources = [{ text: heavy, title: heavy.slice(0, 1000), headings: [] }]
      for (const sentence of [heavy, heavy.slice(0, 600)])
        checkGrounding({ sentence, locale: 'en', sources, quotes: [heavy], ticket: heavy })
    })
})

it('ships a threshold between nothing and everything', () => {
  expect(SUPPORTED_FROM).to.be.within(0.5, 0.9)
})

/** What a second wall sees: each of these is let through where that wall is taken away. */
const WALLS: Readonly<Record<string, readonly [text: string, sentence: string, expected: DropRule]>> = {
  'a unit without a figure': [
    'The fee is charged once per day.',
    'The fee is charged once per week.',
    'UNIT_DIFFERS',
  ],
  'a range turned round': [
    'The pool is open from 9:00 to 12:00 in spring and from 9:00 to 17:00 in summer.',
    'The pool is open from 12:00 to 9:00 in spring and from 9:00 to 17:00 in summer.',
    'ORDER_DIFFERS',
  ],
  'a price from a sentence that is nearly the same': [
    'Adults pay 12 euros on a normal day.\nAdults pay 15 euros on a festive day.',
    'Adults pay 15 euros on a normal day.',
    'NUMBER_DIFFERS',
  ],
  'a name from elsewhere in the passage': [
    'Our shop in Hamburg sells spare parts.\nOur workshop is in Bremen.',
    'Our shop in Bremen sells spare parts.',
    'NAME_DIFFERS',
  ],
  'a limit that became an amount': [
    'A bag of more than 8 kg travels in the hold.',
    'A bag of 8 kg travels in the hold.',
    'ORDER_DIFFERS',
  ],
  'a question that the help center lets a requester ask': [
    'Tell them: I will send the goods back.',
    'I will send the goods back.',
    'PROMISE_OF_ACTION',
  ],
}

describe('a wall behind the wall', () => {
  for (const [name, [text, sentence, expected]] of Object.entries(WALLS))
    it(`drops ${name}`, () => {
      const quote = text.split('\n')[0] ?? ''
      expect(ask(sentence, quote, { sources: [{ text, title: '', headings: [] }] })).to.equal(expected)
    })
})
