/**
 * One real request to the provider, through the same door and in the same form as a draft, to see that it answers.
 * Its words stand here: nothing of a ticket, of an article or of anybody is in it.
 */
import type { Agent } from '../../src/domain/account.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isProviderFault, type ProbeOutcome } from '../../src/domain/probe-outcome.ts'
import type { Evidence } from '../articles/index.ts'
import { AnswerInvalid, readAnswer } from './answer-stream.ts'
import { askForProbe, permitProbe, settleEgress } from './egress-decision.ts'
import { type ModelCall, Withheld } from './model.ts'
import { segmentSchema } from './model-drafter.ts'
import { draftCall } from './prompt.ts'
import type { DraftingRooms } from './rooms.ts'

const LOCALE = 'en'
const QUESTION = 'How long does a parcel take?'
const PASSAGE: CitedPassage = {
  ...{ articleId: 'test', passageId: 'test', locale: LOCALE, versionHash: '', url: null, headings: [] },
  title: 'Delivery',
  text: 'A parcel takes three working days.',
}
const COVERED: Evidence = { outcome: 'covered', probability: 1, sentences: [] }
const SECRET_BYTES = 16

export interface ProbeResult {
  readonly testId: string
  readonly outcome: ProbeOutcome
  readonly ms: number
}

function probeCall(
  rooms: DraftingRooms,
  { accountId, agentId }: Agent,
  testId: string,
  refused: (no: 'stopped' | 'budget') => void,
): ModelCall {
  const leaving = {
    ticketRef: '',
    actor: { kind: 'agent' as const, ref: rooms.keys.digest('agent', accountId, agentId) },
    about: { kind: 'probe' as const, ref: testId },
    fields: [],
    articles: [],
  }
  const task = {
    locale: LOCALE,
    questions: [{ text: QUESTION, evidence: COVERED }],
    templates: rooms.builtInTemplates(LOCALE),
    namePlaceholder: null,
    passage: () => PASSAGE,
  }
  return draftCall(task, {
    accountId,
    sources: [PASSAGE],
    ticket: QUESTION,
    links: [],
    tone: 'neutral',
    length: 'short',
    rewrite: null,
    nonce: rooms.keys.newSecret(SECRET_BYTES),
    canary: rooms.keys.newSecret(SECRET_BYTES),
    leaving,
    permit: async (request) => {
      const permitted = await permitProbe(rooms, accountId, leaving, request)
      if ('capability' in permitted) return permitted.capability
      refused(permitted.no)
      return null
    },
    settle: (capability, ended) => settleEgress(rooms, accountId, capability, ended),
    withheld: () => undefined,
    startOver: () => undefined,
  })
}

/**
 * Reads the whole answer: one that breaks off, or has no segment in the agreed form, is none. What broke on this
 * server says nothing of the provider, and is thrown on.
 */
async function outcomeOf(
  rooms: DraftingRooms,
  admin: Agent,
  testId: string,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const { worded } = rooms
  const gate = askForProbe(rooms)
  if (worded === null || gate.outcome === 'refused') return 'KILL_SWITCH_ON'
  const said: ('stopped' | 'budget')[] = []
  const call = probeCall(rooms, admin, testId, (no) => said.push(no))
  try {
    const answer = worded.model.ask(gate, call, signal)
    let segments = 0
    for await (const raw of readAnswer(answer.pieces, 'segments'))
      if (segmentSchema.safeParse(raw).success) segments += 1
    return segments > 0 ? 'answered' : 'PROVIDER_ANSWER_INVALID'
  } catch (error) {
    if (error instanceof AnswerInvalid) return 'PROVIDER_ANSWER_INVALID'
    if (error instanceof Withheld) return said.includes('budget') ? 'BUDGET_REACHED' : 'KILL_SWITCH_ON'
    if (error instanceof Fault && isProviderFault(error.code)) return error.code
    throw error
  }
}

export async function probeProvider(
  rooms: DraftingRooms,
  admin: Agent,
  stopwatch: () => number,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const testId = rooms.world.newId()
  const from = stopwatch()
  const outcome = await outcomeOf(rooms, admin, testId, signal)
  return { testId, outcome, ms: Math.round(stopwatch() - from) }
}
