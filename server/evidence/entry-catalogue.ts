/**
 * What each type of audit entry is evidence of, and what it is to a SIEM. One row a type: a new type without a row
 * does not compile. An empty list is operational: kept and verified like all others, evidence of no criterion.
 */
import type { EntryType } from '../audit/index.ts'
import type { CriterionId } from './criteria.ts'
import { access, call, finding, type OcsfMapping, record, setting, signIn } from './ocsf-classes.ts'

export interface CatalogueRow {
  readonly criteria: readonly CriterionId[]
  readonly event: OcsfMapping
}

function row(event: OcsfMapping, ...criteria: readonly CriterionId[]): CatalogueRow {
  return { criteria, event }
}

export const ENTRY_CATALOGUE = {
  'session.opened': row(signIn('logon'), 'CC6.1'),
  'session.refused': row(signIn('logon', 'medium'), 'CC6.1', 'CC7.2'),
  'session.ended': row(signIn('logoff'), 'CC6.1'),
  'role.changed': row(access('assign'), 'CC6.2', 'CC6.3'),
  'token.created': row(access('assign', 'low'), 'CC6.1', 'CC6.2', 'CC6.3'),
  'token.revoked': row(access('revoke'), 'CC6.2', 'CC6.3'),
  'token.used': row(signIn('logon'), 'CC6.1'),
  'token.refused': row(signIn('logon', 'medium'), 'CC6.1', 'CC7.2'),
  'access.reviewed': row(setting('other', 'low'), 'CC6.2', 'CC6.3'),

  'config.started': row(setting('update', 'low'), 'CC6.8', 'CC7.1', 'CC8.1'),
  'account.connection_changed': row(setting('update', 'medium'), 'CC6.1', 'CC6.2', 'CC8.1'),
  'account.live_changed': row(setting('update', 'medium'), 'CC8.1', 'PI1.1'),
  'provider.tested': row(call('read'), 'CC7.1'),
  'document.generated': row(call('create')),
  'evidence.exported': row(record('query', 'low')),

  'sync.started': row(call('create'), 'PI1.2'),
  'sync.finished': row(call('update'), 'PI1.2'),
  'sync.confirmed': row(call('update'), 'PI1.2'),
  'allowlist.changed': row(setting('update', 'low'), 'CC8.1', 'PI1.1'),
  'article.recalled': row(call('update', 'low'), 'PI1.3'),
  'recall.handled': row(call('update'), 'PI1.4'),
  'review_date.changed': row(setting('update'), 'PI1.1'),

  'scope_policy.changed': row(setting('update', 'low'), 'CC6.3', 'CC8.1', 'P3.1', 'P4.1'),
  'templates.changed': row(setting('update'), 'CC8.1'),
  'change.proposed': row(setting('create'), 'CC8.1'),
  'change.approved': row(setting('update', 'low'), 'CC6.3', 'CC8.1'),
  'change.rejected': row(setting('update'), 'CC6.3', 'CC8.1'),
  'four_eyes.changed': row(setting('update', 'medium'), 'CC8.1'),

  'notice.activated': row(setting('update', 'low'), 'CC8.1', 'P1.1'),
  'notice.draft_saved': row(setting('update'), 'P1.1'),
  'notice.draft_discarded': row(setting('delete'), 'P1.1'),
  'notice.locales_changed': row(setting('update'), 'P1.1'),

  'ticket.opened': row(record('create')),
  'ticket.requester_changed': row(record('update', 'low'), 'P7.1'),
  'ticket.own_question': row(record('update', 'low'), 'P3.2', 'P7.1'),
  'scope.fixed': row(record('create'), 'CC6.1', 'P4.1'),
  'scope.followed': row(record('update'), 'CC6.1', 'P4.1'),
  'scope.narrowed': row(record('update'), 'CC6.1', 'P4.1'),
  'scope.renewed': row(record('update'), 'CC6.1', 'P4.1'),

  'consent.link_issued': row(record('create'), 'P2.1'),
  'consent.changed': row(record('update'), 'P2.1', 'P3.2'),
  'consent.refusal_kept': row(record('create'), 'P2.1', 'P3.2'),
  'consent.evidence_opened': row(record('read'), 'CC6.1', 'P3.2', 'C1.1'),
  'consent_rule.changed': row(setting('update', 'low'), 'CC8.1', 'P2.1'),
  'legal_basis.changed': row(setting('update', 'medium'), 'CC8.1', 'P2.1'),

  'kill_switch.pulled': row(setting('update', 'high'), 'CC7.3', 'CC7.4'),
  'kill_switch.lifted': row(setting('update', 'medium'), 'CC7.4', 'CC7.5'),
  'incident.suspected': row(finding('create'), 'CC7.3', 'P6.3'),
  'incident.phase': row(record('update', 'low'), 'CC7.4', 'P6.6'),
  'incident.moved': row(record('update'), 'CC7.3', 'CC7.4', 'P6.3'),
  'incident.told': row(record('update', 'low'), 'P6.6'),
  'incident.letter': row(record('update', 'low'), 'P6.6'),
  'incident.affected_read': row(record('query', 'low'), 'CC7.4'),
  'incident.exported': row(record('query', 'low'), 'CC7.4'),
  'incident.drilled': row(record('create', 'low'), 'CC7.4', 'CC7.5'),
  'gate.decided': row(call('other'), 'CC6.1', 'P4.1', 'PI1.3'),
  'egress.sent': row(call('create'), 'CC6.7', 'P6.1', 'P6.2', 'P6.7'),
  'egress.refused': row(finding('create'), 'CC6.6', 'CC7.2'),
  'egress.settled': row(call('update')),
  'spending.changed': row(setting('update', 'low'), 'CC8.1'),
  'budget.crossed': row(finding('create'), 'CC7.2'),

  'draft.made': row(call('create'), 'PI1.3'),
  'draft.refused': row(call('create', 'low'), 'PI1.3'),
  'draft.discarded': row(call('delete'), 'P2.1', 'PI1.3'),
  'draft.inserted': row(call('update'), 'PI1.4'),
  'draft.insert_refused': row(call('update', 'low'), 'PI1.4'),
  'draft.not_inserted': row(call('update', 'low'), 'PI1.4'),
  'draft.dismissed': row(call('delete'), 'PI1.4'),
  'draft.removed': row(call('delete'), 'P2.1', 'PI1.4'),
  'draft.sent': row(call('update'), 'PI1.4'),

  'summary.made': row(call('create'), 'PI1.3'),
  'summary.refused': row(call('create', 'low'), 'PI1.3'),
  'summary.discarded': row(call('delete'), 'PI1.3'),
  'search.made': row(call('read'), 'PI1.3'),
  'search.refused': row(call('read', 'low'), 'PI1.3'),

  'question.recorded': row(record('write'), 'P3.1', 'PI1.5'),
  'question.expired': row(record('delete'), 'P4.2', 'P4.3'),
  'question.setting_changed': row(setting('update', 'low'), 'CC8.1', 'P4.2'),
  'question.replayed': row(record('query'), 'P4.1'),
  'question.grouped': row(record('query'), 'P4.1'),
  'simulation.started': row(record('query'), 'P4.1'),
  'simulation.finished': row(record('query'), 'P4.1'),
  'simulation.cancelled': row(record('query'), 'P4.1'),
  'provider_trial.started': row(record('query'), 'P4.1'),
  'provider_trial.refused': row(record('query'), 'P4.1'),
  'provider_trial.finished': row(record('query'), 'P4.1'),
  'provider_trial.cancelled': row(record('query'), 'P4.1'),
  'provider_trial.deleted': row(record('delete'), 'P4.1'),

  'webhook.received': row(call('create'), 'PI1.2'),
  'webhook.refused': row(finding('create'), 'CC6.6', 'CC7.2'),
  'helpdesk_settings.changed': row(setting('update', 'low'), 'CC8.1'),

  'dossier.opened': row(record('read', 'low'), 'CC6.1', 'C1.1', 'P5.1'),
  'dossier.not_found': row(record('query'), 'P5.1'),
  'draft.opened': row(record('read'), 'CC6.1', 'C1.1'),
  'receipt.opened': row(record('read'), 'CC6.1', 'C1.1'),
  'request.opened': row(record('read', 'low'), 'CC6.1', 'C1.1', 'P5.1'),
  'export.permitted': row(record('update', 'low'), 'CC6.1', 'P6.1'),
  'export.made': row(record('create', 'low'), 'C1.1', 'P5.1', 'P6.1'),
  'export.failed': row(record('create', 'low'), 'P5.1'),
  'export.link_issued': row(record('create', 'low'), 'C1.1', 'P5.1'),
  'export.downloaded': row(record('read', 'low'), 'CC6.1', 'C1.1', 'P5.1', 'P6.1'),
  'export.shredded': row(record('delete'), 'CC6.5', 'C1.2', 'P4.3'),

  'request.received': row(record('create'), 'P5.1', 'P5.2', 'P8.1'),
  'request.answered': row(record('update'), 'P5.1', 'P5.2', 'P8.1'),
  'request.moved': row(record('update'), 'P5.1', 'P5.2', 'P8.1'),
  'request.note_added': row(record('update'), 'P8.1'),
  'request.letter_recorded': row(record('update'), 'P5.1', 'P5.2', 'P8.1'),
  'request.link_issued': row(record('create'), 'P5.1'),
  'request.reminded': row(record('update', 'low'), 'P8.1'),
  'request.linked': row(record('update'), 'P5.1', 'P5.2'),
  'request_calendar.changed': row(setting('update', 'low'), 'CC8.1', 'P8.1'),

  'keys.rewrapped': row(record('update'), 'CC6.1'),
  'key.destroyed': row(record('delete', 'low'), 'CC6.5', 'C1.2', 'P4.3'),
  'key.rotated': row(setting('update', 'medium'), 'CC6.1'),
  'key.retired': row(record('delete', 'low'), 'CC6.1'),
  'session_key.rotated': row(setting('update', 'medium'), 'CC6.1'),
  'master_key.rotated': row(setting('update', 'medium'), 'CC6.1'),
  'master_key.retired': row(record('delete', 'low'), 'CC6.1', 'CC6.5'),
  'erasure.executed': row(record('delete', 'low'), 'CC6.5', 'C1.2', 'P4.3'),
  'record.corrected': row(record('update'), 'P5.2', 'P7.1'),
  'erasure.replayed': row(record('delete', 'medium'), 'CC6.5', 'A1.3', 'P4.3'),
  'erasure.nothing_found': row(record('query'), 'P4.3', 'P5.1'),
  'store.restored': row(setting('update', 'high'), 'CC7.5', 'A1.3'),
  'retention.changed': row(setting('update', 'medium'), 'CC8.1', 'P4.2'),
  'audit.exported': row(record('read', 'low'), 'CC7.2', 'PI1.4'),
  'retention.executed': row(record('delete'), 'CC6.5', 'C1.2', 'P4.2', 'P4.3'),
  'clock.confirmed': row(setting('update', 'medium'), 'CC7.5', 'C1.2', 'P4.2'),
} as const satisfies Readonly<Record<EntryType, CatalogueRow>>

/** What an entry is of, whatever its type says: one that this version does not know is shown all the same. */
export function catalogueRow(type: string): CatalogueRow | null {
  return Object.hasOwn(ENTRY_CATALOGUE, type) ? ENTRY_CATALOGUE[type as EntryType] : null
}

export function typesOf(criterion: CriterionId): readonly EntryType[] {
  return (Object.entries(ENTRY_CATALOGUE) as [EntryType, CatalogueRow][])
    .filter(([, { criteria }]) => criteria.includes(criterion))
    .map(([type]) => type)
}
