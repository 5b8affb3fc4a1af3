/**
 * The notice that a requester reads before consenting (GDPR Art. 13): what people write into it, what the
 * configuration says in it, and how both become the text that is shown.
 */
import type { RecipientView } from './api.ts'
import type { LegalBasis } from './consent.ts'
import type { TicketField } from './scope.ts'

/** The languages that everything a requester reads is in. */
export const REQUESTER_LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'pt-BR',
  'pl',
  'ja',
  'ar',
] as const
export type RequesterLanguage = (typeof REQUESTER_LANGUAGES)[number]

const baseOf = (tag: string) => tag.toLowerCase().split('-', 1)[0] ?? ''

/** Of several languages the one that a person of that locale reads: its own, else another of the same base. */
export function nearestLanguage<Known extends string>(
  locale: string,
  languages: readonly Known[],
): Known | undefined {
  const own = (tag: string) => languages.find((known) => known.toLowerCase() === tag)
  const base = baseOf(locale)
  const region = locale.toLowerCase().split('-').slice(0, 2).join('-')
  return own(region) ?? own(base) ?? languages.find((known) => baseOf(known) === base)
}

/**
 * The language that a person of that locale is written to: `pt-BR` reads `pt-BR`, `pt-PT` reads `pt`, who reads none
 * of them English.
 */
export function requesterLanguageOf(locale: string): RequesterLanguage {
  return nearestLanguage(locale, REQUESTER_LANGUAGES) ?? 'en'
}

/** What is held for that language: `pt-BR` takes the words of `pt` before it goes without. */
export function heldFor<Held>(
  held: Readonly<Partial<Record<RequesterLanguage, Held>>>,
  language: RequesterLanguage,
): Held | undefined {
  const nearest = nearestLanguage(
    language,
    REQUESTER_LANGUAGES.filter((known) => held[known] !== undefined),
  )
  return nearest === undefined ? undefined : held[nearest]
}

/** Each thing that Art. 13 GDPR has a notice say, by the letter that demands it. The list is closed. */
export const ART_13 = {
  controller: 'Art. 13(1)(a)',
  dpo: 'Art. 13(1)(b)',
  purpose: 'Art. 13(1)(c)',
  legalBasis: 'Art. 13(1)(c)',
  legitimateInterest: 'Art. 13(1)(d)',
  recipients: 'Art. 13(1)(e)',
  transfers: 'Art. 13(1)(f)',
  retention: 'Art. 13(2)(a)',
  rights: 'Art. 13(2)(b)',
  withdrawal: 'Art. 13(2)(c)',
  complaint: 'Art. 13(2)(d)',
  obligation: 'Art. 13(2)(e)',
  automatedDecision: 'Art. 13(2)(f)',
} as const
export type Art13Field = keyof typeof ART_13
export const ART_13_FIELDS = [
  'controller',
  'dpo',
  'purpose',
  'legalBasis',
  'legitimateInterest',
  'recipients',
  'transfers',
  'retention',
  'rights',
  'withdrawal',
  'complaint',
  'obligation',
  'automatedDecision',
] as const satisfies readonly Art13Field[]

/** What people write, in one language: the question itself, and the fields of Art. 13. */
export const WRITTEN_PARTS = ['title', 'lead', ...ART_13_FIELDS] as const
export type WrittenPart = (typeof WRITTEN_PARTS)[number]
export type WrittenNotice = Readonly<Record<WrittenPart, string>>

/** What nobody types: it is read from the configuration that runs. */
export interface NoticeFacts {
  /** Who words the replies; `null`: nothing leaves the companion's machine. */
  readonly recipient: RecipientView | null
  /** `provider@region` of everyone who may draft, as the gate compares them. */
  readonly recipients: readonly string[]
  readonly fields: readonly TicketField[]
  readonly grantDays: number
  /** How long a question stays recorded. */
  readonly questionDays: number
  readonly coversOtherTickets: boolean
  readonly legalBasis: LegalBasis
}

export interface NoticeText {
  readonly title: string
  readonly lead: string
  /** A line break parts two paragraphs. */
  readonly sections: readonly { readonly heading: string; readonly text: string }[]
}

export const NOTICE_SECTIONS = [
  'responsible',
  'use',
  'basis',
  'recipients',
  'duration',
  'rights',
  'machine',
  'refusal',
] as const
export type NoticeSection = (typeof NOTICE_SECTIONS)[number]

/** What the configuration says in one language: a heading for each section, and the sentences below it. */
export type NoticeFrame = Readonly<
  Record<NoticeSection, { readonly heading: string; readonly facts: readonly string[] }>
>

/** What a section holds of the written fields, after its facts. Each field stands in exactly one. */
export const FIELDS_OF: Readonly<Record<NoticeSection, readonly Art13Field[]>> = {
  responsible: ['controller', 'dpo'],
  use: ['purpose'],
  basis: ['legalBasis', 'legitimateInterest'],
  recipients: ['recipients', 'transfers'],
  duration: ['retention'],
  rights: ['withdrawal', 'rights', 'complaint'],
  machine: ['automatedDecision'],
  refusal: ['obligation'],
}

/** The notice in one language, as the requester reads it. Pure: the console's preview is this very text. */
export function composeNotice(frame: NoticeFrame, written: WrittenNotice): NoticeText {
  return {
    title: written.title,
    lead: written.lead,
    sections: NOTICE_SECTIONS.map((section) => ({
      heading: frame[section].heading,
      text: [...frame[section].facts, ...FIELDS_OF[section].map((field) => written[field])]
        .filter((sentence) => sentence.trim() !== '')
        .join('\n'),
    })),
  }
}
