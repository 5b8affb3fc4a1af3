/**
 * Replaces personal data by placeholders before ticket text leaves the browser, and puts it back after; the server looks again. Pure; never asks a network, never keeps a text.
 * Linear in the text: every pattern is bounded, every candidate is read a fixed number of times.
 *
 * HOLE: detection is by rules and lists. A rare name without a title, a greeting, a signature or a sentence
 * that only a person is the subject of stays, above all in German, where every noun has a capital.
 */
export {
  type KnownPeople,
  type Minimised,
  type Minimiser,
  type MinimiserTools,
  minimise,
  openMinimiser,
} from './minimiser.ts'
export { type OrderPattern, parseOrderPattern } from './order-numbers.ts'
export {
  PERSONAL_DATA_TYPES,
  type PersonalDataType,
  type PlaceholderTable,
  restore,
} from './personal-data.ts'
export { type PhoneFinder, phoneFinder } from './phone-finder.ts'
export type { Span } from './spans.ts'
