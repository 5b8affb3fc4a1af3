/** Stops drafting and keeps the record of what went wrong. Never lifts a stop by itself but a drill's own; never counts a drill. */

export { type AffectedRooms, type AffectedRows, affectedBy, affectedCsv } from './affected.ts'
export { incidentAttention } from './attention.ts'
export { endCutOffDrills } from './cut-off-drills.ts'
export { type DrillGiven, runDrill } from './drill.ts'
export { createDrillDesk, type DrillDesk, readDrillPage, readDrills } from './drill-desk.ts'
export { drillHtml } from './drill-report.ts'
export {
  type IncidentRooms,
  type IncidentRow,
  type IncidentRows,
  incidentFactsSchema,
  listIncidents,
  moveIncident,
  openIncidents,
  readIncident,
  recordPhase,
  recordProof,
  suspectIncident,
} from './incident-desk.ts'
export { incidentHtml } from './incident-page.ts'
export {
  createKillSwitch,
  type KillSwitch,
  LOOK_EVERY_MS,
  outlastsStore,
  type StopFile,
  type StoredStops,
  type SwitchState,
} from './kill-switch.ts'
export {
  adoptStop,
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
export { readLetter, saveLetter } from './letters.ts'
export { type PullGiven, pullAtOnce } from './pull-at-once.ts'
export { registerCsv } from './register.ts'
export { findSignals } from './signals.ts'
export { parseStopLines, stopLine } from './stop-lines.ts'
