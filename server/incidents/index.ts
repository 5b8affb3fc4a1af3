/** Stops drafting and keeps the record of what went wrong. Never lifts a stop by itself; never counts a drill. */
export {
  createKillSwitch,
  type KillSwitch,
  type StopFile,
  type StoredStops,
  type SwitchState,
} from './kill-switch.ts'
export {
  type KillSwitchRooms,
  type KillSwitchRows,
  killSwitchLift,
  liftStop,
  mayPull,
  noteOfStop,
  pullStop,
  recordStop,
  STOP_WAYS,
  type StopRow,
  standingStops,
} from './kill-switch-desk.ts'
export { parseStopLines, stopLine } from './stop-lines.ts'
