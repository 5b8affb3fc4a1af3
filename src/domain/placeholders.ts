/** Placeholders and what stands behind them. Small: the page needs it at once, the detectors only later. */

export const PERSONAL_DATA_TYPES = [
  'MARK',
  'STRUCK',
  'EMAIL',
  'IBAN',
  'CARD',
  'IP',
  'ADDRESS',
  'PHONE',
  'NAME',
] as const
/** In order of precedence. `MARK` is text that only looks like a placeholder; it is neutralised, not hidden. */
export type PersonalDataType = (typeof PERSONAL_DATA_TYPES)[number]

export type PlaceholderTable = ReadonlyMap<string, string>

const PLACEHOLDER = /⟦[A-Z]{1,20}_\d{1,9}⟧/g

/** One pass, so that a value that itself looks like a placeholder is not restored twice. */
export function restore(text: string, table: PlaceholderTable): string {
  return text.replace(PLACEHOLDER, (placeholder) => table.get(placeholder) ?? placeholder)
}
