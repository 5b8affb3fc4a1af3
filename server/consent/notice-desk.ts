/** What compliance staff do with notices: read them, write a draft, make it the active one, choose languages. */
import { createHash } from 'node:crypto'
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type NoticeFacts,
  type NoticeText,
  REQUESTER_LANGUAGES,
  type RequesterLanguage,
  type WrittenNotice,
} from '../../src/domain/notice.ts'
import type {
  NoticeChange,
  NoticeDraftView,
  NoticesView,
  NoticeVersionRow,
} from '../../src/domain/notice-api.ts'
import {
  changedFacts,
  changedParts,
  materialFacts,
  meaningParts,
  missingParts,
  placeOf,
  type WrittenByLanguage,
} from '../../src/domain/notice-change.ts'
import { canonicalJson, type EntryActor } from '../audit/index.ts'
import type { ConsentRows } from './consent-ledger.ts'
import {
  enabledLocales,
  isCorrection,
  isFramedAlike,
  type KeptNotice,
  keepNotice,
  makeActive,
  type NoticeRooms,
  textsOf,
} from './notice-keeping.ts'
import type { Notice, NoticeDraft, NoticeRows } from './notices.ts'

const MOST_VERSIONS = 50

export type NoticeDeskRooms<Rows> = NoticeRooms<Rows>

export const NOTICE_STARTS = ['active', 'built_in'] as const
export type NoticeStart = (typeof NOTICE_STARTS)[number]

const hashOf = (value: unknown) => createHash('sha256').update(canonicalJson(value)).digest('hex')

function actorOf<Rows>(rooms: NoticeDeskRooms<Rows>, agent: Agent): EntryActor {
  return { kind: 'agent', ref: rooms.keys.digest('agent', agent.accountId, agent.agentId) }
}

function only(written: WrittenByLanguage, locales: readonly RequesterLanguage[]): WrittenByLanguage {
  return Object.fromEntries(
    locales.flatMap((locale) => (written[locale] === undefined ? [] : [[locale, written[locale]]])),
  )
}

function changesBetween(before: Notice | undefined, after: Notice): readonly string[] {
  if (before === undefined) return []
  const [had, has] = [Object.keys(before.texts), Object.keys(after.texts)]
  return [
    ...(before.facts === null || after.facts === null ? [] : changedFacts(before.facts, after.facts)),
    ...has.filter((locale) => !had.includes(locale)).map((locale) => `+${locale}`),
    ...had.filter((locale) => !has.includes(locale)).map((locale) => `-${locale}`),
    ...changedParts(before.written, after.written).map(placeOf),
  ]
}

function rowOf(notice: Notice, before: Notice | undefined): NoticeVersionRow {
  const { version, revision, origin, activatedAt, activatedBy } = notice
  const locales = Object.keys(notice.texts)
  return {
    version,
    revision,
    origin,
    activatedAt,
    activatedBy,
    locales,
    changes: changesBetween(before, notice),
  }
}

function draftView<Rows>(
  rooms: NoticeRooms<Rows>,
  kept: KeptNotice,
  draft: NoticeDraft,
  locales: readonly RequesterLanguage[],
): NoticeDraftView {
  const { notice, facts } = kept
  const written = only(draft.written, locales)
  return {
    ...draft,
    missing: missingParts(written, locales),
    material: notice.facts === null ? [] : materialFacts(notice.facts, facts),
    meaning: meaningParts(notice.written, written),
    otherRelease: !isFramedAlike(rooms.notice, notice),
  }
}

export async function viewNotices<Rows extends ConsentRows>(
  rooms: NoticeDeskRooms<Rows>,
  tx: Rows,
  agent: Agent,
): Promise<NoticesView> {
  const { accountId } = agent
  const kept = await keepNotice(rooms, tx, accountId)
  const locales = await enabledLocales(tx, accountId)
  const versions = await tx.noticeVersions(accountId, MOST_VERSIONS + 1)
  const draft = await tx.noticeDraft(accountId)
  const frames = REQUESTER_LANGUAGES.map((language) => [language, rooms.notice.frame(language, kept.facts)])
  return {
    active: { ...rowOf(kept.notice, versions[1]), texts: kept.notice.texts },
    standing: kept.standing,
    changedFacts: kept.changed,
    facts: kept.facts,
    factsDigest: hashOf(kept.facts),
    frames: Object.fromEntries(frames),
    locales,
    versions: versions.slice(0, MOST_VERSIONS).map((notice, index) => rowOf(notice, versions[index + 1])),
    draft: draft === null ? null : draftView(rooms, kept, draft, locales),
  }
}

/** @throws Fault `NOT_FOUND`. The words of a version are kept for as long as a consent may name it. */
export async function readNoticeVersion(
  tx: NoticeRows,
  agent: Agent,
  version: number,
  revision: number,
): Promise<{ readonly texts: Readonly<Record<string, NoticeText>> }> {
  const found = await tx.noticeRevision(agent.accountId, version, revision)
  if (found === null) throw new Fault('NOT_FOUND', 'there is no such notice')
  return { texts: found.texts }
}

async function storeDraft<Rows extends ConsentRows>(
  rooms: NoticeDeskRooms<Rows>,
  tx: Rows,
  agent: Agent,
  draft: { readonly saved: number; readonly written: WrittenByLanguage },
): Promise<void> {
  await rooms.audit.append(tx, agent.accountId, {
    type: 'notice.draft_saved',
    actor: actorOf(rooms, agent),
    object: { kind: 'notice_draft', ref: String(draft.saved) },
    decision: 'saved',
    detail: { digest: hashOf(draft.written), locales: Object.keys(draft.written) },
  })
  await tx.putNoticeDraft(agent.accountId, {
    ...draft,
    changedAt: rooms.world.now().toISOString(),
    changedBy: agent.agentId,
  })
}

/** Somebody else's draft is never written over unseen. */
async function theDraft(tx: NoticeRows, agent: Agent, saved: number): Promise<NoticeDraft> {
  const draft = await tx.noticeDraft(agent.accountId)
  if (draft === null || draft.saved !== saved)
    throw new Fault('CONFLICT', 'the draft of the notice was changed by someone else', undefined, {
      saved: draft?.saved ?? 0,
    })
  return draft
}

/** @throws Fault `CONFLICT` when there is a draft already. */
export async function startNoticeDraft<Rows extends ConsentRows>(
  rooms: NoticeDeskRooms<Rows>,
  tx: Rows,
  agent: Agent,
  from: NoticeStart,
): Promise<void> {
  if ((await tx.noticeDraft(agent.accountId)) !== null)
    throw new Fault('CONFLICT', 'there is a draft already')
  const { notice, facts } = await keepNotice(rooms, tx, agent.accountId)
  const locales = await enabledLocales(tx, agent.accountId)
  const written = from === 'active' ? only(notice.written, locales) : builtInFor(rooms, locales, facts)
  await storeDraft(rooms, tx, agent, { saved: 1, written })
}

/** `words: null` fills the language with the built-in ones. */
export async function saveNoticeDraft<Rows extends ConsentRows>(
  rooms: NoticeDeskRooms<Rows>,
  tx: Rows,
  agent: Agent,
  order: {
    readonly saved: number
    readonly locale: RequesterLanguage
    readonly words: WrittenNotice | null
  },
): Promise<void> {
  const { written } = await theDraft(tx, agent, order.saved)
  const facts = await rooms.notice.facts(tx, agent.accountId)
  const words = order.words ?? rooms.notice.builtIn(order.locale, facts)
  await storeDraft(rooms, tx, agent, {
    saved: order.saved + 1,
    written: { ...written, [order.locale]: words },
  })
}

export async function discardNoticeDraft<Rows extends ConsentRows>(
  rooms: NoticeDeskRooms<Rows>,
  tx: Rows,
  agent: Agent,
  saved: number,
): Promise<void> {
  await theDraft(tx, agent, saved)
  await rooms.audit.append(tx, agent.accountId, {
    type: 'notice.draft_discarded',
    actor: actorOf(rooms, agent),
    object: { kind: 'notice_draft', ref: String(saved) },
    decision: 'discarded',
  })
  await tx.dropNoticeDraft(agent.accountId)
}

export interface ActivationOrder {
  /** The draft that was seen; `null`: the active words again, with the facts as they are now. */
  readonly saved: number | null
  readonly factsDigest: string
  readonly change: NoticeChange
}

/**
 * @throws Fault `NOTICE_INCOMPLETE` names each place that is missing; `NOTICE_MEANING_CHANGED` each that keeps it
 * from being a correction; `CONFLICT` when draft or facts are no longer those that were seen.
 */
export async function activateNoticeDraft<Rows extends ConsentRows>(
  rooms: NoticeDeskRooms<Rows>,
  tx: Rows,
  agent: Agent,
  order: ActivationOrder,
): Promise<void> {
  const { accountId } = agent
  const { notice, facts } = await keepNotice(rooms, tx, accountId)
  const locales = await enabledLocales(tx, accountId)
  const source = order.saved === null ? notice : await theDraft(tx, agent, order.saved)
  if (hashOf(facts) !== order.factsDigest)
    throw new Fault('CONFLICT', 'the configuration has changed since the notice was shown')
  const written = only(source.written, locales)
  const missing = missingParts(written, locales)
  if (missing.length > 0)
    throw new Fault('NOTICE_INCOMPLETE', 'the notice does not say everything yet', undefined, {
      invalid: missing.map(placeOf),
    })
  if (order.change === 'correction') refuseOtherMeaning(rooms, notice, { facts, written })
  const generated = canonicalJson(written) === canonicalJson(builtInFor(rooms, locales, facts))
  await makeActive(rooms, tx, accountId, {
    texts: textsOf((language) => rooms.notice.frame(language, facts), written),
    recipients: facts.recipients,
    origin: generated ? 'generated' : 'written',
    facts,
    written,
    change: order.change,
    by: { agentId: agent.agentId, actor: actorOf(rooms, agent) },
  })
  if (order.saved !== null) await tx.dropNoticeDraft(accountId)
}

function builtInFor<Rows>(
  rooms: NoticeRooms<Rows>,
  locales: readonly RequesterLanguage[],
  facts: NoticeFacts,
): WrittenByLanguage {
  return Object.fromEntries(locales.map((locale) => [locale, rooms.notice.builtIn(locale, facts)]))
}

function refuseOtherMeaning<Rows>(
  rooms: NoticeRooms<Rows>,
  current: Notice,
  next: { readonly facts: KeptNotice['facts']; readonly written: WrittenByLanguage },
): void {
  if (isCorrection(rooms.notice, current, next)) return
  const material = current.facts === null ? [] : materialFacts(current.facts, next.facts)
  throw new Fault(
    'NOTICE_MEANING_CHANGED',
    'more than spelling has changed: it must be a new version',
    undefined,
    {
      invalid: [...material, ...meaningParts(current.written, next.written).map(placeOf)],
    },
  )
}

/** A generated notice has them at once; a written one with its next activation. */
export async function setNoticeLocales<Rows extends ConsentRows>(
  rooms: NoticeDeskRooms<Rows>,
  tx: Rows,
  agent: Agent,
  wanted: readonly RequesterLanguage[],
): Promise<void> {
  const locales = REQUESTER_LANGUAGES.filter((language) => wanted.includes(language))
  if (locales.length === 0) throw new Fault('BAD_REQUEST', 'a notice needs a language')
  await rooms.audit.append(tx, agent.accountId, {
    type: 'notice.locales_changed',
    actor: actorOf(rooms, agent),
    object: { kind: 'notice', ref: 'locales' },
    decision: 'changed',
    detail: { locales },
  })
  await tx.setNoticeLocales(agent.accountId, locales, rooms.world.now().toISOString())
  await keepNotice(rooms, tx, agent.accountId, { fresh: true })
}
