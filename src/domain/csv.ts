/** A table for a spreadsheet, in which no cell can become a formula (RFC 4180; OWASP: CSV injection). */

/** What a spreadsheet reads as the beginning of a formula, also behind blanks or at full width. */
const FORMULA = /^[\s\u00A0]*[=+\-@\t\r\n|%＝＋－＠]/u

export type CsvCell = string | number | boolean | null

/** Excel takes a file for UTF-8 only by this mark. */
export const BYTE_ORDER_MARK = '\uFEFF'

function cellOf(value: CsvCell): string {
  const text = String(value ?? '')
  // A number is no formula, whatever its sign.
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

export function csvLine(cells: readonly CsvCell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

export function csvText(head: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return BYTE_ORDER_MARK + [head, ...rows].map(csvLine).join('')
}
