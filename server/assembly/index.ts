/** Hands every room what it asks for, and lets happen again and again what must. Never decides anything itself. */
export { serverLeases, sharedFolder } from './folder.ts'
export { everySoOften, type Ground, nextTurn, OUTSIDE, type Replacements, setbackOf } from './ground.ts'
export { putTogether } from './rooms.ts'
export { type Marks, startTurns } from './turns.ts'
export { timedStore, watchedLog } from './watched-store.ts'
