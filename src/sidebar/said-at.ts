/** When the requester said something, as an agent fills it in: their own clock, to the minute. */
const MINUTE_MS = 60_000
/** By how much clocks are put back somewhere: half an hour on Lord Howe Island, two at a station in Antarctica. */
const PUT_BACK_MS = [0, 30, 60, 120].map((minutes) => minutes * MINUTE_MS)

/** What the field shows for a moment. */
export function localMinute(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * MINUTE_MS)
  return local.toISOString().slice(0, 16)
}

/** The moments at which the clock showed a minute: two, in their order, in the hour that autumn repeats. */
export function momentsOf(minute: string): readonly number[] {
  const at = Date.parse(minute)
  if (Number.isNaN(at)) return []
  const around = [...PUT_BACK_MS.map((back) => at - back), ...PUT_BACK_MS.map((back) => at + back)]
  const shown = around.filter((each) => localMinute(each) === localMinute(at))
  return [...new Set(shown)].sort((one, other) => one - other)
}

/** The moment that is meant: within the minute of the question it is the question's own. */
export function saidAtOf(minute: string, answersFrom: string | null, turn = 0): string | null {
  const at = momentsOf(minute)[turn]
  if (at === undefined) return null
  const from = answersFrom === null ? at : Date.parse(answersFrom)
  const same = Math.floor(from / MINUTE_MS) === Math.floor(at / MINUTE_MS)
  return new Date(same ? Math.max(at, from) : at).toISOString()
}
