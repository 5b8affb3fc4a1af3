/** Packs blocks into passages: small enough to quote, with an introduction and its list kept together. */
import { createHash } from 'node:crypto'
import type { BlockKind, Passage, PassageSentence } from '../../../src/domain/article.ts'
import type { Block } from './block.ts'
import { splitSentences } from './sentences.ts'

const FULL = 900
/** Below this a passage takes in what follows, if it fits. */
const SMALL = 300
/** A list item or table row up to this length is quoted whole. */
const LONGEST_UNIT = 300
/** Text without a full stop is cut here, at a space. */
const LONGEST_SENTENCE = 2000

interface Line {
  readonly block: Block
  readonly text: string
  readonly sentences: readonly PassageSentence[]
}

function pieceOf(block: Block, start: number, end: number): PassageSentence {
  return { start, end, kind: block.kind, ...(block.ordinal === undefined ? {} : { ordinal: block.ordinal }) }
}

function cutLong(text: string, start: number, end: number): { start: number; end: number }[] {
  const cuts: { start: number; end: number }[] = []
  let from = start
  while (end - from > LONGEST_SENTENCE) {
    const space = text.lastIndexOf(' ', from + LONGEST_SENTENCE)
    let to = space > from ? space : from + LONGEST_SENTENCE
    // Never between the two halves of one character.
    if (space <= from && /[\uD800-\uDBFF]/.test(text[to - 1] ?? '')) to -= 1
    cuts.push({ start: from, end: to })
    from = text[to] === ' ' ? to + 1 : to
  }
  cuts.push({ start: from, end })
  return cuts
}

/** One block as one line, or as several where it is longer than a passage may be. */
function linesOf(block: Block, locale: string, longest: number): readonly Line[] {
  const { text, kind } = block
  const first = text.search(/\S/)
  const whole: BlockKind[] = ['list_item', 'step', 'table_row']
  if (kind === 'code' || (whole.includes(kind) && text.length <= LONGEST_UNIT)) {
    return [{ block, text, sentences: [pieceOf(block, Math.max(first, 0), text.length)] }]
  }
  const spans = splitSentences(text, locale).flatMap(({ start, end }) => cutLong(text, start, end))
  const lines: Line[] = []
  let from = 0
  let sentences: PassageSentence[] = []
  const close = () => {
    const last = sentences.at(-1)
    if (last !== undefined) lines.push({ block, text: text.slice(from, from + last.end), sentences })
    sentences = []
  }
  for (const { start, end } of spans) {
    if (sentences.length > 0 && end - from > longest) close()
    if (sentences.length === 0) from = start
    sentences.push(pieceOf(block, start - from, end - from))
  }
  close()
  return lines
}

function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.text.length + 1, -1)
}

const LISTED: readonly BlockKind[] = ['list_item', 'step', 'table_row', 'code']

/** A line that must not stand without the next one: the introduction of a list, or a line in bold. */
function leads(line: Line, next: Line | undefined): boolean {
  if (next === undefined || line.block.kind !== 'paragraph') return false
  return line.block.lead === true || LISTED.includes(next.block.kind)
}

/** Runs that stay together if they fit: an introduction with its whole list, else one line each. */
function groupLines(lines: readonly Line[]): readonly (readonly Line[])[] {
  const groups: Line[][] = []
  for (let at = 0; at < lines.length; ) {
    const from = at
    while (leads(lines[at] as Line, lines[at + 1])) at += 1
    at += 1
    const kind = lines[at - 1]?.block.kind ?? 'paragraph'
    if (LISTED.includes(kind)) while (LISTED.includes(lines[at]?.block.kind ?? 'paragraph')) at += 1
    groups.push(...fitGroup(lines.slice(from, at)))
  }
  return groups
}

function fitGroup(group: readonly Line[]): Line[][] {
  if (lengthOf(group) <= FULL) return [[...group]]
  const parts: Line[][] = [[]]
  for (const [index, line] of group.entries()) {
    const part = parts.at(-1) ?? []
    const leading = index > 0 && leads(group[index - 1] as Line, line) && part.length < 3
    if (part.length > 0 && !leading && lengthOf([...part, line]) > FULL) parts.push([line])
    else part.push(line)
  }
  return parts
}

function samePath(first: Line, second: Line): boolean {
  const a = first.block.headings
  const b = second.block.headings
  return a === b || (a.length === b.length && a.every((heading, index) => heading === b[index]))
}

function passageOf(lines: readonly Line[], taken: Map<string, number>): Passage {
  const headings = lines[0]?.block.headings ?? []
  const sentences: PassageSentence[] = []
  let text = ''
  for (const line of lines) {
    if (text !== '') text += '\n'
    for (const sentence of line.sentences) {
      sentences.push({ ...sentence, start: sentence.start + text.length, end: sentence.end + text.length })
    }
    text += line.text
  }
  const digest = createHash('sha256')
    .update(JSON.stringify([headings, text]))
    .digest('hex')
    .slice(0, 12)
  const times = (taken.get(digest) ?? 0) + 1
  taken.set(digest, times)
  return { id: times === 1 ? `p${digest}` : `p${digest}-${times}`, headings, text, sentences }
}

/**
 * `longestBlock`: a longer block is spread over several lines, at ends of sentences.
 * @returns passages in reading order; a heading path is never left inside one.
 */
export function packPassages(
  blocks: readonly Block[],
  locale: string,
  longestBlock = FULL,
): readonly Passage[] {
  const lines = blocks.flatMap((block) => linesOf(block, locale, longestBlock))
  const taken = new Map<string, number>()
  const passages: Passage[] = []
  for (let at = 0; at < lines.length; ) {
    const from = at
    while (at < lines.length && samePath(lines[from] as Line, lines[at] as Line)) at += 1
    let current: Line[] = []
    let length = 0
    for (const group of groupLines(lines.slice(from, at))) {
      const more = lengthOf(group) + 1
      if (
        current.length > 0 &&
        (length + more > FULL || (length >= SMALL && length + more > (FULL + SMALL) / 2))
      ) {
        passages.push(passageOf(current, taken))
        current = []
        length = 0
      }
      current.push(...group)
      length += more
    }
    if (current.length > 0) passages.push(passageOf(current, taken))
  }
  return passages
}

/** SHA-256 (hex) of everything that is kept of title and passages; JSON arrays cannot be read two ways. */
export function articleVersionHash(title: string, passages: readonly Passage[]): string {
  const content = passages.map(({ id, headings, text, sentences }) => [
    id,
    headings,
    text,
    sentences.map(({ start, end, kind, ordinal }) => [start, end, kind, ordinal ?? 0]),
  ])
  return createHash('sha256')
    .update(JSON.stringify([title, content]))
    .digest('hex')
}
