/** Random stories of a helpdesk: what happens to a few tickets and people, and the whole state afterwards. */

import fc from 'fast-check'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { type OpenStore, openSqliteStore } from '../../server/adapters/sqlite-store.ts'
import { createAuditLog } from '../../server/audit/index.ts'
import { activateNotice, readConsent, recordConsent } from '../../server/consent/index.ts'
import { changeRequester } from '../../server/drafting/ticket-desk.ts'
import { erasuresByHelpdesk } from '../../server/erasure-rooms.ts'
import { type EventRooms, parseEvent, receiveEvent } from '../../server/helpdesk-events/index.ts'
import type { StoreRows } from '../../server/store.ts'
import { openTicket, readStanding, requesterAgrees, ticketSubject } from '../../server/tickets/index.ts'
import type { ConsentEvent, ConsentEventKind } from '../../src/domain/consent-moves.ts'
import { erasingRooms, memoryJournal } from './erasure-ground.ts'
import { fakeWorld, HOUR, MINUTE } from './fake-world.ts'
import { tempFolder } from './temp-folder.ts'

export const ACCOUNT = 'acme'
export const TICKETS = ['1', '2', '3', '4'] as const
export const PEOPLE = ['21', '22', '23', '24', '25'] as const
const START_MS = Date.parse('2026-11-20T09:00:00.000Z')
const AGENT = { accountId: ACCOUNT, agentId: '12', roles: [] } as const

export interface StoryEvent {
  readonly kind: string
  readonly minute: number
  readonly ticket: string
  readonly person: string
  readonly other: string
  readonly into: string
  readonly tags: readonly string[]
}

export interface Story {
  /** What was said before: of each ticket its owner, and their acts. */
  readonly before: readonly { readonly owner: string; readonly acts: readonly ConsentEventKind[] }[]
  readonly events: readonly StoryEvent[]
}

const KINDS = [
  ...['ticket.created', 'ticket.comment_added', 'ticket.status_changed', 'ticket.tags_changed'],
  ...['ticket.requester_changed', 'ticket.requester_changed', 'ticket.merged', 'ticket.merged'],
  ...['ticket.custom_field_changed'],
  ...['ticket.brand_changed', 'ticket.soft_deleted', 'ticket.undeleted', 'ticket.permanently_deleted'],
  ...['user.merged', 'user.deleted', 'user.active_changed', 'user.name_changed'],
  ...['user.suspended_changed', 'user.suspended_changed'],
]
const TAGS = ['vip', 'vouch_form_yes', 'vouch_form_no', 'under_16']

export const stories: fc.Arbitrary<Story> = fc.record({
  before: fc.array(
    fc.record({
      owner: fc.constantFrom(...PEOPLE),
      acts: fc.subarray(['object', 'restrict', 'deny', 'withdraw', 'grant'] as ConsentEventKind[], {
        maxLength: 3,
      }),
    }),
    { minLength: TICKETS.length, maxLength: TICKETS.length },
  ),
  events: fc.array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      // Some of them older than what was said in Vouch.
      minute: fc.integer({ min: -20, max: 120 }),
      ticket: fc.constantFrom(...TICKETS),
      person: fc.constantFrom(...PEOPLE),
      other: fc.constantFrom(...PEOPLE),
      into: fc.constantFrom(...TICKETS),
      tags: fc.subarray(TAGS),
    }),
    { minLength: 6, maxLength: 18 },
  ),
})

export interface Stage {
  readonly rooms: EventRooms
  readonly store: OpenStore
}

export async function openStage(): Promise<Stage> {
  const folder = tempFolder()
  const keys = openKeyring(folder)
  const store = await openSqliteStore(`${folder}/vouch.sqlite`)
  const world = fakeWorld(new Date(START_MS + 3 * HOUR).toISOString())
  const audit = createAuditLog(world, keys)
  const age = { fieldId: '7', kind: 'age', country: 'DE' } as const
  const form = { yes: 'vouch_form_yes', no: 'vouch_form_no', minor: ['under_16'], age }
  const rooms: EventRooms = {
    world,
    keys,
    audit,
    noes: memoryJournal(),
    transact: store.transact,
    follow: async () => undefined,
    form: async () => ({ ...form, notice: { version: 1, locale: 'en' } }),
    ...erasuresByHelpdesk(erasingRooms({ world, keys })),
  }
  await store.transact((tx) =>
    activateNotice(rooms, tx, ACCOUNT, {
      texts: { en: { title: '', lead: '', sections: [] } },
      recipients: [],
    }),
  )
  return { rooms, store }
}

export type Delivery =
  | { readonly what: 'event'; readonly index: number }
  | { readonly what: 'open'; readonly ticket: string; readonly person: string }

/** Numbers of their own for each telling, so that thousands fit into one store. */
function numbers(telling: number) {
  const of = (id: string) => String(telling * 100 + Number(id))
  return { of, back: (id: string) => String(Number(id) - telling * 100) }
}

function bodyOf(event: StoryEvent, index: number, telling: number): unknown {
  const { of } = numbers(telling)
  const { kind, ticket, person, tags } = event
  const time = new Date(START_MS + event.minute * MINUTE).toISOString()
  const head = { id: `${telling}-${index}`, type: `zen:event-type:${kind}`, time }
  if (kind.startsWith('user.'))
    return {
      ...head,
      detail: { id: of(person) },
      event: {
        current: kind === 'user.suspended_changed' && tags.length > 1,
        target_user_id: of(event.other),
      },
    }
  const requester_id = of(person)
  const detail = { id: of(ticket), requester_id, submitter_id: requester_id, actor_id: requester_id, tags }
  const own = {
    'ticket.merged': { target_ticket_id: of(event.into) },
    'ticket.tags_changed': { tags_added: tags, tags_removed: [] },
    'ticket.custom_field_changed': {
      custom_field: { id: '7' },
      current: { value: tags.length > 1 ? '12' : '40' },
    },
  }
  return {
    ...head,
    detail: { ...detail, created_at: time, via: { channel: 'web' }, brand_id: String(index + 1) },
    event: (own as Record<string, unknown>)[kind] ?? {},
  }
}

function act(kind: ConsentEventKind): ConsentEvent {
  return {
    kind,
    at: new Date(START_MS).toISOString(),
    by: kind === 'restrict' ? 'compliance' : 'requester',
    channel: 'link',
    noticeVersion: 1,
    noticeLocale: 'en',
    validUntil: '2027-11-20T09:00:00.000Z',
    recipients: [],
    hasEvidence: false,
    legalBasis: 'consent',
  }
}

async function begin({ rooms }: Stage, tx: StoreRows, story: Story, telling: number): Promise<void> {
  const { of } = numbers(telling)
  for (const [index, { owner, acts }] of story.before.entries()) {
    if (acts.length === 0) continue
    const order = { ticketId: of(TICKETS[index] ?? ''), requesterId: of(owner) }
    const ticket = await openTicket(rooms, tx, AGENT, order)
    for (const kind of acts)
      await recordConsent(rooms, tx, ACCOUNT, ticket, {
        event: act(kind),
        evidence: 'said so on the phone',
        actor: { kind: 'requester', ref: 'link' },
      })
  }
}

/** As the sidebar does it: the agent's session names the requester that the helpdesk shows. */
async function openAsAgent(
  { rooms }: Stage,
  tx: StoreRows,
  order: { ticketId: string; requesterId: string },
): Promise<void> {
  const ticket = await openTicket(rooms, tx, AGENT, order)
  const agrees = await requesterAgrees(rooms, tx, AGENT, ticket, order.requesterId)
  if (!agrees && ticket.identity === 'agent_session')
    await changeRequester(rooms, tx, ACCOUNT, ticket, order.requesterId, {
      identity: 'agent_session',
      actor: { kind: 'agent', ref: 'agent' },
    })
}

/** Tells the story in this order, as one transaction. @returns the whole state afterwards, in the story's own names. */
export async function tell(
  stage: Stage,
  story: Story,
  telling: number,
  deliveries: readonly Delivery[],
): Promise<Readonly<Record<string, unknown>>> {
  const { of } = numbers(telling)
  return stage.store.transact(async (tx) => {
    const rooms: EventRooms = { ...stage.rooms, transact: (run) => run(tx) }
    await begin({ ...stage, rooms }, tx, story, telling)
    for (const delivery of deliveries) {
      if (delivery.what === 'open')
        await openAsAgent(stage, tx, { ticketId: of(delivery.ticket), requesterId: of(delivery.person) })
      else {
        const told = story.events[delivery.index]
        const event = told === undefined ? null : parseEvent(bodyOf(told, delivery.index, telling))
        if (event === null) continue
        await receiveEvent(rooms, { accountId: ACCOUNT, helpdeskAccount: null }, event)
      }
    }
    return stateOf({ ...stage, rooms }, tx, telling)
  })
}

async function stateOf(
  { rooms }: Stage,
  tx: StoreRows,
  telling: number,
): Promise<Readonly<Record<string, unknown>>> {
  const { of, back } = numbers(telling)
  const people = new Map<string, string>()
  const kept: Record<string, unknown> = {}
  for (const person of PEOPLE) {
    const digest = rooms.keys.digest('requester', ACCOUNT, of(person))
    const row = await tx.requesterByDigest(ACCOUNT, digest)
    if (row === null) continue
    people.set(row.requesterRef, person)
    const context = `${ACCOUNT}/${row.requesterRef}`
    const id = rooms.keys.unsealFor(row.wrappedKey, context, row.sealedId, 'requester.id')
    kept[`person ${person}`] = id === '' ? 'forgotten' : back(id)
  }
  for (const name of TICKETS) {
    const ticket = await tx.ticketById(ACCOUNT, of(name))
    if (ticket === null) continue
    const { state, events } = await readConsent(tx, ACCOUNT, ticket.ticketRef, rooms.world.now())
    const { status, saidNo, overlays, noticeVersion, validUntil } = state
    // What a yes rested on counts only as long as it is one.
    const yes = status === 'granted' ? { noticeVersion, validUntil } : {}
    const standing = await readStanding(tx, ACCOUNT, ticket)
    const facts = await tx.factsOf(ACCOUNT, ticketSubject(ticket.ticketId))
    kept[`ticket ${name}`] = {
      requester: people.get(ticket.requesterRef),
      identity: ticket.identity,
      consent: { status, saidNo, overlays: [...overlays].sort(), ...yes },
      standing: { ...standing, mergedInto: standing.mergedInto === null ? null : back(standing.mergedInto) },
      facets: facts.find(({ kind }) => kind === 'facets')?.value,
      evidence: events.filter(({ sealedEvidence }) => sealedEvidence !== null).length,
      acts: events.filter(({ event }) => event.channel === 'link').length,
    }
  }
  return kept
}
