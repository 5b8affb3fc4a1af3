/** One plain sentence for every refusal and every fault, in both languages. */
import type { Trouble } from '../companion/index.ts'
import type { MoveRule } from '../domain/consent-moves.ts'
import type { NextStep, Refusal } from '../domain/refusal.ts'
import { ACTIONS, TICKET_FIELDS } from '../domain/scope.ts'
import { waitWords } from '../domain/wait.ts'
import type { SidebarWords } from '../words.ts'

export function refusalSentence(words: SidebarWords, refusal: Refusal): string {
  switch (refusal.reason) {
    case 'CONSENT_NOT_GRANTED':
      return words.say(`refusal.CONSENT_NOT_GRANTED.${refusal.status}`)
    case 'CONSENT_OVERLAY':
      return words.say(`refusal.CONSENT_OVERLAY.${refusal.overlay}`)
    case 'RECIPIENT_NOT_DISCLOSED':
      return words.say('refusal.RECIPIENT_NOT_DISCLOSED', { recipient: refusal.recipient })
    case 'ACTION_NOT_IN_SCOPE': {
      const action = ACTIONS.find((known) => known === refusal.action)
      return words.say('refusal.ACTION_NOT_IN_SCOPE', {
        action: action === undefined ? refusal.action : words.say(`scope.action.${action}`),
      })
    }
    case 'FIELD_NOT_IN_SCOPE': {
      const field = TICKET_FIELDS.find((known) => known === refusal.field)
      return words.say('refusal.FIELD_NOT_IN_SCOPE', {
        field: field === undefined ? refusal.field : words.say(`scope.field.${field}`),
      })
    }
    case 'KILL_SWITCH_ON':
      return words.say(`refusal.KILL_SWITCH_ON.${refusal.why === 'pulled' ? refusal.level : refusal.why}`)
    case 'TICKET_MERGED':
      return words.say('refusal.TICKET_MERGED', { into: refusal.into })
    case 'REQUESTER_UNFIT':
      return words.say(`refusal.REQUESTER_UNFIT.${refusal.why}`)
    case 'DRAFTER_NOT_CONFIGURED':
      return words.say('refusal.DRAFTER_NOT_CONFIGURED', { recipient: refusal.recipient })
    case 'DRAFT_LIMIT_REACHED':
      if (refusal.of === undefined) return words.count('refusal.DRAFT_LIMIT_REACHED', refusal.limit)
      return words.say(`refusal.limit_${refusal.of}`, {
        limit: String(refusal.limit),
        time: clockTime(refusal.resetsAt ?? ''),
      })
    case 'TOPIC_NOT_IN_SCOPE':
      return words.say('refusal.TOPIC_NOT_IN_SCOPE', {
        topic: refusal.topic ?? words.say('refusal.topic_none'),
      })
    case 'LANGUAGE_NOT_COVERED':
      return words.say('refusal.LANGUAGE_NOT_COVERED', {
        languages: words.list(refusal.locales.map((locale) => words.language(locale))),
      })
    case 'BUDGET_REACHED':
      return words.say(`refusal.BUDGET_REACHED.${refusal.why}`, {
        day: words.date(`${refusal.resetsOn}T12:00:00`),
      })
    case 'NOT_LIVE':
    case 'CONSENT_EXPIRED':
    case 'NOTICE_SUPERSEDED':
    case 'SCOPE_EXPIRED':
    case 'SCOPE_INVALID':
    case 'REQUESTER_MISMATCH':
    case 'TICKET_DELETED':
    case 'DRAFT_TO_REMOVE':
    case 'ALLOWLIST_EMPTY':
    case 'NO_QUESTION':
    case 'NOT_COVERED':
    case 'TICKET_CHANGED':
    case 'ARTICLE_CHANGED':
    case 'DRAFT_NOT_OPEN':
    case 'RECORD_CORRECTED':
    case 'CONSENT_CHANGED':
    case 'PROVIDER_ANSWER_INVALID':
    case 'NOT_GROUNDED':
    case 'DRAFTER_CANNOT':
    case 'SIMULATION_REQUIRED':
      return words.say(`refusal.${refusal.reason}`)
    default:
      return refusal satisfies never
  }
}

/** Hours and minutes on the agent's own clock. */
function clockTime(iso: string): string {
  const at = new Date(iso)
  return Number.isNaN(at.getTime()) ? iso : at.toTimeString().slice(0, 5)
}

/** What a no of the requester offers: after a refusal or a withdrawal nobody is pressed again. */
export function offeredStep(refusal: Refusal, nextStep: NextStep): NextStep {
  const saidNo =
    refusal.reason === 'CONSENT_NOT_GRANTED' &&
    (refusal.status === 'denied' || refusal.status === 'withdrawn')
  return saidNo ? 'search_yourself' : nextStep
}

/** Broken at the provider or on the way to it: drafting here goes another way. */
export function isProviderTrouble(trouble: Trouble): boolean {
  if (trouble.kind !== 'fault') return false
  const { code } = trouble
  return code.startsWith('PROVIDER_') || code === 'EGRESS_REFUSED' || code === 'DRAFTER_FAILED'
}

/** The rules of consent that an act in the sidebar can break. */
const SAID_RULES = [
  'EVIDENCE_NOT_READ',
  'SECOND_LOOK_BY_SAME_AGENT',
  'NOTHING_TO_CONFIRM',
  'LOOK_UNDER_ANOTHER_NOTICE',
  'NOTICE_CHANGED',
  'EVIDENCE_BEFORE_REQUEST',
  'GRANT_AFTER_NO_NEEDS_REQUESTER',
  'GRANT_AFTER_INVALID',
  'ALREADY_GRANTED',
  'NOTICE_IN_ANOTHER_LANGUAGE',
  'NOT_REMEMBERED',
  'CARRY_NEEDS_WEBHOOK',
  'REQUEST_AFTER_NO',
  'REQUEST_WHILE_OVERLAID',
  'TICKET_ERASED',
] as const satisfies readonly MoveRule[]

/** From when on it can be tried again; `null`: the server has not said. */
export function waitSentence(words: SidebarWords, trouble: Trouble): string | null {
  const seconds = trouble.kind === 'fault' ? trouble.retryAfterSeconds : undefined
  return seconds === undefined ? null : words.say('trouble.wait', { when: waitWords(seconds, words.locale) })
}

export function troubleSentence(words: SidebarWords, trouble: Trouble): string {
  switch (trouble.kind) {
    case 'offline':
      return words.say('trouble.broke_off')
    case 'signed_out':
      return words.say('trouble.signed_out')
    case 'fault': {
      const rule = SAID_RULES.find((known) => known === trouble.rule)
      return words.say(rule === undefined ? `trouble.fault.${trouble.code}` : `trouble.rule.${rule}`)
    }
    default:
      return trouble satisfies never
  }
}
