/** The console's routes: articles, allowlist, sync, scope policy, templates, audit, roles. */
import { z } from 'zod'
import { type AccountId, ROLES } from '../../src/domain/account.ts'
import { barOf, isAllowed } from '../../src/domain/allowlist.ts'
import type { ArticleRow, OverviewView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { ReportBlock } from '../../src/domain/report-blocks.ts'
import { sumNumbers } from '../../src/domain/report-numbers.ts'
import { dayOf } from '../../src/domain/review.ts'
import { changeRoles } from '../access/index.ts'
import { type ApprovalRooms, proposeChange } from '../approvals/index.ts'
import type { SyncDesk } from '../articles/index.ts'
import type { AuditDesk, EntryFilter } from '../audit/index.ts'
import {
  changeTemplates,
  type DraftingRooms,
  hasHiddenCharacters,
  readPolicyHistory,
  readReadablePolicy,
  readScopePolicyView,
  readTemplates,
} from '../drafting/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { policyContentSchema, selectionSchema } from '../tickets/index.ts'
import {
  allowlistView,
  articleRow,
  overviewView,
  roleRow,
  syncView,
  templatesView,
} from './answers/account.ts'
import { auditCheckView, auditEntryView } from './answers/audit.ts'
import { proposedReply } from './answers/change.ts'
import { policyVersionView, readablePolicyView, scopePolicyView } from './answers/scope.ts'
import { listOf } from './answers/shape.ts'
import { appliedOrWaiting } from './approvals.ts'
import { bare, type Call, idParam, isWellFormed, localeSchema, type Route, route } from './route.ts'

export interface ConsoleGiven {
  readonly rooms: DraftingRooms
  readonly approvals: ApprovalRooms<StoreRows>
  readonly transact: Transact<StoreRows>
  readonly syncs: SyncDesk
  readonly auditDesk: AuditDesk
  /** What the reports tell of people's work. */
  readonly blocks: (accountId: AccountId) => Promise<readonly ReportBlock[]>
}

const STAFF = ['admin', 'compliance'] as const
const ADMIN = ['admin'] as const
const PAGE = 50

/** An allowlist as it is proposed and stored. */
export const allowlistContent = selectionSchema.refine(isWellFormed)
const allowlistSchema = z.strictObject({
  version: z.int().min(0),
  selection: allowlistContent,
})
const policySchema = policyContentSchema.extend({ version: z.int().min(0) })
const sentence = z
  .string()
  .trim()
  .max(1_000)
  .transform((text) => text.replace(/\r\n?/g, '\n'))
  // The verifier would leave such a sentence out of every draft: better said now than found missing then.
  .refine((text) => !hasHiddenCharacters(text))
const templatesSchema = z.strictObject({
  locale: localeSchema,
  version: z
    .int()
    .min(0)
    .exactOptional()
    .describe('The version that it was made from: 409 when it is no longer the newest. Absent: over any.'),
  greetingNamed: sentence.refine((text) => text === '' || text.includes('{name}')),
  greetingUnnamed: sentence,
  closing: sentence,
  notCoveredBridge: sentence,
  aiLine: sentence.exactOptional(),
  voice: sentence.exactOptional(),
})
const rolesSchema = z.strictObject({ roles: z.array(z.enum(ROLES)).max(10) })

function articleRows(given: ConsoleGiven): Route {
  return bare(
    {
      method: 'get',
      path: '/console/articles',
      access: STAFF,
      summary: 'List the synced articles, and whether drafts may use each.',
      answers: { 200: listOf(articleRow) },
      scope: 'articles:read',
    },
    async ({ agent }) => {
      const body = await given.transact(async (tx) => {
        const { selection } = await tx.currentAllowlist(agent.accountId)
        const headers = await tx.articleHeaders(agent.accountId)
        const today = dayOf(given.rooms.world.now())
        return headers.map((article): ArticleRow => {
          const barred = barOf(article, today)
          const {
            passageCount,
            visibility: _v,
            draft: _d,
            outdated: _o,
            reviewBy: _r,
            stopped: _s,
            ...rest
          } = article
          return {
            ...rest,
            passages: passageCount,
            barred,
            allowed: barred === null && isAllowed(article, selection),
          }
        })
      })
      return { status: 200, body }
    },
  )
}

function allowlistRoutes(given: ConsoleGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/allowlist',
        access: STAFF,
        summary: "Read the allowlist's rules.",
        answers: { 200: allowlistView },
        scope: 'articles:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await given.transact((tx) => tx.currentAllowlist(agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/allowlist',
        access: ADMIN,
        schema: allowlistSchema,
        summary: 'Change the allowlist; where it widens, a second person decides.',
        answers: { 200: allowlistView, 202: proposedReply },
      },
      ({ agent, body }) =>
        given.transact(async (tx) =>
          appliedOrWaiting(
            await proposeChange(given.approvals, tx, agent, {
              kind: 'allowlist',
              body: body.selection,
              madeFrom: String(body.version),
            }),
            () => tx.currentAllowlist(agent.accountId),
          ),
        ),
    ),
  ]
}

function syncRoutes({ syncs }: ConsoleGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'post',
        path: '/console/syncs',
        cost: 'dear',
        access: ADMIN,
        summary: 'Sync the help center now.',
        answers: { 202: syncView },
        scope: 'articles:sync',
      },
      async ({ agent }) => ({
        status: 202,
        body: await syncs.start(agent),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/syncs/latest',
        access: STAFF,
        summary: 'Read how the latest sync went.',
        answers: { 200: syncView },
        scope: 'articles:read',
      },
      async ({ agent }) => {
        const latest = await syncs.latest(agent.accountId)
        if (latest === null) throw new Fault('NOT_FOUND', 'nothing was synced yet')
        return { status: 200, body: latest }
      },
    ),
    bare(
      {
        method: 'post',
        path: '/console/syncs/:syncId/confirmations',
        access: ADMIN,
        summary: 'Let a sync that was held remove what it found missing.',
        answers: { 202: syncView },
      },
      async ({ agent, params }) => ({
        status: 202,
        body: await syncs.confirm(agent, params.syncId ?? ''),
      }),
    ),
  ]
}

const before = z
  .string()
  .regex(/^[0-9]{1,15}$/)
  .transform(Number)
  .optional()
  .describe('Where a list that is read backwards goes on; absent: at its newest.')
const NEWEST = Number.MAX_SAFE_INTEGER
const beforeQuery = z.object({ before })
const checkQuery = z.object({
  whole: z.literal('1').optional().describe('Read every entry again, not only what has come since.'),
})
const entriesQuery = z.object({
  before,
  type: z
    .string()
    .regex(/^[a-z_]{1,60}$/)
    .optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
})
const DAY_MS = 86_400_000

/** `null`: everything is wanted. The last day is in it, to its end. */
function filterIn({ type, from, to }: z.output<typeof entriesQuery>): EntryFilter | null {
  if (type === undefined && from === undefined && to === undefined) return null
  return {
    types: type === undefined ? [] : [type],
    from: from ?? null,
    until: to === undefined ? null : new Date(Date.parse(to) + DAY_MS).toISOString(),
  }
}

function localeParam(call: Call<unknown>): string {
  const parsed = localeSchema.safeParse(call.params.locale)
  if (!parsed.success) throw new Fault('NOT_FOUND', 'no such locale')
  return parsed.data
}

function settingsRoutes({ rooms, approvals, transact }: ConsoleGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/scope-policy',
        access: STAFF,
        summary: "Read the policy that tickets' scopes are made from.",
        answers: { 200: scopePolicyView },
        scope: 'settings:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readScopePolicyView(tx, agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/scope-policy',
        access: ADMIN,
        schema: policySchema,
        summary: 'Change the scope policy; where it widens, a second person decides.',
        answers: { 200: scopePolicyView, 202: proposedReply },
      },
      ({ agent, body: { version, ...content } }) =>
        transact(async (tx) =>
          appliedOrWaiting(
            await proposeChange(approvals, tx, agent, {
              kind: 'scope_policy',
              body: content,
              madeFrom: String(version),
            }),
            () => readScopePolicyView(tx, agent.accountId),
          ),
        ),
    ),
    bare(
      {
        method: 'get',
        path: '/console/scope-policy/readable',
        access: STAFF,
        summary: 'Read the newest scope policy that this version understands.',
        answers: { 200: readablePolicyView },
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => readReadablePolicy(tx, agent.accountId)),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/scope-policy/versions',
        access: STAFF,
        summary: 'List the versions of the scope policy, newest first.',
        answers: { 200: listOf(policyVersionView) },
        scope: 'settings:read',
        query: beforeQuery,
      },
      async ({ agent, query }) => ({
        status: 200,
        body: await transact((tx) => readPolicyHistory(tx, agent.accountId, query.before ?? NEWEST, PAGE)),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/templates/:locale',
        access: STAFF,
        summary: 'Read the greeting, closing and bridges of one language.',
        answers: { 200: templatesView },
        scope: 'settings:read',
      },
      async (call) => ({
        status: 200,
        body: await transact((tx) => readTemplates(rooms, tx, call.agent.accountId, localeParam(call))),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/templates/:locale',
        access: ADMIN,
        schema: templatesSchema,
        summary: 'Change the greeting, closing and bridges of one language.',
        answers: { 200: templatesView },
      },
      async (call) => {
        if (localeParam(call) !== call.body.locale)
          throw new Fault('BAD_REQUEST', 'the locale of the address and of the body differ')
        return {
          status: 200,
          body: await transact((tx) => changeTemplates(rooms, tx, call.agent, call.body)),
        }
      },
    ),
  ]
}

function auditRoutes({ auditDesk }: ConsoleGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/audit/entries',
        access: STAFF,
        summary: 'Read the audit log, newest first, fifty at a time.',
        answers: { 200: listOf(auditEntryView) },
        scope: 'audit:read',
        query: entriesQuery,
      },
      async ({ agent, query }) => {
        const filter = filterIn(query)
        const entries =
          filter === null
            ? auditDesk.entries(agent.accountId, query.before ?? NEWEST, PAGE)
            : auditDesk.entries(agent.accountId, query.before ?? NEWEST, PAGE, filter)
        return { status: 200, body: await entries }
      },
    ),
    bare(
      {
        method: 'get',
        path: '/console/audit/check',
        access: STAFF,
        summary: 'Check that the audit log is whole.',
        answers: { 200: auditCheckView },
        scope: 'audit:read',
        query: checkQuery,
      },
      async ({ agent, query }) => ({
        status: 200,
        body: await auditDesk.check(agent.accountId, query.whole === '1'),
      }),
    ),
  ]
}

function roleRoutes({ rooms, transact }: ConsoleGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/roles',
        access: STAFF,
        summary: 'List who holds which roles.',
        answers: { 200: listOf(roleRow) },
        scope: 'evidence:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await transact((tx) => tx.allRoles(agent.accountId)),
      }),
    ),
    route(
      {
        method: 'put',
        path: '/console/roles/:agentId',
        access: ADMIN,
        schema: rolesSchema,
        summary: 'Give or take roles.',
        answers: { 200: roleRow },
      },
      async (call) => {
        const { agent, body } = call
        const agentId = idParam(call, 'agentId')
        if (agentId === agent.agentId && !body.roles.includes('admin'))
          throw new Fault('CONFLICT', 'you cannot take the admin role from yourself')
        const actor = {
          kind: 'agent' as const,
          ref: rooms.keys.digest('agent', agent.accountId, agent.agentId),
        }
        const rows = await transact(async (tx) => {
          await changeRoles(rooms, tx, agent.accountId, actor, agentId, body.roles)
          return tx.allRoles(agent.accountId)
        })
        return { status: 200, body: rows.find((row) => row.agentId === agentId) ?? { agentId, roles: [] } }
      },
    ),
  ]
}

/** Whatever is stopped everywhere, for a draft that leaves nothing. */
const HERE = { provider: null, brands: ['0'] } as const

/** `null` until a block is told in which anybody did something. */
function workOf(blocks: readonly ReportBlock[]): Pick<OverviewView, 'drafts' | 'refusals'> {
  const pieces = blocks.flatMap((block) => block.pieces)
  if (pieces.length === 0) return { drafts: null, refusals: null }
  const { drafts, refusals } = sumNumbers(pieces.map(({ numbers }) => numbers))
  return { drafts, refusals }
}

function overview(given: ConsoleGiven): Route {
  return bare(
    {
      method: 'get',
      path: '/console/overview',
      access: STAFF,
      summary: 'Read how the companion stands: articles, last sync, audit log, kill switch.',
      answers: { 200: overviewView },
      scope: 'reports:read',
    },
    async ({ agent }) => {
      const { accountId } = agent
      const lastSync = await given.syncs.latest(accountId)
      const audit = await given.auditDesk.check(accountId)
      const told = await given.blocks(accountId)
      const body: OverviewView = await given.transact(async (tx) => {
        const shelf = await given.rooms.shelf(tx, accountId)
        return {
          articlesSynced: shelf.synced,
          articlesAllowlisted: shelf.articles.length,
          allowlistVersion: shelf.allowlistVersion,
          lastSync,
          audit,
          ...workOf(told),
          killSwitch: given.rooms.killSwitch(HERE).length > 0,
          recipient: given.rooms.worded?.model.facts ?? null,
        }
      })
      return { status: 200, body }
    },
  )
}

export function consoleRoutes(given: ConsoleGiven): readonly Route[] {
  return [
    overview(given),
    articleRows(given),
    ...allowlistRoutes(given),
    ...syncRoutes(given),
    ...settingsRoutes(given),
    ...auditRoutes(given),
    ...roleRoutes(given),
  ]
}
