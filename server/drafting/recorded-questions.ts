/**
 * Keeps what was asked, minimised and sealed under the requester's own key, so that a change of scope can be
 * tried on real questions (decision 24). It goes with the consent it came under, and after 30 days.
 */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { QUESTION_DAYS, type RecordedQuestionsView } from '../../src/domain/recorded-question.ts'
import type { Question } from '../articles/index.ts'
import type { TicketRow } from '../tickets/index.ts'
import type { DraftingRooms, DraftRows } from './rooms.ts'

export interface QuestionRow {
  readonly questionId: string
  readonly ticketRef: string
  readonly requesterRef: string
  readonly locale: string
  readonly sealedText: string
  readonly at: string
}

/** With what opens it and where it was asked. */
export interface StoredQuestion extends QuestionRow {
  readonly ticketId: string
  readonly wrappedKey: string
}

export interface QuestionRows {
  addQuestions(accountId: AccountId, questions: readonly QuestionRow[]): Promise<void>
  /** Asked after `from`, newest first. */
  newestQuestions(accountId: AccountId, from: string, limit: number): Promise<readonly StoredQuestion[]>
  /** Of these the ones that are still there, newest first. */
  questionsNamed(
    accountId: AccountId,
    from: string,
    questionIds: readonly string[],
  ): Promise<readonly StoredQuestion[]>
  countQuestions(accountId: AccountId, from: string): Promise<number>
  forgetTicketQuestions(accountId: AccountId, ticketRef: string): Promise<void>
  /** @returns how many went. */
  forgetQuestionsBefore(accountId: AccountId, at: string): Promise<number>
  /** True until an admin says otherwise. */
  questionsKept(accountId: AccountId): Promise<boolean>
  setQuestionsKept(accountId: AccountId, kept: boolean, at: string): Promise<void>
}

export interface OpenedQuestion {
  readonly questionId: string
  readonly ticketId: string
  readonly at: string
  readonly locale: string
  readonly text: string
  readonly context: string
}

type Rooms = Pick<DraftingRooms, 'world' | 'keys' | 'audit'>

const DAY_MS = 86_400_000
const sealedSchema = z.object({ text: z.string(), context: z.string() })

/** Nothing asked before this moment may still be read. */
export function keptFrom(now: Date): string {
  return new Date(now.getTime() - QUESTION_DAYS * DAY_MS).toISOString()
}

export const aboutQuestion = (questionId: string) => `question/${questionId}`

/**
 * Replaces what was kept of the ticket, in the transaction whose decision lets the draft through: under that consent,
 * and with that decision or not at all. Keeps nothing where the account has opted out.
 */
export async function recordQuestions(
  rooms: Rooms,
  tx: DraftRows,
  { accountId, agentId }: Agent,
  { ticketRef, requesterRef }: Pick<TicketRow, 'ticketRef' | 'requesterRef'>,
  asked: { readonly locale: string; readonly questions: readonly Question[] },
): Promise<void> {
  if (!(await tx.questionsKept(accountId))) return
  const requester = await tx.requesterByRef(accountId, requesterRef)
  if (requester === null) return
  const at = rooms.world.now().toISOString()
  await rooms.audit.append(tx, accountId, {
    type: 'question.recorded',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) },
    object: { kind: 'ticket', ref: ticketRef },
    decision: 'recorded',
    detail: { questions: asked.questions.length },
  })
  await tx.forgetTicketQuestions(accountId, ticketRef)
  const context = `${accountId}/${requesterRef}`
  await tx.addQuestions(
    accountId,
    asked.questions.map(({ text, context: around }) => {
      const questionId = rooms.world.newId()
      const words = JSON.stringify({ text, context: around })
      return {
        questionId,
        ticketRef,
        requesterRef,
        locale: asked.locale,
        sealedText: rooms.keys.sealFor(requester.wrappedKey, context, words, aboutQuestion(questionId)),
        at,
      }
    }),
  )
}

export function openQuestion(
  rooms: Pick<DraftingRooms, 'keys'>,
  accountId: AccountId,
  stored: StoredQuestion,
): OpenedQuestion {
  const { questionId, ticketId, at, locale } = stored
  const context = `${accountId}/${stored.requesterRef}`
  const opened = rooms.keys.unsealFor(
    stored.wrappedKey,
    context,
    stored.sealedText,
    aboutQuestion(questionId),
  )
  return { questionId, ticketId, at, locale, ...sealedSchema.parse(JSON.parse(opened)) }
}

export async function readRecordedQuestions(
  rooms: Pick<DraftingRooms, 'world'>,
  tx: QuestionRows,
  accountId: AccountId,
): Promise<RecordedQuestionsView> {
  return {
    kept: await tx.questionsKept(accountId),
    days: QUESTION_DAYS,
    count: await tx.countQuestions(accountId, keptFrom(rooms.world.now())),
  }
}

/** Turning it off deletes what is kept in the same transaction. */
export async function keepQuestions(
  rooms: Rooms,
  tx: DraftRows,
  admin: Agent,
  kept: boolean,
): Promise<RecordedQuestionsView> {
  const { accountId } = admin
  const at = rooms.world.now().toISOString()
  await rooms.audit.append(tx, accountId, {
    type: 'question.setting_changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, admin.agentId) },
    object: { kind: 'setting', ref: 'recorded_questions' },
    decision: kept ? 'on' : 'off',
  })
  await tx.setQuestionsKept(accountId, kept, at)
  if (!kept) await tx.forgetQuestionsBefore(accountId, at)
  return readRecordedQuestions(rooms, tx, accountId)
}

/** Deletes what is past its days; says nothing when there was nothing. @returns how many went. */
export async function sweepQuestions(rooms: Rooms, tx: DraftRows, accountId: AccountId): Promise<number> {
  const before = keptFrom(rooms.world.now())
  const due = (await tx.countQuestions(accountId, '')) - (await tx.countQuestions(accountId, before))
  if (due === 0) return 0
  await rooms.audit.append(tx, accountId, {
    type: 'question.expired',
    actor: { kind: 'system', ref: 'retention' },
    object: { kind: 'setting', ref: 'recorded_questions' },
    decision: 'deleted',
    detail: { questions: due },
  })
  return tx.forgetQuestionsBefore(accountId, before)
}
