/**
 * What holds for the person a ticket belongs to, worked out from facts and acts alone: never from the order in
 * which the helpdesk told them. Pure. Most restrictive wins; a yes never moves between persons or tickets.
 */
import type { ConsentOverlay, LegalBasis } from '../../src/domain/consent.ts'
import { type ConsentEvent, type ConsentEventKind, lastingOf } from '../../src/domain/consent-moves.ts'

/** One thing said about a person on a ticket. `by` tells their own act from a relayed one. */
export interface Said {
  readonly kind: ConsentEventKind
  readonly at: string
  readonly by: ConsentEvent['by']
  /** Of a no: to which basis it was said; absent: to consent. */
  readonly to?: LegalBasis
}

/** Another ticket, or another record of the same person, whose no reaches this ticket from a moment on. */
export interface Source {
  /** Of this person, on that ticket; in order. */
  readonly said: readonly Said[]
  readonly from: string
}

export interface Question {
  readonly own: readonly Said[]
  readonly sources: readonly Source[]
  /** From here on nothing that was agreed to before holds: the ticket changed hands. */
  readonly resets: readonly string[]
  /** The requester ticked the form themselves, at this moment. */
  readonly formYes: string | null
  readonly erased: boolean
}

/** `open`: whatever the ledger says; it is not for these facts to decide. */
export interface WantedWord {
  readonly status: 'unknown' | 'denied' | 'withdrawn' | 'open' | 'form_yes'
  readonly saidNo: boolean
  readonly noAt: string | null
  readonly noBasis: LegalBasis | null
  readonly overlays: readonly ConsentOverlay[]
}

const NO: Partial<Record<ConsentEventKind, 'denied' | 'withdrawn'>> = {
  deny: 'denied',
  withdraw: 'withdrawn',
  uphold_objection: 'denied',
}
const YES: readonly ConsentEventKind[] = ['grant', 'confirm_grant', 'carry_over']
const OTHER: readonly ConsentEventKind[] = ['request', 'defer', 'relay_grant', 'set_basis', 'invalidate']
const SETS: Partial<Record<ConsentEventKind, ConsentOverlay>> = {
  object: 'objected',
  restrict: 'restricted',
  hold_minor: 'minor_hold',
}
const LIFTS: Partial<Record<ConsentEventKind, ConsentOverlay>> = {
  uphold_objection: 'objected',
  overrule_objection: 'objected',
  lift_restriction: 'restricted',
  lift_minor_hold: 'minor_hold',
}

interface Step {
  readonly at: string
  readonly what: Said['kind'] | 'reset' | 'form_yes'
  readonly by: ConsentEvent['by']
  readonly to?: LegalBasis | undefined
}

interface Word {
  status: WantedWord['status']
  no: { status: 'denied' | 'withdrawn'; at: string; to: LegalBasis | null } | null
  readonly overlays: Map<ConsentOverlay, string>
}

/** A reset comes last of its moment, so that in doubt nothing is left of a yes. */
const RANK: Partial<Record<Step['what'], number>> = { reset: 2, deny: 1, withdraw: 1 }

function fold(steps: readonly Step[]): Word {
  const word: Word = { status: 'open', no: null, overlays: new Map() }
  const inOrder = steps
    .map((step, index) => ({ step, index }))
    .sort(
      (a, b) =>
        a.step.at.localeCompare(b.step.at) ||
        (RANK[a.step.what] ?? 0) - (RANK[b.step.what] ?? 0) ||
        a.index - b.index,
    )
  for (const { step } of inOrder) take(word, step)
  return word
}

function take(word: Word, { what, at, by, to }: Step): void {
  if (what === 'reset') word.status = word.no?.status ?? 'unknown'
  else if (what === 'form_yes') {
    // Ticking a form is weaker than a no: who has refused says so where the notice can be read.
    if (word.no === null) word.status = 'form_yes'
  } else {
    const no = NO[what]
    if (no !== undefined) {
      word.no = { status: no, at, to: lastingOf(word.no?.to ?? null, to ?? 'consent') }
      word.status = no
    }
    if (YES.includes(what) && (by === 'requester' || word.no === null)) {
      word.no = null
      word.status = 'open'
    }
    if (OTHER.includes(what)) word.status = 'open'
    const lifted = LIFTS[what]
    if (lifted !== undefined) word.overlays.delete(lifted)
    const set = SETS[what]
    if (set !== undefined) word.overlays.set(set, at)
  }
}

const later = (one: string, other: string) => (one > other ? one : other)
const stepOf = ({ kind, at, by, to }: Said): Step => ({ what: kind, at, by, to })

/** What still stands on another ticket arrives here as if it had been said here, at the join or afterwards. */
function arriving({ said, from }: Source): readonly Step[] {
  const word = fold(said.map(stepOf))
  const overlays = [...word.overlays].flatMap(([overlay, at]) => {
    const what = (Object.keys(SETS) as (keyof typeof SETS)[]).find((kind) => SETS[kind] === overlay)
    return what === undefined ? [] : [{ what, at: later(at, from), by: 'system' as const }]
  })
  if (word.no === null) return overlays
  const what = word.no.status === 'denied' ? ('deny' as const) : ('withdraw' as const)
  const to = word.no.to ?? undefined
  return [...overlays, { what, at: later(word.no.at, from), by: 'system' as const, to }]
}

export function wantedWord({ own, sources, resets, formYes, erased }: Question): WantedWord {
  const { status, no, overlays } = fold([
    ...own.map(stepOf),
    ...sources.flatMap(arriving),
    ...resets.map((at) => ({ what: 'reset' as const, at, by: 'system' as const })),
    ...(formYes === null ? [] : [{ what: 'form_yes' as const, at: formYes, by: 'requester' as const }]),
  ])
  return {
    // Nobody is left who could have ticked a form.
    status: erased && status === 'form_yes' ? 'unknown' : status,
    saidNo: no !== null,
    noAt: no?.at ?? null,
    noBasis: no?.to ?? null,
    overlays: [...overlays.keys(), ...(erased ? (['erased'] as const) : [])].sort(),
  }
}
