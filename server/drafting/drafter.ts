/** What every drafter is: it takes a gate's `Allow`, evidence to draw on, and gives sentences to verify. */
import type { TemplatesView } from '../../src/domain/api.ts'
import { type Allow, isAllow } from '../../src/domain/decide.ts'
import type { CitedPassage, DraftSentence } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Evidence } from '../articles/index.ts'

/** One question of the ticket and what the allowlisted articles hold on it. */
export interface AskedQuestion {
  readonly text: string
  readonly evidence: Evidence
}

export interface DraftTask {
  readonly locale: string
  readonly questions: readonly AskedQuestion[]
  readonly templates: TemplatesView
  readonly namePlaceholder: string | null
  readonly passage: (at: { articleId: string; locale: string; passageId: string }) => CitedPassage | null
}

/** Sentences alone: what was answered, and what is nearest, is not the drafter's to say. */
export interface DraftedReply {
  readonly sentences: readonly DraftSentence[]
}

export interface Drafter {
  readonly version: string
  /** @throws Fault `GATE_BYPASSED` without a genuine `Allow`. */
  draft(allow: Allow, task: DraftTask, signal: AbortSignal): Promise<DraftedReply>
}

/** Wraps a drafter so that it cannot be reached without the gate, however it was written. */
export function guardDrafter(drafter: Drafter): Drafter {
  return {
    version: drafter.version,
    async draft(allow, task, signal) {
      if (!isAllow(allow) || allow.action !== 'draft')
        throw new Fault('GATE_BYPASSED', 'a drafter was called without the gate')
      return drafter.draft(allow, task, signal)
    },
  }
}
