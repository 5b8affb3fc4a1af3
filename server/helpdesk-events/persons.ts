/** Several records of one person, joined by the helpdesk, and what it means that one of them was deleted. */
import { type HelpdeskFact, newestOf, personSubject } from '../tickets/index.ts'
import type { EventRooms, EventRows } from './rooms.ts'

export interface Person {
  /** Keyed digests of all their records; one where nothing was joined. */
  readonly digests: readonly string[]
  /** References of those that are stored here. */
  readonly refs: readonly string[]
  /** When their records were last joined; `null`: they never were. */
  readonly joinedAt: string | null
  /** When the last of these joins was heard of here; `null`: none, or heard before that was kept. */
  readonly joinHeardAt: string | null
  /** The record under which the helpdesk goes on with them. */
  readonly current: string
  /** No record of theirs is left in the helpdesk: each was deleted, or joined into another. */
  readonly gone: boolean
}

/** A record as the helpdesk left it. `into`: it ended by being joined, and no ticket has named it since. */
interface Record {
  readonly deleted: boolean
  readonly into: HelpdeskFact | undefined
  readonly joins: readonly HelpdeskFact[]
}

async function readRecord(tx: EventRows, accountId: string, digest: string): Promise<Record> {
  const own = await tx.factsOf(accountId, personSubject(digest))
  const out = own.filter(({ kind }) => kind === 'merged')
  const from = (await tx.factsAbout(accountId, 'merged', digest)).filter(({ subject }) =>
    subject.startsWith(PERSON),
  )
  const newest = newestOf(out)
  const named = newest === undefined ? [] : await tx.factsAbout(accountId, 'named', digest)
  const lives = newest === undefined || named.some(({ at }) => at > newest.at)
  return {
    deleted: own.some(({ kind }) => kind === 'deleted'),
    into: lives ? undefined : newest,
    joins: [...out, ...from],
  }
}

const PERSON = personSubject('')

/** Follows the joins both ways: which record survived does not matter to what either of them refused. */
export async function personBehind(tx: EventRows, accountId: string, digest: string): Promise<Person> {
  const records = new Map<string, Record>()
  const waiting = [digest]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (records.has(next)) continue
    const record = await readRecord(tx, accountId, next)
    records.set(next, record)
    waiting.push(...record.joins.flatMap(({ key, subject }) => [key, subject.slice(PERSON.length)]))
  }
  const digests = [...records.keys()].sort()
  const all = [...records.values()]
  const refs: string[] = []
  for (const each of digests) {
    const row = await tx.requesterByDigest(accountId, each)
    if (row !== null) refs.push(row.requesterRef)
  }
  return {
    digests,
    refs,
    joinedAt: newestOf(all.flatMap(({ joins }) => joins))?.at ?? null,
    joinHeardAt:
      all
        .flatMap(({ joins }) => joins.map(({ value }) => value))
        .sort()
        .at(-1) || null,
    current: survivorOf(records, digest),
    gone:
      all.some(({ deleted }) => deleted) && all.every(({ deleted, into }) => deleted || into !== undefined),
  }
}

function survivorOf(records: ReadonlyMap<string, Record>, digest: string): string {
  const path: { digest: string; into: HelpdeskFact }[] = []
  let at = digest
  for (let into = records.get(at)?.into; into !== undefined; into = records.get(at)?.into) {
    const back = path.findIndex((step) => step.digest === at)
    // Joined in a circle: what was joined first lives on by the later join.
    if (back >= 0) return oldest(path.slice(back))
    path.push({ digest: at, into })
    at = into.key
  }
  return at
}

function oldest(circle: readonly { digest: string; into: HelpdeskFact }[]): string {
  const ordered = circle.map(({ digest, into }) => ({ digest, order: `${into.at} ${into.eventId}` }))
  return ordered.reduce((first, step) => (step.order < first.order ? step : first)).digest
}

/**
 * Erases a deleted record: everything that is held about it, and the key that all of it was sealed under. What
 * stays is the keyed digest, without which an older event that comes late would bring them back.
 */
export async function forgetRecord(
  rooms: EventRooms,
  tx: EventRows,
  accountId: string,
  digest: string,
): Promise<void> {
  const requester = await tx.requesterByDigest(accountId, digest)
  if (requester !== null) await rooms.erase(tx, accountId, requester.requesterRef)
}
