/**
 * What people did in a week, read from the log: it names nobody but by pseudonym, and no erasure touches it, so
 * that what was done for somebody who is gone by now is still counted.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { ReportAct } from '../../src/domain/report-blocks.ts'
import { NO_NUMBERS, type ReportNumbers, timesOf } from '../../src/domain/report-numbers.ts'
import type { LoggedEntry } from '../evidence/index.ts'
import type { ReportRooms } from './rooms.ts'

type Entry = NonNullable<LoggedEntry['entry']>

/** Where nothing is known of a draft any more, or the helpdesk named none. */
export const UNKNOWN_PLACE = 'unknown'
const AT_ONCE = 400

/** That a draft was let in; `false`, once the log says that it never reached the reply. */
interface LetIn {
  holds: boolean
}

interface Touch {
  readonly draftId: string
  readonly person: string
  readonly numbers: ReportNumbers
  readonly reasons: readonly string[]
  readonly versions: readonly string[]
  readonly letIn: LetIn | null
}

const numberIn = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : 0)
const textsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
const secondsBetween = (from: string | undefined, to: string): number | null => {
  const seconds = from === undefined ? Number.NaN : (Date.parse(to) - Date.parse(from)) / 1_000
  return seconds >= 0 ? seconds : null
}

/** Keeps in mind of the weeks before what the times of a week are counted from. */
export interface Memory {
  readonly decidedAt: Map<string, string>
  readonly madeAt: Map<string, string>
  readonly byModel: Set<string>
  /** By draft. */
  readonly inserted: Map<string, LetIn>
  readonly letIn: Map<ReportAct, LetIn>
}

export const emptyMemory = (): Memory => ({
  decidedAt: new Map(),
  madeAt: new Map(),
  byModel: new Set(),
  inserted: new Map(),
  letIn: new Map(),
})

function made(entry: Entry, memory: Memory): Partial<ReportNumbers> {
  const { ref } = entry.object
  const took = secondsBetween(memory.decidedAt.get(ref), entry.at)
  memory.madeAt.set(ref, entry.at)
  memory.decidedAt.delete(ref)
  return {
    drafts: 1,
    byModel: memory.byModel.has(ref) ? 1 : 0,
    ...(took === null ? {} : { made: timesOf(took) }),
  }
}

function inserted(entry: Entry, memory: Memory): Partial<ReportNumbers> | null {
  const { ref } = entry.object
  if (memory.inserted.has(ref)) return null
  memory.inserted.set(ref, { holds: true })
  const took = secondsBetween(memory.madeAt.get(ref), entry.at)
  return { inserted: 1, ...(took === null ? {} : { untilInsert: timesOf(took) }) }
}

function sent({ detail }: Entry): Partial<ReportNumbers> {
  const { sentences, kept, words, distance, waitedMs } = detail
  const counts = {
    sentences: numberIn(sentences),
    kept: numberIn(kept),
    words: numberIn(words),
    distance: numberIn(distance),
  }
  return {
    sent: 1,
    ...counts,
    unchanged: counts.kept === counts.sentences && counts.distance === 0 ? 1 : 0,
    ...(waitedMs === undefined ? {} : { waited: timesOf(numberIn(waitedMs) / 1_000) }),
  }
}

/** Of weeks that are counted together: one that was told before stays as it was told. */
function takeBack({ object, detail }: Entry, memory: Memory): void {
  const letIn = memory.inserted.get(object.ref)
  if (letIn === undefined || detail.usedBefore !== 'no' || detail.lastPermission !== 'yes') return
  letIn.holds = false
  memory.inserted.delete(object.ref)
}

/** Without those that tell of words that never reached their reply. To be asked when every week was read. */
export function thatHold(acts: readonly ReportAct[], memory: Memory): readonly ReportAct[] {
  return acts.filter((act) => memory.letIn.get(act)?.holds !== false)
}

/** What an entry adds to a report; `null`: nothing. */
function touchOf(entry: Entry, memory: Memory): Touch | null {
  const { type, object, actor, detail } = entry
  const touch = (numbers: Partial<ReportNumbers> | null, more: Partial<Touch> = {}): Touch | null =>
    numbers === null
      ? null
      : {
          draftId: object.ref,
          person: actor.ref,
          reasons: [],
          versions: [],
          letIn: null,
          ...more,
          numbers: { ...NO_NUMBERS, ...numbers },
        }
  switch (type) {
    case 'gate.decided':
      if (typeof detail.draft === 'string' && !memory.decidedAt.has(detail.draft))
        memory.decidedAt.set(detail.draft, entry.at)
      return null
    case 'egress.sent':
      if (object.kind === 'draft') memory.byModel.add(object.ref)
      return null
    case 'draft.made':
      return touch(made(entry, memory), { versions: textsIn(detail.articles) })
    case 'draft.refused':
      return touch({ refusals: 1 }, { reasons: textsIn(detail.reasons) })
    case 'draft.inserted':
      return touch(inserted(entry, memory), { letIn: memory.inserted.get(object.ref) ?? null })
    case 'draft.not_inserted':
      takeBack(entry, memory)
      return null
    case 'draft.sent':
      return touch(sent(entry))
    default:
      return null
  }
}

async function inPages<T>(all: readonly string[], read: (page: readonly string[]) => Promise<readonly T[]>) {
  const found: T[] = []
  for (let at = 0; at < all.length; at += AT_ONCE) found.push(...(await read(all.slice(at, at + AT_ONCE))))
  return found
}

/** Reads the entries of a week, in their order. */
export async function readActs(
  rooms: ReportRooms,
  accountId: AccountId,
  entries: AsyncIterable<LoggedEntry>,
  memory: Memory,
): Promise<readonly ReportAct[]> {
  const touches: Touch[] = []
  for await (const { entry } of entries) {
    const touch = entry === null ? null : touchOf(entry, memory)
    if (touch !== null) touches.push(touch)
  }
  const distinct = (values: readonly string[]) => [...new Set(values)]
  const places = await inPages(distinct(touches.map(({ draftId }) => draftId)), (page) =>
    rooms.transact((tx) => tx.draftPlaces(accountId, page)),
  )
  const versions = await inPages(distinct(touches.flatMap((touch) => touch.versions)), (page) =>
    rooms.transact((tx) => tx.articlesOfVersions(accountId, page)),
  )
  const placeOf = new Map(places.map((place) => [place.draftId, place]))
  const articleOf = new Map(versions.map(({ versionHash, articleId }) => [versionHash, articleId]))
  return touches.map(({ draftId, person, numbers, reasons, versions: quoted, letIn }) => {
    const act: ReportAct = {
      person,
      brand: placeOf.get(draftId)?.brand ?? UNKNOWN_PLACE,
      locale: placeOf.get(draftId)?.locale ?? UNKNOWN_PLACE,
      numbers,
      reasons: distinct(reasons),
      articles: distinct(quoted.flatMap((hash) => articleOf.get(hash) ?? [])),
    }
    if (letIn !== null) memory.letIn.set(act, letIn)
    return act
  })
}
