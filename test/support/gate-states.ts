/** Consents and scopes of a ticket, as they can lie in the store, and whether each alone permits a draft. */
import type { ConsentEvent, ConsentEventKind } from '../../src/domain/consent-moves.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { ACCOUNT_ID, type Harness } from './companion-harness.ts'
import { DAY, START } from './fake-world.ts'
import { FACTS, goodEvent, ofFirstVersion } from './gate-cases.ts'

const later = (days: number) => new Date(Date.parse(START) + days * DAY).toISOString()

/** Version 1 is the notice of a fresh installation. */
function event(kind: ConsentEventKind, change: Partial<ConsentEvent> = {}): ConsentEvent {
  return goodEvent(kind, { at: START, noticeVersion: 1, validUntil: later(180), ...change })
}

const NO = { status: 'denied', saidNo: true, overlays: [] } as const

export interface GateState<What> {
  readonly may: boolean
  readonly is: What
}

export const CONSENTS: Readonly<Record<string, GateState<readonly ConsentEvent[]>>> = {
  unknown: { may: false, is: [] },
  requested: { may: false, is: [event('request')] },
  granted: { may: true, is: [event('request'), event('grant')] },
  'granted, relayed with evidence under the first rules': {
    may: true,
    is: [ofFirstVersion(event('grant', { by: 'agent', channel: 'phone', hasEvidence: true }))],
  },
  'granted, relayed without evidence': {
    may: false,
    is: [event('grant', { by: 'agent', channel: 'phone' })],
  },
  'granted, relayed and not looked at': { may: false, is: [event('request'), event('relay_grant')] },
  'granted, relayed and looked at': {
    may: true,
    is: [event('request'), event('relay_grant'), event('confirm_grant')],
  },
  'granted, relayed and looked at by the same agent': {
    may: false,
    is: [event('relay_grant'), event('confirm_grant', { facts: FACTS })],
  },
  'granted on another ticket': { may: true, is: [event('carry_over')] },
  'objected and upheld': { may: false, is: [event('set_basis'), event('object'), event('uphold_objection')] },
  'merged with a no': {
    may: false,
    is: [event('grant'), event('merge', { merged: { ...NO, samePerson: true } })],
  },
  'granted by nobody': { may: false, is: [event('grant', { by: 'system' })] },
  'granted without an end': { may: false, is: [event('grant', { validUntil: null })] },
  'granted without a notice': { may: false, is: [event('grant', { noticeVersion: null })] },
  'granted until this moment': { may: false, is: [event('grant', { at: later(-9), validUntil: START })] },
  'granted under another notice': { may: false, is: [event('grant', { noticeVersion: 7 })] },
  'granted for another recipient': { may: false, is: [event('grant', { recipients: ['openai@us'] })] },
  denied: { may: false, is: [event('request'), event('deny')] },
  'granted after a no, by an agent': {
    may: false,
    is: [event('deny'), event('grant', { by: 'agent', hasEvidence: true })],
  },
  withdrawn: { may: false, is: [event('grant'), event('withdraw')] },
  expired: { may: false, is: [event('grant'), event('expire')] },
  invalidated: { may: false, is: [event('grant'), event('invalidate')] },
  'not required': { may: true, is: [event('set_basis')] },
  'not required until this moment': {
    may: false,
    is: [event('set_basis', { at: later(-9), validUntil: START })],
  },
  'not required, says an agent': { may: false, is: [event('set_basis', { by: 'agent' })] },
  objected: { may: false, is: [event('grant'), event('object')] },
  restricted: { may: false, is: [event('grant'), event('restrict')] },
  'restricted no more': {
    may: true,
    is: [event('grant'), event('restrict'), event('lift_restriction')],
  },
  'held for a minor': { may: false, is: [event('grant'), event('hold_minor')] },
  erased: { may: false, is: [event('grant'), event('erase')] },
  'of the requester before': { may: false, is: [event('grant'), event('requester_changed')] },
}

/**
 * Scopes that were stored without the narrowings beside them: what they lack was taken from the ticket and stays
 * taken, and one that cannot be read permits nothing. What they have is not taken from there but from the policy.
 */
export const SCOPES: Readonly<Record<string, GateState<(scope: Scope) => unknown>>> = {
  'in order': { may: true, is: (scope) => scope },
  'ended this moment': { may: false, is: (scope) => ({ ...scope, expiresAt: START }) },
  'ended long ago': { may: false, is: (scope) => ({ ...scope, expiresAt: later(-99) }) },
  'with an unknown key': { may: false, is: (scope) => ({ ...scope, attachments: true }) },
  'with an unknown limit': {
    may: false,
    is: (scope) => ({ ...scope, limits: { ...scope.limits, tokens: 1 } }),
  },
  'with an unknown action': { may: false, is: (scope) => ({ ...scope, actions: ['draft', 'send'] }) },
  'of no JSON': { may: false, is: () => '{"articles":' },
  'of nothing': { may: false, is: () => 'null' },
  'without the action draft': { may: false, is: (scope) => ({ ...scope, actions: ['search'] }) },
  'without the requester text': { may: false, is: (scope) => ({ ...scope, fields: ['subject'] }) },
  'denying what it allows': {
    may: false,
    is: (scope) => ({ ...scope, articles: { ...scope.articles, deny: scope.articles.allow } }),
  },
}

/** The scope that the ticket has now, as the store holds it. */
export function scopeOf(desk: Harness, ticketId: string): Scope {
  const [row] = desk.rows(`select scope from ticket where ticket_id = '${ticketId}'`)
  return JSON.parse(String(row?.scope)) as Scope
}

/** Puts the ticket into that state, whatever state it was in. */
export function putInState(
  desk: Harness,
  ticketId: string,
  events: readonly ConsentEvent[],
  scope: unknown,
): void {
  const [row] = desk.rows(`select ticket_ref, requester_ref from ticket where ticket_id = '${ticketId}'`)
  const ref = String(row?.ticket_ref)
  desk.tamper((database) => {
    database
      .prepare(
        'update ticket set scope = ?, scope_since = null, narrowing = null, drafts_made = 0 where ticket_ref = ?',
      )
      .run(typeof scope === 'string' ? scope : JSON.stringify(scope), ref)
    database.prepare('delete from consent_event where ticket_ref = ?').run(ref)
    database.prepare('delete from legal_basis').run()
    // Another basis is another notice: what the state says was said under the first one.
    database.prepare('delete from notice_version where version > 1').run()
    // A basis holds on a ticket only for as long as it is the account's.
    const [basis] = events
    if (events.length === 1 && basis?.kind === 'set_basis' && basis.by === 'compliance')
      database
        .prepare(
          `insert into legal_basis (account_id, purpose, version, basis, reference, objection_path, review_by, changed_at)
             values (?, 'ai_reply_drafting', 1, 'contract', 'terms-7', '', ?, ?)`,
        )
        .run(ACCOUNT_ID, basis.validUntil, START)
    const add = database.prepare(
      `insert into consent_event (account_id, ticket_ref, seq, event, actor_ref, requester_ref)
         values (?, ?, ?, ?, 'x', ?)`,
    )
    for (const [at, each] of events.entries())
      add.run(ACCOUNT_ID, ref, at + 1, JSON.stringify(each), row?.requester_ref)
  })
}
