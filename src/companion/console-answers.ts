/** What the companion may answer to the console, written once more as checks against the shared types. */
import { ROLES } from '../domain/account.ts'
import { BARS } from '../domain/allowlist.ts'
import type {
  AllowlistView,
  ArticleRow,
  AuditCheckView,
  AuditEntryView,
  OverviewView,
  RoleRow,
  SyncView,
  TemplatesView,
} from '../domain/api.ts'
import { Fault } from '../domain/fault.ts'
import { BRAND_OUTCOMES, UNREAD_CODES } from '../domain/sync-api.ts'
import { selector } from './approval-answers.ts'
import { type Check, list, nullable, number, oneOf, optional, record, text } from './checks.ts'
import { recipientView } from './recipient-answer.ts'

const flag: Check<boolean> = (value, at) => {
  if (typeof value === 'boolean') return value
  throw new Fault('UNEXPECTED', `the companion answered without a yes or no at ${at}`)
}

export const unreadArticle = record({
  article: text,
  reason: text,
  code: optional(oneOf(UNREAD_CODES)),
  value: optional(text),
})

export const syncView: Check<SyncView> = record({
  syncId: text,
  source: text,
  status: oneOf(['running', 'done', 'failed', 'needs_confirmation']),
  startedAt: text,
  endedAt: nullable(text),
  added: number,
  changed: number,
  unchanged: number,
  removed: number,
  wouldRemove: number,
  problems: list(unreadArticle),
  brands: optional(
    list(
      record({
        brandId: text,
        brandName: text,
        source: text,
        outcome: oneOf(BRAND_OUTCOMES),
        reason: nullable(text),
        lastReadAt: nullable(text),
      }),
    ),
  ),
})

export const auditCheckView: Check<AuditCheckView> = record({
  verdict: oneOf(['intact', 'broken']),
  entries: number,
  rootHash: text,
  problem: nullable(text),
  checkedAt: text,
  wholeAt: text,
})

export const overviewView: Check<OverviewView> = record({
  articlesSynced: number,
  articlesAllowlisted: number,
  allowlistVersion: number,
  lastSync: nullable(syncView),
  audit: auditCheckView,
  drafts: nullable(number),
  refusals: nullable(number),
  killSwitch: flag,
  recipient: optional(nullable(recipientView)),
})

export const articleRows: Check<readonly ArticleRow[]> = list(
  record({
    articleId: text,
    locale: text,
    title: text,
    url: nullable(text),
    sectionId: text,
    sectionName: text,
    categoryId: text,
    categoryName: text,
    brandId: optional(text),
    brandName: optional(text),
    labels: list(text),
    versionHash: text,
    updatedAt: text,
    passages: number,
    allowed: flag,
    barred: nullable(oneOf(BARS)),
  }),
)

const selectors = list(selector)

export const allowlistView: Check<AllowlistView> = record({
  version: number,
  selection: record({ allow: selectors, deny: selectors }),
  changedAt: nullable(text),
})

export const templatesView: Check<TemplatesView> = record({
  locale: text,
  version: number,
  greetingNamed: text,
  greetingUnnamed: text,
  closing: text,
  notCoveredBridge: text,
  aiLine: optional(text),
  voice: optional(text),
})

export const auditEntries: Check<readonly AuditEntryView[]> = list(
  record({
    index: number,
    at: text,
    type: text,
    actor: text,
    object: text,
    decision: text,
    hash: text,
  }),
)

const roleRow: Check<RoleRow> = record({ agentId: text, roles: list(oneOf(ROLES)) })
export const roleRows: Check<readonly RoleRow[]> = list(roleRow)
