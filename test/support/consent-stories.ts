/** Random stories of one ticket's consent: mostly acts in order, some with something wrong, over years. */
import fc from 'fast-check'
import { LEGAL_BASES } from '../../src/domain/consent.ts'
import {
  CONSENT_ACTORS,
  CONSENT_EVENTS,
  type ConsentEvent,
  type EventFacts,
} from '../../src/domain/consent-event.ts'
import { DAY } from './fake-world.ts'
import { goodEvent } from './gate-cases.ts'

const START = Date.parse('2026-02-03T09:00:00.000Z')
const on = (ms: number) => new Date(ms).toISOString()
const WORDS = ['unknown', 'granted', 'denied', 'withdrawn', 'expired'] as const
const OVERLAYS = ['objected', 'restricted', 'minor_hold', 'erased'] as const

const word = fc.record({
  status: fc.constantFrom(...WORDS),
  overlays: fc.subarray([...OVERLAYS], { maxLength: 1 }),
})

/** What differs from an act in order; most acts have nothing wrong. */
const flaw = fc.oneof(
  { weight: 6, arbitrary: fc.constant(null) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      ...([
        'by',
        'channel',
        'notice',
        'locale',
        'end',
        'past',
        'evidence',
        'speaker',
        'early',
        'future',
      ] as const),
      ...(['actor', 'forgets', 'nowhere', 'baseless', 'untold', 'time', 'basis', 'old_notice'] as const),
      ...(['unread', 'unconfirmed', 'foreign', 'elsewhere', 'told'] as const),
    ),
  },
)

const step = fc.record({
  kind: fc.constantFrom(...CONSENT_EVENTS),
  flaw,
  days: fc.oneof({ weight: 7, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.constantFrom(14, 40, 190, 400)),
  by: fc.constantFrom(...CONSENT_ACTORS),
  basis: fc.constantFrom(...LEGAL_BASES),
  word,
  same: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function eventOf({ kind, flaw: wrong, by, basis, word: other, same }: Step, now: number): ConsentEvent {
  const at = on(now)
  const event = goodEvent(kind, { at, validUntil: on(now + 30 * DAY) })
  const saidNo = other.status === 'denied' || other.status === 'withdrawn'
  const said = { ...other, saidNo, noAt: saidNo ? on(now - 20 * DAY) : null, noBasis: saidNo ? basis : null }
  const told = kind === 'lift_restriction' ? { toldAt: at } : {}
  const facts: EventFacts = { ...event.facts, saidAt: at, ...told } as EventFacts
  const { from: _from, basisRef: _ref, toldAt: _told, ...bare } = facts
  const full: ConsentEvent = {
    ...event,
    ...(kind === 'set_basis' ? { legalBasis: basis } : {}),
    ...(kind === 'requester_changed' && same ? { earlier: said } : {}),
    ...(kind === 'merge' ? { merged: { ...said, samePerson: same } } : {}),
    facts,
  }
  switch (wrong) {
    case 'by':
      return { ...full, by }
    case 'channel':
      return { ...full, channel: 'phone' }
    case 'notice':
      return { ...full, noticeVersion: null, facts: { ...facts, noticeNow: 3 } }
    case 'old_notice':
      return { ...full, noticeVersion: 4, facts: { ...facts, noticeNow: same ? 4 : 3 } }
    case 'locale':
      return { ...full, noticeLocale: null }
    case 'end':
      return { ...full, validUntil: null }
    case 'past':
      return { ...full, validUntil: on(now - DAY) }
    case 'evidence':
      return { ...full, hasEvidence: !full.hasEvidence }
    case 'speaker':
      return { ...full, facts: { ...facts, speaker: 'other' } }
    case 'early':
      return { ...full, facts: { ...facts, saidAt: on(now - 5 * DAY) } }
    case 'future':
      return { ...full, facts: { ...facts, saidAt: on(now + DAY) } }
    case 'actor':
      return { ...full, facts: { ...facts, actorRef: same ? 'agent-1' : 'agent-3' } }
    case 'forgets':
      return { ...full, facts: { ...facts, remembers: false } }
    case 'nowhere':
    case 'baseless':
    case 'untold':
      return { ...full, facts: bare }
    case 'time':
      return { ...full, facts: { ...facts, endReason: 'time' } }
    case 'basis':
      return { ...full, facts: { ...facts, endReason: 'superseded_basis' } }
    case 'unread':
      return { ...full, facts: { ...facts, evidenceRead: same } }
    case 'unconfirmed':
      return { ...full, facts: { ...facts, identity: 'agent_session' } }
    case 'foreign':
      return {
        ...full,
        channel: full.channel === 'link' && same ? 'web_form' : full.channel,
        facts: {
          ...facts,
          ticketLocales: ['fr-BE'],
          ...(saidNo ? { localeReason: 'reads_it' as const } : {}),
        },
      }
    case 'elsewhere': {
      const { noAt, noBasis } = said
      return { ...full, facts: { ...facts, elsewhere: { objected: same, saidNo, noAt, noBasis } } }
    }
    case 'told':
      return { ...full, facts: { ...facts, toldAt: on(now - (same ? 0 : 6 * DAY)) } }
    default:
      return full
  }
}

export const consentStory: fc.Arbitrary<readonly ConsentEvent[]> = fc
  .array(step, { minLength: 1, maxLength: 18 })
  .map((steps) => {
    let now = START
    return steps.map((each) => {
      now += each.days * DAY
      return eventOf(each, now)
    })
  })
