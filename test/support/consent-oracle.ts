/**
 * What consent law lets happen, told a second time and independently of the product's table: a person's
 * word as plain conditions, one line a rule. It knows nothing of `src/domain` but the shape of an event.
 */
import type { ConsentEvent } from '../../src/domain/consent-event.ts'

export interface OracleWord {
  readonly is: string
  readonly over: readonly string[]
  readonly basis: string
  readonly no: string | null
  readonly asked: string | null
  readonly notice: number | null
  readonly until: string | null
  readonly heard: { readonly by: string; readonly at: string; readonly notice: number | null } | null
}
export const NOTHING_SAID: OracleWord = {
  ...{ is: 'unknown', over: [], basis: 'consent', no: null },
  ...{ asked: null, notice: null, until: null, heard: null },
}
const DAY = 86_400_000
const ms = (at: string) => new Date(at).getTime()
const lawful = (word: OracleWord) => word.is === 'granted' || word.is === 'not_required'

/** Time alone: what has an end ends, and nobody looks at hearsay after two weeks. */
export function later(word: OracleWord, at: string): OracleWord {
  const ended = (lawful(word) || word.is === 'requested') && word.until !== null && ms(word.until) <= ms(at)
  const stale = word.heard !== null && ms(at) - ms(word.heard.at) >= 14 * DAY
  return { ...word, is: ended ? 'expired' : word.is, heard: stale ? null : word.heard }
}

/** What the word is after the event, or `null` when the law does not let it happen. */
// biome-ignore format: one line a rule, to be read beside the law
export function hear(word: OracleWord, event: ConsentEvent): OracleWord | null {
  const { kind, by, at, facts } = event
  if (facts === undefined || (word.over.includes('erased') && kind !== 'requester_changed')) return null
  const staff = by === 'agent' || by === 'compliance'
  const alone = (since: string) => ms(at) < new Date(since).setUTCMonth(new Date(since).getUTCMonth() + facts.cooldownMonths)
  const shown = event.noticeVersion !== null && event.noticeLocale !== null && event.noticeVersion === facts.noticeNow
  const sameNotice = word.is !== 'requested' || event.noticeVersion === word.notice
  const answers = word.is !== 'requested' || ms(facts.saidAt) >= ms(word.asked ?? at)
  const spoken = facts.speaker === 'requester' && ms(facts.saidAt) <= ms(at) && answers && sameNotice && shown
  const askable = word.no === null || !alone(word.asked !== null && ms(word.asked) > ms(word.no) ? word.asked : word.no)
  const open = word.is !== 'not_required' && word.is !== 'invalidated' && word.no === null
  const ends = event.validUntil !== null
  const yes = { ...word, is: 'granted', basis: 'consent', no: null, notice: event.noticeVersion, until: event.validUntil, heard: null }
  const put = (overlay: string) => [...new Set([...word.over, overlay])]
  const without = (overlay: string) => word.over.filter((each) => each !== overlay)
  const only = (when: boolean, then: Partial<OracleWord>) => (when ? { ...word, ...then } : null)
  const theirs = event.merged?.samePerson === true ? event.merged : null
  const saidNo = (status: string | undefined) => status === 'denied' || status === 'withdrawn'
  switch (kind) {
    case 'deny': return only(true, { is: 'denied', no: at, heard: null })
    case 'withdraw': return only(true, { is: 'withdrawn', no: at, heard: null })
    case 'object': return only(true, { over: put('objected'), heard: null })
    case 'hold_minor': return only(true, { over: put('minor_hold') })
    case 'restrict': return only(by === 'compliance', { over: put('restricted') })
    case 'erase': return only(by === 'compliance' || by === 'system', { over: put('erased'), heard: null })
    case 'request': return only(askable && word.is !== 'not_required' && !(word.is === 'granted' && word.notice === event.noticeVersion) && word.over.length === 0,
      { is: 'requested', asked: at, notice: event.noticeVersion, until: event.validUntil, heard: null })
    case 'defer': return only(word.is === 'requested', { heard: null })
    case 'grant': return only(by === 'requester' && spoken && ends && word.is !== 'invalidated' && (word.no === null || event.channel === 'link'), yes)
    case 'relay_grant': return only(by === 'agent' && event.hasEvidence && spoken && open, { heard: { by: facts.actorRef, at, notice: event.noticeVersion } })
    case 'confirm_grant': return only(staff && word.heard !== null && word.heard.by !== facts.actorRef && word.heard.notice === event.noticeVersion && sameNotice && shown && ends && open, yes)
    case 'reject_grant': return only(staff && word.heard !== null, { heard: null })
    case 'carry_over': return only(staff && open && word.is !== 'granted' && facts.speaker === 'requester' && facts.remembers && facts.from !== undefined && sameNotice && shown && ends && ms(event.validUntil ?? at) > ms(at), yes)
    case 'expire': return only(by === 'system' && (lawful(word) || word.is === 'requested') && (String(facts.endReason).startsWith('superseded') || (word.until !== null && ms(word.until) <= ms(at))), { is: 'expired' })
    case 'set_basis': return only((by === 'compliance' || by === 'system') && !['granted', 'requested'].includes(word.is) && ends && (word.no === null || (!alone(word.no) && (word.basis === 'consent' || word.is === 'not_required'))) && ['contract', 'legitimate_interest'].includes(event.legalBasis ?? '') && facts.basisRef !== undefined,
      { is: 'not_required', basis: event.legalBasis ?? '', notice: event.noticeVersion, until: event.validUntil, heard: null })
    case 'uphold_objection': return only(by === 'compliance' && event.hasEvidence && word.over.includes('objected'), { is: 'denied', no: at, over: without('objected'), heard: null })
    case 'overrule_objection': return only(by === 'compliance' && event.hasEvidence && word.over.includes('objected') && word.basis === 'legitimate_interest' && word.no === null, { over: without('objected'), heard: null })
    case 'lift_restriction': return only(by === 'compliance' && word.over.includes('restricted') && facts.toldAt !== undefined && ms(facts.toldAt) <= ms(at), { over: without('restricted') })
    case 'lift_minor_hold': return only(by === 'compliance' && word.over.includes('minor_hold') && event.hasEvidence, { over: without('minor_hold') })
    case 'invalidate': return only(by === 'compliance' && event.hasEvidence, { is: 'invalidated', heard: null })
    case 'requester_changed': return only(by === 'system', { ...NOTHING_SAID, is: saidNo(event.earlier?.status) ? String(event.earlier?.status) : 'unknown', no: event.earlier?.saidNo === true ? (event.earlier.noAt ?? at) : null, over: [...(event.earlier?.overlays ?? [])] })
    case 'merge': return only(by === 'system', { heard: null, is: saidNo(theirs?.status) ? String(theirs?.status) : word.is, over: [...new Set([...word.over, ...(theirs?.overlays ?? []).filter((each) => each !== 'erased')])],
      no: theirs?.saidNo === true && (word.no === null || ms(theirs.noAt ?? at) > ms(word.no)) ? (theirs.noAt ?? at) : word.no })
    default: return null
  }
}

export function lets(word: OracleWord, at: string, noticeNow: number): boolean {
  const current = word.is === 'not_required' || word.notice === noticeNow
  return lawful(word) && word.over.length === 0 && word.until !== null && ms(at) < ms(word.until) && current
}
