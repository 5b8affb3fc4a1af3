/** Records what is missing between what a ticket's ledger says and what the facts want. */
import type { ConsentState } from '../../src/domain/consent.ts'
import { type ConsentEvent, isLasting, moveConsent } from '../../src/domain/consent-moves.ts'
import type { EntryActor } from '../audit/index.ts'
import { GRANT_DAYS, type Notice, readConsent, recordConsent } from '../consent/index.ts'
import type { TicketRow } from '../tickets/index.ts'
import type { EventRows, SettleRooms } from './rooms.ts'
import type { WantedWord } from './wanted-word.ts'

export interface Goal {
  readonly wanted: WantedWord
  readonly requesterRef: string
  /** The one in force. */
  readonly notice: Notice | null
  /** The language of the notice that stands beside the form. */
  readonly locale: string
  /** What the ticket's own form says of this person. */
  readonly form: {
    readonly no: boolean
    readonly minor: boolean
    /** It stands in no event of theirs yet. */
    readonly unheard: boolean
  }
}

const DAY_MS = 86_400_000
const HELPDESK: EntryActor = { kind: 'helpdesk', ref: 'webhook' }
const SAID_NO: readonly ConsentState['status'][] = ['denied', 'withdrawn']

/** True when nothing of it is missing and nothing is too much. */
function reached(state: ConsentState, { wanted }: Goal): boolean {
  const overlays = [...state.overlays].sort().join() === wanted.overlays.join()
  if (!overlays || state.saidNo !== wanted.saidNo) return false
  if (isLasting(wanted.noBasis) && !isLasting(state.noBasis)) return false
  if (wanted.status === 'open') return !SAID_NO.includes(state.status)
  if (wanted.status === 'form_yes') return state.status !== 'unknown'
  return state.status === wanted.status
}

/** The smallest steps first: what only adds a restriction leaves the rest of the record as it is. */
export async function bring(
  rooms: SettleRooms,
  tx: EventRows,
  accountId: string,
  ticket: TicketRow,
  goal: Goal,
): Promise<void> {
  const about = goal.requesterRef
  const same = ticket.requesterRef === about
  const at = rooms.world.now().toISOString()
  const present = async () => (await readConsent(tx, accountId, ticket.ticketRef, rooms.world.now())).state
  let owned = ticket
  const record = (event: ConsentEvent, actor: EntryActor = HELPDESK) =>
    recordConsent(rooms, tx, accountId, owned, { event, evidence: null, actor, about })
  let state = await present()
  // What the form says of the new person is said by them, on a ticket that is theirs: so it reaches their others.
  const handed = !same && goal.form.unheard
  if (handed) {
    state = await record(plain(at, 'requester_changed'))
    owned = { ...ticket, requesterRef: about }
  }
  if (same || handed) {
    for (const event of additions(at, goal)) {
      if (reached(state, goal)) break
      if (adds(state, event)) state = await record(event)
    }
  }
  if (!(same || handed) || !reached(state, goal)) state = await record(renewal(at, goal))
  owned = { ...ticket, requesterRef: about }
  const { notice } = goal
  if (goal.wanted.status === 'form_yes' && state.status === 'unknown' && notice !== null)
    await record(formGrant(rooms, at, notice, goal.locale), { kind: 'requester', ref: 'form' })
}

/** True when it is legal and changes more than the epoch. */
function adds(state: ConsentState, event: ConsentEvent): boolean {
  const verdict = moveConsent(state, event)
  if (verdict.outcome === 'illegal') return false
  const { status, saidNo, noBasis, overlays } = verdict.state
  if (isLasting(noBasis) !== isLasting(state.noBasis)) return true
  return status !== state.status || saidNo !== state.saidNo || overlays.length !== state.overlays.length
}

const isNo = (status: WantedWord['status']): status is 'denied' | 'withdrawn' =>
  status === 'denied' || status === 'withdrawn'

function wordOf({ wanted }: Goal) {
  const status = isNo(wanted.status) ? wanted.status : ('unknown' as const)
  const { saidNo, noAt, noBasis, overlays } = wanted
  return { status, saidNo, noAt, noBasis, overlays }
}

function additions(at: string, goal: Goal): readonly ConsentEvent[] {
  const { wanted, form } = goal
  return [
    ...(wanted.overlays.includes('minor_hold') && form.minor ? [plain(at, 'hold_minor')] : []),
    ...(isNo(wanted.status) && form.no ? [{ ...plain(at, 'deny'), channel: 'web_form' as const }] : []),
    ...(wanted.saidNo || wanted.overlays.length > 0
      ? [{ ...plain(at, 'merge'), merged: { samePerson: true, ...wordOf(goal) } }]
      : []),
    ...(wanted.overlays.includes('erased') ? [plain(at, 'erase')] : []),
  ]
}

function renewal(at: string, goal: Goal): ConsentEvent {
  return { ...plain(at, 'requester_changed'), earlier: wordOf(goal) }
}

function formGrant(rooms: SettleRooms, at: string, notice: Notice, locale: string): ConsentEvent {
  return {
    ...plain(at, 'grant'),
    by: 'requester',
    channel: 'web_form',
    noticeVersion: notice.version,
    noticeLocale: locale,
    validUntil: new Date(rooms.world.now().getTime() + GRANT_DAYS * DAY_MS).toISOString(),
    recipients: notice.recipients,
    legalBasis: 'consent',
  }
}

export function plain(at: string, kind: ConsentEvent['kind']): ConsentEvent {
  return {
    kind,
    at,
    by: 'system',
    channel: null,
    noticeVersion: null,
    noticeLocale: null,
    validUntil: null,
    recipients: [],
    hasEvidence: false,
    legalBasis: null,
  }
}
