/** Tells how far the set-up is and takes the account live. Never keeps a tick; never reads a ticket. */
export { type ConnectionWatch, createConnectionWatch } from './connection-watch.ts'
export { type LiveRooms, type LiveRow, type LiveStateRows, settleLive } from './go-live.ts'
export { createHealthWatch, type HealthRooms, type HealthWatch, viewHealth } from './health-desk.ts'
export { createProviderDesk, type ProviderDesk, watchedModel } from './provider-desk.ts'
export { createSetUpCode, SET_UP_CODE_MINUTES, type SetUpCode } from './set-up-code.ts'
export {
  type ProviderRows,
  readStoredFacts,
  type SetUpOwnRows,
  type SetUpRooms,
  setLive,
  testProvider,
  viewSetUp,
} from './set-up-desk.ts'
