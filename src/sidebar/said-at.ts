/** When the requester said something, as an agent fills it in: their own clock, to the minute. */
const MINUTE_MS = 60_000

/** What the field shows for a moment. */
export function localMinute(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * MINUTE_MS)
  return local.toISOString().slice(0, 16)
}

/** The moment that a minute means: within the minute of the question it is the question's own. */
export function saidAtOf(minute: string, answersFrom: string | null): string | null {
  const at = Date.parse(minute)
  if (Number.isNaN(at)) return null
  const from = answersFrom === null ? at : Date.parse(answersFrom)
  const same = Math.floor(from / MINUTE_MS) === Math.floor(at / MINUTE_MS)
  return new Date(same ? Math.max(at, from) : at).toISOString()
}
