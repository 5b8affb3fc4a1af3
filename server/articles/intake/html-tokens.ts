/**
 * Reads HTML as a browser's tokeniser does, in one linear pass.
 * Written by hand because the tree parsers at hand take quadratic time on deep nesting and read
 * `<p/hidden>` or a misplaced end tag differently from a browser: text that no visitor sees would get in.
 */
import { TextNode } from 'node-html-parser'

export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open'; readonly name: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly kind: 'close'; readonly name: string }

/** Their content is no markup; nothing in them is text of an article. */
const RAW = new Set([
  'script',
  'style',
  'xmp',
  'iframe',
  'noembed',
  'noframes',
  'noscript',
  'textarea',
  'title',
])
const TAG_NAME = /[^\s/>]+/y
const ATTRIBUTE =
  /[\s/]*([^\s/>=][^\s/>=]*|=[^\s/>=]*)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)?))?/y
const TAG_END = /[\s/]*>/y
const COMMENT_END = /--!?>/g

/** Character references as a browser decodes them (`&amp`, `&#xE4;`, `&notit;`). */
export function decodeReferences(text: string): string {
  return text.includes('&') ? new TextNode(text, null).text : text
}

function startsMarkup(html: string, at: number): boolean {
  const next = html.charCodeAt(at + 1)
  const letter = (next | 32) >= 97 && (next | 32) <= 122
  return letter || next === 33 || next === 47 || next === 63
}

/** Where a comment, doctype or processing instruction that begins at `at` ends. */
function endOfDeclaration(html: string, at: number): number {
  if (!html.startsWith('<!--', at)) {
    const end = html.indexOf('>', at)
    return end === -1 ? html.length : end + 1
  }
  if (html.startsWith('>', at + 4)) return at + 5
  if (html.startsWith('->', at + 4)) return at + 6
  COMMENT_END.lastIndex = at + 4
  return COMMENT_END.exec(html) === null ? html.length : COMMENT_END.lastIndex
}

function readAttributes(html: string, from: number): { attributes: Map<string, string>; end: number } | null {
  const attributes = new Map<string, string>()
  let at = from
  for (;;) {
    TAG_END.lastIndex = at
    if (TAG_END.test(html)) return { attributes, end: TAG_END.lastIndex }
    ATTRIBUTE.lastIndex = at
    const found = ATTRIBUTE.exec(html)
    // The file ends inside the tag: a browser drops the tag.
    if (found === null || ATTRIBUTE.lastIndex >= html.length) return null
    at = ATTRIBUTE.lastIndex
    const name = (found[1] ?? '').toLowerCase()
    // The first of two equal names counts, as in a browser.
    if (!attributes.has(name)) attributes.set(name, decodeReferences(found[2] ?? found[3] ?? found[4] ?? ''))
    const next = html[at]
    // An opened quote that never closes swallows the rest of the file.
    if ((next === '"' || next === "'") && html[at - 1] === '=') return null
  }
}

function endOfRaw(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  closing.lastIndex = from
  return closing.exec(html)?.index ?? html.length
}

/** @returns tags and text in order; comments and the content of script, style and their like are gone. */
export function* tokeniseHtml(html: string): Generator<HtmlToken> {
  let at = 0
  while (at < html.length) {
    let less = html.indexOf('<', at)
    while (less !== -1 && !startsMarkup(html, less)) less = html.indexOf('<', less + 1)
    if (less === -1) less = html.length
    if (less > at) yield { kind: 'text', text: html.slice(at, less) }
    if (less === html.length) return
    const closing = html[less + 1] === '/'
    TAG_NAME.lastIndex = less + (closing ? 2 : 1)
    const first = html[TAG_NAME.lastIndex] ?? ''
    if (!/[a-z]/i.test(first)) {
      at = closing && first === '>' ? less + 3 : endOfDeclaration(html, less)
      continue
    }
    const name = (TAG_NAME.exec(html)?.[0] ?? '').toLowerCase()
    const tag = readAttributes(html, TAG_NAME.lastIndex)
    if (tag === null || name === 'plaintext') return
    at = tag.end
    if (closing) yield { kind: 'close', name }
    else if (RAW.has(name)) at = endOfRaw(html, name, at)
    // Only drawings and formulas may close themselves; `<div/>` opens like `<div>`.
    else if (/^(?:svg|math)$/.test(name) && html[at - 2] === '/') continue
    else yield { kind: 'open', name, attributes: tag.attributes }
  }
}
