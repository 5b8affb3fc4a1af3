/** Speaks with Zendesk in the agent's browser. Never reads what is not public, never replaces the agent's words. */
export type { PublicComment, PublicComments } from './comments.ts'
export { type ComposerPiece, composerHtml, composerText, pieceOf } from './composer-text.ts'
export { type Helpdesk, type HelpdeskTicket, openHelpdesk } from './helpdesk.ts'
export type { HtmlNode, ParseHtml } from './hidden-html.ts'
export { connectZaf, type ZafClient, type ZafSdk } from './zaf.ts'
