/**
 * The AICPA's Trust Services Criteria (TSP section 100, 2017, points of focus of 2022) and how far this product can
 * evidence each by itself. Numbers only: what a criterion asks and what is shown for it is said in `words`.
 */

import type { EvidenceLevel } from '../../src/domain/evidence-api.ts'

export const CRITERIA = {
  CC1: 'none',
  CC2: 'none',
  CC3: 'none',
  CC4: 'none',
  CC5: 'none',
  'CC6.1': 'part',
  'CC6.2': 'full',
  'CC6.3': 'full',
  'CC6.4': 'none',
  'CC6.5': 'part',
  'CC6.6': 'part',
  'CC6.7': 'full',
  'CC6.8': 'part',
  'CC7.1': 'part',
  'CC7.2': 'part',
  'CC7.3': 'part',
  'CC7.4': 'part',
  'CC7.5': 'part',
  'CC8.1': 'part',
  'CC9.1': 'none',
  'CC9.2': 'none',
  'A1.1': 'none',
  'A1.2': 'none',
  'A1.3': 'part',
  'C1.1': 'part',
  'C1.2': 'full',
  'PI1.1': 'part',
  'PI1.2': 'full',
  'PI1.3': 'full',
  'PI1.4': 'full',
  'PI1.5': 'part',
  'P1.1': 'full',
  'P2.1': 'full',
  'P3.1': 'full',
  'P3.2': 'full',
  'P4.1': 'full',
  'P4.2': 'full',
  'P4.3': 'full',
  'P5.1': 'full',
  'P5.2': 'part',
  'P6.1': 'full',
  'P6.2': 'full',
  'P6.3': 'part',
  'P6.4': 'none',
  'P6.5': 'none',
  'P6.6': 'part',
  'P6.7': 'full',
  'P7.1': 'part',
  'P8.1': 'part',
} as const satisfies Readonly<Record<string, EvidenceLevel>>

export type CriterionId = keyof typeof CRITERIA
export const CRITERION_IDS = Object.keys(CRITERIA) as readonly CriterionId[]

export function criterionOf(text: string): CriterionId | null {
  return CRITERION_IDS.find((id) => id === text) ?? null
}
