/** Speaks with our server. Keeps the session in memory only; never retries an act by itself. */
export { type Companion, openCompanion } from './companion.ts'
export type { PageLife, SessionEnd } from './page-life.ts'
export { readPageSession, type Surroundings } from './session.ts'
export { BrokenOff, type Trouble, troubleFrom, Unreachable } from './trouble.ts'
