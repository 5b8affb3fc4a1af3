/** Provider trials in the store. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { TRIAL_OUTCOMES, TRIAL_SIDES, TRIAL_SOURCES } from '../../../src/domain/provider-trial.ts'
import { RETENTIONS } from '../../provider/index.ts'
import { type ProviderTrialRows, STORED_TRIAL_STATUSES, type StoredTrial } from '../../simulation/index.ts'
import type { Tables } from '../schema.ts'

/** SQLite takes at most so many values in one statement. */
const AT_ONCE = 100

const contender = z.object({
  provider: z.string(),
  host: z.string(),
  region: z.string(),
  retention: z.enum(RETENTIONS),
  model: z.string(),
})
const trialSchema = z.object({
  status: z.enum(STORED_TRIAL_STATUSES),
  source: z.enum(TRIAL_SOURCES),
  contenders: z.object({ configured: contender, candidate: contender }),
})
const count = z.number().nullable()
const answerSchema = z.object({
  outcome: z.enum(TRIAL_OUTCOMES),
  reasons: z.array(z.string()),
  sentences: z.array(z.string()),
  leftOut: z.number(),
  articles: z.array(z.object({ articleId: z.string(), locale: z.string() })),
  ms: count,
  calls: z.number(),
  inputTokens: count,
  outputTokens: count,
  amount: count,
  currency: z.string().nullable(),
})

function trialOf(row: Tables['providerTrial']): StoredTrial {
  const { accountId: _account, ...rest } = row
  return { ...rest, ...trialSchema.parse({ ...row, contenders: JSON.parse(row.contenders) }) }
}

export function providerTrialRows(db: Kysely<Tables>): ProviderTrialRows {
  const trials = (accountId: string) =>
    db.selectFrom('providerTrial').selectAll().where('accountId', '=', accountId)
  return {
    async addTrial(accountId, trial, questions) {
      const { contenders, ...rest } = trial
      await db
        .insertInto('providerTrial')
        .values({ accountId, ...rest, contenders: JSON.stringify(contenders) })
        .execute()
      const { trialId } = trial
      const rows = questions.map(({ text, locale }, at) => ({
        ...{ accountId, trialId, number: at + 1, text },
        locale: locale ?? null,
      }))
      for (let from = 0; from < rows.length; from += AT_ONCE)
        await db
          .insertInto('trialQuestion')
          .values(rows.slice(from, from + AT_ONCE))
          .execute()
    },
    async trialById(accountId, trialId) {
      const row = await trials(accountId).where('trialId', '=', trialId).executeTakeFirst()
      return row === undefined ? null : trialOf(row)
    },
    async trials(accountId, limit) {
      const rows = await trials(accountId)
        .orderBy('startedAt', 'desc')
        .orderBy('trialId', 'desc')
        .limit(limit)
        .execute()
      return rows.map(trialOf)
    },
    async changeTrial(accountId, trialId, change) {
      await db
        .updateTable('providerTrial')
        .set(change)
        .where('accountId', '=', accountId)
        .where('trialId', '=', trialId)
        .execute()
    },
    async trialQuestions(accountId, trialId) {
      const rows = await db
        .selectFrom('trialQuestion')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('trialId', '=', trialId)
        .orderBy('number')
        .execute()
      return rows.map(({ text, locale }) => (locale === null ? { text } : { text, locale }))
    },
    async addTrialAnswer(accountId, trialId, { number, side, answer, at }) {
      const added = await db
        .insertInto('trialAnswer')
        .values({ accountId, trialId, number, side, answer: JSON.stringify(answer), at })
        .onConflict((conflict) => conflict.columns(['accountId', 'trialId', 'number', 'side']).doNothing())
        .executeTakeFirst()
      return Number(added.numInsertedOrUpdatedRows ?? 0) === 1
    },
    async trialAnswers(accountId, trialId) {
      const rows = await db
        .selectFrom('trialAnswer')
        .selectAll()
        .where('accountId', '=', accountId)
        .where('trialId', '=', trialId)
        .orderBy('number')
        .execute()
      return rows.map(({ number, side, answer }) => ({
        number,
        side: z.enum(TRIAL_SIDES).parse(side),
        answer: answerSchema.parse(JSON.parse(answer)),
      }))
    },
    async trialSizes(accountId, trialId) {
      const of = (table: 'trialQuestion' | 'trialAnswer') =>
        db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll().as('rows'))
          .where('accountId', '=', accountId)
          .where('trialId', '=', trialId)
          .executeTakeFirstOrThrow()
      return {
        questions: Number((await of('trialQuestion')).rows),
        answers: Number((await of('trialAnswer')).rows),
      }
    },
    async removeTrial(accountId, trialId) {
      for (const table of ['trialAnswer', 'trialQuestion', 'providerTrial'] as const)
        await db.deleteFrom(table).where('accountId', '=', accountId).where('trialId', '=', trialId).execute()
    },
  }
}
