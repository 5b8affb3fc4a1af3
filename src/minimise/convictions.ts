import { OPENS_SPECIAL } from './lexicon.ts'
import { matchesOf, type Span } from './spans.ts'
import { CONVICTION_WORDS } from './special-words.ts'
import type { Word } from './words.ts'

const CONVICTED =
  '(?:rechtskräftig )?verurteilt|vorbestraft|convicted|on parole|on probation|(?:sent|sentenced|went) to (?:prison|jail)|in (?:prison|jail)|auf bewährung|im gefängnis|in haft|condamnée?|en prison|condenad[oa]|en la cárcel|condannat[oa]|in carcere|veroordeeld|in de gevangenis'
const RECORD =
  'criminal (?:record|conviction)s?|vorstrafen?|vorstrafenregister|casier judiciaire|antecedentes penales|fedina penale|strafblad'
const OFFENCE = "(?:[ ]\\p{L}[\\p{L}’'-]{2,30}){1,2}"
const ACT = new RegExp(
  `(?<!\\p{L})(?:(?:wegen|aufgrund)${OFFENCE}(?:[ ]und[ ]\\p{L}{3,30})?[, ]{1,2}(?:${CONVICTED})|(?:${CONVICTED})(?:[ ](?:of|for|wegen|pour|de|por|per|di|voor)[ ](?:an?[ ]|une?[ ])?\\p{L}[\\p{L}’'-]{2,30})?|(?:${RECORD}))(?!\\p{L})`,
  'giu',
)
const SOMEBODY =
  /(?<!\p{L})(?:i|i['’]ve|i['’]m|ich|je|j['’]ai|yo|io|ik|he|she|er|sie|il|elle|él|ella|hij|zij|was|wurde|wurden|bin|have|has|had|habe|hat|fui|soy|tengo|sono|ho|ben|heb|word|my|his|her|mein\p{L}{0,2}|sein\p{L}{0,2}|ihr\p{L}{0,2}|mon|mi|mio|mia|mijn)(?!\p{L})[^.!?\n]{0,60}$/iu
const QUESTION =
  /(?<!\p{L})(?:do i need|need an?|brauche ich|check|prüfung|auszug|extract|certificate)(?!\p{L})/iu
const THING_AFTER = /^[ -](?:check|checks|extract|certificate|auszug|period|officer)(?!\p{L})/iu

/** Convictions and offences (Art. 10 GDPR) said of a person, with the offence that stands beside the word. */
export function convictions(text: string, words: readonly Word[]): readonly Span[] {
  if (!words.some(({ signs, lower }) => (signs & OPENS_SPECIAL) !== 0 && CONVICTION_WORDS.has(lower)))
    return []
  const spans: Span[] = []
  for (const { 0: said, index } of matchesOf(text, ACT)) {
    const end = index + said.length
    const before = text.slice(Math.max(0, index - 70), index)
    if (!SOMEBODY.test(before) || QUESTION.test(before) || THING_AFTER.test(text.slice(end, end + 14)))
      continue
    spans.push({ start: index, end, type: 'SPECIAL' })
  }
  return spans
}
