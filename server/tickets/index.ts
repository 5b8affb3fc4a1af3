/** Keeps which tickets Vouch knows, whose they are, and what their scope is. Never holds ticket text. */

export { type BuryingRows, type BuryRows, buryPerson } from './bury.ts'
export {
  FACT_KINDS,
  type FactKind,
  type FactRows,
  type HelpdeskFact,
  isSamePerson,
  newestOf,
  personSubject,
  readStanding,
  readUnfit,
  recordsOfPerson,
  refsOfPerson,
  type TicketStanding,
  ticketSubject,
} from './helpdesk-facts.ts'
export { refuseOtherRequester, requesterAgrees } from './named-requester.ts'
export { vouchForQuestion } from './own-question.ts'
export { policyContentSchema } from './policy-schema.ts'
export { joinFacets } from './ticket-facets.ts'
export { ticketHolder } from './ticket-holder.ts'
export {
  noteTicket,
  openTicket,
  type RequesterRow,
  readTicket,
  requesterOf,
  type TicketRooms,
  type TicketRow,
  type TicketRows,
  ticketNotFound,
} from './ticket-register.ts'
export {
  basisOf,
  cleanSelection,
  explainTicketScope,
  facetsOf,
  followTicketScope,
  localesOf,
  narrowTicketScope,
  noteFacets,
  orderPatternsSchema,
  parseStoredScope,
  renewTicketScope,
  type ScopeGround,
  scopeHashOf,
  selectionSchema,
  selectorSchema,
  tagDigest,
  withTagDigests,
} from './ticket-scope.ts'
export {
  erasedNumber,
  isKeptAway,
  markOf,
  type Tombstone,
  type TombstoneKind,
  type TombstoneRows,
} from './tombstones.ts'
