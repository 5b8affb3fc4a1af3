/** Speaks with Zendesk in the agent's browser. Never keeps the text of what is not public, never replaces the agent's words. */
export type { PublicComment } from './comments.ts'
export { type ComposerPiece, composerHtml, composerText, pieceOf } from './composer-text.ts'
export {
  type Helpdesk,
  type HelpdeskTicket,
  type Landing,
  mayBeThere,
  openHelpdesk,
  type PublicComments,
} from './helpdesk.ts'
export type { HtmlNode, ParseHtml } from './hidden-html.ts'
export {
  type Conversation,
  openPastTickets,
  type PastTickets,
  type Patience,
  type SolvedPage,
  type SolvedTicket,
} from './past-tickets.ts'
export type { TicketPeople } from './people.ts'
export { findUserIds } from './user-search.ts'
export { connectZaf, type ZafClient, type ZafSdk } from './zaf.ts'
