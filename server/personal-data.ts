/**
 * Who holds what of a person, listed once. A test walks the store's real schema: each column has a holder here, or
 * a reason why it tells nothing about a requester.
 */
import { consentHolder } from './consent/index.ts'
import { decisionHolder } from './decisions/index.ts'
import { dossierHolder } from './dossier/index.ts'
import { draftHolder } from './drafting/index.ts'
import type { Keyring } from './keys.ts'
import { logHolder, type PersonalDataHolder, requestHolder } from './privacy/index.ts'
import { simulationHolder } from './simulation/index.ts'
import { type BuryingRows, ticketHolder } from './tickets/index.ts'

/** In the order in which a dossier tells of them. */
export function personalDataHolders(keys: Keyring): readonly PersonalDataHolder<BuryingRows>[] {
  return [
    ticketHolder(keys),
    consentHolder(keys),
    draftHolder(keys),
    decisionHolder(keys),
    requestHolder(keys),
    dossierHolder(keys),
    simulationHolder(keys),
    logHolder(keys),
  ]
}

export interface NotHeld {
  readonly table: string
  readonly columns: readonly string[]
  readonly because: string
}

const STAFF = 'it tells of staff, not of requesters: who may do what, and who did it'
const CONTENT = 'it is published help content, or how far it has been read'
const SETTING = 'it is a setting of the account, written by its staff about everybody alike'
const INCIDENT =
  'it is what staff wrote about an incident as a whole (Art. 33(5)), sealed under the key of the house'
const MONEY = 'it is money and tokens of the account as a whole; it names no ticket and nobody'
const LOG =
  'it holds opaque references, digests, codes and counts; what they say of a person is reached by the rows that hold the reference'

/** `account_id` names the tenant in every table. */
export const TENANT_COLUMN = 'account_id'

export const NOT_HELD: readonly NotHeld[] = [
  { table: 'schema_version', columns: ['version'], because: 'it is a number of the store' },
  {
    table: 'lease',
    columns: ['name', 'holder', 'until'],
    because: 'it says which server does what until when, and is about nobody',
  },
  {
    table: 'live_state',
    columns: ['seq', 'live', 'at', 'changed_by', 'audit_index'],
    because: STAFF,
  },
  { table: 'agent_role', columns: ['agent_id', 'role', 'granted_at'], because: STAFF },
  {
    table: 'call_allowance',
    columns: ['place', 'key', 'minute', 'taken'],
    because: 'it counts the calls of a minute under a keyed digest, and goes with the next sweep',
  },
  {
    table: 'page_session',
    columns: ['session_id', 'agent_id', 'place', 'browser', 'started_at', 'used_at', 'expires_at'],
    because: STAFF,
  },
  {
    table: 'report_block',
    columns: ['first_week', 'last_day', 'body', 'closed_at'],
    because: 'it is sums over five people or more, and names none of them',
  },
  {
    table: 'consent_block',
    columns: ['first_week', 'last_day', 'body', 'closed_at'],
    because: 'it is sums over five requesters or more, and names none of them',
  },
  {
    table: 'spending_plan',
    columns: ['version', 'plan', 'at', 'changed_by'],
    because: SETTING,
  },
  { table: 'spending_turn', columns: ['turn'], because: MONEY },
  {
    table: 'spend_reserved',
    columns: [
      ...['capability', 'month', 'provider', 'model', 'currency', 'input_price', 'output_price', 'amount'],
      ...['dead_at', 'sent_at'],
    ],
    because: MONEY,
  },
  {
    table: 'spend_total',
    columns: [
      ...['month', 'provider', 'model', 'currency', 'calls', 'input_tokens', 'output_tokens', 'amount'],
    ],
    because: MONEY,
  },
  { table: 'spend_alert', columns: ['month', 'version', 'provider', 'level', 'at'], because: MONEY },
  { table: 'used_token', columns: ['token_hash', 'expires_at'], because: STAFF },
  {
    table: 'article',
    columns: [
      'article_id',
      'locale',
      'source',
      'fingerprint',
      'version_hash',
      'title',
      'url',
      'section_id',
      'section_name',
      'category_id',
      'category_name',
      'brand_id',
      'brand_name',
      'labels',
      'visibility',
      'draft',
      'outdated',
      'updated_at',
      'passages',
      'passage_count',
    ],
    because: CONTENT,
  },
  { table: 'article_revision', columns: ['revision', 'noted', 'noted_from'], because: CONTENT },
  { table: 'article_change', columns: ['article_id', 'locale', 'revision'], because: CONTENT },
  {
    table: 'article_vector',
    columns: ['version_hash', 'model', 'dimensions', 'vectors'],
    because: CONTENT,
  },
  { table: 'article_version', columns: ['article_id', 'version_hash'], because: CONTENT },
  {
    table: 'sync_run',
    columns: ['sync_id', 'source', 'status', 'started_at', 'cursor', 'problems', 'view'],
    because: CONTENT,
  },
  {
    table: 'sync_stage',
    columns: ['sync_id', 'article_id', 'locale', 'fingerprint', 'article'],
    because: CONTENT,
  },
  { table: 'article_snapshot', columns: ['digest', 'body'], because: CONTENT },
  { table: 'coverage_gap', columns: ['gap_id', 'locale', 'nearest', 'at'], because: CONTENT },
  {
    table: 'recall',
    columns: [
      'recall_id',
      'at',
      'cause',
      'article_id',
      'locale',
      'title',
      'url',
      'from_version',
      'to_version',
      'drafts',
      'sent',
      'quotes',
      'handled_at',
      'handled_by',
    ],
    because: CONTENT,
  },
  { table: 'review_date', columns: ['kind', 'ref', 'review_by', 'changed_at'], because: CONTENT },
  { table: 'review_sweep', columns: ['day'], because: CONTENT },
  { table: 'allowlist', columns: ['version', 'selection', 'changed_at'], because: SETTING },
  {
    table: 'scope_policy',
    columns: ['version', 'policy', 'changed_at', 'changed_by'],
    because: SETTING,
  },
  { table: 'decided_scope', columns: ['hash', 'scope'], because: SETTING },
  { table: 'template', columns: ['locale', 'body', 'changed_at'], because: SETTING },
  {
    table: 'notice_version',
    columns: ['version', 'revision', 'digest', 'origin', 'body', 'activated_at', 'activated_by'],
    because: SETTING,
  },
  { table: 'notice_draft', columns: ['saved', 'written', 'changed_at', 'changed_by'], because: SETTING },
  { table: 'notice_setting', columns: ['locales', 'changed_at'], because: SETTING },
  {
    table: 'consent_rule',
    columns: ['version', 'cooldown_months', 'remembers_from_notice', 'changed_at'],
    because: SETTING,
  },
  {
    table: 'legal_basis',
    columns: ['purpose', 'version', 'basis', 'reference', 'objection_path', 'review_by', 'changed_at'],
    because: SETTING,
  },
  {
    table: 'section_week',
    columns: ['section_id', 'week', 'accepted'],
    because: 'it counts accepted drafts by section of the help center and week: of nobody, whoever is erased',
  },
  {
    table: 'provider_trial',
    columns: [
      'trial_id',
      'status',
      'source',
      'source_digest',
      'started_by',
      'started_at',
      'finished_at',
      'policy_version',
      'allowlist_version',
      'contenders',
      'runner',
      'runner_until',
    ],
    because:
      'a trial asks what is nobody’s: whom, when and under which versions; the admin who began it is staff',
  },
  {
    table: 'trial_question',
    columns: ['trial_id', 'number', 'text', 'locale'],
    because:
      'made up by an admin or a heading of an article; text in which a detector finds anything is refused',
  },
  {
    table: 'trial_answer',
    columns: ['trial_id', 'number', 'side', 'answer', 'at'],
    because:
      'sentences that the verifier carried back to articles, counts and codes, for a question of nobody',
  },
  {
    table: 'simulation_run',
    columns: [
      'run_id',
      'status',
      'purpose',
      'source',
      'source_digest',
      'planned',
      'cursor',
      'started_by',
      'started_at',
      'changed_at',
      'finished_at',
      'policy_version',
      'allowlist_version',
      'trial',
      'basis',
      'passed',
    ],
    because: 'it is what staff had counted, when and over which scope; its tickets are held by the person',
  },
  { table: 'question_setting', columns: ['kept', 'changed_at'], because: SETTING },
  { table: 'helpdesk_setting', columns: ['version', 'settings', 'changed_at'], because: SETTING },
  { table: 'four_eyes', columns: ['version', 'mode', 'changed_at'], because: SETTING },
  {
    table: 'change_proposal',
    columns: [
      'change_id',
      'kind',
      'base',
      'content',
      'widens',
      'diff',
      'proposed_by',
      'proposed_at',
      'expires_at',
      'status',
      'decided_by',
      'decided_at',
      'reason',
    ],
    because: 'a proposed change holds settings and opaque references; its reason is about the change',
  },
  {
    table: 'kill_switch',
    columns: [
      'stop_id',
      'level',
      'ref',
      'reason',
      'via',
      'pulled_at',
      'pulled_by',
      'sealed_note',
      'lifted_at',
      'lifted_by',
    ],
    because: `${STAFF}; its note is theirs about the stop, sealed under the key of the house`,
  },
  {
    table: 'incident',
    columns: [
      'incident_id',
      'drill',
      'status',
      'suspected_at',
      'aware_at',
      'aware_by',
      'contained_at',
      'due_at',
      'notified_at',
      'version',
    ],
    because:
      'it is the state of an incident, in codes and times; whom it touched is counted from the log anew',
  },
  {
    table: 'incident_phase',
    columns: ['incident_id', 'version', 'at', 'by_agent', 'sealed_facts'],
    because: INCIDENT,
  },
  {
    table: 'incident_proof',
    columns: ['incident_id', 'proof_id', 'target', 'at', 'phase', 'sealed_reference'],
    because: INCIDENT,
  },
  {
    table: 'incident_letter',
    columns: ['incident_id', 'target', 'locale', 'version', 'at', 'sealed_text'],
    because: INCIDENT,
  },
  {
    table: 'incident_drill',
    columns: ['incident_id', 'at', 'report'],
    because: 'it is the times and counts of a drill',
  },
  {
    table: 'key_epoch',
    columns: ['epoch', 'retired_at', 'destroyed_at'],
    because: 'it is a month, and when its key went; whose keys it wrapped is in the record of the person',
  },
  {
    table: 'config_start',
    columns: ['seq', 'at', 'digest', 'facts'],
    because: 'it is a configuration that ran, without secrets and without anybody in it',
  },
  {
    table: 'event_cursor',
    columns: [
      'destination',
      'next_index',
      'last_sent_at',
      'failures',
      'last_error',
      'last_error_at',
      'next_try_at',
    ],
    because: 'it is a place in the log, and how sending it on goes',
  },
  {
    table: 'erasure',
    columns: [
      'erasure_id',
      'buried_ref',
      'case_id',
      'at',
      'source',
      'actor_ref',
      'audit_index',
      'key_epoch',
      'backups_final_by',
      'facts',
      'line',
    ],
    because: 'it counts what was erased of a record that names nobody any more',
  },
  {
    table: 'tombstone',
    columns: ['mark', 'kind', 'not_after', 'set_at'],
    because:
      'it is a keyed digest that keeps old records of an erased person away; it outlives them by design',
  },
  {
    table: 'retention_setting',
    columns: ['version', 'settings', 'changed_at', 'changed_by'],
    because: SETTING,
  },
  { table: 'audit_entry', columns: ['idx', 'header', 'leaf_hash'], because: LOG },
  { table: 'audit_head', columns: ['size', 'peaks', 'last_hash'], because: LOG },
  {
    table: 'capability',
    columns: ['jti_hash', 'expires_at', 'spent_at'],
    because: 'it is the digest of a token that names nobody, until it expires',
  },
  {
    table: 'draft_admission',
    columns: ['admission_id', 'agent_ref', 'at'],
    because: 'it counts for a day when drafts were let through; it names no ticket',
  },
  {
    table: 'webhook_event',
    columns: ['event_id', 'received_at'],
    because:
      "it is the helpdesk's own number of a delivery, kept to hear none twice; it says nothing of what",
  },
  {
    table: 'request_calendar',
    columns: ['region', 'extra_days', 'time_zone', 'changed_at', 'changed_by'],
    because: 'it is by whose holidays the account counts; its author is kept as a pseudonym',
  },
  {
    table: 'provider_test',
    columns: ['test_id', 'provider', 'region', 'host', 'model', 'at', 'outcome', 'ms'],
    because: 'it is an answer to words that stand in the code',
  },
  {
    table: 'provider_trouble',
    columns: ['hour', 'code', 'count'],
    because: 'it counts failures by hour and code',
  },
  {
    table: 'api_token',
    columns: [
      'token_id',
      'digest',
      'name',
      'scopes',
      'roles',
      'made_by',
      'made_at',
      'expires_at',
      'addresses',
      'last_used_on',
      'ended_at',
      'ended',
    ],
    because: "it is staff's own key to the API: what for, by whom, until when, from which machines",
  },
  { table: 'webhook_heard', columns: ['name', 'last_at'], because: 'it is a type of event, and when last' },
]
