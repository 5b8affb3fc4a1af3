/** Keeps of foreign HTML what a reply may hold. Everything else is unwrapped to its text or dropped whole. */
const KEPT = new Set(['P', 'BR', 'UL', 'OL', 'LI', 'STRONG', 'EM', 'A'])
const RENAMED: Readonly<Record<string, string>> = { B: 'strong', I: 'em', DIV: 'p' }
/** Their text is no text for people. */
const DROPPED = new Set([
  'SCRIPT',
  'STYLE',
  'TEMPLATE',
  'IFRAME',
  'OBJECT',
  'NOSCRIPT',
  'TITLE',
  'TEXTAREA',
  'SVG',
  'MATH',
])
const BLOCKS = new Set(['P', 'UL', 'OL'])

export function isBlock(node: Node): boolean {
  return node instanceof Element && BLOCKS.has(node.tagName)
}

function safeHref(href: string | null): string | null {
  if (href === null || !URL.canParse(href)) return null
  const url = new URL(href)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null
}

function makeKept(element: Element): HTMLElement | null {
  const tag = element.tagName.toUpperCase()
  // A paragraph around paragraphs would be torn apart by the parser: only its children stay.
  const holdsBlocks = element.querySelector('p, div, ul, ol') !== null
  if (tag === 'DIV' && holdsBlocks) return null
  const name = RENAMED[tag] ?? (KEPT.has(tag) ? tag.toLowerCase() : null)
  if (name === null) return null
  const made = document.createElement(name)
  if (name !== 'a') return made
  const href = safeHref(element.getAttribute('href'))
  if (href === null) return null
  made.setAttribute('href', href)
  made.setAttribute('rel', 'noopener noreferrer')
  made.setAttribute('target', '_blank')
  return made
}

function copyInto(target: Node, source: Node): void {
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) target.appendChild(document.createTextNode(child.nodeValue ?? ''))
    if (!(child instanceof Element) || DROPPED.has(child.tagName.toUpperCase())) continue
    const made = makeKept(child)
    copyInto(made ?? target, child)
    if (made !== null) target.appendChild(made)
  }
}

/** New elements with no attribute but a checked `href`; nothing of the source is moved over. */
export function cleanFragment(html: string): DocumentFragment {
  // With the body opened first, a leading space stays a space.
  const parsed = new DOMParser().parseFromString(`<!doctype html><body>${html}`, 'text/html')
  const fragment = document.createDocumentFragment()
  copyInto(fragment, parsed.body)
  return fragment
}

export function cleanHtml(html: string): string {
  const holder = document.createElement('div')
  holder.append(cleanFragment(html))
  return holder.innerHTML.trim()
}
