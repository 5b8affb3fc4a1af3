/** Cursor and offset paging as the real API does them: which one, how large, and what stands beside the rows. */
import type { Request, Response } from 'express'
import { invalidPaging } from './answers.ts'

const DEFAULT_SIZE = 100
const LARGEST_SIZE = 100
/** Behind this record the real API refuses offset paging. */
const DEEPEST_OFFSET = 10_000

export interface PagingStyle {
  /** Page size where the request names none; help-center lists use 30. */
  readonly defaultSize?: number
  /** Help-center lists also state page, page_count and per_page. */
  readonly verbose?: boolean
}

type Row = { readonly id: number }

type PageAnswer<T> =
  | { readonly page: readonly T[]; readonly around: object }
  | { readonly code: string; readonly detail: string }

function text(req: Request, name: string): string | undefined {
  const value = req.query[name]
  return typeof value === 'string' ? value : undefined
}

function cursorAt(row: Row, index: number): string {
  return Buffer.from(`${index}|${row.id}`).toString('base64url')
}

/** The position behind the cursor's row; a row that has gone since leaves its old position. */
function indexAfter(rows: readonly Row[], cursor: string): number | null {
  const match = /^(\d+)\|(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (match === null) return null
  const found = rows.findIndex((row) => row.id === Number(match[2]))
  return found === -1 ? Number(match[1]) : found + 1
}

function address(req: Request, origin: string, changes: Readonly<Record<string, string>>): string {
  const url = new URL(req.originalUrl.replace(/\/{2,}/g, '/'), origin)
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value)
  return url.href
}

function cursorPage<T extends Row>(req: Request, origin: string, rows: readonly T[]): PageAnswer<T> {
  const size = Number(text(req, 'page[size]') ?? DEFAULT_SIZE)
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_SIZE) {
    return { code: 'InvalidPaginationParameter', detail: 'page[size] must be between 1 and 100' }
  }
  const cursor = text(req, 'page[after]')
  const start = cursor === undefined || cursor === '' ? 0 : indexAfter(rows, cursor)
  if (start === null) return { code: 'InvalidPaginationParameter', detail: 'page[after] is not valid' }
  const page = rows.slice(start, start + size)
  const [first] = page
  const last = page.at(-1)
  const after = last === undefined ? null : cursorAt(last, start + page.length)
  const hasMore = start + page.length < rows.length
  return {
    page,
    around: {
      meta: {
        has_more: hasMore,
        after_cursor: after,
        before_cursor: first === undefined ? null : cursorAt(first, start),
      },
      links: { prev: null, next: hasMore && after ? address(req, origin, { 'page[after]': after }) : null },
    },
  }
}

function offsetPage<T extends Row>(
  req: Request,
  origin: string,
  rows: readonly T[],
  style: PagingStyle,
): PageAnswer<T> {
  const size = Math.min(Number(text(req, 'per_page') ?? style.defaultSize ?? DEFAULT_SIZE), LARGEST_SIZE)
  const number = Number(text(req, 'page') ?? 1)
  if (!Number.isInteger(size) || size < 1 || !Number.isInteger(number) || number < 1) {
    return { code: 'InvalidPaginationParameter', detail: 'page and per_page must be positive integers' }
  }
  if (size * number > DEEPEST_OFFSET) {
    return { code: 'InvalidPaginationDepth', detail: 'Pagination depth exceeded maximum allowed' }
  }
  const pages = Math.max(1, Math.ceil(rows.length / size))
  const at = (page: number) => address(req, origin, { page: String(page), per_page: String(size) })
  const around = {
    count: rows.length,
    next_page: number < pages ? at(number + 1) : null,
    previous_page: number > 1 ? at(number - 1) : null,
    ...(style.verbose ? { page: number, page_count: pages, per_page: size } : {}),
  }
  return { page: rows.slice((number - 1) * size, number * size), around }
}

/** Answers one page of `rows` under `key`; `besides` adds what is sideloaded for the rows of that page. */
export function answerPage<T extends Row>(
  req: Request,
  res: Response,
  origin: string,
  key: string,
  rows: readonly T[],
  style: PagingStyle = {},
  besides: (page: readonly T[]) => object = () => ({}),
): void {
  const wantsCursor = Object.keys(req.query).some((name) => name.startsWith('page['))
  const answer = wantsCursor ? cursorPage(req, origin, rows) : offsetPage(req, origin, rows, style)
  if ('code' in answer) {
    invalidPaging(res, answer.code, answer.detail)
    return
  }
  res.json({ [key]: answer.page, ...answer.around, ...besides(answer.page) })
}
