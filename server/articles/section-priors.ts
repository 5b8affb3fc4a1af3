/** Counts which sections carried drafts that agents accepted, and reads from it what retrieval may prefer. */
import { createHash } from 'node:crypto'
import type { AccountId } from '../../src/domain/account.ts'
import {
  firstWeekKept,
  type SectionPrior,
  type SectionWeek,
  sectionShares,
  weekOf,
} from '../../src/domain/section-prior.ts'
import { canonicalJson } from '../audit/index.ts'

const DIGEST_CHARS = 12

export interface SectionRows {
  sectionWeeks(accountId: AccountId): Promise<readonly SectionWeek[]>
  /** Adds one. */
  countSection(accountId: AccountId, at: Pick<SectionWeek, 'sectionId' | 'week'>): Promise<void>
  /** Takes one away again, where there is one. */
  uncountSection(accountId: AccountId, at: Pick<SectionWeek, 'sectionId' | 'week'>): Promise<void>
  forgetSectionWeeks(accountId: AccountId, before: string): Promise<void>
}

export interface CountedSections {
  readonly week: string
  readonly sectionIds: readonly string[]
}

/** One for each section, however many of its articles a draft quotes. @returns what was counted. */
export async function countAccepted(
  tx: SectionRows,
  accountId: AccountId,
  sectionIds: readonly string[],
  now: Date,
): Promise<CountedSections> {
  const week = weekOf(now)
  await tx.forgetSectionWeeks(accountId, firstWeekKept(week))
  const counted = [...new Set(sectionIds)].filter((sectionId) => sectionId !== '')
  for (const sectionId of counted) await tx.countSection(accountId, { sectionId, week })
  return { week, sectionIds: counted }
}

/**
 * What was counted was never accepted. A week that is over stays as it was: what it has ranked can be counted again.
 * @returns whether it was taken back.
 */
export async function uncountAccepted(
  tx: SectionRows,
  accountId: AccountId,
  { week, sectionIds }: CountedSections,
  now: Date,
): Promise<boolean> {
  if (week !== weekOf(now)) return false
  for (const sectionId of sectionIds) await tx.uncountSection(accountId, { sectionId, week })
  return true
}

/** The same all week long, and the same again from the same counts. `null`: too little is known. */
export async function readSectionPrior(
  tx: SectionRows,
  accountId: AccountId,
  now: Date,
): Promise<SectionPrior | null> {
  const week = weekOf(now)
  const sections = sectionShares(await tx.sectionWeeks(accountId), week)
  if (sections === null) return null
  const digest = createHash('sha256').update(canonicalJson(sections)).digest('hex')
  return { version: `${week}.${digest.slice(0, DIGEST_CHARS)}`, sections }
}
