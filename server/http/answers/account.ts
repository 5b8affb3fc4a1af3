/** Who is asking, and what an admin keeps: articles, allowlist, syncs, templates, roles. */
import { z } from 'zod'
import { ROLES } from '../../../src/domain/account.ts'
import { BARS } from '../../../src/domain/allowlist.ts'
import type {
  AllowlistView,
  ArticleRow,
  Me,
  OverviewView,
  RenewedSession,
  RoleRow,
  SyncView,
  TemplatesView,
} from '../../../src/domain/api.ts'
import { BRAND_OUTCOMES, UNREAD_CODES } from '../../../src/domain/sync-api.ts'
import { auditCheckView } from './audit.ts'
import { recipientView } from './refusal.ts'
import { articleSelection } from './scope.ts'
import { shape } from './shape.ts'

export const articleRow = shape<ArticleRow>()(
  'ArticleRow',
  z.strictObject({
    articleId: z.string(),
    locale: z.string(),
    title: z.string(),
    url: z.string().nullable(),
    sectionId: z.string(),
    sectionName: z.string(),
    categoryId: z.string(),
    categoryName: z.string(),
    brandId: z.string().exactOptional(),
    brandName: z.string().exactOptional(),
    labels: z.array(z.string()),
    versionHash: z.string(),
    updatedAt: z.string(),
    passages: z.number(),
    allowed: z.boolean(),
    barred: z.enum(BARS).nullable().describe('Why it can never be used, whatever the allowlist says.'),
  }),
)

export const allowlistView = shape<AllowlistView>()(
  'AllowlistView',
  z.strictObject({
    version: z.number(),
    selection: articleSelection,
    changedAt: z.string().nullable(),
  }),
)

export const unreadArticle = z.strictObject({
  article: z.string(),
  reason: z.string().describe('In English.'),
  code: z
    .enum(UNREAD_CODES)
    .exactOptional()
    .describe('The reason, to be said in any language. Absent in what was kept before there were codes.'),
  value: z.string().exactOptional().describe('What the reason names: a field, a character set, a limit.'),
})

export const syncView = shape<SyncView>()(
  'SyncView',
  z.strictObject({
    syncId: z.string(),
    source: z.string(),
    status: z.enum(['done', 'failed', 'running', 'needs_confirmation']),
    startedAt: z.string(),
    endedAt: z.string().nullable(),
    added: z.number(),
    changed: z.number(),
    unchanged: z.number(),
    removed: z.number(),
    wouldRemove: z.number(),
    problems: z.array(unreadArticle),
    brands: z
      .array(
        z.strictObject({
          brandId: z.string(),
          brandName: z.string(),
          source: z.string(),
          outcome: z.enum(BRAND_OUTCOMES),
          reason: z.string().nullable(),
          lastReadAt: z.string().nullable(),
        }),
      )
      .exactOptional()
      .describe('Of an account with a help center for each brand; a failed one keeps its articles.'),
  }),
)

export const templatesView = shape<TemplatesView>()(
  'TemplatesView',
  z.strictObject({
    locale: z.string(),
    version: z.number().describe('Of this language alone; 0: nobody has changed the built-in ones.'),
    greetingNamed: z.string(),
    greetingUnnamed: z.string(),
    closing: z.string(),
    notCoveredBridge: z.string(),
    aiLine: z
      .string()
      .exactOptional()
      .describe('A line for the requester under a reply that a model worded (AI Act Art. 50); empty: none.'),
    voice: z
      .string()
      .exactOptional()
      .describe(
        'How replies of this account sound, for the model, e.g. "plain, warm, no exclamation marks".',
      ),
  }),
)

export const overviewView = shape<OverviewView>()(
  'OverviewView',
  z.strictObject({
    articlesSynced: z.number(),
    articlesAllowlisted: z.number(),
    allowlistVersion: z.number(),
    lastSync: syncView.nullable(),
    audit: auditCheckView,
    drafts: z.number().nullable().describe('Of weeks that are told, as in reports; `null`: of none yet.'),
    refusals: z.number().nullable(),
    killSwitch: z.boolean(),
    recipient: recipientView
      .nullable()
      .exactOptional()
      .describe('Who drafts for new tickets and where; `null`: nothing leaves the companion.'),
  }),
)

export const renewedSession = shape<RenewedSession>()(
  'RenewedSession',
  z.strictObject({
    token: z.string(),
    expiresAt: z.string(),
  }),
)

export const me = shape<Me>()(
  'Me',
  z.strictObject({
    agentId: z.string(),
    roles: z.array(z.enum(ROLES)),
    helpCenterLocales: z.array(z.string()),
  }),
)

export const roleRow = shape<RoleRow>()(
  'RoleRow',
  z.strictObject({
    agentId: z.string(),
    roles: z.array(z.enum(ROLES)),
  }),
)
