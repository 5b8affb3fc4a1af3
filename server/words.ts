/**
 * The sentences that the server itself says to people: to requesters in their languages, from
 * `server/words/<language>.json`; to the helpdesk's own people in theirs, from `translations/`, key `server`.
 */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ReplyTemplates } from '../src/domain/api.ts'
import { CONSENT_STATUSES, LEGAL_BASES, LOCALE_REASONS } from '../src/domain/consent.ts'
import { CONSENT_ACTORS } from '../src/domain/consent-event.ts'
import { Fault } from '../src/domain/fault.ts'
import {
  ART_13_FIELDS,
  NOTICE_SECTIONS,
  REQUESTER_LANGUAGES,
  requesterLanguageOf,
} from '../src/domain/notice.ts'
import { TICKET_FIELDS } from '../src/domain/scope.ts'
import { STAFF_LANGUAGES, type StaffLanguage, staffLanguageOf } from '../src/domain/staff-language.ts'
import { CONNECTION_PROBLEMS } from './connection.ts'
import { projectRoot } from './project-root.ts'

const text = z.string().min(1)
/** What a receipt calls a state or an act. */
const RECEIPT_STATUSES = [...CONSENT_STATUSES, 'deferred', 'objected', 'other'] as const
const namesOf = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), text)

const requesterWords = z.strictObject({
  consentMessage: text,
  /** With the link to a page that asks for nothing, where the legal basis is not consent. */
  informMessage: text,
  drafter: z.strictObject({ extractive: text, model: text, selfHosted: text }),
  /** By the ids of `server/provider`. */
  provider: z.record(z.string(), text),
  retention: z.record(z.string(), text),
  /** Those that are no country code. */
  region: z.record(z.string(), text),
  notice: z.strictObject({
    title: text,
    lead: text,
    headings: namesOf(NOTICE_SECTIONS),
    facts: z.strictObject({
      fields: text,
      field: namesOf(TICKET_FIELDS),
      days: text,
      questions: text,
      basis: namesOf(LEGAL_BASES),
      oneRequest: text,
      allRequests: text,
    }),
    written: namesOf(ART_13_FIELDS),
    /** In place of "none", where the account relies on one. */
    interest: text,
    /** In place of what asks for consent, where the legal basis is another. */
    informed: z.strictObject({
      title: text,
      lead: text,
      refusal: text,
      questions: text,
      withdrawal: text,
      obligation: text,
    }),
  }),
  consentPage: z.strictObject({
    grant: text,
    deny: text,
    defer: text,
    withdraw: text,
    object: text,
    access: text,
    granted: text,
    grantedNext: text,
    grantedUntil: text,
    denied: text,
    deferred: text,
    deferredNext: text,
    withdrawn: text,
    withdrawnNext: text,
    expired: text,
    expiredNext: text,
    invalidated: text,
    objected: text,
    objectedNext: text,
    notRequired: text,
    mayObject: text,
    restricted: text,
    restrictedNext: text,
    blocked: text,
    blockedNext: text,
    decidedOn: text,
    changeMind: text,
    changedTitle: text,
    changedLead: text,
    changedSame: text,
    before: text,
    now: text,
    more: text,
    objectHint: text,
    accessHint: text,
    requestReceived: text,
    requestAnswered: text,
    receiptView: text,
    receiptFile: text,
    unknownLinkTitle: text,
    unknownLink: text,
    endedTitle: text,
    ended: text,
    movedTitle: text,
    moved: text,
    busyTitle: text,
    crowded: text,
    busy: text,
    troubleTitle: text,
    trouble: text,
    soon: text,
    oddTitle: text,
    odd: text,
    staleTitle: text,
    stale: text,
    crossedTitle: text,
    crossed: text,
    back: text,
    noticeVersion: text,
    privacyPolicy: text,
    language: text,
    basis: namesOf(LEGAL_BASES),
    grantedAll: text,
    withdrawnAll: text,
    objectHintAll: text,
    outdatedTitle: text,
    outdated: text,
  }),
  consentReceipt: z.strictObject({
    title: text,
    lead: text,
    record: text,
    choice: text,
    decided: text,
    until: text,
    notice: text,
    noticeIs: text,
    controller: text,
    subject: text,
    purpose: text,
    purposeIs: text,
    data: text,
    dataIs: text,
    dataSubject: text,
    dataLocale: text,
    recipients: text,
    ownTool: text,
    basis: text,
    storage: text,
    retention: text,
    retentionIs: text,
    withdrawal: text,
    withdrawalIs: text,
    history: text,
    proof: text,
    entry: text,
    key: text,
    signature: text,
    notStated: text,
    status: namesOf(RECEIPT_STATUSES),
    by: namesOf(CONSENT_ACTORS),
    purposeAll: text,
    dataAll: text,
    localeReason: namesOf(LOCALE_REASONS),
  }),
})
export type RequesterWords = z.infer<typeof requesterWords>

const staffWords = z.object({
  templates: z.object({
    greetingNamed: text,
    greetingUnnamed: text,
    closing: text,
    notCoveredBridge: text,
    aiLine: text,
  }),
  pages: z.object({
    sidebarTitle: text,
    consoleTitle: text,
    refusedTitle: text,
    refusedText: text,
    refusedLaterText: text,
    soon: text,
    needsScript: text,
  }),
  connect: z.object({
    title: text,
    lead: text,
    code: text,
    codeHint: text,
    subdomain: text,
    subdomainHint: text,
    app: text,
    appHint: text,
    installation: text,
    installationHint: text,
    admin: text,
    adminHint: text,
    key: text,
    keyHint: text,
    connect: text,
    problem: namesOf(CONNECTION_PROBLEMS),
    incomplete: text,
    wrong: text,
    ended: text,
    tooMany: text,
    already: text,
    doneTitle: text,
    done: text,
  }),
})
type StaffWords = z.infer<typeof staffWords>

export const WORD_LANGUAGES = REQUESTER_LANGUAGES
export type WordLanguage = (typeof WORD_LANGUAGES)[number]

export interface Words {
  /** What a requester reads. */
  of(locale: string): RequesterWords
  languageOf(locale: string): WordLanguage
  /** What the helpdesk's own people read. */
  pages(locale: string): StaffWords['pages']
  /** The page that connects an account. */
  connect(locale: string): StaffWords['connect']
  /** One sentence with its `{placeholders}` filled. */
  fill(
    locale: string,
    key: 'consentMessage' | 'informMessage',
    values: Readonly<Record<string, string>>,
  ): string
  templates(locale: string): ReplyTemplates
}

/** Fills `{name}` placeholders; an unknown one stays, so that a mistake shows. */
export function fillIn(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )
}

/** @throws Fault `CONFIG_INVALID` when a file is missing or a sentence is. */
export function loadWords(root: URL): Words {
  const read = <T>(path: string, parse: (json: unknown) => T): T => {
    try {
      return parse(JSON.parse(readFileSync(new URL(path, root), 'utf8')))
    } catch (cause) {
      throw new Fault('CONFIG_INVALID', `${path} is not complete`, cause)
    }
  }
  const requester = new Map<string, RequesterWords>(
    WORD_LANGUAGES.map((language) => [
      language,
      read(`server/words/${language}.json`, (json) => requesterWords.parse(json)),
    ]),
  )
  const forStaff = (language: StaffLanguage) =>
    read(`translations/${language}.json`, (json) => z.object({ server: staffWords }).parse(json).server)
  const staff = new Map<StaffLanguage, StaffWords>(
    STAFF_LANGUAGES.map((language) => [language, forStaff(language)]),
  )
  const known = <T>(words: T | undefined): T => {
    if (words === undefined) throw new Fault('CONFIG_INVALID', 'a language has no words')
    return words
  }
  const of = (locale: string) => known(requester.get(requesterLanguageOf(locale)))
  const staffOf = (locale: string) => known(staff.get(staffLanguageOf(locale)))
  return {
    of,
    languageOf: requesterLanguageOf,
    pages: (locale) => staffOf(locale).pages,
    connect: (locale) => staffOf(locale).connect,
    fill: (locale, key, values) => fillIn(of(locale)[key], values),
    templates: (locale) => ({ locale, ...staffOf(locale).templates }),
  }
}

let ofProject: Words | null = null

/** The words of this installation: they change with its code alone, and are read once. */
export function projectWords(): Words {
  ofProject ??= loadWords(projectRoot())
  return ofProject
}
