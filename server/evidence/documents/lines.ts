/** The lines that documents are built of. What the configuration does not say becomes a line that says so. */
import type { DocumentLine, DocumentView, EvidenceLanguage } from '../../../src/domain/evidence-api.ts'
import type { DocumentWords } from '../words/document-words.ts'
import type { DocumentFacts } from './facts.ts'

export type Section = DocumentView['sections'][number]
export interface Given {
  readonly say: DocumentWords
  readonly facts: DocumentFacts
  readonly language: EvidenceLanguage
}

/** Puts values into `{name}` places. */
export function fill(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

export const text = (words: string): DocumentLine => ({ kind: 'text', text: words })

export function fact(label: string, ...values: readonly string[]): DocumentLine {
  return { kind: 'fact', label, values }
}

export const missing = (label: string, hint: string): DocumentLine => ({ kind: 'missing', label, hint })

/** A fact where there is one, and a blank with a hint where there is none. */
export function known(label: string, value: string | null | undefined, hint: string): DocumentLine {
  return value === null || value === undefined || value.trim() === ''
    ? missing(label, hint)
    : fact(label, value)
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): DocumentLine {
  return { kind: 'table', head, rows }
}

const DAY: Intl.DateTimeFormatOptions = { dateStyle: 'long', timeZone: 'UTC' }

export function day(iso: string, language: EvidenceLanguage): string {
  return new Intl.DateTimeFormat(language, DAY).format(new Date(iso))
}

export function joined(parts: readonly string[], language: EvidenceLanguage): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts)
}
