/**
 * What the helpdesk has said about tickets and people, as registers: each keeps only the newest word of its
 * key, by the helpdesk's own time. So the facts are the same in whatever order their events came.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { UNFIT_REASONS, type UnfitReason } from '../../src/domain/refusal.ts'
import type { TicketRow, TicketRows } from './ticket-register.ts'

/**
 * Of a ticket: `named` (key: who was its requester), `handed_over` (its requester was changed), `created`,
 * `facets`, `hidden` (deleted, until restored), `gone` (for good), `merged` (key: into which ticket), and
 * `form_yes`, `form_no`, `minor` (key: whom the form was about), `unfit` (by the agent's session),
 * `own_question` (key: of whom an agent said that they ask for themselves). Of a person: `deleted`, `suspended`
 * (until it is lifted), `merged` (key: into whom), `refused` (key: what; not the helpdesk's word, but of a ticket that a
 * store came back without). Of staff: `staff_place` (what they are there, when it was last said).
 */
export const FACT_KINDS = [
  'named',
  'handed_over',
  'created',
  'facets',
  'hidden',
  'gone',
  'merged',
  'form_yes',
  'form_no',
  'minor',
  'deleted',
  'suspended',
  'unfit',
  'own_question',
  'staff_place',
  'refused',
] as const
export type FactKind = (typeof FACT_KINDS)[number]

export interface HelpdeskFact {
  /** `ticket/<id>`, `person/<keyed digest>` or `staff/<keyed digest>`. */
  readonly subject: string
  readonly kind: FactKind
  readonly key: string
  /** ISO 8601 with milliseconds, so that text order is time order. */
  readonly at: string
  /** Decides between two of the same moment. */
  readonly eventId: string
  readonly value: string
}

export interface FactRows extends TicketRows {
  /** Keeps the fact unless a newer one of its key is kept already. */
  keepFact(accountId: AccountId, fact: HelpdeskFact): Promise<void>
  factsOf(accountId: AccountId, subject: string): Promise<readonly HelpdeskFact[]>
  /** Facts of one kind that point at a ticket or a person. */
  factsAbout(accountId: AccountId, kind: FactKind, key: string): Promise<readonly HelpdeskFact[]>
  dropFacts(accountId: AccountId, subject: string, kind: FactKind): Promise<void>
  /** Tickets that are theirs, or on which something was said about them. */
  ticketsAbout(accountId: AccountId, requesterRefs: readonly string[]): Promise<readonly TicketRow[]>
}

export const ticketSubject = (ticketId: string): string => `ticket/${ticketId}`
export const personSubject = (digest: string): string => `person/${digest}`

/** Newest first: by time, then by event. */
export function newestOf<Fact extends Pick<HelpdeskFact, 'at' | 'eventId'>>(
  facts: readonly Fact[],
): Fact | undefined {
  return facts.reduce<Fact | undefined>(
    (newest, fact) =>
      newest === undefined || fact.at > newest.at || (fact.at === newest.at && fact.eventId > newest.eventId)
        ? fact
        : newest,
    undefined,
  )
}

/** Where a ticket stands in the helpdesk, as far as it matters to drafting. */
export interface TicketStanding {
  /** Number of the ticket that it was merged into. */
  readonly mergedInto: string | null
  /** In the helpdesk's bin, or gone for good. */
  readonly deleted: boolean
  /** Why its requester is not who wrote it, as the agent's session says. */
  readonly unfit: readonly UnfitReason[]
}

/** As the agent's session told them last, before anybody looked. */
export function unfitSigns(facts: readonly HelpdeskFact[]): readonly UnfitReason[] {
  const told = (facts.find(({ kind }) => kind === 'unfit')?.value ?? '').split(' ')
  return UNFIT_REASONS.filter((why) => told.includes(why))
}

/**
 * The same with what the helpdesk's own events say of the requester: that they are suspended holds until an event
 * lifts it, and one that lifts it wins over what a session had said before.
 */
export async function readUnfit(
  tx: Pick<FactRows, 'factsOf' | 'requesterByRef'>,
  accountId: AccountId,
  { requesterRef }: Pick<TicketRow, 'requesterRef'>,
  ofTicket: readonly HelpdeskFact[],
): Promise<readonly UnfitReason[]> {
  const signs = unfitSigns(ofTicket)
  const digest = (await tx.requesterByRef(accountId, requesterRef))?.digest ?? ''
  const word = (await tx.factsOf(accountId, personSubject(digest))).find(({ kind }) => kind === 'suspended')
  if (word === undefined) return signs
  const said = ofTicket.find(({ kind }) => kind === 'unfit')?.at ?? ''
  const suspended = word.value === 'yes' || (signs.includes('suspended') && said > word.at)
  return UNFIT_REASONS.filter((why) => (why === 'suspended' ? suspended : signs.includes(why)))
}

export async function readStanding(
  tx: Pick<FactRows, 'factsOf' | 'requesterByRef'>,
  accountId: AccountId,
  ticket: Pick<TicketRow, 'ticketId' | 'requesterRef'>,
): Promise<TicketStanding> {
  const { ticketId, requesterRef } = ticket
  const facts = await tx.factsOf(accountId, ticketSubject(ticketId))
  const signs = await readUnfit(tx, accountId, ticket, facts)
  const own = facts.some(({ kind, key }) => kind === 'own_question' && key === requesterRef)
  return {
    mergedInto: newestOf(facts.filter(({ kind }) => kind === 'merged'))?.key ?? null,
    unfit: signs.filter((why) => !(own && why === 'forwarded')),
    deleted: facts.some(({ kind, value }) => kind === 'gone' || (kind === 'hidden' && value === 'yes')),
  }
}

/** Whether both are records of one person, as the helpdesk has joined them. */
export async function isSamePerson(
  tx: Pick<FactRows, 'factsOf' | 'factsAbout'>,
  accountId: AccountId,
  one: string,
  other: string,
): Promise<boolean> {
  return (await recordsOfPerson(tx, accountId, one, other)).has(other)
}

/** References of every stored record of the person, the given one first. */
export async function refsOfPerson(
  tx: Pick<FactRows, 'factsOf' | 'factsAbout' | 'requesterByDigest'>,
  accountId: AccountId,
  { requesterRef, digest }: { readonly requesterRef: string; readonly digest: string },
): Promise<readonly string[]> {
  const refs = [requesterRef]
  for (const each of [...(await recordsOfPerson(tx, accountId, digest))].sort()) {
    const row = each === digest ? null : await tx.requesterByDigest(accountId, each)
    if (row !== null && !refs.includes(row.requesterRef)) refs.push(row.requesterRef)
  }
  return refs
}

/** Digests of every record that the helpdesk has joined with this one, and its own; looks no further than `until`. */
export async function recordsOfPerson(
  tx: Pick<FactRows, 'factsOf' | 'factsAbout'>,
  accountId: AccountId,
  one: string,
  until?: string,
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  const waiting = [one]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    if (next === until) break
    const into = (await tx.factsOf(accountId, personSubject(next))).filter(({ kind }) => kind === 'merged')
    const from = await tx.factsAbout(accountId, 'merged', next)
    const people = from
      .map(({ subject }) => subject)
      .filter((subject) => subject.startsWith(personSubject('')))
    waiting.push(
      ...into.map(({ key }) => key),
      ...people.map((subject) => subject.slice(personSubject('').length)),
    )
  }
  return seen
}
