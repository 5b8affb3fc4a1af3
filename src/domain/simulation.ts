/** Drafting over past tickets with every effect off: what is counted of it, and what a scope may require of it. Pure. */
import type { RefusalReason } from './refusal.ts'
import { answeredAtEach } from './refusal-threshold.ts'

/** What an admin may look at past tickets for. */
export const SIMULATION_PURPOSES = ['before_go_live', 'scope_change', 'threshold', 'provider_choice'] as const
export type SimulationPurpose = (typeof SIMULATION_PURPOSES)[number]

export const SIMULATION_SOURCES = ['helpdesk', 'file'] as const
export type SimulationSource = (typeof SIMULATION_SOURCES)[number]

export const SIMULATION_STATUSES = ['running', 'paused', 'finished', 'cancelled'] as const
export type SimulationStatus = (typeof SIMULATION_STATUSES)[number]

/** `partly`: at least one of the ticket's questions is answered and at least one is not. */
export const SIMULATED_OUTCOMES = ['answered', 'partly', 'refused', 'skipped'] as const
export type SimulatedOutcome = (typeof SIMULATED_OUTCOMES)[number]

/** Why a ticket is not looked at: the person's word first, then what is missing. */
export const SKIP_REASONS = ['erased', 'objected', 'restricted', 'minor_hold', 'said_no', 'no_text'] as const
export type SkipReason = (typeof SKIP_REASONS)[number]

/** Facts are numbers with their units, links, names of things and steps. */
export interface KeptFacts {
  /** In the reply that was sent. */
  readonly sent: number
  /** Of these, in the draft too. */
  readonly kept: number
  readonly drafted: number
  /** In the draft and not in the sent reply. */
  readonly absent: number
  /** Of these, a number where the sent reply has another one for the same thing. */
  readonly contradicted: number
  /** 0…1: words that both have, beside the facts. */
  readonly overlap: number
}

export interface SimulatedArticle {
  readonly articleId: string
  readonly locale: string
}

/** Everything that is kept of one ticket: no word of it, no number of it. */
export interface SimulatedTicket {
  /** Keyed digest of the ticket's number: the same ticket has the same one in every run of the account. */
  readonly ticketDigest: string
  readonly outcome: SimulatedOutcome
  readonly reasons: readonly (RefusalReason | SkipReason)[]
  readonly locale: string | null
  readonly articles: readonly SimulatedArticle[]
  /** How surely the best question is answered; `null` where no threshold would let it. */
  readonly probability: number | null
  /** `null`: there is no draft, or no reply to hold it against. */
  readonly facts: KeptFacts | null
  /** Characters that a model would be asked with, and would answer; 0 where none would be asked. */
  readonly charsIn: number
  readonly charsOut: number
}

export interface ArticleTally extends SimulatedArticle {
  /** Tickets that it carries a draft of. */
  readonly tickets: number
  readonly compared: number
  /** 0…1 of the sent facts of these tickets; `null` where there was none. */
  readonly keptShare: number | null
}

export interface SimulationResult {
  readonly tickets: number
  readonly outcomes: Readonly<Record<SimulatedOutcome, number>>
  /** Of refused tickets; one may have several. Most frequent first. */
  readonly refusals: readonly { readonly reason: string; readonly tickets: number }[]
  readonly skips: readonly { readonly reason: string; readonly tickets: number }[]
  readonly locales: readonly {
    readonly locale: string
    readonly tickets: number
    readonly answered: number
  }[]
  readonly articles: readonly ArticleTally[]
  /** Sums over the tickets that could be compared. */
  readonly facts: Omit<KeptFacts, 'overlap'>
  readonly compared: number
  /** Mean of the compared tickets; `null` where there is none. */
  readonly overlap: number | null
  /** How many tickets would be answered at a threshold of 0.00, 0.01 … 1.00. */
  readonly answeredAt: readonly number[]
  /** Requests that a model would get, and the characters of both ways. */
  readonly modelRequests: number
  readonly charsIn: number
  readonly charsOut: number
  /** Bytes of tickets that left for a provider. A simulation sends nothing. */
  readonly bytesLeft: 0
}

const counted = (words: readonly string[]) => {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
}
const tally = (words: readonly string[]) => counted(words).map(([reason, tickets]) => ({ reason, tickets }))

const isDrafted = ({ outcome }: Pick<SimulatedTicket, 'outcome'>) =>
  outcome === 'answered' || outcome === 'partly'

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

function articleTallies(tickets: readonly SimulatedTicket[]): readonly ArticleTally[] {
  const byArticle = new Map<string, { at: SimulatedArticle; tickets: SimulatedTicket[] }>()
  for (const ticket of tickets)
    for (const at of ticket.articles) {
      const key = `${at.articleId} ${at.locale}`
      const held = byArticle.get(key) ?? { at, tickets: [] }
      held.tickets.push(ticket)
      byArticle.set(key, held)
    }
  return [...byArticle.values()]
    .map(({ at, tickets: own }) => {
      const facts = own.flatMap((ticket) => ticket.facts ?? [])
      return { ...at, tickets: own.length, compared: facts.length, keptShare: keptShareOf(factSums(facts)) }
    })
    .toSorted((a, b) => b.tickets - a.tickets || (a.articleId + a.locale < b.articleId + b.locale ? -1 : 1))
}

function factSums(facts: readonly KeptFacts[]): SimulationResult['facts'] {
  return {
    sent: sum(facts.map(({ sent }) => sent)),
    kept: sum(facts.map(({ kept }) => kept)),
    drafted: sum(facts.map(({ drafted }) => drafted)),
    absent: sum(facts.map(({ absent }) => absent)),
    contradicted: sum(facts.map(({ contradicted }) => contradicted)),
  }
}

const share = (part: number, of: number) => (of === 0 ? null : part / of)

/** `null` where no reply held a fact. */
export function keptShareOf({ kept, sent }: Pick<KeptFacts, 'kept' | 'sent'>): number | null {
  return share(kept, sent)
}

/** Of the facts of the drafts: what an agent would have to put right. */
export function contradictedShareOf({
  contradicted,
  drafted,
}: Pick<KeptFacts, 'contradicted' | 'drafted'>): number | null {
  return share(contradicted, drafted)
}

/** Skipped tickets were not looked at: they count for nothing. */
export function answeredShareOf({ outcomes }: Pick<SimulationResult, 'outcomes'>): number | null {
  const { answered, partly, refused } = outcomes
  return share(answered + partly, answered + partly + refused)
}

export function simulationResult(tickets: readonly SimulatedTicket[]): SimulationResult {
  const of = (outcome: SimulatedOutcome) => tickets.filter((ticket) => ticket.outcome === outcome)
  const drafted = tickets.filter(isDrafted)
  const facts = tickets.flatMap((ticket) => ticket.facts ?? [])
  const overlaps = facts.map(({ overlap }) => overlap)
  const looked = tickets.filter(({ outcome }) => outcome !== 'skipped')
  return {
    tickets: tickets.length,
    outcomes: {
      answered: of('answered').length,
      partly: of('partly').length,
      refused: of('refused').length,
      skipped: of('skipped').length,
    },
    refusals: tally(of('refused').flatMap(({ reasons }) => reasons)),
    skips: tally(of('skipped').flatMap(({ reasons }) => reasons)),
    locales: counted(looked.flatMap(({ locale }) => locale ?? [])).map(([locale, count]) => ({
      locale,
      tickets: count,
      answered: drafted.filter((ticket) => ticket.locale === locale).length,
    })),
    articles: articleTallies(drafted),
    facts: factSums(facts),
    compared: facts.length,
    overlap: overlaps.length === 0 ? null : sum(overlaps) / overlaps.length,
    answeredAt: answeredAtEach(looked.flatMap(({ probability }) => probability ?? [])),
    modelRequests: looked.filter(({ charsIn }) => charsIn > 0).length,
    charsIn: sum(looked.map(({ charsIn }) => charsIn)),
    charsOut: sum(looked.map(({ charsOut }) => charsOut)),
    bytesLeft: 0,
  }
}

/** What a scope may require before anything is drafted under its newest version. */
export interface SimulationRequirement {
  readonly minTickets: number
  /** 0…1, of the tickets that were looked at. */
  readonly minAnsweredShare: number
  /** 0…1 of the facts of sent replies; absent: not asked. */
  readonly minKeptShare?: number
  /** 0…1 of the facts of drafts; absent: not asked. */
  readonly maxContradictedShare?: number
}

export const SIMULATION_CHECKS = ['tickets', 'answered', 'kept', 'contradicted', 'stopped'] as const
export type SimulationCheck = (typeof SIMULATION_CHECKS)[number]

/** What a run falls short of; empty: it passes. What could not be measured is not met. */
export function shortfalls(
  result: SimulationResult,
  requirement: SimulationRequirement,
): readonly SimulationCheck[] {
  const { minTickets, minAnsweredShare, minKeptShare, maxContradictedShare } = requirement
  const { answered, partly, refused } = result.outcomes
  const kept = keptShareOf(result.facts)
  const contradicted = contradictedShareOf(result.facts)
  const missed: Readonly<Record<SimulationCheck, boolean>> = {
    tickets: answered + partly + refused < minTickets,
    answered: (answeredShareOf(result) ?? 0) < minAnsweredShare,
    kept: minKeptShare !== undefined && (kept === null || kept < minKeptShare),
    contradicted:
      maxContradictedShare !== undefined && (contradicted === null || contradicted > maxContradictedShare),
    // What a stop refused says nothing of the scope.
    stopped: result.refusals.some(({ reason }) => reason === 'KILL_SWITCH_ON'),
  }
  return SIMULATION_CHECKS.filter((check) => missed[check])
}

/** Without a requirement a run passes when it looked at anything at all. */
export function passes(result: SimulationResult, requirement: SimulationRequirement | undefined): boolean {
  return shortfalls(result, requirement ?? { minTickets: 1, minAnsweredShare: 0 }).length === 0
}

/** True when `after` asks at least what `before` asked. */
export function requiresAsMuch(
  after: SimulationRequirement | undefined,
  before: SimulationRequirement | undefined,
): boolean {
  if (before === undefined) return true
  if (after === undefined) return false
  const least = (is: number | undefined, was: number | undefined) =>
    was === undefined || (is !== undefined && is >= was)
  const most = (is: number | undefined, was: number | undefined) =>
    was === undefined || (is !== undefined && is <= was)
  return (
    after.minTickets >= before.minTickets &&
    after.minAnsweredShare >= before.minAnsweredShare &&
    least(after.minKeptShare, before.minKeptShare) &&
    most(after.maxContradictedShare, before.maxContradictedShare)
  )
}

/** What changed for one ticket from one run to another. */
export const TICKET_CHANGES = ['lost', 'gained', 'moved', 'other_reason', 'same'] as const
export type TicketChange = (typeof TICKET_CHANGES)[number]

export interface ComparedExample {
  readonly change: Exclude<TicketChange, 'same'>
  readonly locale: string | null
  readonly before: { readonly reasons: readonly string[]; readonly articles: readonly SimulatedArticle[] }
  readonly after: ComparedExample['before']
}

export interface SimulationComparison {
  /** Tickets that both runs looked at; the rest says nothing of a change. */
  readonly both: number
  readonly onlyBefore: number
  readonly onlyAfter: number
  readonly changes: Readonly<Record<TicketChange, number>>
  readonly reasons: readonly { readonly reason: string; readonly before: number; readonly after: number }[]
  readonly articles: readonly (SimulatedArticle & { readonly before: number; readonly after: number })[]
  readonly before: SimulationResult
  readonly after: SimulationResult
  /** A few of each kind, without anything that points at a ticket. */
  readonly examples: readonly ComparedExample[]
}

const EXAMPLES_OF_EACH = 5
const articleKey = ({ articleId, locale }: SimulatedArticle) => `${articleId} ${locale}`

function changeOf(before: SimulatedTicket, after: SimulatedTicket): TicketChange {
  if (isDrafted(before) && !isDrafted(after)) return 'lost'
  if (!isDrafted(before) && isDrafted(after)) return 'gained'
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.toSorted().every((one, at) => one === b.toSorted()[at])
  if (isDrafted(before))
    return same(before.articles.map(articleKey), after.articles.map(articleKey)) ? 'same' : 'moved'
  return same(before.reasons, after.reasons) ? 'same' : 'other_reason'
}

function sideBySide(before: readonly string[], after: readonly string[]) {
  const [was, is] = [new Map(counted(before)), new Map(counted(after))]
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  const size = (key: string) => (was.get(key) ?? 0) + (is.get(key) ?? 0)
  return keys
    .toSorted((a, b) => size(b) - size(a) || (a < b ? -1 : 1))
    .map((key) => ({ key, before: was.get(key) ?? 0, after: is.get(key) ?? 0 }))
}

export function compareSimulations(
  before: readonly SimulatedTicket[],
  after: readonly SimulatedTicket[],
): SimulationComparison {
  const looked = (tickets: readonly SimulatedTicket[]) =>
    new Map(
      tickets.flatMap((ticket) =>
        ticket.outcome === 'skipped' ? [] : [[ticket.ticketDigest, ticket] as const],
      ),
    )
  const [was, is] = [looked(before), looked(after)]
  const pairs = [...was].flatMap(([digest, one]) => {
    const other = is.get(digest)
    return other === undefined ? [] : [{ before: one, after: other, change: changeOf(one, other) }]
  })
  const count = (change: TicketChange) => pairs.filter((pair) => pair.change === change).length
  const [olds, news] = [pairs.map((pair) => pair.before), pairs.map((pair) => pair.after)]
  const refusals = (tickets: readonly SimulatedTicket[]) =>
    tickets.flatMap(({ outcome, reasons }) => (outcome === 'refused' ? reasons : []))
  const carriers = (tickets: readonly SimulatedTicket[]) =>
    tickets.flatMap((ticket) => (isDrafted(ticket) ? ticket.articles.map(articleKey) : []))
  const told = ({ reasons, articles }: SimulatedTicket) => ({ reasons, articles })
  return {
    both: pairs.length,
    onlyBefore: was.size - pairs.length,
    onlyAfter: is.size - pairs.length,
    changes: {
      lost: count('lost'),
      gained: count('gained'),
      moved: count('moved'),
      other_reason: count('other_reason'),
      same: count('same'),
    },
    reasons: sideBySide(refusals(olds), refusals(news)).map(({ key, ...counts }) => ({
      reason: key,
      ...counts,
    })),
    articles: sideBySide(carriers(olds), carriers(news)).map(({ key, ...counts }) => {
      const cut = key.lastIndexOf(' ')
      return { articleId: key.slice(0, cut), locale: key.slice(cut + 1), ...counts }
    }),
    before: simulationResult(olds),
    after: simulationResult(news),
    examples: TICKET_CHANGES.flatMap((kind) =>
      kind === 'same'
        ? []
        : pairs
            .filter(({ change }) => change === kind)
            .slice(0, EXAMPLES_OF_EACH)
            .map((pair) => ({
              change: kind,
              locale: pair.after.locale,
              before: told(pair.before),
              after: told(pair.after),
            })),
    ),
  }
}

/** Prices change without us: an admin types what their contract says. */
export interface ModelPrice {
  /** For a million tokens, in any one currency. */
  readonly inPerMillion: number
  readonly outPerMillion: number
  readonly secondsPerDraft: number
}

/** Of Latin scripts; other scripts take more. */
export const CHARS_PER_TOKEN = 4

export interface SimulationEstimate {
  readonly tokensIn: number
  readonly tokensOut: number
  readonly cost: number
  readonly seconds: number
}

/** What the same tickets would have cost, and how long they would have taken one after another. */
export function estimateOf(
  { charsIn, charsOut, modelRequests }: Pick<SimulationResult, 'charsIn' | 'charsOut' | 'modelRequests'>,
  { inPerMillion, outPerMillion, secondsPerDraft }: ModelPrice,
): SimulationEstimate {
  const tokensIn = Math.ceil(charsIn / CHARS_PER_TOKEN)
  const tokensOut = Math.ceil(charsOut / CHARS_PER_TOKEN)
  return {
    tokensIn,
    tokensOut,
    cost: (tokensIn * inPerMillion + tokensOut * outPerMillion) / 1_000_000,
    seconds: modelRequests * secondsPerDraft,
  }
}
