/** The second person's word on a change: the approval applies it in the same transaction. */
import type { Agent } from '../../src/domain/account.ts'
import { CHANGE_ROLE } from '../../src/domain/change.ts'
import type { ChangeView, DecisionOrder } from '../../src/domain/change-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type ApprovalRooms,
  type ApprovalRows,
  actorOf,
  applierFor,
  type ChangeRow,
  changeView,
  digestOf,
  statusNow,
} from './change-desk.ts'

const SHOWN = 200

export async function listChanges<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  tx: Tx,
  reader: Agent,
): Promise<readonly ChangeView[]> {
  const views: ChangeView[] = []
  for (const row of await tx.changes(reader.accountId, SHOWN))
    views.push(changeView(row, await statusNow(rooms, tx, reader.accountId, row), reader))
  return views
}

/**
 * Whoever proposed a change may take it back (`reject`), never approve it.
 * @throws Fault `SECOND_PERSON_NEEDED`, `CHANGE_STALE`, `CHANGE_CLOSED` or `NOT_PERMITTED`.
 */
export async function decideChange<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  tx: Tx,
  agent: Agent,
  changeId: string,
  order: DecisionOrder,
): Promise<ChangeView> {
  const row = await tx.changeById(agent.accountId, changeId)
  if (row === null) throw new Fault('NOT_FOUND', 'there is no such change')
  await refuseUnlessOpen(rooms, tx, agent, row, order)
  const status = order.decision === 'approve' ? 'approved' : 'rejected'
  const decided = {
    status,
    decidedBy: agent.agentId,
    decidedAt: rooms.world.now().toISOString(),
    reason: order.reason === undefined || order.reason === '' ? null : order.reason,
  } as const
  await rooms.audit.append(tx, agent.accountId, {
    type: status === 'approved' ? 'change.approved' : 'change.rejected',
    actor: actorOf(rooms, agent.accountId, agent.agentId),
    object: { kind: 'change', ref: row.changeId },
    decision: status,
    detail: {
      kind: row.kind,
      from: row.base,
      to: digestOf(row.content),
      proposer: actorOf(rooms, agent.accountId, row.proposedBy).ref,
    },
  })
  if (!(await tx.closeChange(agent.accountId, changeId, decided)))
    throw new Fault('CHANGE_CLOSED', 'somebody else has decided on this change meanwhile')
  if (status === 'approved')
    await applierFor(rooms, row.kind).apply(tx, agent, JSON.parse(row.content), row.base)
  return changeView({ ...row, ...decided }, status, agent)
}

async function refuseUnlessOpen<Tx extends ApprovalRows>(
  rooms: ApprovalRooms<Tx>,
  tx: Tx,
  agent: Agent,
  row: ChangeRow,
  order: DecisionOrder,
): Promise<void> {
  if (!agent.roles.includes(CHANGE_ROLE[row.kind]))
    throw new Fault('NOT_PERMITTED', `only the role ${CHANGE_ROLE[row.kind]} may decide on this`)
  const own = row.proposedBy === agent.agentId
  if (own && order.decision === 'approve')
    throw new Fault('SECOND_PERSON_NEEDED', 'whoever proposed a change cannot approve it')
  if (!own && order.decision === 'reject' && (order.reason ?? '') === '')
    throw new Fault('BAD_REQUEST', 'a rejection needs a reason', undefined, { invalid: ['reason: missing'] })
  const status = await statusNow(rooms, tx, agent.accountId, row)
  if (status === 'stale')
    throw new Fault('CHANGE_STALE', 'what this change was made from has changed: propose it again')
  if (status !== 'proposed') throw new Fault('CHANGE_CLOSED', `this change is ${status} already`)
}
