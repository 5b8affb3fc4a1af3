/** The synced articles and the allowlist of an account, and what the two together let a draft use. */
import type { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { type ArticleFacts, type BarFacts, barOf, isAllowed } from '../../src/domain/allowlist.ts'
import type { AllowlistView } from '../../src/domain/api.ts'
import type { ArticleVersion } from '../../src/domain/article.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { ArticleSelection } from '../../src/domain/scope.ts'
import { selectionWidenings } from '../../src/domain/widening.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import type { AuditLog } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import { type LeavingRows, watchLeaving } from './leaving.ts'
import type { SectionRows } from './section-priors.ts'

/** An article version without its passages: enough for lists, rules and counts. */
export type ArticleHeader = Omit<ArticleVersion, 'passages'> & {
  readonly passageCount: number
  /** The last day on which drafts may use it; `null` where nobody set one. */
  readonly reviewBy: string | null
  /** Set while the kill switch holds it. */
  readonly stopped?: boolean
}

/** A stored version with its text and the day by which somebody must look at it again. */
export type StoredVersion = ArticleVersion & Pick<ArticleHeader, 'reviewBy' | 'stopped'>

export interface ChangedArticle {
  readonly articleId: string
  readonly locale: string
  /** As it stands now; `null`: it left. */
  readonly header: ArticleHeader | null
}

export interface ArticleRows extends LeavingRows, SectionRows {
  articleHeaders(accountId: AccountId): Promise<readonly ArticleHeader[]>
  articleVersions(accountId: AccountId): Promise<readonly StoredVersion[]>
  articleVersion(accountId: AccountId, articleId: string, locale: string): Promise<StoredVersion | null>
  articleHeader(accountId: AccountId, articleId: string, locale: string): Promise<ArticleHeader | null>
  /** Rises with every stored change of an article, and of what is said of it. */
  articlesRevision(accountId: AccountId): Promise<number>
  /** Those that came, changed or left after a revision; `null` where that is not known, so any may have. */
  articlesChangedSince(accountId: AccountId, revision: number): Promise<readonly ChangedArticle[] | null>
  currentAllowlist(accountId: AccountId): Promise<AllowlistView>
  /** @throws Fault `CONFLICT` when the version exists already. */
  addAllowlist(accountId: AccountId, allowlist: AllowlistView): Promise<void>
}

/** True when drafts of the account may use the version today: allowlisted and not barred. */
export function isDraftable(
  article: ArticleFacts & BarFacts,
  selection: ArticleSelection,
  today: string,
): boolean {
  return barOf(article, today) === null && isAllowed(article, selection)
}

/**
 * Replaces the allowlist. `madeFrom` is the version the admin looked at.
 * @throws Fault `CONFLICT` when somebody else has changed it since: nothing is overwritten unseen.
 */
export async function changeAllowlist(
  rooms: { world: World; keys: Keyring; audit: AuditLog },
  tx: ArticleRows,
  admin: Agent,
  order: { madeFrom: number; selection: ArticleSelection },
): Promise<AllowlistView> {
  const current = await tx.currentAllowlist(admin.accountId)
  if (current.version !== order.madeFrom)
    throw new Fault('CONFLICT', 'the allowlist was changed by someone else', undefined, {
      version: current.version,
    })
  const next: AllowlistView = {
    version: current.version + 1,
    selection: order.selection,
    changedAt: rooms.world.now().toISOString(),
  }
  await rooms.audit.append(tx, admin.accountId, {
    type: 'allowlist.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', admin.accountId, admin.agentId) },
    object: { kind: 'allowlist', ref: String(next.version) },
    decision: 'changed',
    detail: { allow: order.selection.allow.length, deny: order.selection.deny.length },
  })
  await watchLeaving(rooms, tx, admin.accountId, () => tx.addAllowlist(admin.accountId, next))
  return next
}

/** The allowlist as a change: widening it waits for a second person, except for the very first one. */
export function allowlistChange(
  rooms: { world: World; keys: Keyring; audit: AuditLog },
  schema: z.ZodType<ArticleSelection>,
): ChangeApplier<ArticleRows> {
  return applierOf({
    schema,
    async current(tx: ArticleRows, accountId) {
      const { version, selection } = await tx.currentAllowlist(accountId)
      return { base: String(version), content: selection, first: version === 0 }
    },
    widenings: selectionWidenings,
    async apply(tx, admin, selection, base) {
      await changeAllowlist(rooms, tx, admin, { madeFrom: Number(base), selection })
    },
  })
}
