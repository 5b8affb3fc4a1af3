/** From which age somebody consents for themselves (GDPR Art. 8), by country. */
import type { AgeFieldKind } from './minor-age.ts'

/** The Regulation's own: where a state has set none, and for a country that is not known here. */
const REGULATION_YEARS = 16

/** Of the member states, of the other states of the EEA, and of two neighbours with a law like it. */
export const AGE_OF_CONSENT = {
  AT: 14,
  BE: 13,
  BG: 14,
  // Swiss law names no age: who understands what they agree to may agree. A form cannot ask that.
  CH: REGULATION_YEARS,
  CY: 14,
  CZ: 15,
  DE: 16,
  DK: 15,
  EE: 13,
  ES: 14,
  FI: 13,
  FR: 15,
  GB: 13,
  GR: 15,
  HR: 16,
  HU: 16,
  IE: 16,
  IS: 13,
  IT: 14,
  LI: 16,
  LT: 14,
  LU: 16,
  LV: 13,
  MT: 13,
  NL: 16,
  // The Personal Data Act says 13, a bill to make it 15 is before it: the stricter of the two.
  NO: 15,
  PL: 16,
  PT: 13,
  RO: 16,
  SE: 13,
  SI: 15,
  SK: 16,
} as const
export type AgeCountry = keyof typeof AGE_OF_CONSENT
export const AGE_COUNTRIES = Object.keys(AGE_OF_CONSENT) as readonly AgeCountry[]

/** A field of the ticket form that says how old the requester is. */
export interface AgeField {
  readonly fieldId: string
  readonly kind: AgeFieldKind
  /** Whose age of consent counts; `null`: the Regulation's own. */
  readonly country: AgeCountry | null
}

/** The strictest for a country that the table does not know: a missing age would hold nobody back. */
export function yearsOf({ country }: { readonly country: string | null }): number {
  const known = AGE_COUNTRIES.find((one) => one === country)
  return known === undefined ? REGULATION_YEARS : AGE_OF_CONSENT[known]
}
