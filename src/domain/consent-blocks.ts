/**
 * Which sums of what requesters were asked and said may be told by legal basis. As with people's work: finished weeks
 * are put together until five requesters are in them, and such a block is never cut again.
 */
import type { LegalBasis } from './consent.ts'
import { FEWEST_PEOPLE } from './report-blocks.ts'

/** In the order in which they come: asked or informed, then what was answered, then how it ended. */
export const FUNNEL_STEPS = [
  'asked',
  'informed',
  'later',
  'granted',
  'denied',
  'withdrawn',
  'expired',
  'objected',
] as const
export type FunnelStep = (typeof FUNNEL_STEPS)[number]
export type FunnelCounts = Readonly<Record<FunnelStep, number>>

export interface FunnelAct {
  /** A pseudonym of the requester; it decides what may be told and goes into nothing that is. */
  readonly person: string
  readonly basis: LegalBasis
  readonly step: FunnelStep
}

export interface FunnelPiece {
  /** `null`: of all bases together, because one of them has fewer than five requesters. */
  readonly basis: LegalBasis | null
  readonly counts: FunnelCounts
}

export interface FunnelBlock {
  /** Mondays. */
  readonly first: string
  readonly last: string
  readonly pieces: readonly FunnelPiece[]
}

export interface FunnelWeek {
  readonly week: string
  readonly acts: readonly FunnelAct[]
}

const peopleIn = (acts: readonly FunnelAct[]) => new Set(acts.map(({ person }) => person)).size

function pieceOf(basis: LegalBasis | null, acts: readonly FunnelAct[]): FunnelPiece {
  const counts = {
    asked: 0,
    informed: 0,
    later: 0,
    granted: 0,
    denied: 0,
    withdrawn: 0,
    expired: 0,
    objected: 0,
  }
  for (const { step } of acts) counts[step] += 1
  return { basis, counts }
}

function piecesOf(acts: readonly FunnelAct[]): readonly FunnelPiece[] {
  const bases = [...new Set(acts.map(({ basis }) => basis))].toSorted()
  const parts = bases.map((basis) => ({ basis, own: acts.filter((act) => act.basis === basis) }))
  if (parts.some(({ own }) => peopleIn(own) < FEWEST_PEOPLE)) return [pieceOf(null, acts)]
  return parts.map(({ basis, own }) => pieceOf(basis, own))
}

/** Blocks of consecutive finished weeks, in their order; weeks at the end that are still of too few are left. */
export function closeFunnels(weeks: readonly FunnelWeek[]): readonly FunnelBlock[] {
  const blocks: FunnelBlock[] = []
  let open: FunnelWeek[] = []
  for (const week of weeks) {
    open.push(week)
    const acts = open.flatMap((one) => one.acts)
    const people = peopleIn(acts)
    if (people > 0 && people < FEWEST_PEOPLE) continue
    blocks.push({ first: open[0]?.week ?? week.week, last: week.week, pieces: piecesOf(acts) })
    open = []
  }
  return blocks
}

/** One line a basis, in the order of their first block; blocks that could not be told apart are a line of their own. */
export function sumFunnels(blocks: readonly FunnelBlock[]): readonly FunnelPiece[] {
  const pieces = blocks.flatMap((block) => block.pieces)
  const bases = [...new Set(pieces.map(({ basis }) => basis))].toSorted((a, b) =>
    a === null ? 1 : b === null || a < b ? -1 : 1,
  )
  return bases.map((basis) => {
    const own = pieces.filter((piece) => piece.basis === basis)
    const sum = (step: FunnelStep) => own.reduce((total, { counts }) => total + counts[step], 0)
    const counts = Object.fromEntries(FUNNEL_STEPS.map((step) => [step, sum(step)]))
    return { basis, counts: { ...pieceOf(null, []).counts, ...counts } }
  })
}
