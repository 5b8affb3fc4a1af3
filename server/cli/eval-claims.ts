import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { type ReadFile, readRows } from './eval-files.ts'

/** A claim with what it should rest on, and what people said about it. */
export interface Claim {
  readonly id: string
  readonly text: string
  readonly sources: readonly string[]
  readonly locale: string
  /** `null` where people did not agree. */
  readonly isGrounded: boolean | null
  /** More than half of the people; a tie is a no. The same as above where there is one label only. */
  readonly isGroundedByMajority: boolean
}

/** Ratings count as shares of the scale: of 1 to 4, a mean of 3 is grounded, a mean of 2 is not. */
const GROUNDED_FROM = 2 / 3
const NOT_GROUNDED_TO = 1 / 3
const ROUNDING = 1e-9

const texts = z.union([z.string(), z.array(z.union([z.string(), z.object({ text: z.string() })]))])
const vote = z.union([z.boolean(), z.number()])
const row = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    source: texts.nullish(),
    contexts: texts.nullish(),
    context: texts.nullish(),
    evidence: texts.nullish(),
    passage: texts.nullish(),
    claim: z.string().nullish(),
    response: z.string().nullish(),
    sentence: z.string().nullish(),
    answer: z.string().nullish(),
    grounded: vote.nullish(),
    label: z.unknown().optional(),
    votes: z.array(vote).nullish(),
    faithfulness_votes: z.array(vote).nullish(),
    faithfulness: z.number().nullish(),
    lang: z.string().nullish(),
    locale: z.string().nullish(),
  })
  .refine((one) => claimOf(one) !== undefined, { message: 'neither claim nor response', path: ['claim'] })
  .refine((one) => sourcesOf(one) !== undefined, { message: 'neither source nor contexts', path: ['source'] })
  .refine((one) => votesOf(one).length > 0, { message: 'neither grounded nor votes', path: ['grounded'] })

type Row = {
  readonly [Key in 'source' | 'contexts' | 'context' | 'evidence' | 'passage']?:
    | z.infer<typeof texts>
    | null
    | undefined
} & { readonly [Key in 'claim' | 'response' | 'sentence' | 'answer']?: string | null | undefined } & {
  readonly grounded?: boolean | number | null | undefined
  readonly label?: unknown
  readonly votes?: readonly (boolean | number)[] | null | undefined
  readonly faithfulness_votes?: readonly (boolean | number)[] | null | undefined
  readonly faithfulness?: number | null | undefined
}

function claimOf(one: Row): string | undefined {
  return one.claim ?? one.response ?? one.sentence ?? one.answer ?? undefined
}

/** Contexts first: where a row has both, `source` is the same in one piece. */
function sourcesOf(one: Row): readonly string[] | undefined {
  const found = one.contexts ?? one.source ?? one.context ?? one.evidence ?? one.passage ?? undefined
  if (found === undefined) return undefined
  return typeof found === 'string'
    ? [found]
    : found.map((part) => (typeof part === 'string' ? part : part.text))
}

function votesOf(one: Row): readonly number[] {
  const votes = one.votes ?? one.faithfulness_votes
  if (votes !== null && votes !== undefined && votes.length > 0) return votes.map(Number)
  const single = one.grounded ?? one.faithfulness ?? (typeof one.label === 'boolean' ? one.label : undefined)
  if (single !== null && single !== undefined) return [Number(single)]
  return typeof one.label === 'number' ? [one.label] : []
}

/** A file of yes and no holds 0 and 1; any other has a scale that begins at 1. */
function scaleOf(rows: readonly Row[]): (vote: number) => number {
  const highest = rows.flatMap(votesOf).reduce((most, one) => Math.max(most, one), 0)
  return highest <= 1 ? (one) => one : (one) => (one - 1) / (highest - 1)
}

export async function readClaims(
  read: ReadFile,
  path: string,
  locale: string | null,
): Promise<readonly Claim[]> {
  const rows = await readRows(read, path, row)
  const share = scaleOf(rows)
  const claims = rows.map((one, at) => {
    const votes = votesOf(one).map(share)
    const mean = votes.reduce((sum, value) => sum + value, 0) / votes.length
    const isGrounded =
      mean >= GROUNDED_FROM - ROUNDING ? true : mean <= NOT_GROUNDED_TO + ROUNDING ? false : null
    return {
      id: String(one.id ?? at),
      text: claimOf(one) ?? '',
      sources: sourcesOf(one) ?? [],
      locale: locale ?? one.locale ?? one.lang ?? 'en',
      isGrounded,
      isGroundedByMajority:
        votes.filter((value) => value >= GROUNDED_FROM - ROUNDING).length * 2 > votes.length,
    }
  })
  if (
    claims.every(({ isGrounded }) => isGrounded !== true) ||
    claims.every(({ isGrounded }) => isGrounded !== false)
  )
    throw new Fault('SOURCE_UNREADABLE', `${path}: needs claims that are grounded and claims that are not`)
  return claims
}
