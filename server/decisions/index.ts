/** Signs and keeps a receipt of each decision of the gate. Never decides; never keeps a word of a ticket. */
export {
  type CheckRooms,
  checkDecisions,
  createDecisionCheck,
  type DecisionCheck,
  type DecisionEvidence,
  type DecisionsVerdict,
  type HeldDecision,
  receiptNamedBy,
} from './check.ts'
export { decisionHolder } from './decision-holder.ts'
export { createDecisionProofs, type DecisionProofs, type ProofRows } from './proof.ts'
export { decisionHash, keptReceipt, signDecision, verifyDecision } from './receipt.ts'
export { type DecisionRows, recordDecision, type StoredDecision } from './record.ts'
export { allowedIn } from './snapshot.ts'
export { type ProofVerdict, parseProof, verifyProof } from './verify-proof.ts'
