/** Drafts replies from allowlisted articles. Never drafts without the gate's yes; never shows an unverified sentence. */

export { AnswerInvalid } from './answer-stream.ts'
export { searchArticles } from './article-search.ts'
export { draftHolder } from './draft-holder.ts'
export { confirmRemoval } from './draft-removal.ts'
export { draftReply } from './draft-reply.ts'
export { recordSend } from './draft-sends.ts'
export { readDraftStanding } from './draft-standing.ts'
export { recordUnused } from './draft-unused.ts'
export { allowInsertion, discardUnfinished, dismissDraft, readDraft } from './draft-use.ts'
export { type Drafter, type DraftTask, guardDrafter } from './drafter.ts'
export { readStanding } from './egress-decision.ts'
export { createExtractiveDrafter } from './extractive-drafter.ts'
export { type Address, addressesIn, addressKey, type Figure, figuresIn } from './grounding/index.ts'
export {
  guardForTrials,
  guardModel,
  type Model,
  type ModelAnswer,
  type ModelCall,
  type Permit,
  type Traffic,
  Withheld,
} from './model.ts'
export { createModelDrafter } from './model-drafter.ts'
export { type PolicyHistoryRows, readPolicyHistory } from './policy-history.ts'
export { type ProbeResult, probeProvider } from './provider-probe.ts'
export {
  askForTrial,
  askTrialQuestion,
  type ProviderTrialRooms,
  readTrialStanding,
  type TrialAsking,
} from './provider-trial.ts'
export { type ReaderRows, readableQuestions } from './question-readers.ts'
export { receiptHash } from './receipt.ts'
export {
  keepQuestions,
  keptFrom,
  type OpenedQuestion,
  openQuestion,
  type QuestionRows,
  readRecordedQuestions,
  type StoredQuestion,
  sweepQuestions,
} from './recorded-questions.ts'
export type { LiveRows } from './rooms.ts'
export {
  type CitationRows,
  DRAFT_STEPS,
  type DraftCitation,
  type DraftContent,
  type DraftingRooms,
  type DraftRow,
  type DraftRows,
  type DraftStep,
  type PassedRows,
} from './rooms.ts'
export { hasHiddenCharacters, verifySentence } from './sentence-verifier.ts'
export {
  changeScopePolicy,
  changeTemplates,
  readScopePolicy,
  readTemplates,
  type SettingsRows,
  scopePolicyChange,
} from './settings.ts'
export { FIRST_POLICY, readReadablePolicy, readScopePolicyView } from './stored-policy.ts'
export {
  changeRequester,
  configuredRecipients,
  narrowTicket,
  openTicketForAgent,
  renewTicket,
  viewStored,
  viewTicket,
} from './ticket-desk.ts'
export { type ReachOfTicket, readTicketReach, type TicketReach } from './ticket-reach.ts'
export { summariseTicket } from './ticket-summary.ts'
export { explainTicket } from './ticket-why.ts'
export { tryTopics } from './topic-trial.ts'
export { type Trial, type TrialGround, type TrialRooms, type TrialText, tryDraft } from './trial-draft.ts'
export { openChecker } from './verified-reply.ts'
