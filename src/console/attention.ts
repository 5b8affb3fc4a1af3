/** What needs somebody first, from what the companion counts and what the overview shows anyway. */
import type { OverviewView } from '../domain/api.ts'
import { ATTENTION_KINDS, type AttentionItem } from '../domain/attention-api.ts'
import { isSyncOld } from '../domain/health.ts'
import type { RequestDeskView } from '../domain/request-api.ts'
import { daysLeft, isOpen, PRESSING_DAYS } from '../domain/request-case.ts'
import type { Screen } from './routes.ts'

/** What the overview sees by itself stands behind what it is like. */
const SHOWN_KINDS = [
  ...ATTENTION_KINDS.flatMap((kind) => (kind === 'sync_waiting' ? ([kind, 'sync_old'] as const) : [kind])),
  'request_open',
] as const
export type ShownKind = (typeof SHOWN_KINDS)[number]

export interface ShownItem {
  readonly kind: ShownKind
  readonly count: number
  /** The nearest last day, `YYYY-MM-DD`, of requests. */
  readonly day?: string
}

/** One click to where each is mended. */
export const ATTENTION_SCREEN: Readonly<Record<ShownKind, Screen>> = {
  incident_open: 'incidents',
  incident_signal: 'incidents',
  request_late: 'requests',
  audit_broken: 'audit',
  checkpoint_uncopied: 'audit',
  kill_switch: 'incidents',
  request_due: 'requests',
  notice_outdated: 'notices',
  sync_failed: 'sync',
  sync_waiting: 'sync',
  sync_old: 'sync',
  approval_waiting: 'approvals',
  recall_open: 'recalls',
  budget_near: 'reports',
  budget_reached: 'reports',
  budget_unpriced: 'reports',
  notice_behind: 'notices',
  drill_due: 'incidents',
  request_open: 'requests',
}

export const ATTENTION_TONE: Readonly<Record<ShownKind, 'danger' | 'warning' | 'info'>> = {
  incident_open: 'danger',
  incident_signal: 'warning',
  request_late: 'danger',
  audit_broken: 'danger',
  checkpoint_uncopied: 'warning',
  kill_switch: 'danger',
  request_due: 'warning',
  notice_outdated: 'danger',
  sync_failed: 'warning',
  sync_waiting: 'warning',
  sync_old: 'warning',
  approval_waiting: 'info',
  recall_open: 'warning',
  budget_near: 'warning',
  budget_reached: 'danger',
  budget_unpriced: 'danger',
  notice_behind: 'info',
  drill_due: 'info',
  request_open: 'info',
}

/** Neither late nor pressing, which the companion tells of; a clock that stands still runs out on no day. */
function unhurried({ today, cases }: Pick<RequestDeskView, 'today' | 'cases'>): readonly string[] {
  return cases
    .filter(({ status, pausedSince }) => isOpen(status) && pausedSince === null)
    .map(({ dueOn }) => dueOn)
    .filter((dueOn) => daysLeft(dueOn, today) > PRESSING_DAYS)
    .toSorted()
}

/** Each kind once, the most urgent first. */
export function attentionItems(
  told: readonly AttentionItem[],
  overview: Pick<OverviewView, 'audit' | 'killSwitch' | 'lastSync'>,
  requests: Pick<RequestDeskView, 'today' | 'cases'>,
  now: number,
): readonly ShownItem[] {
  const { audit, killSwitch, lastSync } = overview
  const days = unhurried(requests)
  const isOld = lastSync?.status === 'done' && isSyncOld(lastSync.endedAt ?? lastSync.startedAt, now)
  const seen: readonly ShownItem[] = [
    ...told,
    { kind: 'audit_broken', count: audit.verdict === 'intact' ? 0 : 1 },
    { kind: 'kill_switch', count: killSwitch ? 1 : 0 },
    { kind: 'sync_failed', count: lastSync?.status === 'failed' ? 1 : 0 },
    { kind: 'sync_waiting', count: lastSync?.status === 'needs_confirmation' ? 1 : 0 },
    { kind: 'sync_old', count: isOld ? 1 : 0 },
  ]
  return SHOWN_KINDS.flatMap((kind): readonly ShownItem[] => {
    const [day] = days
    if (kind === 'request_open') return day === undefined ? [] : [{ kind, count: days.length, day }]
    const count = seen.reduce((sum, item) => sum + (item.kind === kind ? item.count : 0), 0)
    return count === 0 ? [] : [{ kind, count }]
  })
}

/** What the navigation shows beside a screen. */
export function badgeOf(screen: Screen, told: readonly AttentionItem[]): number {
  if (screen === 'overview') return 0
  return told.reduce((sum, { kind, count }) => sum + (ATTENTION_SCREEN[kind] === screen ? count : 0), 0)
}
