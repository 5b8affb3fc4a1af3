/** What the stand-in can be told to do: as a good model, as a bad one, or as a bad network. */

/** What the words of the answer are. */
export const ANSWERS = [
  'faithful',
  'obeys-attacker',
  'hallucinates',
  'lies-about-citations',
  'leaks-placeholders',
  'html',
  'markdown-links',
  'zero-width',
  'loops',
  'other-language',
  'stops-mid-json',
  'not-json',
  'wrong-schema',
  'wrong-then-right',
] as const
/** How the answer comes, whatever its words are. */
export const TRANSPORTS = [
  'huge',
  'huge-event',
  'slow-loris',
  '400',
  '401',
  '404',
  '429',
  '429-retry-after',
  '429-come-back-tomorrow',
  '429-then-ok',
  '500',
  '500-then-ok',
  'reset',
  'reset-then-ok',
  'reset-before-words',
  'reset-mid-stream',
  'breaks-off',
  'html-page',
  'json-not-stream',
  'garbage-events',
  'error-event',
  'empty',
  'refusal',
  'finish-length',
  'content-filter',
  'redirect',
  'never-answers',
  'never-goes-on',
  'never-hangs-up',
] as const
export const BEHAVIOURS = [...ANSWERS, ...TRANSPORTS] as const
export type AnswerBehaviour = (typeof ANSWERS)[number]
export type Transport = (typeof TRANSPORTS)[number]
export type Behaviour = (typeof BEHAVIOURS)[number]

export const STAND_IN = 'stand-in'

/** `stand-in:<behaviour>` asks for one by the model's name; plain `stand-in` leaves it to the instance. */
export function behaviourOf(model: string): Behaviour | null {
  const named = model.startsWith(`${STAND_IN}:`) ? model.slice(STAND_IN.length + 1) : null
  return BEHAVIOURS.find((one) => one === named) ?? null
}

export function isAnswer(behaviour: Behaviour): behaviour is AnswerBehaviour {
  return ANSWERS.some((one) => one === behaviour)
}
