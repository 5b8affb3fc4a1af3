/**
 * The notice that a requester reads before consenting: GDPR Art. 13, from what people wrote and from what the
 * configuration really does. A consent names the version; a correction keeps it.
 */
import { createHash } from 'node:crypto'
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type NoticeFacts,
  type NoticeText,
  nearestLanguage,
  type RequesterLanguage,
} from '../../src/domain/notice.ts'
import type { NoticeChange, NoticeOrigin } from '../../src/domain/notice-api.ts'
import type { WrittenByLanguage } from '../../src/domain/notice-change.ts'
import type { AuditLog, AuditRows, EntryActor } from '../audit/index.ts'
import { canonicalJson } from '../audit/index.ts'
import type { World } from '../keys.ts'

export interface Notice {
  readonly version: number
  /** 0 for the version itself, then one for each correction of it. */
  readonly revision: number
  readonly digest: string
  readonly texts: Readonly<Record<string, NoticeText>>
  /** `provider@region`, as the gate compares them. */
  readonly recipients: readonly string[]
  readonly activatedAt: string
  readonly activatedBy: string | null
  readonly origin: NoticeOrigin
  /** `null` in a notice that was made before facts were kept apart. */
  readonly facts: NoticeFacts | null
  readonly written: WrittenByLanguage
}

export interface NoticeDraft {
  readonly saved: number
  readonly written: WrittenByLanguage
  readonly changedAt: string
  readonly changedBy: string
}

export interface NoticeRows extends AuditRows {
  currentNotice(accountId: AccountId): Promise<Notice | null>
  /** With the newest correction. */
  noticeByVersion(accountId: AccountId, version: number): Promise<Notice | null>
  noticeRevision(accountId: AccountId, version: number, revision: number): Promise<Notice | null>
  /** Newest first. */
  noticeVersions(accountId: AccountId, most: number): Promise<readonly Notice[]>
  addNotice(accountId: AccountId, notice: Notice): Promise<void>
  noticeDraft(accountId: AccountId): Promise<NoticeDraft | null>
  /** In place of the one before. */
  putNoticeDraft(accountId: AccountId, draft: NoticeDraft): Promise<void>
  dropNoticeDraft(accountId: AccountId): Promise<void>
  /** `null`: nobody has chosen yet. */
  noticeLocales(accountId: AccountId): Promise<readonly RequesterLanguage[] | null>
  setNoticeLocales(accountId: AccountId, locales: readonly RequesterLanguage[], at: string): Promise<void>
}

/** What is made into the active notice. Only `texts` and `recipients` are what a requester consents to. */
export interface NoticeGiven {
  readonly texts: Readonly<Record<string, NoticeText>>
  readonly recipients: readonly string[]
  readonly origin?: NoticeOrigin
  readonly facts?: NoticeFacts
  readonly written?: WrittenByLanguage
  readonly change?: NoticeChange
  readonly by?: { readonly agentId: string; readonly actor: EntryActor }
}

/** Makes it the current notice; does nothing when it says the same already. */
export async function activateNotice(
  rooms: { world: World; audit: AuditLog },
  tx: NoticeRows,
  accountId: AccountId,
  given: NoticeGiven,
): Promise<Notice> {
  const { texts, recipients } = given
  const digest = createHash('sha256').update(canonicalJson({ texts, recipients })).digest('hex')
  const current = await tx.currentNotice(accountId)
  if (current?.digest === digest) return current
  const correction = current !== null && given.change === 'correction'
  const notice: Notice = {
    version: correction ? current.version : (current?.version ?? 0) + 1,
    revision: correction ? current.revision + 1 : 0,
    digest,
    texts,
    recipients,
    activatedAt: rooms.world.now().toISOString(),
    activatedBy: given.by?.agentId ?? null,
    origin: given.origin ?? 'generated',
    facts: given.facts ?? null,
    written: given.written ?? {},
  }
  await rooms.audit.append(tx, accountId, {
    type: 'notice.activated',
    actor: given.by?.actor ?? { kind: 'system', ref: 'configuration' },
    object: { kind: 'notice', ref: String(notice.version) },
    decision: correction ? 'corrected' : 'activated',
    detail: { digest, locales: Object.keys(texts), revision: notice.revision, origin: notice.origin },
  })
  await tx.addNotice(accountId, notice)
  return notice
}

/** @throws Fault `STORE_UNAVAILABLE` when no notice was activated: nothing can be consented to. */
export async function readNotice(tx: NoticeRows, accountId: AccountId): Promise<Notice> {
  const notice = await tx.currentNotice(accountId)
  if (notice === null) throw new Fault('STORE_UNAVAILABLE', 'no notice is active')
  return notice
}

/** The notice's own spelling of exactly that locale: `pt-br` is its `pt-BR`. */
export function localeNamed({ texts }: Pick<Notice, 'texts'>, wanted: string): string | undefined {
  return Object.keys(texts).find((locale) => locale.toLowerCase() === wanted.toLowerCase())
}

/** Exact, then same language; `undefined`: the notice has no text for this reader. */
export function localeFor({ texts }: Pick<Notice, 'texts'>, wanted: string): string | undefined {
  return nearestLanguage(wanted, Object.keys(texts))
}

/** The notice's own spelling of the locale wanted: exact, then same language, then the first. */
export function noticeLocale(notice: Notice, wanted: string): string {
  return localeFor(notice, wanted) ?? Object.keys(notice.texts)[0] ?? 'en'
}
