/** What the page behind a link says and offers, for every state of a consent. Pure; it decides nothing. */
import type { ConsentState, LegalBasis } from '../../src/domain/consent.ts'
import { type ConsentEventKind, isLasting, UNKNOWN_CONSENT } from '../../src/domain/consent-moves.ts'
import type { NoticeText } from '../../src/domain/notice.ts'
import type { OpenedLink } from './consent-links.ts'

export const LINK_CHOICES = ['grant', 'deny', 'defer', 'withdraw', 'object'] as const
export type LinkChoice = (typeof LINK_CHOICES)[number]

export const LINK_STANDINGS = [
  'ask',
  'deferred',
  'granted',
  'denied',
  'withdrawn',
  'expired',
  'invalidated',
  'informed',
  'objected',
  'restricted',
  'blocked',
] as const
export type LinkStanding = (typeof LINK_STANDINGS)[number]

export interface LinkView {
  readonly standing: LinkStanding
  /** All of one look: a yes is never more prominent than a no (EDPB 03/2022). */
  readonly main: readonly LinkChoice[]
  /** "I have changed my mind": one step more than the no was. */
  readonly changeMind: boolean
  readonly defer: boolean
  readonly quietObject: boolean
  readonly access: boolean
  /** The notice in force is another than the one that was shown. */
  readonly superseded: boolean
  /** When this person last said something, by whatever way. */
  readonly decidedAt: string | null
  /** What stands, or was said, is about all of this person's tickets. */
  readonly forAll: boolean
}

/** All of an opened link that its view hangs on. */
type Seen = Pick<OpenedLink, 'state' | 'events' | 'open' | 'before'>

function standingOf({ state, events }: Seen): LinkStanding {
  const { overlays, status } = state
  if (overlays.includes('erased') || overlays.includes('minor_hold')) return 'blocked'
  if (overlays.includes('restricted')) return 'restricted'
  if (overlays.includes('objected')) return 'objected'
  switch (status) {
    case 'unknown':
      return 'ask'
    case 'requested':
      return state.deferred ? 'deferred' : 'ask'
    case 'not_required':
      return 'informed'
    case 'expired':
      return events.some(({ event }) => event.kind === 'grant' || event.kind === 'confirm_grant')
        ? 'expired'
        : 'ask'
    default:
      return status
  }
}

function mainOf(standing: LinkStanding, state: ConsentState, open: boolean, superseded: boolean) {
  const choice: readonly LinkChoice[] = open ? ['grant', 'deny'] : []
  switch (standing) {
    case 'ask':
    case 'deferred':
    case 'expired':
      return choice
    case 'granted':
      return superseded && open ? choice : (['withdraw'] as const)
    case 'informed':
      return state.legalBasis === 'legitimate_interest' ? (['object'] as const) : []
    case 'objected':
    case 'restricted':
    case 'blocked':
      return state.status === 'granted' && !state.overlays.includes('erased') ? (['withdraw'] as const) : []
    case 'denied':
    case 'withdrawn':
    case 'invalidated':
      return []
    default:
      return standing satisfies never
  }
}

/** A yes that the account remembers, also when it has ended since; and whatever does not rest on consent. */
export function isForAll({ state, events }: Pick<OpenedLink, 'state' | 'events'>): boolean {
  if (state.status === 'not_required' || isLasting(state.noBasis)) return true
  const yes = events.findLast(({ event }) => YES.includes(event.kind))?.event
  return state.wide || (state.legalBasis === 'consent' && yes?.facts?.remembers === true)
}
const YES: readonly ConsentEventKind[] = ['grant', 'confirm_grant', 'carry_over']

/** A word of the person themselves, also where an agent passed it on. */
const WORDS_OF_THEIRS = ['grant', 'confirm_grant', 'carry_over', 'deny', 'withdraw', 'defer', 'object']

/** What somebody sees who has said nothing yet: the question, or what happens without one. */
export function firstView(basis: LegalBasis): LinkView {
  const status = basis === 'consent' ? 'requested' : 'not_required'
  const state: ConsentState = { ...UNKNOWN_CONSENT, status, legalBasis: basis }
  return linkView({ state, events: [], open: true, before: null })
}

export function linkView(opened: Seen): LinkView {
  const { state, events, open, before } = opened
  const superseded = before !== null
  const standing = standingOf(opened)
  const main = mainOf(standing, state, open, superseded)
  const erased = state.overlays.includes('erased')
  return {
    standing,
    main,
    changeMind: open && (standing === 'denied' || standing === 'withdrawn'),
    // Putting off what was put off already changes nothing.
    defer: open && standing === 'ask' && state.status === 'requested',
    quietObject: !erased && !main.includes('object') && !state.overlays.includes('objected'),
    access: !erased,
    superseded,
    forAll: isForAll(opened),
    decidedAt: events.findLast(({ event }) => WORDS_OF_THEIRS.includes(event.kind))?.event.at ?? null,
  }
}

export interface NoticeDifference {
  readonly heading: string
  readonly before: string
  readonly after: string
}

/** What one notice says otherwise than the one before, in the reader's language. */
export function noticeDifferences(before: NoticeText, after: NoticeText): readonly NoticeDifference[] {
  const parts = ({ title, lead, sections }: NoticeText) =>
    new Map<string, string>([[title, lead], ...sections.map((part) => [part.heading, part.text] as const)])
  const [old, fresh] = [parts(before), parts(after)]
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .map((heading) => ({ heading, before: old.get(heading) ?? '', after: fresh.get(heading) ?? '' }))
    .filter((part) => part.before !== part.after)
}
