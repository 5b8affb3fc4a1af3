/** Tries a change of scope on recorded questions. Never drafts, never asks a model, never changes what is in force. */
export { createReplayDesk, type ReplayDesk, type ReplayDeskGiven } from './replay-desk.ts'
