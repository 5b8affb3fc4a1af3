/** The help center as a tree with ticks. Only the lines in sight are drawn, so that thousands open at once. */
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { readingKey } from '../arrows.ts'
import type { ArticleFilter, TreeLine, TreeNode, TreeStates } from '../article-tree.ts'
import { useConsole } from '../context.ts'
import type { ArticleNames } from '../rule-words.ts'
import type { AllowlistEdit } from './allowlist-edit.ts'
import { ScopeLine } from './scope-line.tsx'

/** In CSS the same: `.c-tree-line`. */
const LINE_PX = 44
const BESIDE = 10

export interface TreeGiven {
  readonly lines: readonly TreeLine[]
  readonly edit: AllowlistEdit
  readonly names: ArticleNames
  readonly filter: ArticleFilter
  readonly states: TreeStates
  readonly saved: TreeStates
  readonly onOpen: (node: TreeNode, open: boolean) => void
  readonly onTick: (node: TreeNode) => void
}

/** Which lines are in sight, with some on either side, and always the one that has the focus. */
function useWindow(count: number, focused: number) {
  const box = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  const [height, setHeight] = useState(600)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const measure = () => setHeight(element.clientHeight)
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])
  const first = Math.max(0, Math.floor(top / LINE_PX) - BESIDE)
  const last = Math.min(count, Math.ceil((top + height) / LINE_PX) + BESIDE)
  const shown = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index)
  if (focused >= 0 && focused < count && (focused < first || focused >= last)) shown.push(focused)
  return { box, shown, onScroll: () => setTop(box.current?.scrollTop ?? 0) }
}

function nextFocus(key: string, lines: readonly TreeLine[], at: number): number | null {
  const line = lines[at]
  if (line === undefined) return null
  if (key === 'ArrowDown') return Math.min(at + 1, lines.length - 1)
  if (key === 'ArrowUp') return Math.max(at - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return lines.length - 1
  if (key === 'PageDown') return Math.min(at + 10, lines.length - 1)
  if (key === 'PageUp') return Math.max(at - 10, 0)
  if (key === 'ArrowRight' && line.open === true) return at + 1
  if (key === 'ArrowLeft' && line.open !== true)
    return lines.findIndex(({ node }) => node.key === line.parent)
  return null
}

export function ScopeTree(props: TreeGiven) {
  const { words, language } = useConsole()
  const { lines, onOpen, onTick } = props
  const [focusKey, setFocusKey] = useState<string | null>(null)
  const positions = useMemo(() => new Map(lines.map(({ node }, index) => [node.key, index])), [lines])
  const focused = positions.get(focusKey ?? '') ?? 0
  const { box, shown, onScroll } = useWindow(lines.length, focused)
  const moved = useRef(false)

  useLayoutEffect(() => {
    if (!moved.current) return
    moved.current = false
    const line = box.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')
    line?.scrollIntoView({ block: 'nearest' })
    line?.focus({ preventScroll: true })
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const line = lines[focused]
    if (line === undefined || (event.target as HTMLElement).getAttribute('role') !== 'treeitem') return
    const key = readingKey(event.key, language)
    const next = nextFocus(key, lines, focused)
    if (next !== null && next >= 0) {
      setFocusKey(lines[next]?.node.key ?? null)
      moved.current = true
    } else if (key === ' ' || key === 'Enter') onTick(line.node)
    else if (key === 'ArrowRight' && line.open === false) onOpen(line.node, true)
    else if (key === 'ArrowLeft' && line.open === true) onOpen(line.node, false)
    else return
    event.preventDefault()
  }

  return (
    <div class="g-card c-tree" ref={box} onScroll={onScroll}>
      <div
        class="c-tree-lines"
        role="tree"
        tabIndex={-1}
        aria-label={words.articles.tableCaption}
        onKeyDown={onKeyDown}
        style={{ blockSize: `${lines.length * LINE_PX}px` }}
      >
        {shown.map((index) => {
          const line = lines[index]
          return line === undefined ? null : (
            <ScopeLine
              key={line.node.key}
              {...props}
              line={line}
              top={index * LINE_PX}
              focused={index === focused}
              onFocus={() => setFocusKey(line.node.key)}
            />
          )
        })}
      </div>
    </div>
  )
}
