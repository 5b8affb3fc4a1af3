import { directionOf } from '../domain/staff-language.ts'

/** Where a page is read from right to left, what comes next lies to the left: its two arrows change places. */
const TURNED: Readonly<Record<string, string>> = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }

/** The key as it is meant in a page of that language. */
export const readingKey = (key: string, language: string): string =>
  directionOf(language) === 'rtl' ? (TURNED[key] ?? key) : key
