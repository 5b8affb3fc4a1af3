/** Keeps the active notice true: a generated one follows the configuration, a written one is measured by it. */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  composeNotice,
  type NoticeFacts,
  type NoticeFrame,
  type NoticeText,
  REQUESTER_LANGUAGES,
  type RequesterLanguage,
  type WrittenNotice,
} from '../../src/domain/notice.ts'
import type { NoticeStanding } from '../../src/domain/notice-api.ts'
import {
  changedFacts,
  type FactName,
  materialFacts,
  meaningParts,
  type WrittenByLanguage,
} from '../../src/domain/notice-change.ts'
import { canonicalJson } from '../audit/index.ts'
import type { ConsentRooms, ConsentRows } from './consent-ledger.ts'
import { expireSuperseded } from './expiry.ts'
import { activateNotice, type Notice, type NoticeGiven, type NoticeRows } from './notices.ts'

/** What a notice is made of besides people's words; `Rows` is what reading the live facts asks of the store. */
export interface NoticeSource<Rows> {
  facts(tx: Rows, accountId: AccountId): Promise<NoticeFacts>
  frame(language: RequesterLanguage, facts: NoticeFacts): NoticeFrame
  builtIn(language: RequesterLanguage, facts: NoticeFacts): WrittenNotice
}

export interface NoticeRooms<Rows> extends ConsentRooms {
  readonly notice: NoticeSource<Rows>
}

export interface KeptNotice {
  readonly notice: Notice
  readonly standing: NoticeStanding
  /** What the configuration does now, and which of it the active notice says otherwise. */
  readonly facts: NoticeFacts
  readonly changed: readonly FactName[]
  /** A new version became active in this reading, and what hung on an older one has ended. */
  readonly renewed: boolean
}

/**
 * Until somebody has chosen: every language there is, for a generated notice. One that people wrote stays in those
 * they wrote it in, or a language that a release adds would keep them from making it active again.
 */
export async function enabledLocales(
  tx: NoticeRows,
  accountId: AccountId,
): Promise<readonly RequesterLanguage[]> {
  const chosen = await tx.noticeLocales(accountId)
  if (chosen !== null) return chosen
  const current = await tx.currentNotice(accountId)
  if (current === null || current.origin === 'generated') return REQUESTER_LANGUAGES
  return REQUESTER_LANGUAGES.filter((language) => Object.hasOwn(current.texts, language))
}

export function textsOf(
  frame: (language: RequesterLanguage) => NoticeFrame,
  written: WrittenByLanguage,
): Readonly<Record<string, NoticeText>> {
  return Object.fromEntries(
    REQUESTER_LANGUAGES.flatMap((language) => {
      const words = written[language]
      return words === undefined ? [] : [[language, composeNotice(frame(language), words)]]
    }),
  )
}

/** False when this release frames the same facts and words otherwise than the active notice shows them. */
export function isFramedAlike<Rows>(source: NoticeSource<Rows>, { facts, written, texts }: Notice): boolean {
  if (facts === null) return false
  return canonicalJson(textsOf((language) => source.frame(language, facts), written)) === canonicalJson(texts)
}

/** Nothing that a consent hangs on is another one. */
export function isCorrection<Rows>(
  source: NoticeSource<Rows>,
  current: Notice,
  next: { readonly facts: NoticeFacts; readonly written: WrittenByLanguage },
): boolean {
  return (
    current.facts !== null &&
    materialFacts(current.facts, next.facts).length === 0 &&
    meaningParts(current.written, next.written).length === 0 &&
    isFramedAlike(source, current)
  )
}

/** What was asked or granted under an older version ends in the same transaction; a correction ends nothing. */
export async function makeActive(
  rooms: ConsentRooms,
  tx: ConsentRows,
  accountId: AccountId,
  given: NoticeGiven,
): Promise<Notice> {
  const before = await tx.currentNotice(accountId)
  const notice = await activateNotice(rooms, tx, accountId, given)
  if (before !== null && notice.version > before.version) await expireSuperseded(rooms, tx, accountId)
  return notice
}

async function followConfiguration<Rows extends ConsentRows>(
  rooms: NoticeRooms<Rows>,
  tx: Rows,
  accountId: AccountId,
  current: Notice | null,
  facts: NoticeFacts,
): Promise<Notice> {
  const locales = await enabledLocales(tx, accountId)
  const written: WrittenByLanguage = Object.fromEntries(
    locales.map((language) => [language, rooms.notice.builtIn(language, facts)]),
  )
  return makeActive(rooms, tx, accountId, {
    texts: textsOf((language) => rooms.notice.frame(language, facts), written),
    recipients: facts.recipients,
    origin: 'generated',
    facts,
    written,
    change:
      current !== null && isCorrection(rooms.notice, current, { facts, written }) ? 'correction' : 'version',
  })
}

/**
 * Reads the active notice and says whether it is true. A generated one is renewed here, at whatever reading first
 * finds the configuration changed, so that no way of changing a setting can be forgotten.
 * @param given.fresh the sentences of this release are compared too: once, at start.
 */
export async function keepNotice<Rows extends ConsentRows>(
  rooms: NoticeRooms<Rows>,
  tx: Rows,
  accountId: AccountId,
  given: { readonly fresh: boolean } = { fresh: false },
): Promise<KeptNotice> {
  const facts = await rooms.notice.facts(tx, accountId)
  const current = await tx.currentNotice(accountId)
  const changed = current?.facts == null ? [] : changedFacts(current.facts, facts)
  if (current === null || current.origin === 'generated') {
    const isTrue = current?.facts != null && changed.length === 0 && !given.fresh
    const notice = isTrue ? current : await followConfiguration(rooms, tx, accountId, current, facts)
    const renewed = current !== null && notice.version > current.version
    return { notice, standing: 'current', facts, changed: [], renewed }
  }
  return { notice: current, standing: standingOf(current, facts), facts, changed, renewed: false }
}

/** Of a notice that people wrote. */
function standingOf({ facts: said }: Notice, facts: NoticeFacts): NoticeStanding {
  if (said === null) return 'current'
  if (materialFacts(said, facts).length > 0) return 'outdated'
  return changedFacts(said, facts).length > 0 ? 'behind' : 'current'
}

/** The same verdict, and nothing is written: a generated notice the server renews itself. `null`: there is none. */
export async function readNoticeStanding<Rows extends NoticeRows>(
  source: Pick<NoticeSource<Rows>, 'facts'>,
  tx: Rows,
  accountId: AccountId,
): Promise<Pick<KeptNotice, 'notice' | 'standing'> | null> {
  const notice = await tx.currentNotice(accountId)
  if (notice === null) return null
  if (notice.origin === 'generated') return { notice, standing: 'current' }
  return { notice, standing: standingOf(notice, await source.facts(tx, accountId)) }
}

/** What nobody can have consented to: no version has this number. */
const NO_VERSION = 0

/** The version that a consent must name now. Under an outdated notice there is none: `NOTICE_SUPERSEDED`. */
export function versionInForce({ notice, standing }: KeptNotice): number {
  return standing === 'outdated' ? NO_VERSION : notice.version
}

/**
 * The notice to ask with.
 * @throws Fault `NOTICE_OUTDATED`: a consent to what is no longer so would be worth nothing.
 */
export async function noticeToAsk<Rows extends ConsentRows>(
  rooms: NoticeRooms<Rows>,
  tx: Rows,
  accountId: AccountId,
): Promise<Notice> {
  const { notice, standing, changed } = await keepNotice(rooms, tx, accountId)
  if (standing === 'outdated')
    throw new Fault(
      'NOTICE_OUTDATED',
      'the active notice no longer says what the configuration does',
      undefined,
      {
        invalid: changed,
      },
    )
  return notice
}
