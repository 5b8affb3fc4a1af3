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
  /** To which basis the no was said. */
  readonly to: string | null
  readonly shut: string | null
  readonly asked: string | null
  readonly notice: number | null
  readonly until: string | null
  readonly heard: { readonly by: string; readonly at: string; readonly notice: number | null } | null
}
export const NOTHING_SAID: OracleWord = {
  ...{ is: 'unknown', over: [], basis: 'consent', no: null, to: null, shut: null },
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
  const yes = { ...word, is: 'granted', basis: 'consent', no: null, to: null, notice: event.noticeVersion, until: event.validUntil, heard: null }
  const put = (overlay: string) => [...new Set([...word.over, overlay])]
  const without = (overlay: string) => word.over.filter((each) => each !== overlay)
  const only = (when: boolean, then: Partial<OracleWord>) => (when ? { ...word, ...then } : null)
  const theirs = event.merged?.samePerson === true ? event.merged : null
  const saidNo = (status: string | undefined) => status === 'denied' || status === 'withdrawn'
  const forGood = (to: string | null | undefined) => to === 'contract' || to === 'legitimate_interest'
  const refused = { no: at, to: forGood(word.to) ? word.to : word.basis, heard: null }
  const bars = (no: string | null, to: string | null) => no !== null && (forGood(to) || alone(no))
  const other = facts.elsewhere
  const barred = bars(word.no, word.to) || (other !== undefined && (other.objected || bars(other.saidNo ? (other.noAt ?? at) : null, other.noBasis)))
  const closed = (over: readonly string[]) => over.includes('restricted') ? (word.shut ?? at) : null
  const told = facts.toldAt !== undefined && ms(facts.toldAt) <= ms(at) && (word.shut === null || ms(facts.toldAt) >= ms(`${word.shut.slice(0, 16)}:00.000Z`))
  const understood = event.noticeLocale === null || facts.localeReason !== undefined || facts.ticketLocales === undefined || facts.ticketLocales.length === 0 || facts.ticketLocales.some((each) => each.slice(0, 2) === event.noticeLocale)
  switch (kind) {
    case 'deny': return only(true, { is: 'denied', ...refused })
    case 'withdraw': return only(true, { is: 'withdrawn', ...refused })
    case 'object': return only(true, { over: put('objected'), heard: null })
    case 'hold_minor': return only(true, { over: put('minor_hold') })
    case 'restrict': return only(by === 'compliance', { over: put('restricted'), shut: at })
    case 'erase': return only(by === 'compliance' || by === 'system', { over: put('erased'), heard: null })
    case 'request': return only(askable && word.is !== 'not_required' && !(word.is === 'granted' && word.notice === event.noticeVersion) && word.over.length === 0,
      { is: 'requested', basis: 'consent', asked: at, notice: event.noticeVersion, until: event.validUntil, heard: null })
    case 'defer': return only(word.is === 'requested', { heard: null })
    case 'grant': return only(by === 'requester' && spoken && ends && word.is !== 'invalidated' && (word.no === null || event.channel === 'link') && (event.channel === 'link' || understood), yes)
    case 'relay_grant': return only(by === 'agent' && event.hasEvidence && spoken && open && understood, { heard: { by: facts.actorRef, at, notice: event.noticeVersion } })
    case 'confirm_grant': return only(staff && word.heard !== null && word.heard.by !== facts.actorRef && facts.evidenceRead !== false && word.heard.notice === event.noticeVersion && sameNotice && shown && ends && open, yes)
    case 'reject_grant': return only(staff && word.heard !== null, { heard: null })
    case 'carry_over': return only(staff && open && word.is !== 'granted' && facts.speaker === 'requester' && facts.remembers && facts.identity !== 'agent_session' && facts.from !== undefined && sameNotice && shown && ends && ms(event.validUntil ?? at) > ms(at), yes)
    case 'expire': return only(by === 'system' && (lawful(word) || word.is === 'requested') && (String(facts.endReason).startsWith('superseded') || (word.until !== null && ms(word.until) <= ms(at))), { is: 'expired' })
    case 'set_basis': return only((by === 'compliance' || by === 'system') && !['granted', 'requested'].includes(word.is) && ends && !barred && !word.over.includes('objected') && ['contract', 'legitimate_interest'].includes(event.legalBasis ?? '') && facts.basisRef !== undefined,
      { is: 'not_required', basis: event.legalBasis ?? '', notice: event.noticeVersion, until: event.validUntil, heard: null })
    case 'uphold_objection': return only(by === 'compliance' && event.hasEvidence && word.over.includes('objected'), { is: 'denied', ...refused, over: without('objected') })
    case 'overrule_objection': return only(by === 'compliance' && event.hasEvidence && word.over.includes('objected') && word.basis === 'legitimate_interest' && word.no === null, { over: without('objected'), heard: null })
    case 'lift_restriction': return only(by === 'compliance' && word.over.includes('restricted') && told, { over: without('restricted'), shut: null })
    case 'lift_minor_hold': return only(by === 'compliance' && word.over.includes('minor_hold') && event.hasEvidence, { over: without('minor_hold') })
    case 'invalidate': return only(by === 'compliance' && event.hasEvidence, { is: 'invalidated', heard: null })
    case 'requester_changed': return only(by === 'system', { ...NOTHING_SAID, is: saidNo(event.earlier?.status) ? String(event.earlier?.status) : 'unknown', no: event.earlier?.saidNo === true ? (event.earlier.noAt ?? at) : null, to: event.earlier?.saidNo === true ? (event.earlier.noBasis ?? 'consent') : null, over: [...(event.earlier?.overlays ?? [])], shut: event.earlier?.overlays.includes('restricted') === true ? at : null })
    case 'merge': {
      const over = [...new Set([...word.over, ...(theirs?.overlays ?? []).filter((each) => each !== 'erased')])]
      const came = theirs?.saidNo === true ? { no: theirs.noAt ?? at, to: theirs.noBasis ?? 'consent' } : null
      const no = came === null ? word.no : word.no === null || ms(came.no) > ms(word.no) ? came.no : word.no
      return only(by === 'system', { heard: null, is: saidNo(theirs?.status) ? String(theirs?.status) : word.is, over, shut: closed(over), no, to: came === null || forGood(word.to) ? word.to : came.to })
    }
    default: return null
  }
}

export function lets(word: OracleWord, at: string, noticeNow: number): boolean {
  const current = word.is === 'not_required' || word.notice === noticeNow
  return lawful(word) && word.over.length === 0 && word.until !== null && ms(at) < ms(word.until) && current
}
