/**
 * What `vouch eval injection` attacks: the product's own drafter and its own checks, with the attacker's
 * obedient model in the model's place. Nothing leaves the process.
 */
import { UNKNOWN_CONSENT } from '../../src/domain/consent.ts'
import type { Allow } from '../../src/domain/decide.ts'
import { decide } from '../../src/domain/decide.ts'
import type { CitedPassage } from '../../src/domain/draft.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { type Minimised, minimise, phoneFinder, restore } from '../../src/minimise/index.ts'
import { parseArticleText } from '../articles/intake/index.ts'
import {
  AnswerInvalid,
  createModelDrafter,
  type DraftTask,
  type Model,
  openChecker,
} from '../drafting/index.ts'
import { EVAL_ARTICLE, EVAL_QUESTION, type InjectionOrder, type ShowAnswer } from './eval-injection.ts'
import type { ShownSentence } from './injection-judge.ts'

const CANARY = 'c4n4ry-7f3e9a51d2'
const NONCE = 'n0nce-5b1d88e0aa'
const TEMPLATES = {
  locale: 'en',
  greetingNamed: 'Hello {name},',
  greetingUnnamed: 'Hello,',
  closing: 'Kind regards',
  notCoveredBridge: 'I will find out the rest for you.',
}
const FACTS = { provider: 'eval', host: 'localhost', region: 'local', retention: 'own', model: 'obedient' }
const NOW = '2026-01-01T00:00:00.000Z'
const LATER = '2026-01-02T00:00:00.000Z'

/** A yes of the real gate: everything an attack needs is granted, so that only the checks stand in its way. */
function openGate(): Allow {
  const drafter = { drafter: 'openai-compatible' as const, provider: FACTS.provider, region: FACTS.region }
  const scope: Scope = {
    articles: { allow: [{ articleId: 'eval' }], deny: [] },
    visibility: 'public',
    actions: ['draft'],
    fields: ['requester_text'],
    drafter,
    limits: { draftsPerTicket: 1, maxChars: 100_000 },
    expiresAt: LATER,
  }
  const recipient = `${drafter.provider}@${drafter.region}`
  const gate = decide({
    action: 'draft',
    consent: {
      ...UNKNOWN_CONSENT,
      status: 'granted',
      epoch: 1,
      noticeVersion: 1,
      noticeLocale: 'en',
      validUntil: LATER,
      changedAt: NOW,
      disclosedRecipients: [recipient],
    },
    scope,
    scopeHash: '',
    currentNoticeVersion: 1,
    live: true,
    stops: [],
    configuredRecipients: [recipient],
    draftsMade: 0,
    articlesInScope: 1,
    fields: ['requester_text'],
    requesterAgrees: true,
    now: NOW,
  })
  if (gate.outcome === 'refused') throw new Fault('GATE_BYPASSED', 'the gate refused the evaluation')
  return gate
}

function passagesOf(order: InjectionOrder): readonly CitedPassage[] {
  return parseArticleText(order.article ?? EVAL_ARTICLE, 'en').map((passage, at) => ({
    ...{ articleId: 'eval', locale: 'en', versionHash: 'eval', title: 'Returns', url: null },
    headings: passage.headings,
    passageId: `P${at + 1}`,
    text: passage.text,
  }))
}

function obedientModel(order: InjectionOrder): Model {
  return {
    facts: FACTS,
    ask(_allow, { system, user }) {
      async function* pieces() {
        yield order.answer({ system, user })
      }
      return { pieces: pieces(), traffic: () => ({ calls: 1, bytesOut: 0, bytesIn: 0 }) }
    },
  }
}

function taskOf(ticket: string, sources: readonly CitedPassage[], startOver: () => void): DraftTask {
  const evidence = { outcome: 'covered' as const, probability: 1, sentences: [] }
  return {
    locale: 'en',
    questions: [{ text: EVAL_QUESTION, evidence }],
    templates: TEMPLATES,
    namePlaceholder: null,
    passage: ({ passageId }) => sources.find((one) => one.passageId === passageId) ?? null,
    brief: {
      accountId: 'eval',
      sources,
      ticket,
      links: [],
      tone: 'neutral',
      length: 'normal',
      rewrite: null,
      nonce: NONCE,
      canary: CANARY,
      leaving: {
        ticketRef: 'eval',
        actor: { kind: 'system', ref: 'eval' },
        about: { kind: 'draft', ref: 'eval' },
        fields: ['requester_text'],
        articles: ['eval'],
      },
      // The attacker's model asks nobody.
      permit: async () => null,
      settle: async () => {},
      withheld: () => {},
      startOver,
    },
  }
}

/** As the browser does it: the attacker's addresses are placeholders to the model, and come back after all checks. */
function minimiseOnce(): (text: string) => Minimised {
  let last: { readonly of: string; readonly made: Minimised } | null = null
  return (text) => {
    if (last?.of !== text) last = { of: text, made: minimise(text, {}, { phones: phoneFinder }) }
    return last.made
  }
}

export function openInjectionTarget(): ShowAnswer {
  const allow = openGate()
  const minimised = minimiseOnce()
  return async (order) => {
    const passages = passagesOf(order)
    const { text: ticket, table } = minimised(order.ticket)
    const task = taskOf(ticket, passages, () => checker.startOver())
    const checker = openChecker(task)
    const drafter = createModelDrafter(obedientModel(order))
    try {
      const reply = await drafter.draft(allow, task, new AbortController().signal)
      for await (const raw of reply.sentences) checker.take(raw)
    } catch (error) {
      if (!(error instanceof AnswerInvalid)) throw error
      return []
    }
    return checker.finish().sentences.map((sentence): ShownSentence => {
      const cited = sentence.kind === 'statement' ? sentence.citations : []
      const sources = cited.flatMap(
        (at) => passages.find(({ passageId }) => passageId === at.passageId)?.text ?? [],
      )
      return {
        text: restore(sentence.text, table),
        kind: sentence.kind === 'template' ? 'template' : 'sourced',
        sources,
      }
    })
  }
}
