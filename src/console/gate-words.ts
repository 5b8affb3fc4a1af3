/** What the gate and a consent say, in the sentences that agents read too: one thing is said in one way. */
import type { ConsentHistoryEntry } from '../domain/api.ts'
import type { ConsentOverlay, ConsentState } from '../domain/consent.ts'
import type { Refusal } from '../domain/refusal.ts'
import { fill, joinWords, localeName, type PageWords, plural } from './words.ts'

export type Gate = Pick<PageWords, 'gate' | 'language'>

type Said = string | Readonly<Record<string, string>>

/** Ids as words; a name that is not known stays as it is. */
function valuesOf(refusal: Refusal, { gate, language }: Gate): Readonly<Record<string, string>> {
  const { scope } = gate
  const actions: Readonly<Record<string, string>> = scope.action
  const fields: Readonly<Record<string, string>> = scope.field
  return Object.fromEntries(
    Object.entries(refusal).map(([name, value]): [string, string] => {
      if (name === 'action') return [name, actions[String(value)] ?? String(value)]
      if (name === 'field') return [name, fields[String(value)] ?? String(value)]
      if (name === 'locales' && Array.isArray(value)) {
        const languages = value.map((locale) => localeName(String(locale), language))
        return ['languages', joinWords(languages, language)]
      }
      return [name, String(value)]
    }),
  )
}

/** A reason said in several ways is said by its number, or by the word that tells them apart. */
export function refusalSentence(refusal: Refusal, given: Gate): string {
  const sentences: Readonly<Record<string, Said>> = given.gate.refusal
  const said = sentences[refusal.reason]
  const values = valuesOf(refusal, given)
  if (said === undefined) return refusal.reason
  if (typeof said === 'string') return fill(said, values)
  const { one, other } = said
  if (one !== undefined && other !== undefined) {
    const count = 'limit' in refusal ? refusal.limit : 0
    return plural({ one, other }, count, given.language)
  }
  const way = Object.values(values).find((value) => said[value] !== undefined)
  return fill(said[way ?? ''] ?? refusal.reason, values)
}

/** One entry of a consent's history: what happened, and who said it in which way. */
export function historyWords(
  { event, by, channel, noticeVersion }: ConsentHistoryEntry,
  { gate: say }: Gate,
): { readonly what: string; readonly notes: readonly string[] } {
  const events: Readonly<Record<string, string>> = say.event
  return {
    what: events[event] ?? say.event.other,
    notes: [
      say.by[by],
      ...(channel === null ? [] : [say.channel[channel]]),
      ...(noticeVersion === null ? [] : [fill(say.status.notice, { version: noticeVersion })]),
    ],
  }
}

export function overlayWords(overlay: ConsentOverlay, { gate }: Gate): string {
  return gate.status.overlay[overlay]
}

export function consentSentence({ status, overlays }: ConsentState, { gate }: Gate): string {
  const say = gate.status
  const [overlay] = overlays
  return overlay === undefined ? say.consent[status] : say.overlay[overlay]
}
