/** Why a draft was allowed, from what it was made and what left, tied to its audit entry by a hash. */
import { createHash } from 'node:crypto'
import type { DraftOrder } from '../../src/domain/api.ts'
import type { Receipt } from '../../src/domain/draft.ts'
import { thresholdOf } from '../../src/domain/refusal-threshold.ts'
import { canonicalJson } from '../audit/index.ts'
import type { Admitted } from './admission.ts'
import type { VerifiedReply } from './composition.ts'

/** What the entry vouches for: all of it but the entry's own number, which is not known before. */
export type ReceiptBody = Omit<Receipt, 'auditIndex'>

export function receiptBody(
  order: DraftOrder,
  admitted: Admitted,
  reply: VerifiedReply,
  createdAt: string,
): ReceiptBody {
  const articles = new Map(
    reply.passages.map(({ articleId, locale, versionHash }) => [
      `${articleId} ${locale}`,
      { articleId, locale, versionHash },
    ]),
  )
  const { state } = admitted.facts.consent
  return {
    draftId: order.draftId,
    createdAt,
    consent: { status: state.status, epoch: state.epoch, noticeVersion: state.noticeVersion },
    // Of the ticket's own scope, also where the agent chose less than it permits.
    scopeHash: admitted.allow.scopeHash,
    allowlistVersion: admitted.facts.shelf.allowlistVersion,
    // What is worded anew was found before.
    ...(order.rewrite === undefined ? foundBy(admitted) : {}),
    ...(reply.dense === undefined ? {} : { dense: reply.dense }),
    articles: [...articles.values()],
    fieldsSent: admitted.fieldsSent,
    replaced: reply.replaced,
    drafter: reply.madeBy,
    requesterIdentity: admitted.facts.ticket.identity,
    verdicts: { verified: reply.sentences.length, dropped: reply.dropped, sentences: reply.verdicts },
    egress: reply.egress,
    rewrite: order.rewrite === undefined ? null : { of: order.rewrite.of, how: order.rewrite.how },
    decisions: [admitted.decision, ...reply.decided],
    aiGenerated: true,
  }
}

function foundBy({ facts }: Admitted): Pick<ReceiptBody, 'threshold' | 'prior'> {
  const { prior } = facts.shelf
  return { threshold: thresholdOf(facts.policy), ...(prior === null ? {} : { prior: prior.version }) }
}

/** SHA-256 (hex) of the canonical form (RFC 8785), without `auditIndex`: what the `draft.made` entry names. */
export function receiptHash(receipt: object): string {
  const body = Object.fromEntries(Object.entries(receipt).filter(([key]) => key !== 'auditIndex'))
  return createHash('sha256').update(canonicalJson(body)).digest('hex')
}
