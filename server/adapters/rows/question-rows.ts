/** Recorded questions and whether an account keeps them, in the store. */
import type { Kysely } from 'kysely'
import type { QuestionRows } from '../../drafting/index.ts'
import type { Tables } from '../schema.ts'
import { statement } from '../statement.ts'

type QuestionRow = Parameters<QuestionRows['addQuestions']>[1][number]

const keep = statement(
  (db, accountId: string, questions: readonly QuestionRow[]) =>
    db.insertInto('recordedQuestion').values(questions.map((question) => ({ accountId, ...question }))),
  { answer: 'later' },
)
const ofTicket = statement(
  (db, accountId: string, ticketRef: string) =>
    db.deleteFrom('recordedQuestion').where('accountId', '=', accountId).where('ticketRef', '=', ticketRef),
  { answer: 'later' },
)

export function questionRows(db: Kysely<Tables>): QuestionRows {
  const forget = (accountId: string) => db.deleteFrom('recordedQuestion').where('accountId', '=', accountId)
  const stored = (accountId: string, from: string) =>
    db
      .selectFrom('recordedQuestion')
      .innerJoin('ticket', (join) =>
        join
          .onRef('ticket.accountId', '=', 'recordedQuestion.accountId')
          .onRef('ticket.ticketRef', '=', 'recordedQuestion.ticketRef'),
      )
      .innerJoin('requester', (join) =>
        join
          .onRef('requester.accountId', '=', 'recordedQuestion.accountId')
          .onRef('requester.requesterRef', '=', 'recordedQuestion.requesterRef'),
      )
      .select([
        'recordedQuestion.questionId',
        'recordedQuestion.ticketRef',
        'recordedQuestion.requesterRef',
        'recordedQuestion.locale',
        'recordedQuestion.sealedText',
        'recordedQuestion.at',
        'ticket.ticketId',
        'requester.wrappedKey',
      ])
      .where('recordedQuestion.accountId', '=', accountId)
      .where('recordedQuestion.at', '>', from)
      .orderBy('recordedQuestion.at', 'desc')
      .orderBy('recordedQuestion.questionId', 'desc')
  return {
    async addQuestions(accountId, questions) {
      if (questions.length === 0) return
      await keep(db, accountId, questions)
    },
    newestQuestions: (accountId, from, limit) => stored(accountId, from).limit(limit).execute(),
    async questionsNamed(accountId, from, questionIds) {
      if (questionIds.length === 0) return []
      return stored(accountId, from).where('recordedQuestion.questionId', 'in', questionIds).execute()
    },
    async countQuestions(accountId, from) {
      const row = await db
        .selectFrom('recordedQuestion')
        .select((eb) => eb.fn.countAll().as('count'))
        .where('accountId', '=', accountId)
        .where('at', '>', from)
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    async forgetTicketQuestions(accountId, ticketRef) {
      await ofTicket(db, accountId, ticketRef)
    },
    async forgetQuestionsBefore(accountId, at) {
      const result = await forget(accountId).where('at', '<=', at).executeTakeFirst()
      return Number(result.numDeletedRows)
    },
    async questionsKept(accountId) {
      const row = await db
        .selectFrom('questionSetting')
        .select('kept')
        .where('accountId', '=', accountId)
        .executeTakeFirst()
      return row === undefined || row.kept === 1
    },
    async setQuestionsKept(accountId, kept, at) {
      const values = { kept: kept ? 1 : 0, changedAt: at }
      await db
        .insertInto('questionSetting')
        .values({ accountId, ...values })
        .onConflict((conflict) => conflict.column('accountId').doUpdateSet(values))
        .execute()
    },
  }
}
