/** What an audit asks of the store: versions side by side, known staff, configurations, and where events stand. */
import type { Kysely } from 'kysely'
import { DELIVERY_ERRORS } from '../../../src/domain/evidence-api.ts'
import type { AccessRows } from '../../access/index.ts'
import type { EvidenceRows, VersionOrder } from '../../evidence/index.ts'
import type { Tables } from '../schema.ts'

type Own = Omit<EvidenceRows, keyof AccessRows>

interface Version {
  readonly version: number
  readonly text: string
}

/** The wanted version, and the newest one below it. */
function sideBySide(rows: readonly Version[], wanted: number) {
  const after = rows.find(({ version }) => version === wanted)?.text ?? null
  const before = rows.find(({ version }) => version < wanted)?.text ?? null
  return { before, after }
}

export function evidenceRows(db: Kysely<Tables>): Own {
  /** By type of entry: the wanted version and the one before, newest first. */
  const versions: Readonly<
    Record<string, (accountId: string, order: VersionOrder) => Promise<readonly Version[]>>
  > = {
    'scope_policy.changed': (accountId, { version }) =>
      db
        .selectFrom('scopePolicy')
        .select(['version', 'policy as text'])
        .where('accountId', '=', accountId)
        .where('version', '<=', version)
        .orderBy('version', 'desc')
        .limit(2)
        .execute(),
    'allowlist.changed': (accountId, { version }) =>
      db
        .selectFrom('allowlist')
        .select(['version', 'selection as text'])
        .where('accountId', '=', accountId)
        .where('version', '<=', version)
        .orderBy('version', 'desc')
        .limit(2)
        .execute(),
    'helpdesk_settings.changed': (accountId, { version }) =>
      db
        .selectFrom('helpdeskSetting')
        .select(['version', 'settings as text'])
        .where('accountId', '=', accountId)
        .where('version', '<=', version)
        .orderBy('version', 'desc')
        .limit(2)
        .execute(),
    'retention.changed': (accountId, { version }) =>
      db
        .selectFrom('retentionSetting')
        .select(['version', 'settings as text'])
        .where('accountId', '=', accountId)
        .where('version', '<=', version)
        .orderBy('version', 'desc')
        .limit(2)
        .execute(),
    'config.started': (accountId, { version }) =>
      db
        .selectFrom('configStart')
        .select(['seq as version', 'facts as text'])
        .where('accountId', '=', accountId)
        .where('seq', '<=', version)
        .orderBy('seq', 'desc')
        .limit(2)
        .execute(),
    'spending.changed': (accountId, { version }) =>
      db
        .selectFrom('spendingPlan')
        .select(['version', 'plan as text'])
        .where('accountId', '=', accountId)
        .where('version', '<=', version)
        .orderBy('version', 'desc')
        .limit(2)
        .execute(),
    'four_eyes.changed': async (accountId, { version }) =>
      (
        await db
          .selectFrom('fourEyes')
          .select(['version', 'mode'])
          .where('accountId', '=', accountId)
          .where('version', '<=', version)
          .orderBy('version', 'desc')
          .limit(2)
          .execute()
      ).map(({ mode, version: number }) => ({ version: number, text: JSON.stringify({ mode }) })),
    'consent_rule.changed': async (accountId, { version }) =>
      (
        await db
          .selectFrom('consentRule')
          .select(['version', 'cooldownMonths', 'remembersFromNotice'])
          .where('accountId', '=', accountId)
          .where('version', '<=', version)
          .orderBy('version', 'desc')
          .limit(2)
          .execute()
      ).map(({ version: number, ...rule }) => ({ version: number, text: JSON.stringify(rule) })),
    'legal_basis.changed': async (accountId, { version }) =>
      (
        await db
          .selectFrom('legalBasis')
          .select(['version', 'basis', 'reference', 'objectionPath', 'reviewBy'])
          .where('accountId', '=', accountId)
          .where('version', '<=', version)
          .orderBy('version', 'desc')
          .limit(2)
          .execute()
      ).map(({ version: number, ...basis }) => ({ version: number, text: JSON.stringify(basis) })),
  }
  const noticeSides = async (accountId: string, { version, revision }: VersionOrder) => {
    const rows = await db
      .selectFrom('noticeVersion')
      .select(['version', 'revision', 'body'])
      .where('accountId', '=', accountId)
      .where((where) =>
        where.or([
          where('version', '<', version),
          where.and([where('version', '=', version), where('revision', '<=', revision)]),
        ]),
      )
      .orderBy('version', 'desc')
      .orderBy('revision', 'desc')
      .limit(2)
      .execute()
    const [newest, older] = rows
    return newest?.version === version && newest.revision === revision
      ? { before: older?.body ?? null, after: newest.body }
      : { before: null, after: null }
  }
  return {
    async settingVersions(accountId, order) {
      if (order.type === 'notice.activated') return noticeSides(accountId, order)
      const found = await versions[order.type]?.(accountId, order)
      return found === undefined ? { before: null, after: null } : sideBySide(found, order.version)
    },
    async knownAgents(accountId) {
      const roles = await db
        .selectFrom('agentRole')
        .select('agentId')
        .distinct()
        .where('accountId', '=', accountId)
        .execute()
      const drafts = await db
        .selectFrom('draft')
        .select('agentId')
        .distinct()
        .where('accountId', '=', accountId)
        .execute()
      const proposers = await db
        .selectFrom('changeProposal')
        .select('proposedBy as agentId')
        .distinct()
        .where('accountId', '=', accountId)
        .execute()
      return [...new Set([...roles, ...drafts, ...proposers].map(({ agentId }) => agentId))].sort()
    },
    async latestConfigStart(accountId) {
      const row = await db
        .selectFrom('configStart')
        .select(['seq', 'at', 'digest', 'facts'])
        .where('accountId', '=', accountId)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
    async addConfigStart(accountId, start) {
      await db
        .insertInto('configStart')
        .values({ accountId, ...start })
        .execute()
    },
    async eventCursor(accountId, destination) {
      const row = await db
        .selectFrom('eventCursor')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('destination', '=', destination)
        .executeTakeFirst()
      if (row === undefined) return null
      const { nextIndex, lastSentAt, failures, lastErrorAt, nextTryAt } = row
      const lastError = DELIVERY_ERRORS.find((known) => known === row.lastError) ?? null
      return { nextIndex, lastSentAt, failures, lastError, lastErrorAt, nextTryAt }
    },
    async setEventCursor(accountId, destination, cursor) {
      await db
        .insertInto('eventCursor')
        .values({ accountId, destination, ...cursor })
        .onConflict((conflict) => conflict.columns(['accountId', 'destination']).doUpdateSet({ ...cursor }))
        .execute()
    },
  }
}
