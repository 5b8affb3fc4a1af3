/** A report over a span: people's work from closed blocks alone, and what concerns no agent from the whole span. */
import type { AccountId } from '../../src/domain/account.ts'
import { sumFunnels } from '../../src/domain/consent-blocks.ts'
import type { ConsentEventKind } from '../../src/domain/consent-event.ts'
import { addDays } from '../../src/domain/due-dates.ts'
import type {
  ConsentFunnel,
  ProviderShare,
  ReportView,
  TimeView,
  WeekState,
  WorkView,
} from '../../src/domain/report-api.ts'
import {
  answers,
  FEWEST_PEOPLE,
  OTHERS,
  piecesFor,
  type ReportBlock,
  type ReportFilter,
  type ReportPiece,
  SPLITS,
  sumCounts,
} from '../../src/domain/report-blocks.ts'
import { quantile, sumNumbers, type Times } from '../../src/domain/report-numbers.ts'
import { type ReportSpan, weekOf, weeksWithin } from '../../src/domain/report-weeks.ts'
import { readSpend } from '../budget/index.ts'
import { entriesOf, spanOf } from '../evidence/index.ts'
import type { ReportRooms } from './rooms.ts'
import { readStale } from './stale.ts'

const P50 = 0.5
const P95 = 0.95
const SUNDAY = 6
const MOST_ARTICLES = 20

const bounded = (seconds: number | null) => (seconds !== null && Number.isFinite(seconds) ? seconds : null)

function timeView(times: Times): TimeView {
  return {
    p50: bounded(quantile(times, P50)),
    p95: bounded(quantile(times, P95)),
    count: times.reduce((sum, count) => sum + count, 0),
  }
}

async function workOf(
  rooms: ReportRooms,
  accountId: AccountId,
  pieces: readonly ReportPiece[],
): Promise<WorkView> {
  const { made, waited, untilInsert, ...counts } = sumNumbers(pieces.map(({ numbers }) => numbers))
  const most = (all: Readonly<Record<string, number>>) =>
    Object.entries(all).toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const articles = most(sumCounts(pieces.map((piece) => piece.articles)))
    .filter(([articleId]) => articleId !== OTHERS)
    .slice(0, MOST_ARTICLES)
  const titles = new Map(
    (
      await rooms.transact((tx) =>
        tx.articleTitles(
          accountId,
          articles.map(([articleId]) => articleId),
        ),
      )
    ).map((one) => [one.articleId, one]),
  )
  return {
    ...counts,
    made: timeView(made),
    waited: timeView(waited),
    untilInsert: timeView(untilInsert),
    reasons: most(sumCounts(pieces.map(({ reasons }) => reasons))).map(([reason, count]) => ({
      reason,
      count,
    })),
    articles: articles.map(([articleId, drafts]) => ({
      articleId,
      title: titles.get(articleId)?.title ?? null,
      url: titles.get(articleId)?.url ?? null,
      drafts,
    })),
  }
}

function stateOf(
  week: string,
  given: {
    readonly blocks: readonly ReportBlock[]
    readonly span: ReportSpan
    readonly filter: ReportFilter
    readonly thisWeek: string
  },
): WeekState {
  if (week >= given.thisWeek) return 'running'
  const block = given.blocks.find(({ first, last }) => first <= week && week <= last)
  if (block === undefined) return 'too_few'
  if (!isWithin(block, given.span)) return 'beyond'
  return answers(block, given.filter) ? 'told' : 'not_split'
}

function isWithin({ first, last }: Pick<ReportBlock, 'first' | 'last'>, { from, to }: ReportSpan): boolean {
  return from <= first && addDays(last, SUNDAY) <= to
}

/** Of requesters and of the account as a whole: nothing here is about an agent. */
async function readWhole(
  rooms: ReportRooms,
  accountId: AccountId,
  span: ReportSpan,
): Promise<{ consent: Omit<ConsentFunnel, 'basis'>; providers: readonly ProviderShare[] }> {
  const events = new Map<string, number>()
  const bytes = new Map<string, number>()
  const log = await rooms.transact((tx) => spanOf(tx, accountId, span))
  for await (const { entry } of entriesOf(rooms.transact, accountId, log)) {
    const { event, provider, bytes: sent } = entry?.detail ?? {}
    if (entry?.type === 'consent.changed' && typeof event === 'string')
      events.set(event, (events.get(event) ?? 0) + 1)
    if (entry?.type === 'egress.sent' && typeof provider === 'string' && typeof sent === 'number')
      bytes.set(provider, (bytes.get(provider) ?? 0) + sent)
  }
  const count = (...kinds: readonly ConsentEventKind[]) =>
    kinds.reduce((sum, kind) => sum + (events.get(kind) ?? 0), 0)
  const granted = count('grant', 'confirm_grant', 'carry_over')
  return {
    consent: {
      asked: count('request'),
      answered: granted + count('deny'),
      granted,
      denied: count('deny'),
      withdrawn: count('withdraw'),
      expired: count('expire'),
      onOtherBasis: count('set_basis'),
    },
    providers: [...bytes].map(([provider, bytesOut]) => ({ provider, bytesOut })),
  }
}

export async function readReport(
  rooms: ReportRooms,
  accountId: AccountId,
  span: ReportSpan,
  filter: ReportFilter,
): Promise<ReportView> {
  const blocks = await rooms.transact((tx) => tx.reportBlocks(accountId, span))
  const thisWeek = weekOf(rooms.world.now().toISOString().slice(0, 10))
  const within = blocks.filter((block) => isWithin(block, span))
  const told = within.filter((block) => answers(block, filter))
  const pieces = told.flatMap((block) => piecesFor(block, filter))
  const named = within.flatMap((block) => block.pieces)
  const names = (pick: (piece: ReportPiece) => string | null) =>
    [...new Set(named.flatMap((piece) => pick(piece) ?? []))].sort()
  const { consent, providers } = await readWhole(rooms, accountId, span)
  const facts = await rooms.transact(async (tx) => ({
    coverageGaps: await tx.coverageGapsBetween(accountId, span),
    recalls: await tx.recallsBetween(accountId, span),
    basis: await tx.legalBasisName(accountId),
    spend: await readSpend(rooms, tx, accountId, span.from.slice(0, 7), span.to.slice(0, 7)),
  }))
  const funnels = (await rooms.transact((tx) => tx.consentBlocks(accountId, span))).filter((block) =>
    isWithin(block, span),
  )
  return {
    ...span,
    ...filter,
    fewestPeople: FEWEST_PEOPLE,
    weeks: weeksWithin(span).map((week) => ({
      week,
      state: stateOf(week, { blocks, span, filter, thisWeek }),
    })),
    work: told.length === 0 ? null : await workOf(rooms, accountId, pieces),
    split: SPLITS.find((split) => within.some((block) => block.split === split)) ?? 'none',
    brands: names(({ brand }) => brand),
    locales: names(({ locale }) => locale),
    consent: { ...consent, basis: facts.basis },
    providers,
    spend: facts.spend,
    coverageGaps: facts.coverageGaps,
    recalls: facts.recalls.recalls,
    recalledSent: facts.recalls.sent,
    consentByBasis: funnels.length === 0 ? null : sumFunnels(funnels),
    staleArticles: told.length === 0 ? null : await readStale(rooms, accountId, told, { span, filter }),
  }
}
