/**
 * A letter about a request: what people may word, between the parts that the law demands and nobody can leave out.
 * Vouch composes it; a person reads it, and sends it by their own means.
 */
import type { LetterKind } from './request-case.ts'

export interface LetterFrame {
  readonly letter: LetterKind
  readonly language: string
  readonly subject: string
  /** Case, day of arrival, right: says what the letter answers. */
  readonly reference: string
  readonly greeting: string
  /** A proposal for the part that people word. */
  readonly body: string
  /** What the law wants said, a paragraph each. */
  readonly mandatory: readonly string[]
  readonly closing: string
  /** Who is responsible, a line each. */
  readonly sender: readonly string[]
}

/** What stays to be filled in by a person: `[…]`, or by an act of theirs: `{link}`. */
const GAP = /\[[^\]\n]{0,200}\]|\{\w+\}/

/** A letter with a gap, or without a word of its own, is not finished. */
export function isFinished(body: string): boolean {
  return body.trim() !== '' && !GAP.test(body)
}

/** Plain text, paragraphs parted by an empty line: as it is copied, printed, kept. */
export function letterText(frame: LetterFrame, body: string): string {
  const own = body.replace(/\r\n?/g, '\n').trim()
  const parts = [frame.reference, frame.greeting, own, ...frame.mandatory, frame.closing]
  return [frame.subject, ...parts, frame.sender.join('\n')].join('\n\n')
}
