/** Routes of the kill switch: see what is stopped, stop something alone, ask for a second person's word to lift it. */
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { STOP_LEVELS, STOP_REASONS } from '../../src/domain/kill-switch.ts'
import type { KillSwitchView, StopView } from '../../src/domain/kill-switch-api.ts'
import { type ApprovalRooms, proposeChange } from '../approvals/index.ts'
import {
  type KillSwitch,
  type KillSwitchRooms,
  mayPull,
  noteOfStop,
  type PullGiven,
  pullAtOnce,
  type StopRow,
  standingStops,
} from '../incidents/index.ts'
import type { Transact } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { proposedReply } from './answers/change.ts'
import { killSwitchView } from './answers/kill-switch.ts'
import { bare, isWellFormed, type Route, route } from './route.ts'

export interface KillSwitchGiven {
  readonly rooms: KillSwitchRooms
  readonly approvals: ApprovalRooms<StoreRows>
  readonly killSwitch: KillSwitch
  readonly transact: Transact<StoreRows>
  readonly patience: PullGiven<StoreRows>['patience']
  /** The provider of the configuration. */
  readonly provider: string | null
}

const STAFF = ['admin', 'compliance'] as const
const SHOWN_LIFTED = 50

const pullSchema = z.strictObject({
  level: z.enum(STOP_LEVELS),
  ref: z.string().max(200).refine(isWellFormed),
  reason: z.enum(STOP_REASONS).exclude(['drill']),
  note: z.string().trim().min(1).max(500).refine(isWellFormed).exactOptional(),
})
const liftSchema = z.strictObject({ stopIds: z.array(z.uuid()).min(1).max(100) })

/** What the store knows, and what only this server or its file holds. */
async function stopRows(
  { killSwitch, transact }: KillSwitchGiven,
  agent: Agent,
): Promise<readonly StopRow[]> {
  const { stops, untold } = killSwitch.state()
  const asHeld = (held: typeof stops) =>
    held.map((stop): StopRow => ({ ...stop, via: 'file', sealedNote: null, liftedAt: null, liftedBy: null }))
  try {
    const rows = await transact((tx) => tx.stopRows(agent.accountId))
    const known = new Set(rows.map(({ stopId }) => stopId))
    return untold.includes('store')
      ? [...asHeld(stops.filter(({ stopId }) => !known.has(stopId))), ...rows]
      : rows
  } catch {
    // Without the store this server still knows what it holds: that it is stopped must be seen.
    return asHeld(stops)
  }
}

async function viewOf(given: KillSwitchGiven, agent: Agent): Promise<KillSwitchView> {
  const { rooms, killSwitch, provider } = given
  const rows = await stopRows(given, agent)
  const own = rooms.keys.digest('agent', agent.accountId, agent.agentId)
  const mayLift = agent.roles.includes('compliance')
  const views = rows.map((row): StopView => {
    const { stopId, level, ref, reason, pulledAt, via, liftedAt } = row
    const note = mayLift ? noteOfStop(rooms, agent.accountId, row) : null
    return { stopId, level, ref, reason, pulledAt, via, liftedAt, note, own: row.pulledBy === own }
  })
  const active = views.filter(({ liftedAt }) => liftedAt === null)
  const lifted = views.filter(({ liftedAt }) => liftedAt !== null).slice(0, SHOWN_LIFTED)
  const { blind, untold } = killSwitch.state()
  return { blind, untold, stops: [...active, ...lifted], provider, mayPull: mayPull(agent), mayLift }
}

export function killSwitchRoutes(given: KillSwitchGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/kill-switch',
        access: STAFF,
        summary: 'Read what is stopped, since when and by which way.',
        answers: { 200: killSwitchView },
        scope: 'kill_switch:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await viewOf(given, agent),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/kill-switch/pulls',
        cost: 'free',
        access: STAFF,
        schema: pullSchema,
        summary: 'Stop drafting at once, alone.',
        answers: { 201: killSwitchView },
        scope: 'kill_switch:pull',
      },
      async ({ agent, body }) => {
        await pullAtOnce(given, agent, { ...body, via: 'console' })
        return { status: 201, body: await viewOf(given, agent) }
      },
    ),
    route(
      {
        method: 'post',
        path: '/console/kill-switch/lifts',
        access: ['compliance'],
        schema: liftSchema,
        summary: 'Ask for stops to be lifted; a second person decides.',
        answers: { 202: proposedReply },
      },
      async ({ agent, body }) => {
        const outcome = await given.transact(async (tx) => {
          const { stops } = await standingStops(tx, agent.accountId)
          const known = new Set(stops.map(({ stopId }) => stopId))
          if (body.stopIds.some((stopId) => !known.has(stopId)))
            throw new Fault('CONFLICT', 'one of these stops is not in force')
          const left = stops.filter(({ stopId }) => !body.stopIds.includes(stopId))
          return proposeChange(given.approvals, tx, agent, {
            kind: 'kill_switch_lift',
            body: { stops: left },
          })
        })
        if (outcome.outcome === 'applied')
          throw new Fault('UNEXPECTED', 'a lift held without a second person')
        return { status: 202, body: outcome }
      },
    ),
  ]
}
