import { idText, isRecord, recordsIn, type Writers } from './comments.ts'
import type { ZafClient } from './zaf.ts'

/** Who stands around a ticket. Never sent: it only says what is to be replaced before text leaves the browser. */
export interface TicketPeople {
  /** Of people in copy and of everybody else who wrote and is no agent. */
  readonly names: readonly string[]
  /** Of who is signed in, is assigned, follows or wrote, be it a note. */
  readonly agents: readonly string[]
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly organizations: readonly string[]
  /** `false`: something could not be read, and its words may leave where their form does not give them away. */
  readonly complete: boolean
}

export type ReadPeople = (ticketId: string, requesterId: string, writers: Writers) => Promise<TicketPeople>

type Fields = Record<string, unknown>

/** What one request for users by their ids takes. */
const MOST_IDS = 100

/**
 * Asks once for a ticket and anew when somebody wrote: whoever joins it, joins with a comment or a note.
 * An answer that was not complete is asked for again each time. Never fails: the requester is known without it.
 */
export function createPeopleReader(client: ZafClient, signedIn: Fields): ReadPeople {
  let last: { readonly mark: string; readonly people: TicketPeople } | null = null
  return async (ticketId, requesterId, writers) => {
    const mark = `${ticketId} ${requesterId} ${writers.texts}`
    if (last?.mark === mark && last.people.complete) return last.people
    const answer = await asked(() => ticketWithPeople(client, ticketId))
    const people = await peopleAround(client, signedIn, answer, writers)
    last = { mark, people }
    return people
  }
}

/** Who is signed in; without a name where the framework does not say. */
export async function readAgent(client: ZafClient): Promise<Fields> {
  const answer = await client.get(['currentUser'])
  return isRecord(answer) && isRecord(answer.currentUser) ? answer.currentUser : {}
}

export async function ticketWithPeople(client: ZafClient, ticketId: string): Promise<Fields | null> {
  return ask(client, `/api/v2/tickets/${encodeURIComponent(ticketId)}.json?include=users,organizations`)
}

/** @param answer of `ticketWithPeople`. Never fails: what could not be read makes it incomplete. */
export async function peopleAround(
  client: ZafClient,
  signedIn: Fields,
  answer: Fields | null,
  writers: Writers,
): Promise<TicketPeople> {
  const ticket = isRecord(answer?.ticket) ? answer.ticket : null
  const users = [...writers.users, ...recordsIn(answer?.users)]
  const found = new Set(users.map(({ id }) => idText(id)))
  const missing = [...new Set([...writers.ids, ...idsOn(ticket)])].filter((id) => !found.has(id))
  const many = missing.slice(0, MOST_IDS)
  // The helpdesk does not promise to hand people in copy over with the ticket.
  const more =
    many.length === 0
      ? null
      : await asked(() => ask(client, `/api/v2/users/show_many.json?ids=${many.join(',')}`))
  // The framework names a role of the account's own where it has one.
  const everyone = [{ ...signedIn, role: 'agent' }, ...users, ...recordsIn(more?.users)]
  const organizations = recordsIn(answer?.organizations).flatMap(({ name }) => textsIn(name))
  return {
    names: everyone.filter((user) => !isAgent(user)).flatMap(namesOf),
    agents: everyone.filter(isAgent).flatMap(namesOf),
    emails: everyone.flatMap(({ email }) => textsIn(email)),
    phones: everyone.flatMap(({ phone }) => textsIn(phone)),
    organizations,
    complete:
      ticket !== null &&
      textsIn(signedIn.name).length > 0 &&
      (idText(ticket.organization_id) === null || organizations.length > 0) &&
      // A user who is asked for and not answered was deleted, and has no name any more.
      (many.length === 0 || Array.isArray(more?.users)) &&
      missing.length === many.length,
  }
}

async function ask(client: ZafClient, url: string): Promise<Fields | null> {
  const answer = await client.request({ url, type: 'GET', dataType: 'json' })
  return isRecord(answer) ? answer : null
}

async function asked(act: () => Promise<Fields | null>): Promise<Fields | null> {
  try {
    return await act()
  } catch {
    // `complete` says so, and the preview shows it.
    return null
  }
}

/** Which lists are filled depends on how the account copies people. */
function idsOn(ticket: Fields | null): string[] {
  if (ticket === null) return []
  const lists = [ticket.collaborator_ids, ticket.email_cc_ids, ticket.follower_ids].filter(Array.isArray)
  const ids: unknown[] = [ticket.assignee_id, ticket.submitter_id, ticket.requester_id, ...lists.flat()]
  return ids.flatMap((id) => idText(id) ?? [])
}

const isAgent = ({ role }: Fields) => role === 'agent' || role === 'admin'

/** An alias is the name that requesters see of an agent. */
const namesOf = ({ name, alias }: Fields) =>
  // Whoever is known by an address only is found by it.
  [...textsIn(name), ...textsIn(alias)].filter((text) => !text.includes('@'))

const textsIn = (value: unknown) => (typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [])
