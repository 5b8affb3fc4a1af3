/** JSON between the console's notice screen and the companion. */
import type { NoticeFacts, NoticeFrame, NoticeText, RequesterLanguage } from './notice.ts'
import type { ChangedPart, FactName, MissingPart, WrittenByLanguage } from './notice-change.ts'

/** `generated`: never edited, so it follows the configuration by itself. */
export const NOTICE_ORIGINS = ['generated', 'written'] as const
export type NoticeOrigin = (typeof NOTICE_ORIGINS)[number]

/**
 * `current`: says what the configuration does. `behind`: a fact moved that no consent hangs on.
 * `outdated`: nothing may be drafted under it until a new version is active.
 */
export const NOTICE_STANDINGS = ['current', 'behind', 'outdated'] as const
export type NoticeStanding = (typeof NOTICE_STANDINGS)[number]

export interface NoticeVersionRow {
  readonly version: number
  /** Corrections of the same version count from 1. */
  readonly revision: number
  readonly origin: NoticeOrigin
  readonly activatedAt: string
  /** The helpdesk's number of the agent; `null`: Vouch itself. */
  readonly activatedBy: string | null
  readonly locales: readonly string[]
  /** Against the one before: fact names, places such as `de.dpo`, `+fr`, `-fr`. Empty for the first. */
  readonly changes: readonly string[]
}

export interface NoticeDraftView {
  /** Rises with every save; whoever saves names the one that they saw. */
  readonly saved: number
  readonly changedAt: string
  readonly changedBy: string
  readonly written: WrittenByLanguage
  readonly missing: readonly MissingPart[]
  /** What speaks against a mere correction; empty: it may be one. */
  readonly material: readonly FactName[]
  readonly meaning: readonly ChangedPart[]
  /** The built-in sentences of this release are other ones than the active notice was made with. */
  readonly otherRelease: boolean
}

/** `GET /api/v1/console/notices`; every change answers with the same. */
export interface NoticesView {
  readonly active: NoticeVersionRow & { readonly texts: Readonly<Record<string, NoticeText>> }
  readonly standing: NoticeStanding
  readonly changedFacts: readonly FactName[]
  readonly facts: NoticeFacts
  /** Names exactly these facts: what is activated is what was shown. */
  readonly factsDigest: string
  /** Of the facts as they are now. */
  readonly frames: Readonly<Record<RequesterLanguage, NoticeFrame>>
  /** The languages that a notice must have, in the order of `REQUESTER_LANGUAGES`. */
  readonly locales: readonly RequesterLanguage[]
  /** Newest first. */
  readonly versions: readonly NoticeVersionRow[]
  readonly draft: NoticeDraftView | null
}

export const NOTICE_CHANGES = ['version', 'correction'] as const
/** A correction keeps the version number, and with it the consents. */
export type NoticeChange = (typeof NOTICE_CHANGES)[number]
