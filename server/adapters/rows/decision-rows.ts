/** Decisions and what they rest on, in the store. */
import type { Kysely } from 'kysely'
import type { AuditRows } from '../../audit/index.ts'
import type { DecisionRows } from '../../decisions/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'

type Own = Omit<DecisionRows, keyof AuditRows>

type NewDecision = Parameters<DecisionRows['addDecision']>[1]

const keep = statement(
  (db, accountId: string, decision: NewDecision) =>
    db.insertInto('decision').values((eb) => ({
      accountId,
      ...decision,
      requesterRef: eb
        .selectFrom('ticket')
        .select('requesterRef')
        .where('accountId', '=', accountId)
        .where('ticketRef', '=', decision.ticketRef),
    })),
  { answer: 'later' },
)

const decisionsOf = (db: Kysely<Tables>, accountId: string) =>
  db
    .selectFrom('decision')
    .select(['decisionId', 'agentId', 'auditIndex', 'receipt', 'signature'])
    .where('accountId', '=', accountId)
const decisionsIn = statement((db, accountId: string, from: number, end: number) =>
  decisionsOf(db, accountId).where('auditIndex', '>=', from).where('auditIndex', '<', end),
)

export function decisionRows(db: Kysely<Tables>): Own {
  return {
    async addDecision(accountId, decision) {
      await keep(db, accountId, decision)
    },
    decisionById: async (accountId, decisionId) =>
      (await decisionsOf(db, accountId).where('decisionId', '=', decisionId).executeTakeFirst()) ?? null,
    decisionsFrom: async (accountId, auditIndex, span) =>
      (await decisionsIn(db, accountId, auditIndex, auditIndex + span)).rows,
    async keepDecidedScope(accountId, hash, scope) {
      await db
        .insertInto('decidedScope')
        .values({ accountId, hash, scope })
        .onConflict((conflict) => conflict.columns(['accountId', 'hash']).doNothing())
        .execute()
    },
    async keepSnapshot(accountId, digest, body) {
      await db
        .insertInto('articleSnapshot')
        .values({ accountId, digest, body })
        .onConflict((conflict) => conflict.columns(['accountId', 'digest']).doNothing())
        .execute()
    },
    async hasSnapshot(accountId, digest) {
      const known = await db
        .selectFrom('articleSnapshot')
        .select('digest')
        .where('accountId', '=', accountId)
        .where('digest', '=', digest)
        .executeTakeFirst()
      return known !== undefined
    },
    decidedScope: async (accountId, hash) =>
      (
        await db
          .selectFrom('decidedScope')
          .select('scope')
          .where('accountId', '=', accountId)
          .where('hash', '=', hash)
          .executeTakeFirst()
      )?.scope ?? null,
    snapshot: async (accountId, digest) =>
      (
        await db
          .selectFrom('articleSnapshot')
          .select('body')
          .where('accountId', '=', accountId)
          .where('digest', '=', digest)
          .executeTakeFirst()
      )?.body ?? null,
  }
}
