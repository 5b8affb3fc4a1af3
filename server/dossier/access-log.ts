/** Writes down who looked at something kept of a person: the audit entry first, and a row by which the person finds it. */

import type { AccessKind, AccessPurpose } from '../../src/domain/access.ts'
import type { Agent } from '../../src/domain/account.ts'
import type { AuditRows, EntryType } from '../audit/index.ts'
import type { Transact } from '../keys.ts'
import type { AccessLogRows, DossierRooms } from './rows.ts'

const ENTRY: Record<Exclude<AccessKind, 'evidence'>, EntryType> = {
  dossier: 'dossier.opened',
  draft: 'draft.opened',
  receipt: 'receipt.opened',
  export: 'export.downloaded',
  request: 'request.opened',
}

export interface Look {
  readonly accountId: string
  readonly requesterRef: string
  /** An agent's pseudonym, or `link`: whoever was sent one. */
  readonly by: string
  readonly kind: AccessKind
  readonly objectRef: string
  readonly purpose: AccessPurpose
}

type Rows = AuditRows & AccessLogRows

export function pseudonymOf({ keys }: Pick<DossierRooms, 'keys'>, agent: Agent): string {
  return keys.digest('agent', agent.accountId, agent.agentId)
}

/** @throws Fault `AUDIT_UNAVAILABLE`: then nothing may be shown. */
export async function noteLook(rooms: DossierRooms, tx: Rows, look: Look): Promise<void> {
  const { accountId, kind, objectRef, purpose } = look
  const byLink = look.by === 'link'
  const auditIndex = await rooms.audit.append(tx, accountId, {
    type: kind === 'evidence' ? 'consent.evidence_opened' : ENTRY[kind],
    actor: { kind: byLink ? 'requester' : 'agent', ref: look.by },
    object: { kind: kind === 'dossier' ? 'requester' : kind, ref: objectRef },
    decision: kind === 'export' ? 'downloaded' : 'opened',
    detail: { purpose },
  })
  await addLook(rooms, tx, look, auditIndex)
}

/** The row alone, where the act has an entry of its own. */
export async function addLook(
  rooms: Pick<DossierRooms, 'world'>,
  tx: AccessLogRows,
  { accountId, requesterRef, by, kind, objectRef, purpose }: Look,
  auditIndex: number,
): Promise<void> {
  await tx.addAccess(accountId, {
    ...{ accessId: rooms.world.newId(), requesterRef, kind, objectRef, agentRef: by, purpose },
    ...{ at: rooms.world.now().toISOString(), auditIndex },
  })
}

/** A draft that lies in the store is shown to an agent again. Not there: nothing to note, nothing to show. */
export async function noteDraftOpened(
  rooms: DossierRooms,
  tx: Rows,
  agent: Agent,
  draftId: string,
): Promise<void> {
  const requesterRef = await tx.personOfDraft(agent.accountId, draftId)
  if (requesterRef !== null) await noteLook(rooms, tx, lookOf(rooms, agent, requesterRef, 'draft', draftId))
}

export async function noteReceiptOpened(
  rooms: DossierRooms,
  tx: Rows,
  agent: Agent,
  decisionId: string,
): Promise<void> {
  const requesterRef = await tx.personOfDecision(agent.accountId, decisionId)
  if (requesterRef !== null)
    await noteLook(rooms, tx, lookOf(rooms, agent, requesterRef, 'receipt', decisionId))
}

function lookOf(
  rooms: Pick<DossierRooms, 'keys'>,
  agent: Agent,
  requesterRef: string,
  kind: AccessKind,
  objectRef: string,
): Look {
  const by = pseudonymOf(rooms, agent)
  return { accountId: agent.accountId, requesterRef, by, kind, objectRef, purpose: 'work' }
}

/** The act has its entry by now: the newest of the log. */
export async function noteEvidenceOpened(
  rooms: Pick<DossierRooms, 'world' | 'keys'>,
  tx: Rows,
  agent: Agent,
  { ticketRef, requesterRef }: { readonly ticketRef: string; readonly requesterRef: string },
): Promise<void> {
  const size = (await tx.auditHead(agent.accountId))?.tree.size ?? 1
  await addLook(rooms, tx, lookOf(rooms, agent, requesterRef, 'evidence', ticketRef), size - 1)
}

/** What a screen of the helpdesk notes before it shows what is kept. */
export interface LookNotes {
  draftOpened(agent: Agent, draftId: string): Promise<void>
  receiptOpened(agent: Agent, decisionId: string): Promise<void>
}

export function createLookNotes(rooms: DossierRooms, transact: Transact<Rows>): LookNotes {
  return {
    draftOpened: (agent, draftId) => transact((tx) => noteDraftOpened(rooms, tx, agent, draftId)),
    receiptOpened: (agent, decisionId) => transact((tx) => noteReceiptOpened(rooms, tx, agent, decisionId)),
  }
}
