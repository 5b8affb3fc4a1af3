/**
 * The composer's words. Whatever comes from the app goes in at the caret or at the end;
 * what the agent has typed stays, unless the app sets the whole text. Ctrl+Z takes it out again, as the helpdesk's
 * own editor does.
 */
import { cleanFragment, cleanHtml, isBlock } from './clean-html.ts'

export interface ComposerText {
  html(): string
  isEmpty(): boolean
  setHtml(html: string): void
  insertAtCaret(html: string): void
  append(html: string): void
  clear(): void
  close(): void
}

const BLANK = '<p><br></p>'

export function textToHtml(text: string): string {
  const holder = document.createElement('div')
  holder.textContent = text
  return holder.innerHTML.replaceAll('\n', '<br>')
}

function isBlank(node: Node): boolean {
  return (node.textContent ?? '').trim() === ''
}

function paragraphOf(fragment: DocumentFragment): HTMLElement {
  const paragraph = document.createElement('p')
  paragraph.append(fragment)
  return paragraph
}

/** Cuts the block that holds the caret in two and gives the place between the halves. */
function cutAtCaret(root: HTMLElement, caret: Range): { readonly before: Node | null } {
  let block: Node = caret.startContainer
  if (block === root) return { before: root.childNodes[caret.startOffset] ?? null }
  while (block.parentNode !== null && block.parentNode !== root) block = block.parentNode
  const rest = document.createRange()
  rest.setStart(caret.startContainer, caret.startOffset)
  rest.setEndAfter(block)
  const tail = rest.extractContents()
  const [tailFirst] = tail.childNodes
  const next = block.nextSibling
  const keepTail = tailFirst !== undefined && !isBlank(tailFirst)
  if (keepTail) root.insertBefore(tail, next)
  if (isBlank(block)) block.parentNode?.removeChild(block)
  return { before: keepTail ? (tailFirst ?? null) : next }
}

function insertBlocks(root: HTMLElement, caret: Range, fragment: DocumentFragment): void {
  const { before } = cutAtCaret(root, caret)
  root.insertBefore(fragment, before)
}

export function openComposerText(root: HTMLElement, onChange: () => void): ComposerText {
  let caret: Range | null = null
  /** What the app has put in: the text before and after. The browser's own undo knows only what was typed. */
  const put: { readonly before: string; readonly after: string }[] = []

  /** What was typed since is taken back first, by the browser. */
  function undo(event: KeyboardEvent): void {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z'
    const last = put.at(-1)
    if (!isUndo || last === undefined || root.innerHTML !== last.after) return
    event.preventDefault()
    put.pop()
    root.innerHTML = last.before
    putCaretAfter(root.lastChild)
    onChange()
  }

  // The agent clicks into the app before the app inserts: the last caret inside the composer counts.
  function remember(): void {
    const selection = document.getSelection()
    if (selection === null || selection.rangeCount === 0) return
    const range = selection.getRangeAt(0)
    if (root.contains(range.startContainer)) caret = range.cloneRange()
  }
  document.addEventListener('selectionchange', remember)
  root.addEventListener('input', onChange)
  root.addEventListener('keydown', undo)

  function endOfText(): Range {
    const range = document.createRange()
    const last = root.lastElementChild
    range.selectNodeContents(last?.tagName === 'P' && last === root.lastChild ? last : root)
    range.collapse(false)
    return range
  }

  function place(): Range {
    if (caret === null || !root.contains(caret.startContainer)) return endOfText()
    const range = caret.cloneRange()
    // A marked word is the agent's too: insert behind it.
    range.collapse(false)
    return range
  }

  function putCaretAfter(node: Node | null): void {
    if (node === null || !root.contains(node)) return
    const range = document.createRange()
    if (isBlock(node)) range.selectNodeContents(node)
    else range.setStartAfter(node)
    range.collapse(false)
    caret = range
    const selection = document.getSelection()
    selection?.removeAllRanges()
    selection?.addRange(range)
  }

  function insert(html: string, at: Range): void {
    const fragment = cleanFragment(html)
    const nodes = [...fragment.childNodes]
    const last = nodes.at(-1) ?? null
    if (last === null) return
    const before = root.innerHTML
    if (isBlank(root)) root.replaceChildren(nodes.some(isBlock) ? fragment : paragraphOf(fragment))
    else if (nodes.some(isBlock)) insertBlocks(root, at, fragment)
    else at.insertNode(fragment)
    put.push({ before, after: root.innerHTML })
    putCaretAfter(last)
    onChange()
  }

  const isEmpty = () => isBlank(root)
  root.innerHTML = BLANK

  return {
    html: () => (isEmpty() ? '' : cleanHtml(root.innerHTML)),
    isEmpty,
    setHtml(html) {
      root.replaceChildren(cleanFragment(html))
      if (isEmpty()) root.innerHTML = BLANK
      put.length = 0
      caret = null
      onChange()
    },
    insertAtCaret: (html) => insert(html, place()),
    append: (html) => insert(html, endOfText()),
    clear() {
      root.innerHTML = BLANK
      put.length = 0
      caret = null
      onChange()
    },
    close() {
      document.removeEventListener('selectionchange', remember)
      root.removeEventListener('input', onChange)
      root.removeEventListener('keydown', undo)
    },
  }
}
