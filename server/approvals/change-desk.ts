/** Proposing a change: it holds at once when it narrows, and waits for a second person when it widens. */
import { createHash } from 'node:crypto'
import type { AccountId, Agent, Role } from '../../src/domain/account.ts'
import {
  CHANGE_ROLE,
  CHANGE_WAIT_DAYS,
  type ChangeKind,
  type ChangeStatus,
  changeStatus,
  type DiffLine,
  diffLines,
  type Widening,
} from '../../src/domain/change.ts'
import type { ChangeView, FourEyesView } from '../../src/domain/change-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { AccessRows } from '../access/index.ts'
import { type AuditLog, canonicalJson, type EntryActor, wasDoneSince } from '../audit/index.ts'
import type { Keyring, World } from '../keys.ts'
import type { Appliers, ChangeApplier } from './applier.ts'

export interface ChangeRow {
  readonly changeId: string
  readonly kind: ChangeKind
  readonly base: string
  /** Canonical JSON of the content that would hold. */
  readonly content: string
  readonly widens: readonly Widening[]
  readonly diff: readonly DiffLine[]
  readonly proposedBy: string
  readonly proposedAt: string
  readonly expiresAt: string
  readonly status: 'proposed' | 'approved' | 'rejected'
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly reason: string | null
}

export interface ApprovalRows extends AccessRows {
  addChange(accountId: AccountId, change: ChangeRow): Promise<void>
  changeById(accountId: AccountId, changeId: string): Promise<ChangeRow | null>
  /** Newest first. */
  changes(accountId: AccountId, limit: number): Promise<readonly ChangeRow[]>
  /** How many proposed changes nobody has decided on, that end after `now`. */
  waitingChanges(accountId: AccountId, now: string): Promise<number>
  /** @returns false when it was decided on before. */
  closeChange(
    accountId: AccountId,
    changeId: string,
    decision: {
      status: 'approved' | 'rejected'
      decidedBy: string
      decidedAt: string
      reason: string | null
    },
  ): Promise<boolean>
  /** `null`: never changed. */
  fourEyes(accountId: AccountId): Promise<FourEyesView | null>
  /** @throws Fault `CONFLICT` when the version exists already. */
  addFourEyes(accountId: AccountId, setting: FourEyesView): Promise<void>
}

export interface ApprovalRooms<Tx extends ApprovalRows> {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly appliers: Appliers<Tx>
}

const MOST_WAITING = 100
const DAY_MS = 86_400_000

export type ProposeOutcome =
  | { readonly outcome: 'applied' }
  | { readonly outcome: 'proposed'; readonly change: ChangeView }

export function applierFor<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  kind: ChangeKind,
): ChangeApplier<Tx> {
  const applier = rooms.appliers[kind]
  if (applier === undefined) throw new Fault('NOT_FOUND', `changes of ${kind} are not known here`)
  return applier
}

export function actorOf(rooms: { keys: Keyring }, accountId: AccountId, agentId: string): EntryActor {
  return { kind: 'agent', ref: rooms.keys.digest('agent', accountId, agentId) }
}

export function digestOf(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

const DECIDING: readonly Role[] = [...new Set(Object.values(CHANGE_ROLE))]

/**
 * True when somebody else of the account has a say where the agent has one, or had it until lately. Not only in
 * the role that may drop the second person: an admin gives that one to themselves, and takes it from others.
 */
async function hasSecondPerson<Tx extends ApprovalRows>(
  { world, keys }: ApprovalRooms<Tx>,
  tx: Tx,
  { accountId, agentId, roles }: Agent,
): Promise<boolean> {
  const says = DECIDING.filter((role) => roles.includes(role))
  const shares = (others: readonly unknown[]) => says.some((role) => others.includes(role))
  const held = await tx.allRoles(accountId)
  if (held.some((other) => other.agentId !== agentId && shares(other.roles))) return true
  const own = keys.digest('agent', accountId, agentId)
  const since = new Date(world.now().getTime() - CHANGE_WAIT_DAYS * DAY_MS)
  return wasDoneSince(tx, accountId, since, ({ type, object, detail }) => {
    const { taken } = detail
    return type === 'role.changed' && object.ref !== own && Array.isArray(taken) && shares(taken)
  })
}

async function needsSecondPerson<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  tx: Tx,
  agent: Agent,
  kind: ChangeKind,
): Promise<boolean> {
  // Whatever the account says of four eyes: what was stopped in an emergency is not undone by one person.
  if (kind === 'kill_switch_lift') return true
  // Whoever is alone could never turn it off, and would be locked out of their own account.
  if (kind === 'four_eyes') return hasSecondPerson(rooms, tx, agent)
  return ((await tx.fourEyes(agent.accountId))?.mode ?? 'on') === 'on'
}

/**
 * `madeFrom` is the base that the person looked at. A change that widens nothing holds at once.
 * @throws Fault `NOT_PERMITTED` without the kind's role, `CONFLICT` when something else stands meanwhile.
 */
export async function proposeChange<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  tx: Tx,
  agent: Agent,
  order: { readonly kind: ChangeKind; readonly body: unknown; readonly madeFrom?: string },
): Promise<ProposeOutcome> {
  const { kind } = order
  if (!agent.roles.includes(CHANGE_ROLE[kind]))
    throw new Fault('NOT_PERMITTED', `only the role ${CHANGE_ROLE[kind]} may change this`)
  const applier = applierFor(rooms, kind)
  const after = applier.parse(order.body)
  const standing = await applier.current(tx, agent.accountId)
  if (order.madeFrom !== undefined && order.madeFrom !== standing.base)
    throw new Fault('CONFLICT', 'this was changed by someone else', undefined, { version: standing.base })
  const widens = applier.widenings(standing.content, after)
  if (standing.first || widens.length === 0 || !(await needsSecondPerson(rooms, tx, agent, kind))) {
    await applier.apply(tx, agent, after, standing.base)
    return { outcome: 'applied' }
  }
  const row = await waiting(rooms, tx, agent, {
    kind,
    base: standing.base,
    content: canonicalJson(after),
    widens,
    diff: diffLines(standing.content, after),
  })
  return { outcome: 'proposed', change: changeView(row, 'proposed', agent) }
}

async function waiting<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  tx: Tx,
  agent: Agent,
  proposed: Pick<ChangeRow, 'kind' | 'base' | 'content' | 'widens' | 'diff'>,
): Promise<ChangeRow> {
  const now = rooms.world.now()
  if ((await tx.waitingChanges(agent.accountId, now.toISOString())) >= MOST_WAITING)
    throw new Fault('TOO_MANY_REQUESTS', 'too many changes wait already: decide on some of them first')
  const row: ChangeRow = {
    ...proposed,
    changeId: rooms.world.newId(),
    proposedBy: agent.agentId,
    proposedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + CHANGE_WAIT_DAYS * DAY_MS).toISOString(),
    status: 'proposed',
    decidedBy: null,
    decidedAt: null,
    reason: null,
  }
  await rooms.audit.append(tx, agent.accountId, {
    type: 'change.proposed',
    actor: actorOf(rooms, agent.accountId, agent.agentId),
    object: { kind: 'change', ref: row.changeId },
    decision: 'proposed',
    detail: { kind: row.kind, from: row.base, to: digestOf(row.content), widens: row.widens.length },
  })
  await tx.addChange(agent.accountId, row)
  return row
}

/** As of now: what stands may have moved on, its time may be over, its proposer may have lost the role. */
export async function statusNow<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  tx: Tx,
  accountId: AccountId,
  row: ChangeRow,
): Promise<ChangeStatus> {
  if (row.status !== 'proposed') return row.status
  const applier = rooms.appliers[row.kind]
  const proposer = await tx.rolesOf(accountId, row.proposedBy)
  const stands = applier !== undefined && proposer.includes(CHANGE_ROLE[row.kind])
  const base = stands ? (await applier.current(tx, accountId)).base : null
  return changeStatus(row, base, rooms.world.now())
}

export function changeView(row: ChangeRow, status: ChangeStatus, reader: Agent): ChangeView {
  const { base: _base, content: _content, ...told } = row
  const own = row.proposedBy === reader.agentId
  return {
    ...told,
    status,
    own,
    mayDecide: status === 'proposed' && !own && reader.roles.includes(CHANGE_ROLE[row.kind]),
  }
}
