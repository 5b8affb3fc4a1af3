/** A task for a drafter that asks a model, with passages, brief and the gate's yes; a test changes what it is about. */
import type { DraftTask } from '../../server/drafting/index.ts'
import { type Allow, decide } from '../../src/domain/decide.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import type { Action } from '../../src/domain/scope.ts'
import { GRANTED, question, SCOPE } from './gate-cases.ts'
import { MODEL_FACTS } from './scripted-model.ts'
import { LEAVING } from './turnstiles.ts'

export type ModelBrief = NonNullable<DraftTask['brief']>

export function citedPassage(
  articleId: string,
  text: string,
  change: Partial<CitedPassage> = {},
): CitedPassage {
  return {
    articleId,
    locale: 'en-us',
    versionHash: 'a'.repeat(64),
    passageId: `p-${articleId}`,
    title: `About ${articleId}`,
    url: `https://help.acme.example/en-us/${articleId}`,
    headings: [],
    text,
    ...change,
  }
}

export const LID = 'Open the lid of the kettle before you pour cold water into it.'
export const BOIL = 'Let the kettle boil once and wait 30 minutes before you rinse it twice.'
export const CARD = 'A gift card is valid for three years after the day of purchase.'
export const KETTLE = citedPassage('kettle', `${LID}\n${BOIL}`)
export const GIFT_CARD = citedPassage('gift-card', CARD)
/** Says nothing that any passage says, with none of its words. */
export const FOREIGN = 'Our lawyers in Paris recommend buying lottery tickets every Sunday.'

export const CANARY = 'qWeRtYcAnArYx0123456789'
export const NONCE = 'zZnOnCeFeNcE9876543210a'

export function briefWith(change: Partial<ModelBrief> = {}): ModelBrief {
  return {
    accountId: 'acme',
    sources: [KETTLE, GIFT_CARD],
    ticket: 'How do I use my kettle?',
    links: [],
    tone: 'neutral',
    length: 'normal',
    rewrite: null,
    nonce: NONCE,
    canary: CANARY,
    leaving: LEAVING,
    permit: async () => 'a capability',
    settle: async () => {},
    withheld: () => {},
    startOver: () => {},
    ...change,
  }
}

export const COVERED = { outcome: 'covered', probability: 1, sentences: [] } as const
export const NOT_COVERED = { outcome: 'not_covered', probability: 0, nearest: [] } as const

export function taskWith(brief: ModelBrief, change: Partial<DraftTask> = {}): DraftTask {
  const shelf = [KETTLE, GIFT_CARD]
  return {
    locale: 'en-us',
    questions: [
      { text: 'How do I use my kettle?', evidence: COVERED },
      { text: 'How long is my gift card valid?', evidence: COVERED },
    ],
    templates: {
      locale: 'en-us',
      greetingNamed: 'Hello {name},',
      greetingUnnamed: 'Hello,',
      closing: 'Kind regards',
      notCoveredBridge: 'More later.',
    },
    namePlaceholder: null,
    passage: (at) =>
      shelf.find(({ articleId, passageId }) => articleId === at.articleId && passageId === at.passageId) ??
      null,
    brief,
    ...change,
  }
}

/** The gate's own yes to this act at the scripted model's provider. */
export function allowFor(action: Action = 'draft'): Allow {
  const { provider, region } = MODEL_FACTS
  const recipient = `${provider}@${region}`
  const answer = decide(
    question({
      action,
      fields: [],
      scope: { ...SCOPE, actions: [action], drafter: { drafter: 'openai-compatible', provider, region } },
      consent: { ...GRANTED, disclosedRecipients: [recipient] },
      configuredRecipients: [recipient],
    }),
  )
  if (answer.outcome !== 'allow') throw new Error('the gate was expected to allow')
  return answer
}
