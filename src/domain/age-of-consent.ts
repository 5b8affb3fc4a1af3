/** From which age somebody consents for themselves (GDPR Art. 8), by member state. */
import type { AgeFieldKind } from './minor-age.ts'

/** Of the member states; the Regulation's own age is the highest of them. */
export const AGE_OF_CONSENT = {
  AT: 14,
  BE: 13,
  BG: 14,
  CY: 14,
  CZ: 15,
  DE: 16,
  DK: 15,
  EE: 13,
  ES: 14,
  FI: 13,
  FR: 15,
  GR: 15,
  HR: 16,
  HU: 16,
  IE: 16,
  IT: 14,
  LT: 14,
  LU: 16,
  LV: 13,
  MT: 13,
  NL: 16,
  PL: 16,
  PT: 13,
  RO: 16,
  SE: 13,
  SI: 15,
  SK: 16,
} as const
export type MemberState = keyof typeof AGE_OF_CONSENT
export const MEMBER_STATES = Object.keys(AGE_OF_CONSENT) as readonly MemberState[]
const REGULATION_YEARS = 16

/** A field of the ticket form that says how old the requester is. */
export interface AgeField {
  readonly fieldId: string
  readonly kind: AgeFieldKind
  /** Whose age of consent counts; `null`: the Regulation's own. */
  readonly country: MemberState | null
}

export const yearsOf = ({ country }: Pick<AgeField, 'country'>): number =>
  country === null ? REGULATION_YEARS : AGE_OF_CONSENT[country]
