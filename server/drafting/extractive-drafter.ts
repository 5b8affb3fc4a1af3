/** Composes a reply of verbatim sentences. Nothing leaves the machine; nothing is worded anew. */

import type { Allow } from '../../src/domain/decide.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { BlockKind, CitedPassage, DraftSentence } from '../../src/domain/index.ts'
import type { EvidenceSentence } from '../articles/index.ts'
import type { AskedQuestion, Drafter, DraftTask } from './drafter.ts'

const VERSION = 'extractive-1'

function quoteOf(evidence: EvidenceSentence, passage: CitedPassage): string {
  const quote = passage.text.slice(evidence.start, evidence.end)
  if (quote.trim() === '') throw new Fault('DRAFTER_FAILED', 'evidence points to no text')
  return quote
}

function templateSentence(id: string, text: string, part: number): DraftSentence {
  return { id, kind: 'template', text, part }
}

function quoteSentence(
  id: string,
  part: number,
  evidence: EvidenceSentence,
  passage: CitedPassage,
): DraftSentence {
  const quote = quoteOf(evidence, passage)
  return {
    id,
    kind: 'quote',
    text: quote,
    part,
    block: evidence.kind satisfies BlockKind,
    ...(evidence.ordinal === undefined ? {} : { ordinal: evidence.ordinal }),
    citation: {
      articleId: evidence.articleId,
      locale: evidence.locale,
      versionHash: evidence.versionHash,
      passageId: evidence.passageId,
      quote,
    },
  }
}

function greeting(task: DraftTask): string {
  return task.namePlaceholder === null
    ? task.templates.greetingUnnamed
    : task.templates.greetingNamed.replaceAll('{name}', task.namePlaceholder)
}

/** The same sentence is said once, though two questions may be answered by it. */
function freshEvidence(question: AskedQuestion, said: Set<string>): readonly EvidenceSentence[] {
  if (question.evidence.outcome === 'not_covered') return []
  return question.evidence.sentences.filter((evidence) => {
    const key = [evidence.articleId, evidence.locale, evidence.passageId, evidence.start].join(' ')
    const isNew = !said.has(key)
    said.add(key)
    return isNew
  })
}

export interface ExtractiveDrafter extends Drafter {
  draft(
    allow: Allow,
    task: DraftTask,
    signal: AbortSignal,
  ): Promise<{ readonly sentences: readonly DraftSentence[] }>
}

/** The composition alone: it needs nobody's yes, because nothing comes of it until a drafter is asked for one. */
export function composeVerbatim(task: DraftTask): readonly DraftSentence[] {
  const sentences: DraftSentence[] = []
  const said = new Set<string>()
  const nextId = () => `s${sentences.length + 1}`
  const say = (text: string, part: number) => {
    if (text.trim() !== '') sentences.push(templateSentence(nextId(), text, part))
  }
  say(greeting(task), 0)
  task.questions.forEach((question, at) => {
    const part = at + 1
    for (const evidence of freshEvidence(question, said)) {
      const passage = task.passage(evidence)
      if (passage === null) throw new Fault('DRAFTER_FAILED', 'evidence points to no passage')
      sentences.push(quoteSentence(nextId(), part, evidence, passage))
    }
  })
  if (task.questions.some(({ evidence }) => evidence.outcome === 'not_covered'))
    say(task.templates.notCoveredBridge, 0)
  say(task.templates.closing, 0)
  return sentences
}

export function createExtractiveDrafter(): ExtractiveDrafter {
  return {
    version: VERSION,
    draft: async (_allow, task) => ({ sentences: composeVerbatim(task) }),
  }
}
