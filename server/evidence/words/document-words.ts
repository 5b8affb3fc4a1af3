/** One form for the sentences of documents, whatever the language: a sentence too few does not compile. */
import type { DocumentKind } from '../../../src/domain/evidence-api.ts'
import type { HeldClass } from '../../../src/domain/held.ts'
import type { TicketField } from '../../../src/domain/scope.ts'
import type { DOCUMENTS_EN } from './documents-en.ts'

type Form<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : T extends readonly (readonly string[])[]
      ? readonly (readonly string[])[]
      : { readonly [Key in keyof T]: Form<T[Key]> }

export type DocumentWords = Form<typeof DOCUMENTS_EN> & {
  readonly title: Readonly<Record<DocumentKind, string>>
  readonly lead: Readonly<Record<DocumentKind, string>>
  readonly class: Readonly<Record<HeldClass, string>>
  readonly field: Readonly<Record<TicketField, string>>
}
