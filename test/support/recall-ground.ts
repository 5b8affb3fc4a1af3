/** A desk whose articles change under its drafts. */
import { expect } from 'chai'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { sweepReviews } from '../../server/articles/index.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import type { ArticleVersion } from '../../src/domain/article.ts'
import { ACCOUNT_ID, ADMIN, AGENT, type Harness } from './companion-harness.ts'
import { ALLOWED, ARTICLES } from './drafting-desk.ts'
import { openStoreOf } from './store-of.ts'

/** The sentence that the refund draft quotes, before and after: as long as each other, so offsets hold. */
export const QUOTED = 'The refund takes 5 working days and goes to the card that you paid with.'
export const REWORDED = QUOTED.replace('5 working', '7 working')

/** All articles, the refund one with other words. */
export function reworded(from: string, to: string): readonly ArticleVersion[] {
  return ARTICLES.map((article) =>
    article.articleId === 'refund' && article.locale === 'en-us'
      ? {
          ...article,
          passages: article.passages.map((passage) => ({
            ...passage,
            text: passage.text.replace(from, to),
          })),
        }
      : article,
  )
}

export const changeQuoted = (desk: Harness) => desk.sync(reworded('5 working', '7 working'))

export const takeDown = (desk: Harness) =>
  desk.sync(ARTICLES.filter(({ articleId }) => articleId !== 'refund'))

export const delist = (desk: Harness, version = 1) =>
  desk.api(ADMIN, 'PUT', '/console/allowlist', {
    version,
    selection: { ...ALLOWED, deny: [{ articleId: 'refund' }] },
  })

export const setReview = (desk: Harness, reviewBy: string | null, change: object = {}) =>
  desk.api(ADMIN, 'PUT', '/console/reviews', { kind: 'article', ref: 'refund', reviewBy, ...change })

/** What the companion does by itself every few minutes. */
export async function sweep(desk: Harness): Promise<number> {
  const store = await openStoreOf(desk.dataDir)
  try {
    const rooms = { world: desk.world, audit: createAuditLog(desk.world, openKeyring(desk.dataDir)) }
    return await store.transact((tx) => sweepReviews(rooms, tx, ACCOUNT_ID))
  } finally {
    await store.close()
  }
}

interface StoredRecall {
  readonly recall_id: string
  readonly cause: string
  readonly locale: string
  readonly from_version: string
  readonly to_version: string | null
  readonly drafts: number
  readonly quotes: readonly { before: string; fate: string; after: string | null }[]
}

export const recalls = (desk: Harness): readonly StoredRecall[] =>
  desk
    .rows('select * from recall order by recall_id')
    .map(({ quotes, ...row }) => ({ ...row, quotes: JSON.parse(String(quotes)) }) as StoredRecall)

/** @returns which permission it was. */
export async function insertAll(
  desk: Harness,
  draft: { id: string; sentences: readonly { id: string }[] },
): Promise<string> {
  const answer = await desk.api(AGENT, 'POST', `/drafts/${draft.id}/insertions`, {
    sentenceIds: draft.sentences.map(({ id }) => id),
    how: 'insert',
    lastCommentId: '501',
  })
  expect(answer.body.outcome).to.equal('allowed')
  return answer.body.allowedAt
}

export const reportSend = (desk: Harness, draftId: string, change: object = {}, as = AGENT) =>
  desk.api(as, 'POST', `/drafts/${draftId}/sends`, {
    sentences: 4,
    kept: 3,
    words: 40,
    distance: 6,
    ...change,
  })
