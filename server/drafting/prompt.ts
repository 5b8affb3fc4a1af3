/**
 * What a model is asked. The ticket is fenced as data under a name that nobody who wrote it knows, and our
 * own marks cannot occur in it. Spotlighting of this kind (arXiv 2403.14720) is a cheap layer only: what
 * holds is the verifier, which trusts no word of the answer.
 */
import type { CitedPassage } from '../../src/domain/draft.ts'
import { languageOf } from '../articles/index.ts'
import type { DraftTask, ModelBrief } from './drafter.ts'
import type { ModelCall } from './model.ts'
import { INSTRUCTIONS, type Instructions } from './prompt-words.ts'
import { withoutHiddenCharacters } from './sentence-verifier.ts'

/** Changes with every change of words or form here: a receipt names it. */
export const PROMPT_VERSION = 'prompt-3'
const MOST_OUTPUT_TOKENS = 2_000

/** Text of others inside ours: without what nobody sees, and without our own marks. */
export function asData(text: string): string {
  return withoutHiddenCharacters(text)
    .replace(/\[(?=\[)|\](?=\])/g, '$& ')
    .toWellFormed()
}

export function instructionsFor(locale: string): Instructions {
  return INSTRUCTIONS[languageOf(locale)] ?? INSTRUCTIONS.en
}

function systemOf(locale: string, brief: ModelBrief, task: 'draft' | 'rewrite', voice: string): string {
  const words = instructionsFor(locale)
  return [
    words.role,
    ...words.rules,
    task === 'draft' ? words.draft : words.rewrite,
    ...(voice.trim() === '' ? [] : [`${words.voice} ${asData(voice)}`]),
    words.untrusted.replaceAll('{nonce}', brief.nonce),
    `CANARY ${brief.canary}`,
  ].join('\n')
}

/** Steps with their numbers and list items with a dash: without them a model cannot tell a list from a text. */
function listed(source: CitedPassage, sentencesOf: DraftTask['sentencesOf']): string {
  const sentences = sentencesOf?.(source) ?? []
  let start = 0
  return source.text
    .split('\n')
    .map((line) => {
      const first = sentences.find((sentence) => sentence.start === start)
      start += line.length + 1
      if (first?.kind === 'step' && first.ordinal !== undefined) return `${first.ordinal}. ${line}`
      return first?.kind === 'list_item' ? `- ${line}` : line
    })
    .join('\n')
}

function passageLines(
  sources: readonly CitedPassage[],
  sentencesOf: DraftTask['sentencesOf'],
): readonly string[] {
  return sources.flatMap((source, at) => [
    `[[P${at + 1}]] ${[source.title, ...source.headings].map(asData).join(' | ')}`,
    asData(listed(source, sentencesOf)),
  ])
}

function fenced(nonce: string, text: string): readonly string[] {
  return text.trim() === '' ? [] : [`TICKET ${nonce}`, asData(text), `END TICKET ${nonce}`]
}

const citation = {
  type: 'object',
  properties: { passage: { type: 'string' }, quote: { type: 'string' } },
  required: ['passage', 'quote'],
  additionalProperties: false,
}
/** Holds no word of a ticket or an article: a provider may keep schemas longer, and elsewhere, than text. */
const DRAFT_SCHEMA = {
  type: 'object',
  properties: {
    segments: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: {
            type: 'string',
            enum: ['greeting', 'answer', 'step', 'list_item', 'question_back', 'closing'],
          },
          question: { type: 'integer' },
          text: { type: 'string' },
          citations: { type: 'array', items: citation },
        },
        required: ['kind', 'question', 'text', 'citations'],
        additionalProperties: false,
      },
    },
    not_answered: { type: 'array', items: { type: 'integer' } },
  },
  required: ['segments', 'not_answered'],
  additionalProperties: false,
}

/** @returns the one request of a draft or a rewrite. */
export function draftCall(task: DraftTask, brief: ModelBrief): ModelCall {
  const kind = brief.rewrite === null ? 'draft' : 'rewrite'
  const { rewrite } = brief
  const lines = [
    `TASK ${kind}`,
    ...(rewrite === null ? [] : [`CHANGE ${rewrite.how}`]),
    `REPLY LANGUAGE ${task.locale}`,
    `TONE ${brief.tone}   LENGTH ${brief.length}`,
    ...(rewrite === null
      ? [
          'QUESTIONS',
          ...task.questions.flatMap(({ text, evidence }, at) =>
            evidence.outcome === 'covered' ? [`[[Q${at + 1}]] ${asData(text)}`] : [],
          ),
        ]
      : []),
    'PASSAGES',
    ...passageLines(brief.sources, task.sentencesOf),
    ...(rewrite === null
      ? []
      : [
          'DRAFT',
          ...rewrite.sentences.map(
            ({ part, text }, at) => `[[S${at + 1}]] (question ${part}) ${asData(text)}`,
          ),
        ]),
    ...fenced(brief.nonce, brief.ticket),
  ]
  return {
    accountId: brief.accountId,
    system: systemOf(task.locale, brief, kind, task.templates.voice ?? ''),
    user: lines.join('\n'),
    schema: { name: 'reply', schema: DRAFT_SCHEMA },
    maxOutputTokens: MOST_OUTPUT_TOKENS,
    leaving: brief.leaving,
    permit: brief.permit,
    settle: brief.settle,
  }
}

const SUMMARY_SCHEMA = {
  type: 'object',
  properties: {
    points: {
      type: 'array',
      items: {
        type: 'object',
        properties: { text: { type: 'string' }, comment: { type: 'string' }, quote: { type: 'string' } },
        required: ['text', 'comment', 'quote'],
        additionalProperties: false,
      },
    },
  },
  required: ['points'],
  additionalProperties: false,
}

export interface SummaryBrief {
  readonly accountId: string
  readonly locale: string
  readonly comments: readonly string[]
  readonly nonce: string
  readonly canary: string
  readonly leaving: ModelCall['leaving']
  readonly permit: ModelCall['permit']
  readonly settle: ModelCall['settle']
}

export function summaryCall(brief: SummaryBrief): ModelCall {
  const words = instructionsFor(brief.locale)
  return {
    accountId: brief.accountId,
    system: [
      words.role,
      words.summarise,
      words.untrusted.replaceAll('{nonce}', brief.nonce),
      `CANARY ${brief.canary}`,
    ].join('\n'),
    user: [
      'TASK summarise',
      `REPLY LANGUAGE ${brief.locale}`,
      `TICKET ${brief.nonce}`,
      ...brief.comments.map((text, at) => `[[C${at + 1}]] ${asData(text)}`),
      `END TICKET ${brief.nonce}`,
    ].join('\n'),
    schema: { name: 'summary', schema: SUMMARY_SCHEMA },
    maxOutputTokens: MOST_OUTPUT_TOKENS,
    leaving: brief.leaving,
    permit: brief.permit,
    settle: brief.settle,
  }
}

/** Asked once, when the first answer could not be read. */
export function repairOf(call: ModelCall, locale: string): ModelCall {
  return { ...call, system: `${call.system}\n${instructionsFor(locale).repair}` }
}
