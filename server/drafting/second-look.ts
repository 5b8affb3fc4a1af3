/** Minimises once more what the browser sent: what it missed is replaced here, and counted. */
import type { DraftOrder } from '../../src/domain/api.ts'
import { openMinimiser, phoneFinder } from '../../src/minimise/index.ts'

export interface MinimisedComment {
  readonly id: string
  readonly text: string
}

export interface MinimisedTicket {
  readonly subject: string | undefined
  readonly texts: readonly string[]
  /** The same texts, with the comments they are of. */
  readonly comments: readonly MinimisedComment[]
  /** By type: what the browser says it replaced, plus what was found here. */
  readonly replaced: Readonly<Record<string, number>>
}

const MOST_SUBJECT_CHARS = 500
/** In characters: enough for the longest value that begins before the cut. */
const MARGIN = 400

/** Half a placeholder would be text of its own: it goes as a whole. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text
  return text
    .slice(0, room)
    .toWellFormed()
    .replace(/⟦[^⟧]{0,40}$/, '')
}

/** Takes the newest comments first until `maxChars` is full: the last word is what wants an answer. */
function within(
  comments: readonly MinimisedComment[],
  maxChars: number,
  minimise: (text: string) => string,
): readonly MinimisedComment[] {
  const kept: MinimisedComment[] = []
  let room = maxChars
  for (const { id, text } of comments.toReversed()) {
    if (room <= 0) break
    // What has no room is not looked at: a megabyte would keep everybody waiting.
    const minimised = minimise(cut(text, room + MARGIN))
    kept.push({ id, text: cut(minimised, room) })
    room -= minimised.length
  }
  return kept.toReversed()
}

export function minimiseAgain(
  order: Pick<DraftOrder, 'subject' | 'comments' | 'replaced'>,
  maxChars: number,
): MinimisedTicket {
  const minimiser = openMinimiser({ placeholders: 'keep' }, { phones: phoneFinder })
  const inOrder = order.comments.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
  const subject =
    order.subject === undefined
      ? undefined
      : cut(minimiser.minimise(cut(order.subject, MOST_SUBJECT_CHARS + MARGIN)), MOST_SUBJECT_CHARS)
  const comments = within(inOrder, maxChars, (text) => minimiser.minimise(text))
  const replaced: Record<string, number> = { ...order.replaced }
  for (const [type, count] of Object.entries(minimiser.replaced))
    replaced[type] = (replaced[type] ?? 0) + (count ?? 0)
  return { subject, texts: comments.map(({ text }) => text), comments, replaced }
}
