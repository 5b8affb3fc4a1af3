/** Shows an auditor what the log proves. Never counts what it did not read; never says that software proves what it cannot. */
export { type AccessFolds, createAccessFolds } from './access-fold.ts'
export {
  type AccessReviewRooms,
  accessCsv,
  type ReviewOrder,
  readAccess,
  reviewAccess,
} from './access-review.ts'
export { agentKeysCsv, readAgentKeys } from './agent-keys.ts'
export { changeLogCsv, readChangeLog, type VersionOrder } from './change-log.ts'
export { type ConfigFacts, noteConfigStart } from './config-start.ts'
export { readControlMap, spanView } from './control-map.ts'
export { CRITERION_IDS, type CriterionId, criterionOf } from './criteria.ts'
export type { DocumentFacts } from './documents/facts.ts'
export { documentHtml } from './documents/html.ts'
export { type DocumentOrder, makeDocument } from './documents/make.ts'
export { ENTRY_CATALOGUE, typesOf } from './entry-catalogue.ts'
export { eventLines } from './event-lines.ts'
export {
  createEventSender,
  type Deliver,
  type EventDestination,
  type EventSender,
  signatureOf,
} from './event-sender.ts'
export { EXPORTS, type ExportKind, noteExport } from './export-log.ts'
export { type LoggedEntry, loggedEntry } from './logged-entry.ts'
export { ocsfEvent } from './ocsf.ts'
export { entriesOf, type LogSpan, type Period, parsePeriod, spanOf } from './period.ts'
export { POPULATION_FORMATS, type PopulationOrder, populationText } from './population.ts'
export type { EvidenceRooms, EvidenceRows } from './rooms.ts'
