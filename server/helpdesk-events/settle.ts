/** Brings a ticket to what the facts want: its requester, and what their consent can be at most. */

import type { ConsentEventKind } from '../../src/domain/consent-event.ts'
import { isLanguageOf } from '../../src/domain/notice-language.ts'
import { noBasesOf, type StoredConsentEvent } from '../consent/index.ts'
import {
  type HelpdeskFact,
  localesOf,
  newestOf,
  noteTicket,
  type TicketRow,
  ticketSubject,
} from '../tickets/index.ts'
import { bring } from './bring.ts'
import { type Person, personBehind } from './persons.ts'
import type { EventRows, SettleRooms } from './rooms.ts'
import { type Said, type Source, wantedWord } from './wanted-word.ts'

/** The helpdesk's times end at whole seconds, ours do not: what fell into the same second is not trusted. */
const SECOND_MS = 1_000

interface Ledger {
  readonly ticket: TicketRow | null
  readonly facts: readonly HelpdeskFact[]
  readonly events: readonly StoredConsentEvent[]
}

async function readLedger(tx: EventRows, accountId: string, ticketId: string): Promise<Ledger> {
  const ticket = await tx.ticketById(accountId, ticketId)
  return {
    ticket,
    facts: await tx.factsOf(accountId, ticketSubject(ticketId)),
    events: ticket === null ? [] : await tx.consentEvents(accountId, ticket.ticketRef),
  }
}

const FOLLOWS: readonly ConsentEventKind[] = ['requester_changed', 'merge', 'erase', 'expire']

/** Said on another ticket of theirs, and about this one too: no fact of this ticket knows of it. */
const isPassedOn = ({ event }: StoredConsentEvent): boolean =>
  event.facts?.from !== undefined && event.kind !== 'carry_over' && !FOLLOWS.includes(event.kind)

/** What follows from facts is not an act: counting it again would make the order matter. */
const isAct = (stored: StoredConsentEvent): boolean => !isPassedOn(stored) && isSaidHere(stored)

/** What the journal told a store that came back without the facts that it followed from. */
const isRetold = ({ actorRef }: StoredConsentEvent): boolean => actorRef === 'restore'

const isOfAFact = ({ event }: StoredConsentEvent): boolean =>
  (event.channel === 'web_form' && (event.by === 'requester' || event.by === 'system')) ||
  (event.by === 'system' && event.kind === 'hold_minor')

const isSaidHere = (stored: StoredConsentEvent): boolean =>
  !FOLLOWS.includes(stored.event.kind) && (isRetold(stored) || !isOfAFact(stored))

function saidBy({ facts, events }: Ledger, person: Pick<Person, 'digests' | 'refs'>): readonly Said[] {
  const bases = noBasesOf(events.map(({ event }) => event))
  const acts = events.flatMap((stored, index) => {
    if (!(isAct(stored) || isPassedOn(stored)) || !person.refs.includes(stored.requesterRef)) return []
    const { kind, at, by } = stored.event
    const to = bases[index]
    return [{ kind, at, by, ...(to == null ? {} : { to }) }]
  })
  const told = facts.filter(({ key }) => person.digests.includes(key))
  const of = (fact: HelpdeskFact['kind'], kind: Said['kind']) =>
    told.filter((each) => each.kind === fact).map(({ at }) => ({ kind, at, by: 'system' as const }))
  return [...acts, ...of('form_no', 'deny'), ...of('minor', 'hold_minor')]
}

/** Who the ticket belongs to: whom the helpdesk, or an act on the ticket itself, named last. */
async function ownerOf(
  tx: EventRows,
  accountId: string,
  { ticket, facts, events }: Ledger,
): Promise<{ digest: string; told: boolean } | null> {
  const acts = await Promise.all(
    events.filter(isAct).map(async ({ event, requesterRef }) => {
      const key = (await tx.requesterByRef(accountId, requesterRef))?.digest ?? ''
      return { key, at: event.at, eventId: '' }
    }),
  )
  const named = facts.filter(({ kind }) => kind === 'named')
  const newest = newestOf([...named, ...acts])
  if (newest !== undefined && newest.key !== '') return { digest: newest.key, told: named.length > 0 }
  const row = ticket === null ? null : await tx.requesterByRef(accountId, ticket.requesterRef)
  return row === null ? null : { digest: row.digest, told: false }
}

/** Tickets that were merged into this one, directly or through others, each with the moment of its last join. */
async function mergedInto(
  tx: EventRows,
  accountId: string,
  ticketId: string,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  const waiting = [{ ticketId, from: '' }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const { subject, at } of await tx.factsAbout(accountId, 'merged', next.ticketId)) {
      const source = subject.slice('ticket/'.length)
      const from = at > next.from ? at : next.from
      const known = found.get(source)
      if (!subject.startsWith('ticket/') || source === ticketId) continue
      // Two ways in: the later one, whichever was walked first.
      if (known !== undefined && known >= from) continue
      found.set(source, from)
      waiting.push({ ticketId: source, from })
    }
  }
  return found
}

function resetsOf(ledger: Ledger, owner: string, person: Person): readonly string[] {
  const { facts, events } = ledger
  const slack = (at: string) => new Date(Date.parse(at) + SECOND_MS).toISOString()
  const others = facts.filter(({ kind, key }) => kind === 'named' && key !== owner)
  const changes = facts.filter(({ kind }) => kind === 'handed_over')
  const sworn = events.filter((stored) => isAct(stored) && !person.refs.includes(stored.requesterRef))
  return [
    ...others.map(({ at }) => at),
    ...changes.map(({ at }) => slack(at)),
    ...(person.joinedAt === null ? [] : [slack(person.joinedAt)]),
    // Which record goes on is known for certain only with a later event: nobody's yes waits for it.
    ...(person.joinHeardAt === null ? [] : [person.joinHeardAt]),
    ...sworn.map(({ event }) => event.at),
  ]
}

async function sourcesOf(
  tx: EventRows,
  accountId: string,
  ticketId: string,
  ledger: Ledger,
  person: Person,
): Promise<readonly Source[]> {
  const merged = await mergedInto(tx, accountId, ticketId)
  const sources: Source[] = []
  for (const [source, from] of merged)
    sources.push({ said: saidBy(await readLedger(tx, accountId, source), person), from })
  const { joinedAt } = person
  const created = ledger.facts.find(({ kind }) => kind === 'created')?.value ?? ''
  if (joinedAt === null || created > joinedAt) return sources
  // What either record had refused anywhere holds on all their tickets, until they say otherwise themselves.
  for (const other of await ticketIdsOf(tx, accountId, person)) {
    if (other === ticketId) continue
    const said = saidBy(await readLedger(tx, accountId, other), person).filter(({ at }) => at <= joinedAt)
    sources.push({ said, from: joinedAt })
  }
  return sources
}

/** Every ticket that is, or was, theirs. */
export async function ticketIdsOf(
  tx: EventRows,
  accountId: string,
  person: Pick<Person, 'digests' | 'refs'>,
): Promise<readonly string[]> {
  const ids = new Set<string>()
  for (const digest of person.digests)
    for (const { subject } of await tx.factsAbout(accountId, 'named', digest))
      ids.add(subject.slice('ticket/'.length))
  for (const { ticketId } of await tx.ticketsAbout(accountId, person.refs)) ids.add(ticketId)
  return [...ids].sort()
}

export async function settleTicket(
  rooms: SettleRooms,
  tx: EventRows,
  accountId: string,
  ticketId: string,
): Promise<void> {
  const ledger = await readLedger(tx, accountId, ticketId)
  const named = await ownerOf(tx, accountId, ledger)
  if (named === null) return
  const person = await personBehind(tx, accountId, named.digest)
  const owner = { ...named, digest: person.current }
  const requester = await tx.requesterByDigest(accountId, owner.digest)
  if (requester === null) return
  const { notice: shown } = await rooms.form(tx, accountId)
  const notice = await tx.currentNotice(accountId)
  const told = (kind: HelpdeskFact['kind']) =>
    ledger.facts.find((fact) => fact.kind === kind && person.digests.includes(fact.key))
  const ticked = ledger.facts.find(({ kind, key }) => kind === 'form_yes' && key === owner.digest)
  // Whoever reads another language than the form's notice is asked on a page where they can choose it.
  const languages = ledger.ticket === null ? [] : localesOf(ledger.ticket)
  const isRead = shown !== null && shown.version === notice?.version && isLanguageOf(languages, shown.locale)
  const wanted = wantedWord({
    own: saidBy(ledger, person),
    sources: await sourcesOf(tx, accountId, ticketId, ledger, person),
    resets: resetsOf(ledger, owner.digest, person),
    formYes: ticked !== undefined && isRead ? ticked.at : null,
    erased: person.gone || ledger.facts.some(({ kind }) => kind === 'gone'),
  })
  const [no, minor] = [told('form_no') !== undefined, told('minor') !== undefined]
  const heard = (kind: ConsentEventKind) =>
    ledger.events.some((stored) => stored.event.kind === kind && person.refs.includes(stored.requesterRef))
  const ticket = ledger.ticket ?? (await noteTicket(rooms, tx, accountId, { ticketId, requester }))
  await bring(rooms, tx, accountId, ticket, {
    wanted,
    requesterRef: requester.requesterRef,
    notice,
    locale: shown?.locale ?? '',
    form: { no, minor, unheard: (no && !heard('deny')) || (minor && !heard('hold_minor')) },
  })
  const identity = owner.told ? 'webhook' : ticket.identity
  await tx.setTicketRequester(accountId, ticket.ticketRef, requester.requesterRef, identity)
}
