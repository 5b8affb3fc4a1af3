import { append, matchesOf, type Span, spansOf } from './spans.ts'

const MAY_BE = /konto|kto|blz|bankleit|account|acct|sort ?code|routing|\baba\b|compte|cuenta|conto|rekening/i
const MAY_EXPIRE = /\bexp|valid|valable|gültig|ablauf|verf[aä]ll|caduc|vence|scad|geldig/i
const SAID = '(?:[ ]{0,2}(?:is|ist|lautet|est|es|è|[:.#=])){0,2}[ ]{1,3}'
const SAID_OR_SIGN = `(?:${SAID}|[:.#=])`
const FREE = '(?<![\\p{L}\\p{N}])'
const END = '(?![\\p{L}\\p{N}]|[.,-]\\d)'

const ACCOUNT_DIGITS = /\d(?:[ ]?\d){5}|\d\d-\d\d-\d\d/
const MONTH_AND_YEAR = /\d[ ]?[/.-][ ]?\d\d/

/** Words for a bank account alone. */
const NAMED = new RegExp(
  `${FREE}(?:bankkonto|kontonummer|konto-?nr\\.?|kto\\.?(?:-?nr\\.?)?|bank account(?: number| no\\.?)?|my account (?:number|no\\.?)|num[eé]ro de compte|compte bancaire|número de cuenta|cuenta bancaria|conto corrente|numero di conto|rekeningnummer|bankrekening)${SAID_OR_SIGN}(\\d[\\d ]{4,16}\\d)${END}`,
  'dgiu',
)
/** A shop has accounts as well: these only beside a word of banking. */
const UNSURE = new RegExp(
  `${FREE}(?:konto|account(?: number| no\\.?)?|acct\\.?(?: no\\.?)?|a\\/c|compte|cuenta|conto|rekening)${SAID_OR_SIGN}(\\d[\\d ]{4,16}\\d)${END}`,
  'dgiu',
)
const OF_BANK = new RegExp(
  `${FREE}(?:(?:blz|bankleitzahl)${SAID_OR_SIGN}(\\d{3}[ ]?\\d{3}[ ]?\\d{2})|sort ?code${SAID_OR_SIGN}(\\d{2}[ -]?\\d{2}[ -]?\\d{2})|(?:routing(?: number)?|aba(?: number)?)${SAID_OR_SIGN}(\\d{9}))${END}`,
  'dgiu',
)
const BANKING =
  /\b(?:blz|bankleitzahl|sort ?code|routing|aba|bic|swift|iban|bank|sparkasse|banque|banco|banca)\b/i
const REACH = 80

/** Accounts as banks wrote them before the IBAN, with the number of the bank; the words beside them tell. */
export function bankAccounts(text: string): Span[] {
  if (!ACCOUNT_DIGITS.test(text) || !MAY_BE.test(text)) return []
  const spans = spansOf(text, NAMED, 'IBAN', 1)
  for (const group of [1, 2, 3]) append(spans, spansOf(text, OF_BANK, 'IBAN', group))
  for (const span of spansOf(text, UNSURE, 'IBAN', 1)) if (isNear(text, span, BANKING)) spans.push(span)
  return spans
}

const EXPIRY = new RegExp(
  `${FREE}(?:exp(?:\\.|iry|ires?|iration)?(?:[ ]date)?|valid (?:thru|through|until|till|to)|gültig bis|ablauf(?:datum)?|verfallsdatum|verfällt|date d['’]expiration|valable jusqu['’]au|expire le|caduca|caducidad|vence|scade|scadenza|geldig tot)[ ]{0,2}[:.]?[ ]{0,2}((?:0?[1-9]|1[0-2])[ ]?[/.-][ ]?(?:20)?\\d{2})${END}`,
  'dgiu',
)
const CARD_OF_A_BANK =
  /(?<!\p{L})(?:credit ?card|debit ?card|bank ?card|visa|master ?card|maestro|amex|american express|kreditkarte|ec-?karte|bankkarte|girocard|carte (?:bancaire|bleue|de crédit)|tarjeta de (?:crédito|débito)|carta di credito|bancomat|creditcard|betaalkaart|cvv2?|cvc2?)(?!\p{L})/iu

/** Month and year beside a card: a voucher and a passport expire too, so a card number or its words must be near. */
export function cardExpiries(text: string, cards: readonly Span[]): Span[] {
  if (!MONTH_AND_YEAR.test(text) || !MAY_EXPIRE.test(text)) return []
  const spans: Span[] = []
  let index = 0
  for (const match of matchesOf(text, EXPIRY)) {
    const at = match.indices?.[1]
    if (at === undefined) continue
    const span: Span = { start: at[0], end: at[1], type: 'CARD' }
    while ((cards[index]?.end ?? Number.POSITIVE_INFINITY) < span.start - REACH) index++
    const card = cards[index]
    if ((card !== undefined && card.start < span.end + REACH) || isNear(text, span, CARD_OF_A_BANK))
      spans.push(span)
  }
  return spans
}

const isNear = (text: string, { start, end }: Span, word: RegExp) =>
  word.test(text.slice(Math.max(0, start - REACH), end + REACH))
