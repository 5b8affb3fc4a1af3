/** What every drafter is: it takes a gate's `Allow`, evidence to draw on, and gives sentences to verify. */
import type { ReplyTemplates } from '../../src/domain/api.ts'
import type { PassageSentence } from '../../src/domain/article.ts'
import { type Allow, isAllow } from '../../src/domain/decide.ts'
import type { CitedPassage, EgressFacts, Length, Rewrite, Tone } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Evidence } from '../articles/index.ts'
import type { Leaving } from '../capability/index.ts'
import type { Permit, Settle } from './model.ts'

/** One question of the ticket and what the allowlisted articles hold on it. */
export interface AskedQuestion {
  /** Its number in the draft; absent: its place among the questions. */
  readonly part?: number
  readonly text: string
  readonly evidence: Evidence
  /** Articles that were found to answer it; absent: whichever are cited. */
  readonly articles?: readonly string[]
}

/** What a model is told beyond the questions. All of it may leave, so all of it is minimised. */
export interface ModelBrief {
  readonly accountId: string
  /** The passages it may read; nothing else can be cited. */
  readonly sources: readonly CitedPassage[]
  /** Untrusted: the requester's words with placeholders; for a rewrite only what the draft took from them. */
  readonly ticket: string
  /** Addresses of the articles in scope: the only links a sentence may hold. */
  readonly links: readonly string[]
  readonly tone: Tone
  readonly length: Length
  readonly rewrite: {
    readonly how: Exclude<Rewrite, 'only_part'>
    readonly sentences: readonly { readonly part: number; readonly text: string }[]
  } | null
  /** Marks where the ticket begins and ends; unknown to whoever wrote it. */
  readonly nonce: string
  /** Stands in the instructions; a sentence that repeats it is never shown. */
  readonly canary: string
  readonly leaving: Leaving
  /** Asked before each request and each repeat of one. */
  readonly permit: Permit
  readonly settle: Settle
  /** Nothing may leave any more, and nothing did. */
  readonly withheld: () => void
  /** The answer broke off and is asked for again: what was said so far does not count. */
  readonly startOver: () => void
}

export interface DraftTask {
  readonly locale: string
  readonly questions: readonly AskedQuestion[]
  readonly templates: ReplyTemplates
  readonly namePlaceholder: string | null
  readonly passage: (at: { articleId: string; locale: string; passageId: string }) => CitedPassage | null
  /** The passage's sentences with their kinds, so that a list stays the article's list. */
  readonly sentencesOf?: (at: {
    articleId: string
    locale: string
    passageId: string
  }) => readonly PassageSentence[]
  /** Only for a drafter that asks a model. */
  readonly brief?: ModelBrief
  /** The action that the gate was asked for. Absent: `draft`. */
  readonly action?: 'draft' | 'rewrite'
}

/** Sentences alone: what was answered, and what is nearest, is not the drafter's to say. */
export interface DraftedReply {
  /** Not trusted in any member. A drafter that takes its time hands them over as they come. */
  readonly sentences: Iterable<unknown> | AsyncIterable<unknown>
  /** What left the companion, known once `sentences` has ended; absent where nothing did. */
  readonly egress?: () => EgressFacts | null
}

export interface Drafter {
  readonly version: string
  /**
   * @throws Fault `GATE_BYPASSED` without a genuine `Allow`; `PROVIDER_*` while the sentences are read.
   * @throws AnswerInvalid while the sentences are read, when no form of the answer could be read.
   */
  draft(allow: Allow, task: DraftTask, signal: AbortSignal): Promise<DraftedReply>
}

/** Wraps a drafter so that it cannot be reached without the gate, however it was written. */
export function guardDrafter(drafter: Drafter): Drafter {
  return {
    version: drafter.version,
    async draft(allow, task, signal) {
      if (!isAllow(allow) || allow.action !== (task.action ?? 'draft'))
        throw new Fault('GATE_BYPASSED', 'a drafter was called without the gate')
      return drafter.draft(allow, task, signal)
    },
  }
}
