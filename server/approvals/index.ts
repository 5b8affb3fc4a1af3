/** Keeps changes that wait for a second person. Never applies one that its own proposer approved. */

export { type Appliers, applierOf, type ChangeApplier } from './applier.ts'
export { type ApprovalRooms, type ApprovalRows, type ChangeRow, proposeChange } from './change-desk.ts'
export { decideChange, listChanges } from './decisions.ts'
export { changeFourEyes, fourEyesChange, readFourEyes } from './four-eyes.ts'
