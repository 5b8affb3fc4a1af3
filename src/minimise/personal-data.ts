/** The kinds of personal data, and what stands between a text and its replacement. Small: pages load it at once. */

/**
 * In order of precedence where two claims overlap. `MARK` is text that only looks like a placeholder; it is
 * neutralised, not hidden. `STRUCK` is what the agent struck out. `SPECIAL` is what Art. 9(1) and Art. 10 GDPR name, said
 * about a person. `IBAN` is any number of a bank account,
 * `NAME` also a user name or a handle. `ID` is a national id, `ORDER` a number of the account's own pattern.
 */
export const PERSONAL_DATA_TYPES = [
  'MARK',
  'STRUCK',
  'ORDER',
  'SECRET',
  'URL',
  'EMAIL',
  'IBAN',
  'CARD',
  'IP',
  'MAC',
  'ID',
  'VAT',
  'BIRTH',
  'PLATE',
  'ADDRESS',
  'PHONE',
  'ORG',
  'NAME',
  'SPECIAL',
] as const
export type PersonalDataType = (typeof PERSONAL_DATA_TYPES)[number]

/** From placeholder (`⟦NAME_1⟧`) to exactly the text that it stands for. It never leaves the browser. */
export type PlaceholderTable = ReadonlyMap<string, string>

export const PLACEHOLDER = /⟦[A-Z]{1,20}_\d{1,9}⟧/g

/** One pass, so that a value that itself looks like a placeholder is not restored twice. */
export function restore(text: string, table: PlaceholderTable): string {
  return text.replace(PLACEHOLDER, (placeholder) => table.get(placeholder) ?? placeholder)
}
