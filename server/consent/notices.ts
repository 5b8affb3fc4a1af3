/**
 * The notice that a requester reads before consenting: GDPR Art. 13, generated from what the
 * configuration really does. A changed text or recipient is a new version; a consent names its version.
 */
import { createHash } from 'node:crypto'
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { NoticeText } from '../../src/domain/notice.ts'
import type { AuditLog, AuditRows } from '../audit/index.ts'
import { canonicalJson } from '../audit/index.ts'
import type { World } from '../keys.ts'

export interface Notice {
  readonly version: number
  readonly digest: string
  readonly texts: Readonly<Record<string, NoticeText>>
  /** `provider@region`, as the gate compares them. */
  readonly recipients: readonly string[]
  readonly activatedAt: string
}

export interface NoticeRows extends AuditRows {
  currentNotice(accountId: AccountId): Promise<Notice | null>
  noticeByVersion(accountId: AccountId, version: number): Promise<Notice | null>
  addNotice(accountId: AccountId, notice: Notice): Promise<void>
}

/** Makes the configured texts the current notice; does nothing when they already are. */
export async function activateNotice(
  rooms: { world: World; audit: AuditLog },
  tx: NoticeRows,
  accountId: AccountId,
  given: { texts: Readonly<Record<string, NoticeText>>; recipients: readonly string[] },
): Promise<Notice> {
  const digest = createHash('sha256')
    .update(canonicalJson({ texts: given.texts, recipients: given.recipients }))
    .digest('hex')
  const current = await tx.currentNotice(accountId)
  if (current?.digest === digest) return current
  const notice: Notice = {
    version: (current?.version ?? 0) + 1,
    digest,
    texts: given.texts,
    recipients: given.recipients,
    activatedAt: rooms.world.now().toISOString(),
  }
  await rooms.audit.append(tx, accountId, {
    type: 'notice.activated',
    actor: { kind: 'system', ref: 'start' },
    object: { kind: 'notice', ref: String(notice.version) },
    decision: 'activated',
    detail: { digest, locales: Object.keys(given.texts) },
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

/** The notice's own spelling of the locale wanted: exact, then same language, then the first. */
export function noticeLocale(notice: Notice, wanted: string): string {
  const have = Object.keys(notice.texts)
  const language = wanted.toLowerCase().split('-')[0]
  return (
    have.find((locale) => locale === wanted.toLowerCase()) ??
    have.find((locale) => locale === language) ??
    have[0] ??
    'en'
  )
}
