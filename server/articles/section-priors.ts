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
  forgetSectionWeeks(accountId: AccountId, before: string): Promise<void>
}

/** One for each section, however many of its articles a draft quotes. */
export async function countAccepted(
  tx: SectionRows,
  accountId: AccountId,
  sectionIds: readonly string[],
  now: Date,
): Promise<void> {
  const week = weekOf(now)
  await tx.forgetSectionWeeks(accountId, firstWeekKept(week))
  for (const sectionId of new Set(sectionIds))
    if (sectionId !== '') await tx.countSection(accountId, { sectionId, week })
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
