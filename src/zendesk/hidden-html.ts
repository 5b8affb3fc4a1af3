/**
 * Reads from a comment's HTML the words that the agent does not see. The plain text keeps them as ordinary
 * words, so a draft would answer them. The HTML is parsed into a document that is shown nowhere: it loads
 * nothing and runs nothing. HOLE: what stands behind thousands of tags is not looked at.
 */
import { type InheritedLook, isUnreadable, PAGE_LOOK, readElementLook } from '../domain/inline-look.ts'

const MOST_TEXTS = 20
const LONGEST_TEXT = 2000
/** More than the helpdesk keeps of one comment. */
const LONGEST_HTML = 100_000
/** Browsers take quadratic time on tags that are never closed. */
const MOST_TAGS = 8000
/** Without one of these nothing can be hidden, and most comments have none. */
const MAY_HIDE = /<!--|\b(?:style|hidden|color|bgcolor)\b|<(?:template|noscript|dialog)\b/i
const NO_TEXT = new Set(['SCRIPT', 'NOFRAMES', 'HEAD'])
const NEVER_SHOWN = new Set(['TEMPLATE', 'NOSCRIPT', 'DATALIST', 'NOEMBED', 'TITLE'])
const STYLE = 'data-style'

/** What of a parsed document is looked at: the browser's own nodes have it. */
export interface HtmlNode {
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  readonly childNodes: Iterable<HtmlNode>
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>
  /** Of a `template`: its children lie there. */
  readonly content?: HtmlNode
}

/** Parses into a document that is attached nowhere; gives its body. */
export type ParseHtml = (html: string) => HtmlNode

const TEXT_NODE = 3
const COMMENT_NODE = 8

interface Sight {
  readonly look: InheritedLook
  readonly gone: boolean
}

/** @returns the hidden texts in their order, spaces folded; an empty list where everything is seen. */
export function hiddenTextsOf(html: unknown, parse: ParseHtml): readonly string[] {
  if (typeof html !== 'string' || !MAY_HIDE.test(html)) return []
  const runs: string[] = []
  let open = false
  const meet = (text: string, hidden: boolean) => {
    if (text.trim() === '') return
    if (hidden && open) runs[runs.length - 1] += ` ${text}`
    else if (hidden) runs.push(text)
    open = hidden
  }
  // With the body opened first, what stands before all words is part of it.
  walk(parse(`<!doctype html><body>${withoutActiveParts(html)}`), { look: PAGE_LOOK, gone: false }, meet)
  return runs
    .map((run) =>
      run
        .replace(/\bdata-(?=(?:style|on[a-z]+)\s*=)/gi, '')
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, LONGEST_TEXT),
    )
    .filter((run) => /[\p{L}\p{N}\u{E0020}-\u{E007E}]/u.test(run))
    .slice(0, MOST_TEXTS)
}

/**
 * The page's content policy applies to the parsed document as well, and each style or handler in it would be
 * a violation: under other names they are read and mean nothing. A style sheet becomes another raw text.
 */
function withoutActiveParts(html: string): string {
  let tags = 0
  let end = -1
  do end = html.indexOf('<', end + 1)
  while (end !== -1 && end < LONGEST_HTML && ++tags <= MOST_TAGS)
  return html
    .slice(0, end === -1 ? LONGEST_HTML : Math.min(end, LONGEST_HTML))
    .replace(/\b(?=(?:style|on[a-z]+)\s*=)/gi, 'data-')
    .replace(/<(\/?)style\b/gi, '<$1noframes')
}

/** The browser's parser nests no deeper than 512 elements. */
function walk(parent: HtmlNode, sight: Sight, meet: (text: string, hidden: boolean) => void): void {
  for (const child of parent.childNodes) {
    const text = child.nodeValue ?? ''
    if (child.nodeType === TEXT_NODE) meet(text, sight.gone || isUnreadable(sight.look))
    else if (child.nodeType === COMMENT_NODE && isSpoken(text)) meet(text, true)
    else if (!NO_TEXT.has(child.nodeName.toUpperCase()))
      walk(child.content ?? child, sightOf(child, sight), meet)
  }
}

function sightOf(element: HtmlNode, outer: Sight): Sight {
  const pairs = [...(element.attributes ?? [])].map(({ name, value }) => [name.toLowerCase(), value] as const)
  const attributes = new Map(pairs)
  const style = attributes.get(STYLE)
  if (style !== undefined) attributes.set('style', style)
  const name = element.nodeName.toUpperCase()
  const { gone, look } = readElementLook(name.toLowerCase(), attributes, outer.look)
  const closed = name === 'DIALOG' && !attributes.has('open')
  return { look, gone: outer.gone || gone || closed || NEVER_SHOWN.has(name) }
}

/** Mail programs leave each other comments, too: conditions and style sheets. */
function isSpoken(comment: string): boolean {
  const words = comment.slice(0, LONGEST_TEXT).match(/\p{L}{2,}/gu) ?? []
  return words.length >= 3 && !/^\s*(?:\[if|\[endif|\/\*|@|<)|[{};]\s/.test(comment)
}
