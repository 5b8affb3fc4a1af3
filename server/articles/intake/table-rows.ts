/** Turns a table into one block a row, `header: cell; header: cell`, so that a row can be quoted alone. */
import type { Block, BlockReader } from './block.ts'
import type { OpenElement } from './open-elements.ts'

interface Cell {
  readonly heading: boolean
  readonly columns: number
  readonly rows: number
  readonly blocks: Block[]
}

interface Row {
  readonly inHead: boolean
  readonly cells: Cell[]
}

/** A longer one is a text, not the name of a column; repeated in each row it would multiply the page. */
const LONGEST_HEADER = 80
const MOST_COLUMNS = 64

function span(element: OpenElement, name: string): number {
  const value = Number.parseInt(element.attributes.get(name) ?? '', 10)
  return value >= 1 ? Math.min(value, MOST_COLUMNS) : 1
}

/** @returns the lines of a cell as one, with a comma where a line does not end a sentence. */
export function joinLines(blocks: readonly Block[]): string {
  let line = ''
  for (const { text } of blocks) {
    if (line !== '') line += /[.!?:;,…]$/.test(line) ? ' ' : ', '
    line += text
  }
  return line
}

interface Column {
  readonly text: string
  readonly cell: Cell
  rowsLeft: number
}

/** Fills in the cells that reach down from rows above. */
function placeCells(
  row: Row,
  above: Map<number, Column>,
): { column: number; text: string; heading: boolean }[] {
  const placed: { column: number; text: string; heading: boolean }[] = []
  let column = 0
  const carry = () => {
    for (let held = above.get(column); held !== undefined; held = above.get(column)) {
      placed.push({ column, text: held.text, heading: held.cell.heading })
      held.rowsLeft -= 1
      if (held.rowsLeft === 0) above.delete(column)
      column += held.cell.columns
    }
  }
  for (const cell of row.cells) {
    carry()
    const text = joinLines(cell.blocks)
    placed.push({ column, text, heading: cell.heading })
    if (cell.rows > 1 && text.length <= LONGEST_HEADER)
      above.set(column, { text, cell, rowsLeft: cell.rows - 1 })
    column += cell.columns
  }
  carry()
  return placed
}

function layoutBlocks(rows: readonly Row[]): readonly Block[] | null {
  // One cell a row is a frame around text (a hint box), not a table.
  if (rows.some((row) => row.cells.length > 1)) return null
  return rows.flatMap((row) => row.cells.flatMap((cell) => cell.blocks))
}

/** @returns a reader for one table; nested tables are read into the cell that holds them. */
export function createTableReader(): BlockReader {
  const rows: Row[] = []
  const outside: Block[] = []
  let cell: Cell | null = null
  let head = 0

  return {
    opened(element) {
      if (element.name === 'thead') head += 1
      if (element.name === 'tr') rows.push({ inHead: head > 0, cells: [] })
      if (element.name !== 'td' && element.name !== 'th') return
      if (rows.length === 0) rows.push({ inHead: head > 0, cells: [] })
      cell = {
        heading: element.name === 'th',
        columns: span(element, 'colspan'),
        rows: span(element, 'rowspan'),
        blocks: [],
      }
      rows.at(-1)?.cells.push(cell)
    },
    closed(element) {
      if (element.name === 'thead') head -= 1
      if (element.name === 'td' || element.name === 'th') cell = null
    },
    add(block) {
      if (cell === null) outside.push(block)
      else cell.blocks.push(block)
    },
    blocks: () => [...outside, ...(layoutBlocks(rows) ?? dataRows(rows))],
  }
}

function dataRows(rows: readonly Row[]): readonly Block[] {
  const headers = new Map<number, string>()
  const above = new Map<number, Column>()
  const blocks: Block[] = []
  for (const row of rows) {
    const cells = placeCells(row, above)
    const isHeader = row.inHead || (row.cells.length > 1 && row.cells.every((cell) => cell.heading))
    if (isHeader) {
      for (const { column, text } of cells) if (text !== '') headers.set(column, text)
      continue
    }
    const text = cells
      .filter((cell) => cell.text !== '')
      .map((cell) => {
        const header = cell.heading ? '' : (headers.get(cell.column) ?? '')
        return header === '' || header.length > LONGEST_HEADER
          ? cell.text
          : `${header.replace(/:$/, '')}: ${cell.text}`
      })
      .join('; ')
    const first = row.cells.find((cell) => cell.blocks.length > 0)?.blocks[0]
    if (text !== '') blocks.push({ kind: 'table_row', headings: first?.headings ?? [], text })
  }
  return blocks
}
