/**
 * What a person has refused where its record is not there any more: on a ticket that a store came back without, or that it
 * knows as somebody else's, or whose days are over. It is about them, and is kept until they say otherwise or are erased.
 */
import { z } from 'zod'
import type { AccountId } from '../../src/domain/account.ts'
import { LEGAL_BASES } from '../../src/domain/consent.ts'
import {
  CONSENT_ACTORS,
  type ConsentActor,
  type ConsentEvent,
  type ConsentEventKind,
  type EarlierWord,
  OVERLAY_OF,
} from '../../src/domain/consent-event.ts'
import { isLasting } from '../../src/domain/consent-moves.ts'
import { type FactRows, type HelpdeskFact, personSubject, recordsOfPerson } from '../tickets/index.ts'
import type { StoredConsentEvent } from './consent-fold.ts'
import type { ConsentLifeRows } from './consent-rule.ts'
import { NO_KINDS, type NoKind, type NoLine } from './no-journal.ts'

export interface LostNo {
  readonly no: NoKind
  readonly at: string
  readonly by: ConsentActor
  readonly to: NonNullable<NoLine['about']>['to']
}

const valueSchema = z.object({ by: z.enum(CONSENT_ACTORS), to: z.enum(LEGAL_BASES).nullable() })

/** A no to a basis lasts, and one to a question is over some day: the later of the two must not stand for both. */
const keyOf = (no: NoKind, to: LostNo['to']) => (isLasting(to) ? `${no}/${to}` : no)

/** Whether it says something of a person that is not kept already. */
export async function isNewsOf(
  tx: Pick<FactRows, 'factsOf'>,
  accountId: AccountId,
  { no, at, about }: NoLine,
): Promise<boolean> {
  // What was declared invalid is that yes, which is lost as well.
  if (about === undefined || no === 'invalidate') return false
  const facts = await tx.factsOf(accountId, personSubject(about.person))
  const own = keyOf(no, about.to)
  return !facts.some(({ kind, key, at: known }) => kind === 'refused' && key === own && known >= at)
}

export async function keepLostNo(
  tx: Pick<FactRows, 'keepFact'>,
  accountId: AccountId,
  person: string,
  { no, at, by, to }: LostNo,
): Promise<void> {
  const value = JSON.stringify({ by, to })
  const subject = personSubject(person)
  await tx.keepFact(accountId, { subject, kind: 'refused', key: keyOf(no, to), at, eventId: '', value })
}

function lostNoIn({ kind, key, at, value }: HelpdeskFact): readonly LostNo[] {
  const no = NO_KINDS.find((known) => known === key.split('/')[0])
  return kind !== 'refused' || no === undefined ? [] : [{ no, at, ...valueSchema.parse(JSON.parse(value)) }]
}

/** Said to a question, and over some day. Judged by what it was a no to: where that has no key of its own, it still lasts. */
export function isQuestionNo(fact: HelpdeskFact): boolean {
  return lostNoIn(fact).some(({ no, to }) => (no === 'deny' || no === 'withdraw') && !isLasting(to))
}

/** Under whichever of their records. */
export async function lostNoesOf(
  tx: Pick<FactRows, 'factsOf' | 'factsAbout'>,
  accountId: AccountId,
  digest: string,
): Promise<readonly LostNo[]> {
  const lost: LostNo[] = []
  for (const each of await recordsOfPerson(tx, accountId, digest))
    for (const fact of await tx.factsOf(accountId, personSubject(each))) lost.push(...lostNoIn(fact))
  return lost
}

/** What people of compliance decide of an overlay, on whichever ticket of theirs. */
export const LIFTED_BY = {
  object: ['overrule_objection', 'uphold_objection'],
  restrict: ['lift_restriction'],
  hold_minor: ['lift_minor_hold'],
} as const satisfies Partial<Record<NoKind, readonly ConsentEventKind[]>>

export function isLifted({ no, at }: LostNo, heard: readonly ConsentEvent[]): boolean {
  if (no !== 'object' && no !== 'restrict' && no !== 'hold_minor') return false
  const lifting: readonly ConsentEventKind[] = LIFTED_BY[no]
  return heard.some((event) => lifting.includes(event.kind) && event.at > at)
}

/** Before the record of a lift goes: what it had lifted would stand again without it. */
export async function forgetLifted(
  tx: Pick<FactRows, 'factsOf' | 'factsAbout' | 'keepFact' | 'dropFacts'>,
  accountId: AccountId,
  digest: string,
  heard: readonly ConsentEvent[],
): Promise<void> {
  for (const each of await recordsOfPerson(tx, accountId, digest)) {
    const lost = (await tx.factsOf(accountId, personSubject(each))).flatMap(lostNoIn)
    const left = lost.filter((no) => !isLifted(no, heard))
    if (left.length === lost.length) continue
    await tx.dropFacts(accountId, personSubject(each), 'refused')
    for (const no of left) await keepLostNo(tx, accountId, each, no)
  }
}

interface HeardRows extends Pick<FactRows, 'factsOf' | 'factsAbout'>, Pick<ConsentLifeRows, 'refusalsOf'> {
  consentEvents(accountId: AccountId, ticketRef: string): Promise<readonly StoredConsentEvent[]>
}

/** Of these what still stands. @param refs every record of the person. */
export async function standingLostNoes(
  tx: HeardRows,
  accountId: AccountId,
  digest: string,
  refs: readonly string[],
): Promise<readonly LostNo[]> {
  const lost = await lostNoesOf(tx, accountId, digest)
  if (lost.length === 0) return lost
  const heard: ConsentEvent[] = []
  for (const ref of refs)
    for (const ticketRef of await tx.refusalsOf(accountId, ref))
      for (const { requesterRef, event } of await tx.consentEvents(accountId, ticketRef))
        if (refs.includes(requesterRef)) heard.push(event)
  return lost.filter((no) => !isLifted(no, heard))
}

/** As it would stand on that ticket. */
export function wordOfLostNo({ no, at, to }: LostNo): EarlierWord {
  if (no === 'deny' || no === 'withdraw')
    return {
      status: no === 'deny' ? 'denied' : 'withdrawn',
      saidNo: true,
      noAt: at,
      noBasis: to ?? 'consent',
      overlays: [],
    }
  const overlays = no === 'invalidate' ? [] : [OVERLAY_OF[no]]
  return { status: 'unknown', saidNo: false, noAt: null, noBasis: null, overlays }
}
