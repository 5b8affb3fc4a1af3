/** Minimises once more what the browser sent: what it missed is replaced here, and counted. */
import type { DraftOrder } from '../../src/domain/api.ts'
import { openMinimiser } from '../../src/domain/minimise.ts'

export interface MinimisedTicket {
  readonly subject: string | undefined
  readonly texts: readonly string[]
  /** By type: what the browser says it replaced, plus what was found here. */
  readonly replaced: Readonly<Record<string, number>>
}

/** Takes the newest comments first until `maxChars` is full: the last word is what wants an answer. */
function within(texts: readonly string[], maxChars: number): readonly string[] {
  const kept: string[] = []
  let room = maxChars
  for (const text of texts.toReversed()) {
    if (room <= 0) break
    kept.push(text.slice(0, room).toWellFormed())
    room -= text.length
  }
  return kept.toReversed()
}

export function minimiseAgain(order: DraftOrder, maxChars: number): MinimisedTicket {
  const minimiser = openMinimiser({ placeholders: 'keep' })
  const inOrder = order.comments.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
  const kept = within(
    inOrder.map(({ text }) => text),
    maxChars,
  )
  const subject = order.subject === undefined ? undefined : minimiser.minimise(order.subject.slice(0, 500))
  const texts = kept.map((text) => minimiser.minimise(text))
  const replaced: Record<string, number> = { ...order.replaced }
  for (const [type, count] of Object.entries(minimiser.replaced))
    replaced[type] = (replaced[type] ?? 0) + (count ?? 0)
  return { subject, texts, replaced }
}
