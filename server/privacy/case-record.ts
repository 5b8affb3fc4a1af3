/** One line of a case's history with what changes beside it: the entry first, then both, or none of it. */
import type { AccountId } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { EntryActor, EntryType } from '../audit/index.ts'
import {
  aboutNote,
  aboutText,
  type CaseRecord,
  type PrivacyRooms,
  type RequestCase,
  type RequestEvent,
  type RequestRows,
} from './request-cases.ts'

export interface CaseLine {
  readonly type: EntryType
  readonly kind: CaseRecord
  readonly actor: EntryActor
  readonly as: RequestEvent['actor']
  readonly detail: Readonly<Record<string, string>>
  /** Sealed under the requester's own key before it is kept. */
  readonly text: string | null
}

/** @throws Fault `CONFLICT` when somebody else has changed the case since it was read. */
export async function recordOnCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
  after: Omit<RequestCase, 'version'> & { readonly version: number },
  line: CaseLine,
): Promise<RequestCase> {
  const { caseId, requesterRef } = after
  // The history grows by one line with each version, so the version is its place.
  const seq = after.version
  const subject = await keyHolder(tx, accountId, requesterRef)
  // That a letter went out is on record also where its words can no longer be kept.
  if (subject === null && line.text !== null && line.kind !== 'letter_sent')
    throw new Fault('CONFLICT', 'the requester was erased: nothing more is written down')
  await rooms.audit.append(tx, accountId, {
    type: line.type,
    actor: line.actor,
    object: { kind: 'request', ref: caseId },
    decision: line.kind,
    detail: { kind: after.kind, status: after.status, due: after.dueOn, ...line.detail },
    ...(subject === null || line.text === null ? {} : { sealed: { subject, value: { text: line.text } } }),
  })
  const changed = { ...after, version: after.version + 1 }
  if (!(await tx.setRequestCase(accountId, changed))) throw changedSince()
  await tx.addRequestEvent(accountId, {
    ...{ caseId, seq, requesterRef, kind: line.kind, at: rooms.world.now().toISOString() },
    ...{ actor: line.as, actorRef: line.actor.ref, detail: line.detail },
    sealedText:
      subject === null || line.text === null
        ? null
        : rooms.keys.sealFor(
            subject.wrappedKey,
            `${accountId}/${requesterRef}`,
            line.text,
            aboutText(caseId, seq),
          ),
  })
  return changed
}

/** `null`: the person was erased, and whatever was sealed for them is gone. */
async function keyHolder(tx: RequestRows, accountId: AccountId, requesterRef: string) {
  const requester = await tx.requesterByRef(accountId, requesterRef)
  return requester === null || requester.wrappedKey === '' ? null : requester
}

export function changedSince(): Fault {
  return new Fault('CONFLICT', 'somebody else has changed this request: load it again')
}

/** What was written down, for compliance; `null` where it was erased. */
export async function textsOfCase(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
  request: RequestCase,
  events: readonly RequestEvent[],
): Promise<ReadonlyMap<number, string>> {
  const { caseId, requesterRef } = request
  const requester = await keyHolder(tx, accountId, requesterRef)
  if (requester === null) return new Map()
  const open = (text: string, about: string) =>
    rooms.keys.unsealFor(requester.wrappedKey, `${accountId}/${requesterRef}`, text, about)
  const written = events.flatMap(({ seq, sealedText }) =>
    sealedText === null ? [] : [[seq, open(sealedText, aboutText(caseId, seq))] as const],
  )
  const old = request.sealedNote
  return new Map(old === null ? written : [...written, [0, open(old, aboutNote(caseId))] as const])
}
