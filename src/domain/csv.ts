/** A table for a spreadsheet, in which no cell can become a formula (RFC 4180; OWASP: CSV injection). */

/** What a spreadsheet reads as the beginning of a formula, also behind blanks. */
const FORMULA = /^\s*[=+\-@\t\r|%]/

export type CsvCell = string | number | null

function cellOf(value: CsvCell): string {
  const text = String(value ?? '')
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** With a byte-order mark, so that spreadsheets read it as UTF-8. */
export function csvText(head: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return `\uFEFF${[head, ...rows].map((row) => row.map(cellOf).join(',')).join('\r\n')}\r\n`
}
