/** Whether what an agent's draft quotes may still be quoted: asked by a sidebar that has it open. */
import type { Agent } from '../../src/domain/account.ts'
import { barOf, isAllowed } from '../../src/domain/allowlist.ts'
import {
  causeOf,
  fateOf,
  type QuoteSpan,
  spansOf,
  type VersionKey,
  worstFate,
} from '../../src/domain/recall.ts'
import type { DraftStanding, RecalledArticle, RecalledSentence } from '../../src/domain/recall-api.ts'
import { dayOf } from '../../src/domain/review.ts'
import type { Scope } from '../../src/domain/scope.ts'
import { inScope } from '../../src/domain/scope-resolution.ts'
import { openContent } from './draft-store.ts'
import { ownDraft } from './draft-use.ts'
import type { DraftContent, DraftingRooms, DraftRows } from './rooms.ts'
import { readTicketFacts } from './ticket-desk.ts'
import { citationsOf } from './verified-reply.ts'

interface Recalled extends RecalledArticle {
  readonly version: VersionKey
  /** The sentences that stand there now. */
  readonly present: readonly string[]
  readonly spans: readonly QuoteSpan[]
}

async function recalledFrom(
  rooms: DraftingRooms,
  tx: DraftRows,
  accountId: string,
  draftId: string,
  given: { version: VersionKey; scope: Scope | null; content: DraftContent | null },
): Promise<Recalled | null> {
  const { version, scope, content } = given
  const { articleId, locale } = version
  const now = await tx.articleVersion(accountId, articleId, locale)
  const header = now === null ? undefined : { ...now, passageCount: now.passages.length }
  const { selection } = await tx.currentAllowlist(accountId)
  const standing =
    header === undefined
      ? undefined
      : {
          ...header,
          bar: barOf(header, dayOf(rooms.world.now())),
          allowed: isAllowed(header, selection) && scope !== null && inScope(header, scope),
        }
  const cause = causeOf(version.versionHash, standing)
  if (cause === null) return null
  const quoted = content?.passages.find((at) => at.articleId === articleId && at.locale === locale)
  return {
    version,
    articleId,
    locale,
    title: quoted?.title ?? now?.title ?? articleId,
    url: now?.url ?? quoted?.url ?? null,
    cause,
    present: (now?.passages ?? []).flatMap(({ text, sentences }) =>
      sentences.map(({ start, end }) => text.slice(start, end)),
    ),
    spans: await tx.quotesByDraft(accountId, version, [draftId]),
  }
}

/** The whole sentences that a draft's sentence quotes from a recalled article, and what became of them. */
function sentenceFates(content: DraftContent, recalled: readonly Recalled[]): readonly RecalledSentence[] {
  return content.sentences.flatMap((sentence) => {
    const fates = citationsOf(sentence).flatMap((at) => {
      const from = recalled.find(
        ({ articleId, locale }) => articleId === at.articleId && locale === at.locale,
      )
      const passage = content.passages.find(
        (held) =>
          held.articleId === at.articleId && held.locale === at.locale && held.passageId === at.passageId,
      )
      if (from === undefined || passage === undefined) return []
      const sentences = from.spans
        .filter(({ passageId }) => passageId === at.passageId)
        .map(({ startAt: start, endAt: end }) => ({ start, end }))
      return spansOf({ ...passage, sentences }, at.quote).map(({ startAt, endAt }) => {
        const { fate, after } = fateOf(passage.text.slice(startAt, endAt), from.present)
        // What may no longer be quoted is not shown as the new wording either.
        return { fate, now: from.cause === 'changed' ? after : null }
      })
    })
    const fate = worstFate(fates.map((one) => one.fate))
    if (fate === null) return []
    return [{ id: sentence.id, fate, now: fates.find(({ now }) => now !== null)?.now ?? null }]
  })
}

/** @throws Fault `NOT_FOUND` for a draft of another agent. */
export async function readDraftStanding(
  rooms: DraftingRooms,
  agent: Agent,
  draftId: string,
): Promise<DraftStanding> {
  return rooms.transact(async (tx) => {
    const { accountId } = agent
    const draft = await ownDraft(tx, agent, draftId)
    if (draft.withdrawnFor === 'record_corrected') return { standing: 'corrected' }
    const ticket = await tx.ticketByRef(accountId, draft.ticketRef)
    if (ticket === null || draft.receipt === null) return { standing: 'current' }
    const { scope } = await readTicketFacts(rooms, tx, agent, ticket)
    const content = await openContent(rooms, tx, accountId, draft)
    const recalled: Recalled[] = []
    for (const version of draft.receipt.articles) {
      const found = await recalledFrom(rooms, tx, accountId, draftId, { version, scope, content })
      if (found !== null) recalled.push(found)
    }
    if (recalled.length === 0) return { standing: 'current' }
    return {
      standing: 'recalled',
      articles: recalled.map(({ articleId, locale, title, url, cause }) => ({
        articleId,
        locale,
        title,
        url,
        cause,
      })),
      sentences: content === null ? [] : sentenceFates(content, recalled),
    }
  })
}
