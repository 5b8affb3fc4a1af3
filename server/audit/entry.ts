/** One audit entry: what it may hold, and its bytes. It has no room for text, names or ticket numbers. */
import { hash } from 'node:crypto'
import { Fault } from '../../src/domain/fault.ts'
import { canonicalJson, type Json } from './canonical-json.ts'
import { hashLeaf, hashLeafText } from './merkle.ts'

export const ENTRY_TYPES = [
  'session.opened',
  'session.refused',
  'session.ended',
  'role.changed',
  'token.created',
  'token.revoked',
  'token.used',
  'token.refused',
  'access.reviewed',
  'config.started',
  'account.connection_changed',
  'account.live_changed',
  'provider.tested',
  'document.generated',
  'evidence.exported',
  'sync.started',
  'sync.finished',
  'sync.confirmed',
  'allowlist.changed',
  'article.recalled',
  'recall.handled',
  'review_date.changed',
  'scope_policy.changed',
  'templates.changed',
  'change.proposed',
  'change.approved',
  'change.rejected',
  'four_eyes.changed',
  'notice.activated',
  'notice.draft_saved',
  'notice.draft_discarded',
  'notice.locales_changed',
  'ticket.opened',
  'ticket.requester_changed',
  'ticket.own_question',
  'scope.fixed',
  'scope.followed',
  'scope.narrowed',
  'scope.renewed',
  'consent.link_issued',
  'consent.changed',
  'consent.refusal_kept',
  'consent.evidence_opened',
  'consent_rule.changed',
  'legal_basis.changed',
  'kill_switch.pulled',
  'kill_switch.lifted',
  'incident.suspected',
  'incident.phase',
  'incident.moved',
  'incident.told',
  'incident.letter',
  'incident.affected_read',
  'incident.exported',
  'incident.drilled',
  'gate.decided',
  'egress.sent',
  'egress.refused',
  'egress.settled',
  'spending.changed',
  'budget.crossed',
  'draft.made',
  'draft.refused',
  'draft.discarded',
  'draft.inserted',
  'draft.insert_refused',
  'draft.not_inserted',
  'draft.dismissed',
  'draft.removed',
  'draft.sent',
  'summary.made',
  'summary.refused',
  'summary.discarded',
  'search.made',
  'search.refused',
  'question.recorded',
  'question.expired',
  'question.setting_changed',
  'question.replayed',
  'question.grouped',
  'simulation.started',
  'simulation.finished',
  'simulation.cancelled',
  'provider_trial.started',
  'provider_trial.refused',
  'provider_trial.finished',
  'provider_trial.cancelled',
  'provider_trial.deleted',
  'webhook.received',
  'webhook.refused',
  'helpdesk_settings.changed',
  'dossier.opened',
  'dossier.not_found',
  'draft.opened',
  'receipt.opened',
  'request.opened',
  'export.made',
  'export.permitted',
  'export.failed',
  'export.link_issued',
  'export.downloaded',
  'export.shredded',
  'request.received',
  'request.answered',
  'keys.rewrapped',
  'key.destroyed',
  'key.rotated',
  'key.retired',
  'session_key.rotated',
  'master_key.rotated',
  'master_key.retired',
  'audit.exported',
  'erasure.executed',
  'record.corrected',
  'erasure.replayed',
  'erasure.nothing_found',
  'store.restored',
  'retention.changed',
  'retention.executed',
  'clock.confirmed',
  'request.moved',
  'request.note_added',
  'request.letter_recorded',
  'request.link_issued',
  'request.reminded',
  'request.linked',
  'request_calendar.changed',
] as const
export type EntryType = (typeof ENTRY_TYPES)[number]

/** `ref` of an agent is a keyed pseudonym; `requester` and `system` act without one. */
export interface EntryActor {
  readonly kind: 'agent' | 'requester' | 'system' | 'helpdesk'
  readonly ref: string
}

/** Whose key a payload is sealed under. */
export interface PayloadSubject {
  readonly requesterRef: string
  readonly wrappedKey: string
}

/** What an act tells the log. `detail` holds ids, versions, counts and digests only. */
export interface Act {
  readonly type: EntryType
  readonly actor: EntryActor
  readonly object: { readonly kind: string; readonly ref: string }
  readonly decision: string
  readonly detail?: Readonly<Record<string, string | number | boolean | readonly string[]>>
  /**
   * What an auditor needs and the entry must not hold: a ticket's number, a reason in somebody's words.
   * Sealed beside the log under the requester's own key; the entry keeps a commitment to it.
   */
  readonly sealed?: { readonly subject: PayloadSubject; readonly value: Readonly<Record<string, Json>> }
}

/**
 * The entry as it is stored. `prev` is the leaf hash of the entry before (hex; 64 zeros for the first).
 * Version 1 knew no payloads; both versions verify.
 */
export interface AuditEntry extends Omit<Act, 'sealed'> {
  readonly v: 1 | 2
  readonly id: string
  readonly index: number
  readonly at: string
  readonly prev: string
  /** Commitment to the sealed payload, and the name of the key that it is sealed under: both or neither. */
  readonly commit?: string
  readonly kid?: string
}

export const FIRST_PREV = '0'.repeat(64)
const DOMAIN = 'vouch-audit/v1\n'
const MAX_BYTES = 65_535
/** Ids, digests, codes, versions: nothing that could be a sentence, an e-mail address or a name. */
const VALUE = /^[A-Za-z0-9_:.\-/+=@⟦⟧,]{0,200}$/

function checked(value: unknown, path: string): void {
  if (typeof value === 'object' && !Array.isArray(value))
    throw new Fault('AUDIT_UNAVAILABLE', `an audit entry must not hold a nested value (${path})`)
  if (typeof value === 'string' && (!VALUE.test(value) || /@[^@]*\./.test(value)))
    throw new Fault('AUDIT_UNAVAILABLE', `an audit entry must not hold text (${path})`)
  if (Array.isArray(value)) for (const item of value) checked(item, path)
}

/** @throws Fault `AUDIT_UNAVAILABLE` when a value looks like text rather than an id. */
export function entryBytes(entry: AuditEntry): { header: string; leafHash: Buffer } {
  checked([entry.actor.kind, entry.actor.ref], 'actor')
  checked([entry.object.kind, entry.object.ref], 'object')
  checked(entry.decision, 'decision')
  checked(Object.keys(entry.detail ?? {}), 'a name in detail')
  checked([entry.commit ?? '', entry.kid ?? ''], 'the commitment')
  for (const [key, value] of Object.entries(entry.detail ?? {})) checked(value, `detail.${key}`)
  const header = canonicalJson(entry)
  const bytes = Buffer.from(DOMAIN + header, 'utf8')
  if (bytes.length > MAX_BYTES) throw new Fault('AUDIT_UNAVAILABLE', 'an audit entry is too large')
  return { header, leafHash: hashLeaf(bytes) }
}

/** Leaf hash of a header as it lies in the store, whatever it says: for verifying. */
export function storedLeafHash(header: string): Buffer {
  return Buffer.from(storedLeafHex(header), 'hex')
}

export function storedLeafHex(header: string): string {
  return hashLeafText(DOMAIN + header)
}

/** What a payload is bound to: SHA-256 of the header of its entry. */
export function headerDigest(header: string): Buffer {
  return hash('sha256', header, 'buffer')
}
