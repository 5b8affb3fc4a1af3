/** Reads HTML into blocks: one paragraph, list item, step, table row or line of code each, under its headings. */
import type { BlockKind } from '../../../src/domain/article.ts'
import type { Block, BlockReader } from './block.ts'
import { createDefinitionReader } from './definition-list.ts'
import { BLOCK, HEADING, VOID } from './element-rules.ts'
import { decodeReferences, tokeniseHtml } from './html-tokens.ts'
import { createOpenElements, type OpenElement } from './open-elements.ts'
import { codeLines, foldText } from './plain-text.ts'
import { createTableReader } from './table-rows.ts'

interface OpenList {
  readonly numbered: boolean
  next: number
}

interface Heading {
  readonly level: number
  readonly text: string
}

const RAISED: Readonly<Record<string, string>> = { sup: '⁰¹²³⁴⁵⁶⁷⁸⁹', sub: '₀₁₂₃₄₅₆₇₈₉' }
/** `<summary>` is the heading of what its `<details>` holds, below every real heading. */
const SUMMARY_LEVEL = 7
const LONGEST_LEAD = 80

function startOf(list: OpenElement): number {
  const start = Number.parseInt(list.attributes.get('start') ?? '', 10)
  return start >= 1 && start < 10_000 ? start : 1
}

/** @returns the page's blocks in reading order; text that a visitor cannot see is left out. */
export function readHtmlBlocks(html: string): readonly Block[] {
  const blocks: Block[] = []
  const headings: Heading[] = []
  const lists: OpenList[] = []
  const items: { readonly kind: BlockKind; readonly ordinal: number }[] = []
  const readers: BlockReader[] = []
  const raised: string[] = []
  let text: string[] = []
  let plainLength = 0
  let bold = 0
  let preformatted = 0
  let heading = 0
  let path: readonly string[] = []

  function place(block: Block): void {
    const reader = readers.at(-1)
    if (reader === undefined) blocks.push(block)
    else reader.add(block)
  }

  function add(kind: BlockKind, line: string, ordinal?: number, lead = false): void {
    place({
      kind,
      headings: path,
      text: line,
      ...(ordinal === undefined ? {} : { ordinal }),
      ...(lead ? { lead } : {}),
    })
  }

  function flush(): void {
    const raw = text.join('')
    const lead = plainLength === 0 && raw.length <= LONGEST_LEAD
    text = []
    plainLength = 0
    // A heading collects its lines until it closes.
    if (heading > 0) {
      if (raw !== '') text = [raw, ' ']
      return
    }
    if (preformatted > 0) {
      for (const line of codeLines(raw)) add('code', line)
      return
    }
    const line = foldText(raw)
    const item = items.at(-1)
    if (line === '') return
    if (item === undefined) add('paragraph', line, undefined, lead)
    else add(item.kind, line, item.ordinal)
  }

  function pushHeading(level: number): void {
    const line = foldText(text.join(''))
    text = []
    plainLength = 0
    if (line === '') return
    // A heading inside a table names a cell, not what follows the table.
    if (readers.length > 0) {
      add('paragraph', line, undefined, true)
      return
    }
    while ((headings.at(-1)?.level ?? 0) >= level) headings.pop()
    headings.push({ level, text: line })
    path = headings.map((above) => above.text)
  }

  const elements = createOpenElements({
    opened(element) {
      const { name } = element
      if (BLOCK.has(name)) flush()
      if (HEADING.test(name) || name === 'summary') heading += 1
      if (/^(?:b|strong|th|dt)$/.test(name)) bold += 1
      if (/^(?:pre|listing)$/.test(name)) preformatted += 1
      if (name in RAISED) raised.push(name)
      if (element.hidden) return
      if (/^(?:ul|ol|menu|dir)$/.test(name)) lists.push({ numbered: name === 'ol', next: startOf(element) })
      if (name === 'li') items.push(nextItem(element))
      if (name === 'table') readers.push(createTableReader())
      if (name === 'dl') readers.push(createDefinitionReader())
      readers.at(-1)?.opened(element)
    },
    closed(element) {
      const { name } = element
      const level = HEADING.test(name) ? Number(name[1]) : name === 'summary' ? SUMMARY_LEVEL : 0
      if (level > 0) {
        heading -= 1
        if (heading === 0 && !element.hidden) pushHeading(level)
      }
      if (BLOCK.has(name)) flush()
      if (/^(?:b|strong|th|dt)$/.test(name)) bold -= 1
      if (/^(?:pre|listing)$/.test(name)) preformatted -= 1
      if (name in RAISED) raised.pop()
      if (element.hidden) return
      if (name === 'details' && headings.at(-1)?.level === SUMMARY_LEVEL) {
        headings.pop()
        path = headings.map((above) => above.text)
      }
      if (/^(?:ul|ol|menu|dir)$/.test(name)) lists.pop()
      if (name === 'li') items.pop()
      readers.at(-1)?.closed(element)
      if (name === 'table' || name === 'dl') for (const block of readers.pop()?.blocks() ?? []) place(block)
    },
  })

  function nextItem(element: OpenElement): { kind: BlockKind; ordinal: number } {
    const list = lists.at(-1) ?? { numbered: false, next: 1 }
    const given = Number.parseInt(element.attributes.get('value') ?? '', 10)
    const ordinal = list.numbered && given >= 1 && given < 10_000 ? given : list.next
    list.next = ordinal + 1
    return { kind: list.numbered ? 'step' : 'list_item', ordinal }
  }

  function write(part: string): void {
    const decoded = decodeReferences(part)
    const digits = RAISED[raised.at(-1) ?? '']
    // `10<sup>2</sup>` must not read 102.
    text.push(
      digits !== undefined && /^\s*\d+\s*$/.test(decoded)
        ? decoded.replace(/\d/g, (digit) => digits[Number(digit)] ?? digit)
        : decoded,
    )
    if (bold === 0) plainLength += decoded.trim().length
  }

  for (const token of tokeniseHtml(html)) {
    if (token.kind === 'text') {
      if (!elements.hidden()) write(token.text)
    } else if (token.kind === 'close') {
      if (token.name === 'p' || token.name === 'br') flush()
      elements.close(token.name)
    } else if (VOID.has(token.name)) {
      if (elements.hidden()) continue
      if (token.name === 'br' && preformatted > 0) text.push('\n')
      else if (token.name === 'br' || token.name === 'hr') flush()
    } else {
      elements.open(token.name, token.attributes)
    }
  }
  flush()
  elements.closeAll()
  flush()
  return blocks
}
