/** The one-time link to the address on file: whoever can read mail there confirms that they have asked. */
import { createHash } from 'node:crypto'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { isEnded } from '../../src/domain/request-case.ts'
import { moveOn } from './case-acts.ts'
import { changedSince, recordOnCase } from './case-record.ts'
import {
  type PrivacyRooms,
  type RequestCase,
  type RequestLink,
  type RequestRows,
  readCase,
  staffActor,
} from './request-cases.ts'

const LINK_BYTES = 32
const LINK_DAYS = 14
const DAY_MS = 86_400_000

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/** The only copy of the token goes to whoever asked; the store keeps its hash. */
export async function issueIdentityLink(
  rooms: PrivacyRooms,
  tx: RequestRows,
  agent: Agent,
  caseId: string,
  version: number,
): Promise<{ readonly token: string; readonly expiresAt: string; readonly request: RequestCase }> {
  const { accountId } = agent
  const request = await readCase(tx, accountId, caseId)
  if (request.version !== version) throw changedSince()
  if (request.status !== 'received' && request.status !== 'identity_pending')
    throw new Fault('ILLEGAL_TRANSITION', 'it is clear already who asks', undefined, {
      rule: 'NOT_FROM_HERE',
    })
  const token = rooms.keys.newSecret(LINK_BYTES)
  const expiresAt = new Date(rooms.world.now().getTime() + LINK_DAYS * DAY_MS).toISOString()
  const changed = await recordOnCase(rooms, tx, accountId, request, {
    type: 'request.link_issued',
    kind: 'link_issued',
    ...{ actor: staffActor(rooms, agent), as: 'compliance', text: null },
    detail: { until: expiresAt },
  })
  const { requesterRef, locale } = request
  await tx.addRequestLink(accountId, {
    ...{ linkHash: hashOf(token), caseId, requesterRef, locale, expiresAt, usedAt: null },
  })
  return { token, expiresAt, request: changed }
}

export interface OpenedIdentityLink {
  readonly link: RequestLink & { readonly accountId: AccountId }
  readonly request: RequestCase
  /** `done`: it was confirmed, now or before, or nothing waits for it. */
  readonly standing: 'waits' | 'done'
}

/** @throws Fault `LINK_UNKNOWN`, `LINK_ENDED` */
export async function openIdentityLink(
  rooms: PrivacyRooms,
  tx: RequestRows,
  token: string,
): Promise<OpenedIdentityLink> {
  const link = await tx.requestLink(hashOf(token))
  if (link === null) throw new Fault('LINK_UNKNOWN', 'there is no such link')
  const request = await tx.requestCaseById(link.accountId, link.caseId)
  if (request === null) throw new Fault('LINK_UNKNOWN', 'there is no such link')
  if (link.usedAt !== null) return { link, request, standing: 'done' }
  if (link.expiresAt <= rooms.world.now().toISOString() || isEnded(request.status))
    throw new Fault('LINK_ENDED', 'the link has ended', undefined, { locale: link.locale })
  const waits = request.status === 'received' || request.status === 'identity_pending'
  return { link, request, standing: waits ? 'waits' : 'done' }
}

/** Pressing twice is pressing once. */
export async function confirmByLink(rooms: PrivacyRooms, tx: RequestRows, token: string): Promise<void> {
  const { link, request, standing } = await openIdentityLink(rooms, tx, token)
  if (standing === 'done') return
  await moveOn(
    rooms,
    tx,
    link.accountId,
    request,
    {
      kind: 'confirm_identity',
      version: request.version,
      reason: null,
      identityWay: 'address_on_file',
      twinId: null,
    },
    { actor: { kind: 'requester', ref: 'link' }, as: 'requester' },
  )
  const first = await tx.useRequestLink(link.accountId, link.linkHash, rooms.world.now().toISOString())
  if (!first) throw changedSince()
}
