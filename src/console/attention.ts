/** What needs somebody first, from what the companion counts and what the overview shows anyway. */
import type { OverviewView } from '../domain/api.ts'
import { ATTENTION_KINDS, type AttentionItem, type AttentionKind } from '../domain/attention-api.ts'
import type { Screen } from './routes.ts'

/** One click to where each is mended. */
export const ATTENTION_SCREEN: Readonly<Record<AttentionKind, Screen>> = {
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
  approval_waiting: 'approvals',
  recall_open: 'recalls',
  budget_near: 'reports',
  budget_reached: 'reports',
  budget_unpriced: 'reports',
  notice_behind: 'notices',
  drill_due: 'incidents',
}

export const ATTENTION_TONE: Readonly<Record<AttentionKind, 'danger' | 'warning' | 'info'>> = {
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
  approval_waiting: 'info',
  recall_open: 'warning',
  budget_near: 'warning',
  budget_reached: 'danger',
  budget_unpriced: 'danger',
  notice_behind: 'info',
  drill_due: 'info',
}

/** Each kind once, the most urgent first. */
export function attentionItems(
  told: readonly AttentionItem[],
  overview: Pick<OverviewView, 'audit' | 'killSwitch' | 'lastSync'>,
): readonly AttentionItem[] {
  const { audit, killSwitch, lastSync } = overview
  const seen: readonly AttentionItem[] = [
    ...told,
    { kind: 'audit_broken', count: audit.verdict === 'intact' ? 0 : 1 },
    { kind: 'kill_switch', count: killSwitch ? 1 : 0 },
    { kind: 'sync_failed', count: lastSync?.status === 'failed' ? 1 : 0 },
    { kind: 'sync_waiting', count: lastSync?.status === 'needs_confirmation' ? 1 : 0 },
  ]
  return ATTENTION_KINDS.flatMap((kind) => {
    const count = seen.reduce((sum, item) => sum + (item.kind === kind ? item.count : 0), 0)
    return count === 0 ? [] : [{ kind, count }]
  })
}

/** What the navigation shows beside a screen. */
export function badgeOf(screen: Screen, told: readonly AttentionItem[]): number {
  if (screen === 'overview') return 0
  return told.reduce((sum, { kind, count }) => sum + (ATTENTION_SCREEN[kind] === screen ? count : 0), 0)
}
