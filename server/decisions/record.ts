/** Writes a decision down: receipt, signature and audit entry, in the transaction that decides. */
import type { Agent } from '../../src/domain/account.ts'
import type { ConsentState } from '../../src/domain/consent.ts'
import type { DecisionNote, DecisionReceipt } from '../../src/domain/decision.ts'
import type { Refusal } from '../../src/domain/refusal.ts'
import type { Action, ArticleSelection, Scope } from '../../src/domain/scope.ts'
import type { Shelf } from '../articles/index.ts'
import { type AuditLog, type AuditRows, canonicalDigest, canonicalFormOf } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import { sealDecision } from './receipt.ts'
import { allowedIn, heldSnapshot, listDigest } from './snapshot.ts'

export interface StoredDecision {
  readonly decisionId: string
  readonly agentId: string
  /** Place of the `gate.decided` entry. */
  readonly auditIndex: number
  /** Canonical JSON. */
  readonly receipt: string
  readonly signature: string
}

/** With what it is found by; whose ticket it is the store looks up. */
export interface NewDecision extends StoredDecision {
  readonly ticketRef: string
  readonly at: string
}

export interface DecisionRows extends AuditRows {
  addDecision(accountId: string, decision: NewDecision): Promise<void>
  decisionById(accountId: string, decisionId: string): Promise<StoredDecision | null>
  /** Those of the `span` entries from that place on. */
  decisionsFrom(accountId: string, auditIndex: number, span: number): Promise<readonly StoredDecision[]>
  /** Keep what they are given once; the same again changes nothing. */
  keepDecidedScope(accountId: string, hash: string, scope: string): Promise<void>
  keepSnapshot(accountId: string, digest: string, body: string): Promise<void>
  hasSnapshot(accountId: string, digest: string): Promise<boolean>
  decidedScope(accountId: string, hash: string): Promise<string | null>
  snapshot(accountId: string, digest: string): Promise<string | null>
}

export interface Deciding {
  readonly action: Action
  readonly about: DecisionReceipt['about']
  readonly ticketRef: string
  readonly refusals: readonly Refusal[]
  readonly consent: ConsentState
  readonly scope: Scope | null
  readonly scopeHash: string
  /** The account's policy as it is now, whatever it holds. */
  readonly policy: { readonly version: number }
  readonly selection: ArticleSelection
  readonly shelf: Shelf
  readonly fields: readonly string[]
  readonly recipient: DecisionReceipt['recipient']
  readonly capability: string | null
}

export interface DecisionRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly codeVersion: string
}

function receiptOf(rooms: DecisionRooms, agent: Agent, given: Deciding): DecisionReceipt {
  const { consent, scope, shelf } = given
  const allowed = allowedIn(shelf.articles, scope)
  const reasons = [...new Set(given.refusals.map(({ reason }) => reason))]
  return {
    v: 1,
    id: rooms.world.newId(),
    account: agent.accountId,
    at: rooms.world.now().toISOString(),
    action: given.action,
    about: given.about,
    ticket: given.ticketRef,
    agent: rooms.keys.digest('agent', agent.accountId, agent.agentId),
    decision: reasons.length === 0 ? 'allow' : 'refuse',
    reasons,
    consent: {
      status: consent.status,
      overlays: consent.overlays,
      epoch: consent.epoch,
      noticeVersion: consent.noticeVersion,
      noticeLocale: consent.noticeLocale,
    },
    scope: {
      hash: given.scopeHash,
      policyVersion: given.policy.version,
      policy: canonicalDigest(given.policy),
    },
    articles: {
      allowlistVersion: shelf.allowlistVersion,
      snapshot: heldSnapshot(shelf, given.selection).digest,
      allowed: allowed.length,
      of: shelf.synced,
      digest: listDigest(allowed),
    },
    fields: given.fields,
    recipient: given.recipient,
    capability: given.capability,
    code: rooms.codeVersion,
  }
}

export async function recordDecision(
  rooms: DecisionRooms,
  tx: DecisionRows,
  agent: Agent,
  given: Deciding,
): Promise<DecisionNote> {
  const { accountId, agentId } = agent
  const receipt = receiptOf(rooms, agent, given)
  const { text, hash, signature } = sealDecision(receipt, rooms.keys.checkpointKey)
  const auditIndex = await rooms.audit.append(tx, accountId, {
    type: 'gate.decided',
    actor: { kind: 'agent', ref: receipt.agent },
    object: { kind: 'ticket', ref: receipt.ticket },
    decision: receipt.decision === 'allow' ? 'allow' : 'refused',
    detail: {
      [receipt.about.kind]: receipt.about.ref,
      action: receipt.action,
      epoch: receipt.consent.epoch,
      ...(receipt.reasons.length === 0 ? {} : { reasons: receipt.reasons }),
      ...(receipt.capability === null ? {} : { capability: receipt.capability }),
      receipt: hash,
    },
  })
  if (given.scope !== null && (await tx.decidedScope(accountId, given.scopeHash)) === null)
    await tx.keepDecidedScope(accountId, given.scopeHash, canonicalFormOf(given.scope))
  const { digest, body } = heldSnapshot(given.shelf, given.selection)
  if (!(await tx.hasSnapshot(accountId, digest))) await tx.keepSnapshot(accountId, digest, body())
  await tx.addDecision(accountId, {
    decisionId: receipt.id,
    agentId,
    auditIndex,
    receipt: text,
    ticketRef: receipt.ticket,
    at: receipt.at,
    signature,
  })
  return { id: receipt.id, allowed: receipt.articles.allowed, of: receipt.articles.of }
}
