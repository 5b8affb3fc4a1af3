/** Citations of drafts, recalls, review dates, and what became of sent drafts. */
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema.ts'

export interface RecallTables {
  draftCitation: {
    accountId: string
    articleId: string
    locale: string
    versionHash: string
    draftId: string
  }
  draftQuote: {
    accountId: string
    articleId: string
    locale: string
    versionHash: string
    draftId: string
    passageId: string
    startAt: number
    endAt: number
  }
  draftSend: {
    accountId: string
    draftId: string
    sentAt: string
    sentences: number
    kept: number
    words: number
    distance: number
  }
  recall: {
    accountId: string
    recallId: string
    at: string
    cause: string
    articleId: string
    locale: string
    title: string
    url: string | null
    fromVersion: string
    toVersion: string | null
    drafts: number
    sent: number
    quotes: string
    handledAt: string | null
    handledBy: string | null
  }
  reviewDate: { accountId: string; kind: string; ref: string; reviewBy: string; changedAt: string }
  reviewSweep: { accountId: string; day: string }
}

const STATEMENTS: readonly string[] = [
  // The key begins with the version, so that "who quoted it" is one range of one index.
  `create table draft_citation (account_id text not null, article_id text not null, locale text not null,
     version_hash text not null, draft_id text not null,
     primary key (account_id, article_id, locale, version_hash, draft_id),
     foreign key (account_id, draft_id) references draft (account_id, draft_id) on delete cascade)`,
  `create index draft_citation_by_draft on draft_citation (account_id, draft_id)`,
  `create table draft_quote (account_id text not null, article_id text not null, locale text not null,
     version_hash text not null, draft_id text not null, passage_id text not null, start_at integer not null,
     end_at integer not null,
     primary key (account_id, article_id, locale, version_hash, draft_id, passage_id, start_at, end_at),
     foreign key (account_id, draft_id) references draft (account_id, draft_id) on delete cascade)`,
  `create index draft_quote_by_draft on draft_quote (account_id, draft_id)`,
  `create table draft_send (account_id text not null, draft_id text not null, sent_at text not null,
     sentences integer not null, kept integer not null, words integer not null, distance integer not null,
     primary key (account_id, draft_id),
     foreign key (account_id, draft_id) references draft (account_id, draft_id) on delete cascade)`,
  `create table recall (account_id text not null, recall_id text not null, at text not null,
     cause text not null, article_id text not null, locale text not null, title text not null, url text,
     from_version text not null, to_version text, drafts integer not null, sent integer not null,
     quotes text not null, handled_at text, handled_by text, primary key (account_id, recall_id))`,
  `create table review_date (account_id text not null, kind text not null, ref text not null,
     review_by text not null, changed_at text not null, primary key (account_id, kind, ref))`,
  `create table review_sweep (account_id text primary key, day text not null)`,
]

const AT_ONCE = 500

/** What drafts of before quoted is in their receipts: the versions, not the sentences. */
async function fillFromReceipts(db: Kysely<Tables>): Promise<void> {
  let last = { accountId: '', draftId: '' }
  for (;;) {
    const { accountId, draftId } = last
    const rows = await db
      .selectFrom('draft')
      .select(['accountId', 'draftId', 'receipt'])
      .where((eb) =>
        eb.or([
          eb('accountId', '>', accountId),
          eb.and([eb('accountId', '=', accountId), eb('draftId', '>', draftId)]),
        ]),
      )
      .where('receipt', 'is not', null)
      .orderBy('accountId')
      .orderBy('draftId')
      .limit(AT_ONCE)
      .execute()
    for (const row of rows) {
      // Written by `completeDraft` alone, from a typed receipt: the shape is ours.
      const { articles } = JSON.parse(row.receipt ?? '{"articles":[]}') as {
        articles: readonly { articleId: string; locale: string; versionHash: string }[]
      }
      for (const { articleId, locale, versionHash } of articles)
        await db
          .insertInto('draftCitation')
          .values({ accountId: row.accountId, draftId: row.draftId, articleId, locale, versionHash })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
    }
    const end = rows.at(-1)
    if (end === undefined) return
    last = end
  }
}

export async function recallTables(db: Kysely<Tables>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  await fillFromReceipts(db)
}
