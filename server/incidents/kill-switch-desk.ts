/** Pulling the kill switch at once and alone, and lifting it with a second person's word. */
import { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isStopTarget, STOP_LEVELS, type Stop, type StopTarget } from '../../src/domain/kill-switch.ts'
import { applierOf, type ChangeApplier } from '../approvals/index.ts'
import { type ArticleRows, watchLeaving } from '../articles/index.ts'
import type { AuditLog, EntryActor } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'

/** How the companion came to know of it; `file`: it was found there, pulled while the store was not to be had. */
export const STOP_WAYS = ['console', 'command_line', 'file'] as const
export type StopWay = (typeof STOP_WAYS)[number]

export interface StopRow extends Stop {
  readonly via: StopWay
  /** What was written about it; `null`: nothing. */
  readonly sealedNote: string | null
  readonly liftedAt: string | null
  readonly liftedBy: string | null
}

export interface KillSwitchRows extends ArticleRows {
  /** Raises the articles' revision for level `article`. @throws Fault `CONFLICT` when the id is known. */
  addStop(accountId: AccountId, stop: StopRow): Promise<void>
  /** Newest first, lifted ones too. */
  stopRows(accountId: AccountId): Promise<readonly StopRow[]>
  /** @returns false when it was lifted before. */
  setStopLifted(accountId: AccountId, stopId: string, lifted: { at: string; by: string }): Promise<boolean>
}

export interface KillSwitchRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
}

export const PULLING_ROLES = ['admin', 'compliance'] as const

export function mayPull(agent: Pick<Agent, 'roles'>): boolean {
  return PULLING_ROLES.some((role) => agent.roles.includes(role))
}

export function staffActor({ keys }: Pick<KillSwitchRooms, 'keys'>, agent: Agent): EntryActor {
  return { kind: 'agent', ref: keys.digest('agent', agent.accountId, agent.agentId) }
}

export function actorOf(rooms: Pick<KillSwitchRooms, 'keys'>, by: Agent | Actor): EntryActor {
  return 'actor' in by ? by.actor : staffActor(rooms, by)
}

/** Ids of a folder's articles are paths, which may be words: an entry holds their pseudonym. */
function entryRef({ keys }: KillSwitchRooms, accountId: AccountId, { level, ref }: StopTarget): string {
  return ref === '' || /^[\w*.:-]{1,64}$/.test(ref) ? ref : keys.digest(`stop.${level}`, accountId, ref)
}

/** Entry first, then the stop; an article leaves retrieval in the same transaction, and drafts on it go stale. */
export async function recordStop(
  rooms: KillSwitchRooms,
  tx: KillSwitchRows,
  accountId: AccountId,
  stop: Stop,
  how: { readonly via: StopWay; readonly note?: string },
): Promise<void> {
  const { stopId, level, reason } = stop
  await rooms.audit.append(tx, accountId, {
    type: 'kill_switch.pulled',
    actor: { kind: 'agent', ref: stop.pulledBy },
    object: { kind: 'kill_switch', ref: stopId },
    decision: level,
    detail: { reason, via: how.via, target: entryRef(rooms, accountId, stop), pulled: stop.pulledAt },
  })
  const sealedNote =
    how.note === undefined ? null : rooms.keys.sealForHouse(how.note, noteName(accountId, stopId))
  const row: StopRow = { ...stop, via: how.via, sealedNote, liftedAt: null, liftedBy: null }
  const add = () => tx.addStop(accountId, row)
  if (level === 'article') await watchLeaving(rooms, tx, accountId, add)
  else await add()
}

/** Of a stop that the store may not know: another server, or a pull that is just being written, may be quicker. */
export async function adoptStop(
  rooms: KillSwitchRooms,
  tx: KillSwitchRows,
  accountId: AccountId,
  stop: Stop,
  via: StopWay,
): Promise<void> {
  const known = (await tx.stopRows(accountId)).some(({ stopId }) => stopId === stop.stopId)
  if (!known) await recordStop(rooms, tx, accountId, stop, { via })
}

const noteName = (accountId: AccountId, stopId: string) => `stop.note/${accountId}/${stopId}`

export function noteOfStop(
  { keys }: Pick<KillSwitchRooms, 'keys'>,
  accountId: AccountId,
  { stopId, sealedNote }: StopRow,
): string | null {
  return sealedNote === null ? null : keys.unsealForHouse(sealedNote, noteName(accountId, stopId))
}

export type PullOrder = StopTarget & Pick<Stop, 'reason'> & { readonly via: StopWay; readonly note?: string }

/**
 * A stop of this moment, which holds nowhere yet. Nobody is asked: it narrows.
 * @throws Fault `NOT_PERMITTED`, or `BAD_REQUEST` for a target that the level does not have.
 */
export function newStop(rooms: KillSwitchRooms, agent: Agent, { level, ref, reason }: PullOrder): Stop {
  if (!mayPull(agent))
    throw new Fault('NOT_PERMITTED', 'only the roles compliance and admin may stop drafting')
  if (!isStopTarget({ level, ref })) throw new Fault('BAD_REQUEST', `level ${level} cannot stop that`)
  return {
    stopId: rooms.world.newId(),
    level,
    ref,
    reason,
    pulledAt: rooms.world.now().toISOString(),
    pulledBy: staffActor(rooms, agent).ref,
  }
}

/** @throws Fault `NOT_FOUND` for an article that is not stored: nothing would be stopped. */
export async function pullStop(
  rooms: KillSwitchRooms,
  tx: KillSwitchRows,
  agent: Agent,
  order: PullOrder,
  stop: Stop = newStop(rooms, agent, order),
): Promise<Stop> {
  const { via, note } = order
  if (stop.level === 'article') {
    const stored = await tx.articleHeaders(agent.accountId)
    if (!stored.some(({ articleId }) => articleId === stop.ref))
      throw new Fault('NOT_FOUND', 'there is no such article')
  }
  await recordStop(rooms, tx, agent.accountId, stop, { via, ...(note === undefined ? {} : { note }) })
  return stop
}

/** Who acts where nobody of the staff needs to. */
export interface Actor {
  readonly accountId: AccountId
  readonly actor: EntryActor
}

export async function liftStop(
  rooms: KillSwitchRooms,
  tx: KillSwitchRows,
  by: Agent | Actor,
  stop: StopTarget & Pick<Stop, 'stopId'>,
  decision: 'lifted' | 'drill_over',
): Promise<void> {
  const { accountId } = by
  const actor = actorOf(rooms, by)
  await rooms.audit.append(tx, accountId, {
    type: 'kill_switch.lifted',
    actor,
    object: { kind: 'kill_switch', ref: stop.stopId },
    decision,
    detail: { level: stop.level, target: entryRef(rooms, accountId, stop) },
  })
  const lifted = { at: rooms.world.now().toISOString(), by: actor.ref }
  if (!(await tx.setStopLifted(accountId, stop.stopId, lifted)))
    throw new Fault('CONFLICT', 'this stop was lifted before')
}

/** Rises with every pull and every lift, and never comes back. */
const versionOf = (rows: readonly StopRow[]) =>
  rows.length + rows.filter(({ liftedAt }) => liftedAt !== null).length

const liftSchema = z.strictObject({
  stops: z
    .array(z.strictObject({ stopId: z.uuid(), level: z.enum(STOP_LEVELS), ref: z.string() }))
    .max(1_000),
})
export type StandingStops = z.infer<typeof liftSchema>

export async function standingStops(tx: KillSwitchRows, accountId: AccountId): Promise<StandingStops> {
  const rows = await tx.stopRows(accountId)
  return {
    stops: rows.flatMap(({ stopId, level, ref, liftedAt }) =>
      liftedAt === null ? [{ stopId, level, ref }] : [],
    ),
  }
}

/** The stops that would be left. Taking one away always waits for a second person; adding one is a pull instead. */
export function killSwitchLift(rooms: KillSwitchRooms): ChangeApplier<KillSwitchRows> {
  return applierOf({
    schema: liftSchema,
    async current(tx: KillSwitchRows, accountId) {
      const base = String(versionOf(await tx.stopRows(accountId)))
      return { base, content: await standingStops(tx, accountId), first: false }
    },
    widenings: (before, after) =>
      before.stops
        .filter(({ stopId }) => !after.stops.some((kept) => kept.stopId === stopId))
        .map(({ level, ref }) => ({ what: 'stop_lifted' as const, level, ref })),
    async apply(tx, agent, after) {
      const { stops } = await standingStops(tx, agent.accountId)
      for (const stop of stops.filter(({ stopId }) => !after.stops.some((kept) => kept.stopId === stopId)))
        await liftStop(rooms, tx, agent, stop, 'lifted')
    },
  })
}
