/** The account's own rules of consent: how long a no is left alone, and whether a yes is remembered. */
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ConsentRulesRequest, LegalBasisView } from '../../src/domain/consent-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AuditLog } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { TicketRows } from '../tickets/index.ts'
import type { NoticeRows } from './notices.ts'

export interface ConsentRule {
  readonly version: number
  readonly cooldownMonths: number
  /** The first notice that tells of the memory; a yes to an earlier one is for its ticket alone. */
  readonly remembersFromNotice: number | null
}

export const FIRST_RULE: ConsentRule = { version: 0, cooldownMonths: 6, remembersFromNotice: null }

export interface ConsentStanding {
  readonly ticketRef: string
  readonly requesterRef: string
  readonly status: string
  readonly validUntil: string | null
  readonly noticeVersion: number | null
  readonly wide: boolean
  readonly changedAt: string
}

/** Finds tickets by where their consent stands, and keeps the account's rules. */
export interface ConsentLifeRows {
  setConsentStanding(accountId: AccountId, standing: ConsentStanding): Promise<void>
  /** Past their end, or under an older notice. Where there are more than `most`: tickets with open drafts first. */
  consentsDue(
    accountId: AccountId,
    at: { readonly now: string; readonly noticeVersion: number; readonly most: number },
  ): Promise<readonly string[]>
  /** Not asked for, on another basis; tickets with open drafts first, as above. */
  consentsOnBasis(accountId: AccountId, most: number): Promise<readonly string[]>
  /** Tickets with events of a version that kept no standing. */
  consentsWithoutStanding(accountId: AccountId, most: number): Promise<readonly string[]>
  /** Where a yes for all of this person's tickets holds, the one that lasts longest first. */
  wideConsentsOf(
    accountId: AccountId,
    requesterRef: string,
  ): Promise<readonly Pick<ConsentStanding, 'ticketRef' | 'validUntil' | 'noticeVersion'>[]>
  /** This person's tickets on which they have agreed. */
  grantedConsentsOf(accountId: AccountId, requesterRef: string): Promise<readonly string[]>
  /** This person's tickets that rest on another basis than consent. */
  basisConsentsOf(accountId: AccountId, requesterRef: string): Promise<readonly string[]>
  /** Tickets on which this person has said a no of some kind, whoever's they are now. */
  refusalsOf(accountId: AccountId, requesterRef: string): Promise<readonly string[]>
  consentRule(accountId: AccountId): Promise<ConsentRule | null>
  /** @throws Fault `CONFLICT` when the version exists already. */
  addConsentRule(accountId: AccountId, rule: ConsentRule, at: string): Promise<void>
  legalBasis(accountId: AccountId, purpose: string): Promise<LegalBasisView | null>
  /** @throws Fault `CONFLICT` when the version exists already. */
  addLegalBasis(accountId: AccountId, purpose: string, basis: LegalBasisView, at: string): Promise<void>
}

export async function readConsentRule(tx: ConsentLifeRows, accountId: AccountId): Promise<ConsentRule> {
  return (await tx.consentRule(accountId)) ?? FIRST_RULE
}

export function remembersNow(rule: ConsentRule, noticeNow: number | null): boolean {
  const from = rule.remembersFromNotice
  return from !== null && noticeNow !== null && noticeNow >= from
}

/**
 * Role compliance. Remembering begins with the next notice, because nobody is held to what they were not told.
 * @throws Fault `CONFLICT` when somebody else has changed the rules meanwhile.
 */
export async function changeConsentRule(
  rooms: { readonly world: World; readonly keys: Keyring; readonly audit: AuditLog },
  tx: TicketRows & NoticeRows & ConsentLifeRows,
  agent: Agent,
  order: ConsentRulesRequest,
): Promise<ConsentRule> {
  const { accountId } = agent
  const current = await readConsentRule(tx, accountId)
  if (current.version !== order.version)
    throw new Fault('CONFLICT', 'the rules of consent were changed by someone else', undefined, {
      version: current.version,
    })
  const noticeNow = (await tx.currentNotice(accountId))?.version ?? 0
  const next: ConsentRule = {
    version: current.version + 1,
    cooldownMonths: order.cooldownMonths,
    remembersFromNotice: order.remembers ? (current.remembersFromNotice ?? noticeNow + 1) : null,
  }
  await rooms.audit.append(tx, accountId, {
    type: 'consent_rule.changed',
    actor: { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agent.agentId) },
    object: { kind: 'consent_rule', ref: String(next.version) },
    decision: 'changed',
    detail: {
      cooldownMonths: next.cooldownMonths,
      remembersFromNotice: next.remembersFromNotice ?? 0,
    },
  })
  await tx.addConsentRule(accountId, next, rooms.world.now().toISOString())
  return next
}
