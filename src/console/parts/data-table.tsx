/** A table that can be searched, sorted by its headings, and taken along as a CSV file. */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { type CsvCell, csvText } from '../../domain/csv.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { plural } from '../words.ts'
import { Icon } from './icon.tsx'
import { ScrollTable } from './scroll-table.tsx'

export interface Column<Row> {
  readonly key: string
  readonly title: string
  readonly cell: (row: Row) => ComponentChildren
  /** What the column is sorted by and what stands in a file; without it the column is for the eye alone. */
  readonly value?: (row: Row) => CsvCell
  /** Long words may break here only. */
  readonly nowrap?: boolean
}

export interface Sorting {
  readonly key: string
  readonly descending: boolean
}

export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { key, descending }: Sorting,
  language: string,
): readonly Row[] {
  const value = columns.find((column) => column.key === key)?.value
  if (value === undefined) return rows
  const order = new Intl.Collator(language, { numeric: true })
  const compare = (a: CsvCell, b: CsvCell) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(String(a ?? ''), String(b ?? ''))
  const sorted = rows.toSorted((a, b) => compare(value(a), value(b)))
  return descending ? sorted.reverse() : sorted
}

interface DataTableProps<Row> {
  readonly label: string
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  readonly columns: readonly Column<Row>[]
  readonly sorting: Sorting
  /** Name of the file, without its ending; without one there is none to save. */
  readonly file?: string
  /** Instead of rows. */
  readonly empty: string
  /** Of how many, when the rows are only some of them. */
  readonly total?: number
  readonly filters?: ComponentChildren
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { language, words } = useConsole()
  const say = words.table
  const { columns, label } = props
  const [sorting, setSorting] = useState(props.sorting)
  const rows = sortRows(props.rows, columns, sorting, language)
  const { file } = props
  const save = () => {
    const kept = columns.filter((column) => column.value !== undefined)
    const text = csvText(
      kept.map(({ title }) => title),
      rows.map((row) => kept.map(({ value }) => value?.(row) ?? null)),
    )
    downloadText(`${file ?? 'table'}.csv`, 'text/csv;charset=utf-8', text)
  }
  return (
    <div class="g-card c-data">
      {props.filters === undefined && props.file === undefined ? null : (
        <div class="c-data-bar">
          {props.filters}
          {props.file === undefined ? null : (
            <button
              type="button"
              class="g-btn g-btn-small c-data-save"
              aria-disabled={rows.length === 0}
              onClick={save}
            >
              <Icon name="save" />
              {say.csv}
            </button>
          )}
        </div>
      )}
      <ScrollTable label={label}>
        <table class="g-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <Heading key={column.key} column={column} sorting={sorting} onSort={setSorting} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={props.rowKey(row)}>
                {columns.map((column) => (
                  <td key={column.key} class={column.nowrap ? 'c-nowrap' : undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      <p class="c-data-foot g-small g-muted" role="status">
        {rows.length === 0 ? props.empty : plural(say.shown, rows.length, language)}
        {props.total === undefined || props.total === rows.length
          ? ''
          : ` · ${plural(say.total, props.total, language)}`}
      </p>
    </div>
  )
}

function Heading<Row>(props: {
  readonly column: Column<Row>
  readonly sorting: Sorting
  readonly onSort: (sorting: Sorting) => void
}) {
  const { column, sorting, onSort } = props
  const mine = sorting.key === column.key
  if (column.value === undefined) return <th scope="col">{column.title}</th>
  return (
    <th scope="col" aria-sort={mine ? (sorting.descending ? 'descending' : 'ascending') : undefined}>
      <button
        type="button"
        class="c-sort"
        data-sorted={mine ? (sorting.descending ? 'down' : 'up') : undefined}
        onClick={() => onSort({ key: column.key, descending: mine && !sorting.descending })}
      >
        {column.title}
        <Icon name={mine ? 'down' : 'sort'} />
      </button>
    </th>
  )
}
