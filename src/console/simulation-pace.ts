/** How fast a run goes and how long it still takes, told by what this page has seen of it. */
export interface Pace {
  readonly perMinute: number
  readonly secondsLeft: number
}

/** `null` until enough was seen to say anything. */
export function paceOf(
  seen: { readonly done: number; readonly at: number },
  now: { readonly done: number; readonly at: number },
  planned: number,
): Pace | null {
  const [tickets, milliseconds] = [now.done - seen.done, now.at - seen.at]
  if (tickets <= 0 || milliseconds < 500) return null
  const perMinute = (60_000 * tickets) / milliseconds
  return { perMinute, secondsLeft: Math.ceil((60 * Math.max(0, planned - now.done)) / perMinute) }
}
