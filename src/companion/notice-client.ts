/** The console's questions about the notices that requesters read. */
import { LEGAL_BASES } from '../domain/consent.ts'
import {
  NOTICE_SECTIONS,
  type NoticeFrame,
  type NoticeText,
  REQUESTER_LANGUAGES,
  type RequesterLanguage,
  WRITTEN_PARTS,
  type WrittenNotice,
  type WrittenPart,
} from '../domain/notice.ts'
import {
  NOTICE_ORIGINS,
  NOTICE_STANDINGS,
  type NoticeChange,
  type NoticesView,
} from '../domain/notice-api.ts'
import { FACT_NAMES, type WrittenByLanguage } from '../domain/notice-change.ts'
import { TICKET_FIELDS } from '../domain/scope.ts'
import { type Check, fields, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import { recipientView } from './recipient-answer.ts'
import type { Line } from './session.ts'

const locale = oneOf(REQUESTER_LANGUAGES)

const noticeText: Check<NoticeText> = record({
  title: text,
  lead: text,
  sections: list(record({ heading: text, text })),
})

/** An object whose keys are other people's words: each entry is checked, none is dropped. */
const entries =
  <T>(check: Check<T>): Check<Readonly<Record<string, T>>> =>
  (value, at) =>
    Object.fromEntries(
      Object.entries(fields(value, at)).map(([key, held]) => [key, check(held, `${at}.${key}`)]),
    )

/** An object with exactly these keys. */
const keyed =
  <K extends string, T>(keys: readonly K[], check: Check<T>): Check<Readonly<Record<K, T>>> =>
  (value, at) => {
    const source = fields(value, at)
    const built = keys.map((key) => [key, check(source[key], `${at}.${key}`)])
    // Every key of the list stands there; the compiler cannot see it.
    return Object.fromEntries(built) as Record<K, T>
  }

const written: Check<WrittenNotice> = keyed<WrittenPart, string>(WRITTEN_PARTS, text)
const frame: Check<NoticeFrame> = keyed(NOTICE_SECTIONS, record({ heading: text, facts: list(text) }))

const writtenByLanguage: Check<WrittenByLanguage> = (value, at) => {
  const held = entries(written)(value, at)
  return Object.fromEntries(
    REQUESTER_LANGUAGES.flatMap((language) => {
      const words = held[language]
      return words === undefined ? [] : [[language, words]]
    }),
  )
}

const row = {
  version: number,
  revision: number,
  origin: oneOf(NOTICE_ORIGINS),
  activatedAt: text,
  activatedBy: nullable(text),
  locales: list(text),
  changes: list(text),
}

const draft = record({
  saved: number,
  changedAt: text,
  changedBy: text,
  written: writtenByLanguage,
  missing: list(record({ locale, part: nullable(oneOf(WRITTEN_PARTS)) })),
  material: list(oneOf(FACT_NAMES)),
  meaning: list(record({ locale, part: oneOf(WRITTEN_PARTS) })),
  otherRelease: flag,
})

const noticesView: Check<NoticesView> = record({
  active: record({ ...row, texts: entries(noticeText) }),
  standing: oneOf(NOTICE_STANDINGS),
  changedFacts: list(oneOf(FACT_NAMES)),
  facts: record({
    recipient: nullable(recipientView),
    recipients: list(text),
    fields: list(oneOf(TICKET_FIELDS)),
    grantDays: number,
    questionDays: number,
    coversOtherTickets: flag,
    legalBasis: oneOf(LEGAL_BASES),
  }),
  factsDigest: text,
  frames: keyed(REQUESTER_LANGUAGES, frame),
  locales: list(locale),
  versions: list(record(row)),
  draft: nullable(draft),
})

export interface NoticeClient {
  notices(): Promise<NoticesView>
  noticeTexts(version: number, revision: number): Promise<Readonly<Record<string, NoticeText>>>
  /** The requester's page as HTML, with these words. */
  previewNotice(order: {
    readonly locale: RequesterLanguage
    readonly version: number
    readonly text: NoticeText
  }): Promise<string>
  startNoticeDraft(from: 'active' | 'built_in'): Promise<NoticesView>
  /** @param words `null`: the built-in ones. @throws Fault `CONFLICT` when somebody else has saved. */
  saveNoticeDraft(saved: number, locale: RequesterLanguage, words: WrittenNotice | null): Promise<NoticesView>
  discardNoticeDraft(saved: number): Promise<NoticesView>
  /** @param saved `null`: the active words again, with the facts of now. @throws Fault `NOTICE_INCOMPLETE`. */
  activateNotice(saved: number | null, factsDigest: string, change: NoticeChange): Promise<NoticesView>
  setNoticeLocales(locales: readonly RequesterLanguage[]): Promise<NoticesView>
}

export function noticeCalls(line: Line): NoticeClient {
  const at = (path = '') => `/console/notices${path}`
  const change = (method: 'POST' | 'PUT', path: string, body: unknown) =>
    line.ask(noticesView, method, at(path), body)
  return {
    notices: () => line.ask(noticesView, 'GET', at()),
    noticeTexts: async (version, revision) =>
      (await line.ask(record({ texts: entries(noticeText) }), 'GET', at(`/${version}/${revision}`))).texts,
    previewNotice: async (order) =>
      (await line.ask(record({ html: text }), 'POST', at('/previews'), order)).html,
    startNoticeDraft: (from) => change('POST', '/drafts', { from }),
    saveNoticeDraft: (saved, language, words) => change('PUT', '/drafts', { saved, locale: language, words }),
    discardNoticeDraft: (saved) => change('POST', '/discards', { saved }),
    activateNotice: (saved, factsDigest, kind) =>
      change('POST', '/activations', { saved, factsDigest, change: kind }),
    setNoticeLocales: (locales) => change('PUT', '/locales', { locales }),
  }
}
