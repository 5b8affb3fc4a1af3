/** When a draft that already stands in a reply has to come out again: somebody said no after it was made. */
import { type ConsentState, DRAFTABLE_STATUSES } from './consent.ts'
import type { ConsentEventKind } from './consent-event.ts'

/** An end by time or by a newer notice is nobody's no: what was lawfully made before it may go out. */
const SAYS_NO: readonly ConsentEventKind[] = [
  'deny',
  'withdraw',
  'object',
  'uphold_objection',
  'restrict',
  'hold_minor',
  'invalidate',
  'requester_changed',
]

/**
 * `events` with the status after each, in their order: the epoch of a draft is how many there were when it was
 * made. What is allowed again since does not make the draft one that was allowed throughout.
 */
export function mustComeOut(
  draftEpoch: number,
  events: readonly { readonly kind: ConsentEventKind; readonly status: ConsentState['status'] }[],
): boolean {
  return events
    .slice(draftEpoch)
    .some(
      ({ kind, status }) =>
        SAYS_NO.includes(kind) ||
        (kind === 'merge' && !DRAFTABLE_STATUSES.some((draftable) => draftable === status)),
    )
}
