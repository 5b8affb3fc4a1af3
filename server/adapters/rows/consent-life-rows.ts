/** Where each consent stands, and the account's own rules of consent, in the store. */
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { AccountId } from '../../../src/domain/account.ts'
import { LEGAL_BASES } from '../../../src/domain/consent.ts'
import type { LegalBasisView } from '../../../src/domain/consent-api.ts'
import type { ConsentEventKind } from '../../../src/domain/consent-event.ts'
import { Fault } from '../../../src/domain/fault.ts'
import type { ConsentLifeRows } from '../../consent/index.ts'
import type { Tables } from '../schema.ts'

const REFUSALS = [
  'object',
  'deny',
  'withdraw',
  'uphold_objection',
  'restrict',
  'hold_minor',
] as const satisfies readonly ConsentEventKind[]

function basisOf(row: Tables['legalBasis']): LegalBasisView {
  const basis = LEGAL_BASES.find((known) => known === row.basis)
  if (basis === undefined) throw new Fault('STORE_UNAVAILABLE', 'a stored legal basis is none')
  const { version, reference, objectionPath, reviewBy } = row
  return { version, basis, reference, objectionPath, reviewBy }
}

export function consentLifeRows(db: Kysely<Tables>): ConsentLifeRows {
  const standing = (accountId: string) =>
    db.selectFrom('consentStanding').select('ticketRef').where('accountId', '=', accountId)
  const refs = (rows: readonly { ticketRef: string }[]) => rows.map(({ ticketRef }) => ticketRef)
  /**
   * Any `most` of them, and only where there are more what runs or lies open first: that must not be served any more.
   * Those are looked for from the open drafts: of all that a new notice ends there may be very many.
   */
  async function openDraftsFirst(
    accountId: AccountId,
    most: number,
    ways: readonly RawBuilder<boolean>[],
  ): Promise<readonly string[]> {
    const found = new Set<string>()
    for (const due of ways)
      for (const ref of refs(
        await standing(accountId)
          .where(due)
          .limit(most + 1)
          .execute(),
      ))
        found.add(ref)
    if (found.size <= most) return [...found]
    const { rows } = await sql<{ ticketRef: string }>`select distinct draft.ticket_ref from draft
      cross join consent_standing
      where draft.account_id = ${accountId} and draft.status in ('drafting', 'ready')
        and consent_standing.account_id = draft.account_id and consent_standing.ticket_ref = draft.ticket_ref
        and (${sql.join(
          ways.map((due) => sql`(${due})`),
          sql` or `,
        )})
      order by draft.ticket_ref limit ${most}`.execute(db)
    return [...new Set([...refs(rows), ...found])].slice(0, most)
  }
  return {
    async setConsentStanding(accountId, row) {
      await db
        .insertInto('consentStanding')
        .values({ accountId, ...row, wide: row.wide ? 1 : 0 })
        .onConflict((conflict) =>
          conflict.columns(['accountId', 'ticketRef']).doUpdateSet({ ...row, wide: row.wide ? 1 : 0 }),
        )
        .execute()
    },
    consentsDue: (accountId, { now, noticeVersion, most }) =>
      openDraftsFirst(accountId, most, [
        sql<boolean>`consent_standing.status in ('granted', 'requested', 'not_required')
          and consent_standing.valid_until <= ${now}`,
        sql<boolean>`consent_standing.status in ('granted', 'requested')
          and consent_standing.notice_version < ${noticeVersion}`,
      ]),
    consentsOnBasis: (accountId, most) =>
      openDraftsFirst(accountId, most, [sql<boolean>`consent_standing.status = 'not_required'`]),
    async consentsWithoutStanding(accountId, most) {
      const rows = await db
        .selectFrom('consentEvent')
        .select('ticketRef')
        .distinct()
        .where('accountId', '=', accountId)
        .where('ticketRef', 'not in', standing(accountId))
        .limit(most)
        .execute()
      return refs(rows)
    },
    async wideConsentsOf(accountId, requesterRef) {
      const rows = await db
        .selectFrom('consentStanding')
        .select(['ticketRef', 'validUntil', 'noticeVersion'])
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        .where('status', '=', 'granted')
        .where('wide', '=', 1)
        .orderBy('validUntil', 'desc')
        .execute()
      return rows
    },
    async grantedConsentsOf(accountId, requesterRef) {
      const rows = await standing(accountId)
        .where('requesterRef', '=', requesterRef)
        .where('status', '=', 'granted')
        .execute()
      return refs(rows)
    },
    async basisConsentsOf(accountId, requesterRef) {
      const rows = await standing(accountId)
        .where('requesterRef', '=', requesterRef)
        .where('status', '=', 'not_required')
        .execute()
      return refs(rows)
    },
    async refusalsOf(accountId, requesterRef) {
      const rows = await db
        .selectFrom('consentEvent')
        .select('ticketRef')
        .distinct()
        .where('accountId', '=', accountId)
        .where('requesterRef', '=', requesterRef)
        // Too many would be no harm: the fold says what each event means.
        .where((where) => where.or(REFUSALS.map((kind) => where('event', 'like', `%"kind":"${kind}"%`))))
        .execute()
      return refs(rows)
    },
    async consentRule(accountId) {
      const row = await db
        .selectFrom('consentRule')
        .select(['version', 'cooldownMonths', 'remembersFromNotice'])
        .where('accountId', '=', accountId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
    async addConsentRule(accountId, rule, changedAt) {
      await db
        .insertInto('consentRule')
        .values({ accountId, ...rule, changedAt })
        .execute()
    },
    async legalBasis(accountId, purpose) {
      const row = await db
        .selectFrom('legalBasis')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('purpose', '=', purpose)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row === undefined ? null : basisOf(row)
    },
    async addLegalBasis(accountId, purpose, basis, changedAt) {
      await db
        .insertInto('legalBasis')
        .values({ accountId, purpose, ...basis, changedAt })
        .execute()
    },
  }
}
