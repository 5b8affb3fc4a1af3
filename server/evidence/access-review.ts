/** Access reviews: who holds which role, whether anybody still uses it, and what a reviewer found, once a period. */
import type { AccountId, Agent, Role } from '../../src/domain/account.ts'
import { ROLES } from '../../src/domain/account.ts'
import { BYTE_ORDER_MARK, csvLine } from '../../src/domain/csv.ts'
import type { AccessRow, AccessView, ReviewDecision, ReviewState } from '../../src/domain/evidence-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isWithin, type ReviewPeriod, reviewPeriod } from '../../src/domain/review-period.ts'
import type { AccessRows } from '../access/index.ts'
import type { AccessFold, AccessFolds, AgentTrace } from './access-fold.ts'
import type { EvidenceRooms } from './rooms.ts'

export const STALE_DAYS = 90
const DAY_MS = 86_400_000

export interface AccessReviewRooms extends EvidenceRooms<AccessRows> {
  readonly folds: AccessFolds
  readonly reviewMonths: number
}

function lastUse(trace: AgentTrace | undefined): string | null {
  const uses = [trace?.lastSessionAt, trace?.lastActAt].filter((at) => typeof at === 'string')
  return uses.sort().at(-1) ?? null
}

/** Neither used nor given within the last 90 days: what was given yesterday cannot be stale. */
function isStale(trace: AgentTrace | undefined, now: Date): boolean {
  const given = [...(trace?.grants.values() ?? [])].map(({ since }) => since)
  const newest = [lastUse(trace), ...given]
    .filter((at) => at !== null)
    .sort()
    .at(-1)
  return newest === undefined || now.getTime() - Date.parse(newest) > STALE_DAYS * DAY_MS
}

function stateOf(trace: AgentTrace | undefined, period: ReviewPeriod): ReviewState {
  const review = trace?.review ?? null
  if (review === null) return 'due'
  // Superfluous, and nobody has touched their roles since.
  if (review.decision === 'removed' && (trace?.changedAt ?? -1) < review.index) return 'removal_open'
  return isWithin(review.at, period) ? 'done' : 'due'
}

function rowOf(
  held: { agentId: string; roles: readonly Role[] },
  agentRef: string,
  fold: AccessFold,
  at: { now: Date; period: ReviewPeriod },
): AccessRow {
  const trace = fold.agents.get(agentRef)
  const review = trace?.review ?? null
  return {
    agentRef,
    agentId: held.agentId,
    grants: held.roles.map((role) => {
      const grant = trace?.grants.get(role)
      return {
        role,
        since: grant?.since ?? null,
        by: grant?.by ?? null,
        index: grant?.index ?? null,
      }
    }),
    lastSessionAt: trace?.lastSessionAt ?? null,
    lastActAt: trace?.lastActAt ?? null,
    stale: isStale(trace, at.now),
    review: {
      state: stateOf(trace, at.period),
      decision: review?.decision ?? null,
      at: review?.at ?? null,
      by: review?.by ?? null,
      own: review?.own ?? false,
    },
  }
}

async function viewIn(
  rooms: AccessReviewRooms,
  tx: AccessRows,
  accountId: AccountId,
  fold: AccessFold,
): Promise<AccessView> {
  const now = rooms.world.now()
  const period = reviewPeriod(now, rooms.reviewMonths)
  const held = await tx.allRoles(accountId)
  return {
    at: now.toISOString(),
    quarter: { ...period, months: rooms.reviewMonths },
    staleDays: STALE_DAYS,
    rows: held.map((one) =>
      rowOf(one, rooms.keys.digest('agent', accountId, one.agentId), fold, { now, period }),
    ),
  }
}

export async function readAccess(rooms: AccessReviewRooms, accountId: AccountId): Promise<AccessView> {
  const fold = await rooms.folds.read(accountId)
  return rooms.transact((tx) => viewIn(rooms, tx, accountId, fold))
}

export interface ReviewOrder {
  readonly agentId: string
  readonly decision: ReviewDecision
  /** What the reviewer saw: a word on other roles than these would be a word on something unseen. */
  readonly roles: readonly Role[]
}

/**
 * Writes down what a reviewer found. Taking the roles away stays with the screen of roles, and with an admin. The
 * answer is read in its own transaction: a review that is written must not be answered as refused, and given again.
 * @throws Fault `NOT_FOUND` for somebody without a role, `CONFLICT` when the roles are others by now.
 */
export async function reviewAccess(
  rooms: AccessReviewRooms,
  reviewer: Agent,
  order: ReviewOrder,
): Promise<AccessView> {
  const { accountId, agentId } = reviewer
  const period = reviewPeriod(rooms.world.now(), rooms.reviewMonths)
  // Most of the log is read before anybody waits for it.
  await rooms.folds.read(accountId)
  return rooms.transact(async (tx) => {
    const roles = await tx.rolesOf(accountId, order.agentId)
    if (roles.length === 0) throw new Fault('NOT_FOUND', 'nobody with a role goes by this number')
    if (!ROLES.every((role) => roles.includes(role) === order.roles.includes(role)))
      throw new Fault('CONFLICT', 'their roles were changed by someone else')
    await rooms.audit.append(tx, accountId, {
      type: 'access.reviewed',
      actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) },
      object: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, order.agentId) },
      decision: order.decision,
      detail: { roles: [...roles], period: period.from, own: agentId === order.agentId },
    })
    return viewIn(rooms, tx, accountId, await rooms.folds.readIn(tx, accountId))
  })
}

/** By pseudonym alone: who is meant is in the list of keys, which is taken away by itself. */
export function accessCsv(view: AccessView): string {
  const head = [
    'agent',
    'role',
    'since',
    'granted_by',
    'log_index',
    'last_session',
    'last_act',
    'stale',
    'review',
    'decision',
    'reviewed_at',
    'reviewed_by',
    'by_themselves',
  ]
  const rows = view.rows.flatMap((row) =>
    row.grants.map((grant) => [
      row.agentRef,
      grant.role,
      grant.since,
      grant.by,
      grant.index,
      row.lastSessionAt,
      row.lastActAt,
      String(row.stale),
      row.review.state,
      row.review.decision,
      row.review.at,
      row.review.by,
      String(row.review.own),
    ]),
  )
  return `${BYTE_ORDER_MARK}${[head, ...rows].map(csvLine).join('')}`
}
