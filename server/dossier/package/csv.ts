/** One line of CSV (RFC 4180). A cell that a spreadsheet would run as a formula begins with an apostrophe. */
import type { JsonValue } from '../../privacy/index.ts'

/** Excel takes a file for UTF-8 only by this mark. */
export const BYTE_ORDER_MARK = '\uFEFF'
/** OWASP "CSV Injection": also behind a space or a sign that looks like one of these at full width. */
const FORMULA = /^[\s\u00A0]*[=+\-@\t\r\n|%＝＋－＠]/u

function textOf(value: JsonValue): string {
  if (value === null) return ''
  if (typeof value === 'object') return JSON.stringify(value)
  return String(value)
}

export function csvCell(value: JsonValue): string {
  const text = textOf(value)
  // A number is no formula, whatever its sign.
  const safe = typeof value !== 'number' && FORMULA.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function csvLine(values: readonly JsonValue[]): string {
  return `${values.map(csvCell).join(',')}\r\n`
}
