import { matchesOf, type Span, saidBefore } from './spans.ts'

const MONTH =
  'jan(?:uary|uar|vier)?|jänner|feb(?:ruary|ruar)?|février|mar(?:ch|s|zo)?|märz|apr(?:il|ile)?|avril|may|mai|mayo|maggio|june?|juni|juin|junio|giugno|' +
  'july?|juli|juillet|julio|luglio|aug(?:ust|ustus)?|août|agosto|sept?(?:ember|embre|tembre|tiembre)?|settembre|o[ck]t(?:ober|obre|ubre)?|ottobre|nov(?:ember|embre|iembre)?|' +
  'de[cz](?:ember|embre)?|décembre|dicembre|diciembre|enero|gennaio|januari|februari|febrero|febbraio|maart|abril|mei|augustus'
const DATE = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:\\d{1,2}[ ]?[./-][ ]?\\d{1,2}[ ]?[./-][ ]?(?:\\d{4}|\\d{2})|\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}|` +
    `\\d{1,2}(?:st|nd|rd|th|er|\\.)?[ -](?:de[ ]|of[ ])?(?:${MONTH})\\.?,?[ -](?:de[ ]|del[ ])?\\d{4}|(?:${MONTH})\\.?[ ]\\d{1,2}(?:st|nd|rd|th)?,?[ ]\\d{4})(?![\\p{L}\\p{N}])`,
  'giu',
)
const MAY_BE = /born|birth|dob|d\.o\.b|geb|naiss|nac|nat[oa]|nasc|n[ée]e? /i
const BIRTH_WORD =
  /(?<!\p{L})(?:born|birth|birthday|birthdate|dob|d\.o\.b|geboren|geb|geburts?datum|geburtstag|née?|naissance|nacid[oa]|nacimiento|nacimento|nat[oa]|nascita|geboortedatum|geboortedag)(?!\p{L})[^\n\p{N}]{0,24}$/iu
const BORN_AFTER = /^[ ]?(?:\(?geb(?:oren|\.)|\(?born|\(?geboren|né)/iu

/** A date that the text calls a birth date, in the orders of the six languages. Any other date stays. */
export function birthDates(text: string): Span[] {
  const spans: Span[] = []
  if (!MAY_BE.test(text)) return spans
  for (const match of matchesOf(text, DATE)) {
    const end = match.index + match[0].length
    if (saidBefore(text, match.index, BIRTH_WORD) || BORN_AFTER.test(text.slice(end, end + 12)))
      spans.push({ start: match.index, end, type: 'BIRTH' })
  }
  return spans
}
