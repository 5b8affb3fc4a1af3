/** Tells which articles are missing, from questions that nothing allowed answers. Never shows what few people wrote. */
export { createGapDesk, type GapDesk, type GapDeskGiven } from './gap-desk.ts'
