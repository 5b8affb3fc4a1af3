/** A table for a spreadsheet, in which no cell can become a formula. RFC 4180. */

/** What a spreadsheet reads as the beginning of a formula, also behind blanks (OWASP: CSV injection). */
const FORMULA = /^\s*[=+\-@\t\r|%]/

function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** With a byte-order mark, so that spreadsheets read it as UTF-8. */
export const CSV_START = '\uFEFF'

export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cell).join(',')}\r\n`
}
