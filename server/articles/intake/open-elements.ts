/** The elements that are open while a page is read, closed by the rules that browsers follow. */
import {
  CLOSES_PARAGRAPH,
  DROPPED,
  FOREIGN,
  FORMATTING,
  HEADING,
  HEADINGS,
  IMPLIED_ENDS,
  SCOPE,
  SPECIAL,
  TABLE_PARTS,
} from './element-rules.ts'
import { type InheritedLook, PAGE_LOOK, readLook } from './hidden-markup.ts'
import { tooMuch } from './too-much.ts'

/** Browsers stop nesting at 512, too; a page that goes deeper was not written for readers. */
const DEEPEST = 512

export interface OpenElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly look: InheritedLook
  /** It hides what it holds. */
  readonly hides: boolean
  /** When it opened, it or something around it was not shown to visitors. */
  readonly hidden: boolean
}

export interface ElementListener {
  opened(element: OpenElement): void
  closed(element: OpenElement): void
}

export interface OpenElements {
  open(name: string, attributes: ReadonlyMap<string, string>): void
  close(name: string): void
  closeAll(): void
  hidden(): boolean
}

/** @returns a stack that tells `listener` of every element that really opens and closes. */
export function createOpenElements(listener: ElementListener): OpenElements {
  const stack: OpenElement[] = []
  /** How many of a name are open: a stray end tag must not cost a walk through the stack. */
  const count = new Map<string, number>()
  let hiding = 0

  function tally(name: string, change: number): void {
    count.set(name, (count.get(name) ?? 0) + change)
  }

  function push(name: string, attributes: ReadonlyMap<string, string>): void {
    if (stack.length >= DEEPEST)
      throw tooMuch('too_deep', `the page nests deeper than ${DEEPEST} elements`, DEEPEST)
    const outer = stack.at(-1)
    const { hidden, look } = readLook(name, attributes, outer?.look ?? PAGE_LOOK)
    const hides = hidden || DROPPED.has(name) || (name === 'dialog' && !attributes.has('open'))
    if (hides) hiding += 1
    const element = { name, attributes, look, hides, hidden: hiding > 0 }
    stack.push(element)
    tally(name, 1)
    listener.opened(element)
  }

  function forget(element: OpenElement): void {
    tally(element.name, -1)
    if (element.hides) hiding -= 1
  }

  function pop(): OpenElement | undefined {
    const element = stack.pop()
    if (element === undefined) return undefined
    forget(element)
    listener.closed(element)
    return element
  }

  /** Closes down to `depth`. What hides text and would be opened again by a browser stays open. */
  function closeTo(depth: number): void {
    let reopened: OpenElement[] = []
    while (stack.length > depth) {
      const element = pop()
      if (element === undefined) break
      // Formatting ends with its table cell.
      if (/^(?:t[dh]|caption|object)$/.test(element.name)) reopened = []
      if (element.hides && FORMATTING.has(element.name) && stack.length > depth) reopened.push(element)
    }
    for (const element of reopened.reverse()) if (hiding === 0) push(element.name, element.attributes)
  }

  function depthOf(wanted: (name: string) => boolean, barrier: (name: string) => boolean): number | null {
    for (let depth = stack.length - 1; depth >= 0; depth -= 1) {
      const name = stack[depth]?.name ?? ''
      if (wanted(name)) return depth
      if (barrier(name)) return null
    }
    return null
  }

  function isOpen(name: string): boolean {
    return (count.get(name) ?? 0) > 0
  }

  function closeNearest(name: string, barrier: (name: string) => boolean): void {
    const depth = isOpen(name) ? depthOf((open) => open === name, barrier) : null
    if (depth !== null) closeTo(depth)
  }

  /** `<p>a<b>c<p>d</b>e`: the end tag takes the `<b>` out from around the paragraph, which stays open. */
  function closeFormatting(name: string): void {
    const depth = isOpen(name)
      ? depthOf(
          (open) => open === name,
          (open) => SCOPE.has(open),
        )
      : null
    if (depth === null) return
    const around = stack.slice(depth + 1).some((open) => SPECIAL.has(open.name))
    if (!around) {
      closeTo(depth)
      return
    }
    const [element] = stack.splice(depth, 1)
    if (element === undefined) return
    forget(element)
    listener.closed(element)
  }

  function closeImplied(name: string): void {
    const top = () => stack.at(-1)?.name ?? ''
    if (CLOSES_PARAGRAPH.has(name)) {
      closeNearest('p', (open) => SCOPE.has(open) || open === 'button')
      // A block inside a drawing ends the drawing.
      while (FOREIGN.has(top())) closeTo(stack.length - 1)
    }
    if (HEADING.test(name) && HEADING.test(top())) closeTo(stack.length - 1)
    const implied = IMPLIED_ENDS.get(name)
    if (implied === undefined || ![...implied.closes].some(isOpen)) return
    // `<tr>` ends the cell and then the row that are still open.
    for (;;) {
      const depth = depthOf(
        (open) => implied.closes.has(open),
        (open) => implied.within.has(open),
      )
      if (depth === null) return
      closeTo(depth)
    }
  }

  return {
    open(name, attributes) {
      closeImplied(name)
      if (FOREIGN.has(stack.at(-1)?.name ?? '') && !FOREIGN.has(name)) return
      if (TABLE_PARTS.has(name) && !isOpen('table')) return
      push(name, attributes)
    },
    close(name) {
      if (HEADING.test(name)) for (const level of HEADINGS) closeNearest(level, (open) => SCOPE.has(open))
      else if (TABLE_PARTS.has(name)) closeNearest(name, (open) => open === 'table')
      else if (name === 'table') closeNearest(name, (open) => open === 'template')
      else if (name === 'li') closeNearest(name, (open) => SCOPE.has(open) || open === 'ul' || open === 'ol')
      else if (SPECIAL.has(name)) closeNearest(name, (open) => SCOPE.has(open))
      else if (FORMATTING.has(name)) closeFormatting(name)
      else closeNearest(name, (open) => SPECIAL.has(open))
    },
    closeAll: () => {
      while (pop() !== undefined);
    },
    hidden: () => hiding > 0,
  }
}
