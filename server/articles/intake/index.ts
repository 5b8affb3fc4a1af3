/** Reads an article's markup into passages. Never keeps markup, never keeps text that a visitor cannot see. */
import { Marked } from 'marked'
import type { Passage } from '../../../src/domain/article.ts'
import type { Block } from './block.ts'
import { readHtmlBlocks } from './html-blocks.ts'
import { readPageHead } from './page-head.ts'
import { packPassages } from './passages.ts'
import { foldText } from './plain-text.ts'
import { tooMuch } from './too-much.ts'

export { readPageHead } from './page-head.ts'
export { articleVersionHash } from './passages.ts'
export { foldText } from './plain-text.ts'
export { splitSentences } from './sentences.ts'

/** In characters: the longest of 1,191 real help-center pages has a fortieth of it. */
export const LONGEST_PAGE = 1_000_000
/** Markdown parsers take quadratic time on what is begun and not ended, so less of it is read. */
const LONGEST_MARKDOWN = 300_000
const MOST_BEGUN: readonly (readonly [signs: RegExp, most: number, name: string])[] = [
  [/[*_]/g, 4000, 'emphasis marks'],
  [/@/g, 1000, 'at signs'],
  [/<[!?]/g, 1000, 'openings of comments'],
]
/** What may stand before an at sign: at each of its letters an address could begin. */
const OUTSIDE_ADDRESS = /[^a-zA-Z0-9.!#$%&'*+/=?_`{|}~-]/
const LONGEST_WORD = 2000
/** A picture inside the text: megabytes without a word. */
const INLINE_DATA = /(\bdata:[\w.+-]{1,80}\/[\w.+-]{1,80};base64,)[A-Za-z0-9+/=_-]+/g
/** `>>>>` or `- - - -`: every sign at the start of a line is one more level for the parser's stack. */
const DEEP_MARKDOWN = /^[ \t]*(?:(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*){60}/m
/** A line this long is spread over several passages; shorter ones stay one line each. */
const LONGEST_LINE = 2000

function assertReadable(text: string, longest: number): void {
  if (text.length > longest) {
    throw tooMuch('too_long', `the article has ${text.length} characters, more than ${longest}`, longest)
  }
}

/** @returns the passages of an HTML page or fragment. Fault `TOO_LARGE` beyond size or nesting limits. */
export function parseArticleHtml(html: string, locale: string): readonly Passage[] {
  assertReadable(html, LONGEST_PAGE)
  return packPassages(readHtmlBlocks(html), locale)
}

/** @returns passages whose lines, taken together, are the non-empty lines of the text. */
export function parseArticleText(text: string, locale: string): readonly Passage[] {
  assertReadable(text, LONGEST_PAGE)
  const blocks = text
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map((line): Block => ({ kind: 'paragraph', headings: [], text: foldText(line) }))
    .filter((block) => block.text !== '')
  return packPassages(blocks, locale, LONGEST_LINE)
}

/** A Markdown file as the HTML that it stands for. Fault `TOO_LARGE` where that would take too long. */
function renderMarkdown(markdown: string): string {
  assertReadable(markdown, LONGEST_MARKDOWN)
  if (DEEP_MARKDOWN.test(markdown)) throw tooMuch('too_deep', 'the Markdown nests too deep', 60)
  const text = markdown.replace(INLINE_DATA, '$1')
  for (const paragraph of text.split(/\n[ \t]*\n/))
    for (const [signs, most, name] of MOST_BEGUN)
      if ((paragraph.match(signs)?.length ?? 0) > most)
        throw tooMuch('too_many_marks', `a paragraph has more than ${most} ${name}`, most)
  if (text.split(OUTSIDE_ADDRESS).some((word) => word.length > LONGEST_WORD))
    throw tooMuch('word_too_long', `a word has more than ${LONGEST_WORD} characters`, LONGEST_WORD)
  return new Marked({ gfm: true }).parse(text, { async: false })
}

/** @returns the passages of a Markdown file, read as the HTML that it stands for. */
export function parseArticleMarkdown(markdown: string, locale: string): readonly Passage[] {
  return parseArticleHtml(renderMarkdown(markdown), locale)
}

/** @returns the first heading of the first level, or `null`. */
export function readMarkdownTitle(markdown: string): string | null {
  return readPageHead(renderMarkdown(markdown)).title
}
