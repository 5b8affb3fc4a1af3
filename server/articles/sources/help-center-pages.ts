/** Reads the lists of a help center page by page, as a visitor without any login. */

import { Fault } from '../../../src/domain/fault.ts'
import { misfits } from './misfits.ts'
import { pageFields } from './zendesk-fields.ts'

/** What the source needs of the egress door. */
export interface WayOut {
  get(
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<{
    readonly status: number
    readonly headers: Readonly<Record<string, string>>
    readonly body: Buffer
  }>
}

export interface PageRules {
  readonly origin: string
  readonly door: WayOut
  /** Waits, and rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface ListPage {
  readonly rows: readonly unknown[]
  /** `null`: this was the last page. */
  readonly next: string | null
}

const PAGE_SIZE = 100
const BACKOFF_MS = [1000, 2000, 4000, 8000, 16_000]
/** Longer waits end the sync; it continues from the same page next time. */
const LONGEST_WAIT_MS = 120_000
const DEFAULT_WAIT_MS = 10_000

function waitAsked(headers: Readonly<Record<string, string>>): number | null {
  const asked = headers['retry-after']
  if (asked === undefined) return null
  return /^\d{1,9}$/.test(asked.trim()) ? Number(asked) * 1000 : DEFAULT_WAIT_MS
}

function unreachable(path: string, reason: string, status: number | undefined): Fault {
  const detail = status === undefined ? {} : { status }
  return new Fault('HELP_CENTER_UNREACHABLE', `${path}: ${reason}`, undefined, detail)
}

function malformed(path: string, reason: string): Fault {
  return new Fault('HELP_CENTER_MALFORMED', `${path}: ${reason}`)
}

/** How long to wait before asking again, or `null` when an answer is final. */
function pause(status: number, headers: Readonly<Record<string, string>>, attempt: number): number | null {
  if (status === 429) return waitAsked(headers) ?? DEFAULT_WAIT_MS
  if (status >= 500) return waitAsked(headers) ?? BACKOFF_MS[attempt] ?? DEFAULT_WAIT_MS
  return null
}

async function ask(rules: PageRules, url: string, path: string, signal: AbortSignal) {
  for (let attempt = 0; ; attempt += 1) {
    const last = attempt >= BACKOFF_MS.length
    const answer = await rules.door
      .get(url, { accept: 'application/json' }, signal)
      .catch((cause: unknown) => {
        if (last || signal.aborted || !(cause instanceof Fault) || cause.code !== 'HELP_CENTER_UNREACHABLE')
          throw cause
        return null
      })
    const wait =
      answer === null
        ? (BACKOFF_MS[attempt] ?? DEFAULT_WAIT_MS)
        : pause(answer.status, answer.headers, attempt)
    if (answer !== null && wait === null) return answer
    if (last)
      throw unreachable(path, `status ${answer?.status} after ${attempt + 1} attempts`, answer?.status)
    if (wait !== null && wait > LONGEST_WAIT_MS)
      throw unreachable(path, `asks to wait ${Math.ceil(wait / 1000)} s`, answer?.status)
    await rules.sleep(wait ?? 0, signal)
  }
}

function explain(status: number): string {
  if (status === 401 || status === 403) return `status ${status}: closed to visitors who are not signed in`
  if (status === 404) return 'status 404: no help center, or not in this locale'
  if (status >= 300 && status < 400) return `status ${status}: it redirects, and redirects are not followed`
  return `status ${status}`
}

function parseJson(body: Buffer, path: string): unknown {
  const text = body.toString('utf8')
  if (/^\s*</.test(text)) throw malformed(path, 'a web page came instead of JSON')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Fault('HELP_CENTER_MALFORMED', `${path}: not JSON`, cause)
  }
}

function nextCursor(page: unknown, path: string): string | null {
  const paging = pageFields.safeParse(page)
  if (!paging.success) throw malformed(path, misfits(paging.error))
  const { meta, links, next_page: nextPage } = paging.data
  if (meta === null || meta === undefined) {
    if (nextPage !== null && nextPage !== undefined) throw malformed(path, 'pages without cursors')
    return null
  }
  if (!meta.has_more) return null
  // Only the cursor is taken from the link: the address of the next page is always built here.
  const linked = URL.canParse(links?.next ?? '')
    ? new URL(links?.next ?? '').searchParams.get('page[after]')
    : null
  const cursor = meta.after_cursor || linked
  if (!cursor) throw malformed(path, 'more pages, but no cursor')
  return cursor
}

/** A cursor that the help center no longer accepts. */
export function isStaleCursor(fault: unknown): boolean {
  return fault instanceof Fault && fault.detail.status === 400
}

/** @returns one page of `articles`, `sections` or `categories`. */
export async function readListPage(
  rules: PageRules,
  given: { readonly list: string; readonly locale: string; readonly after: string | null },
  signal: AbortSignal,
): Promise<ListPage> {
  const path = `/api/v2/help_center/${encodeURIComponent(given.locale)}/${given.list}.json`
  const url = new URL(path, rules.origin)
  url.searchParams.set('page[size]', String(PAGE_SIZE))
  if (given.after !== null) url.searchParams.set('page[after]', given.after)
  const answer = await ask(rules, url.href, path, signal)
  if (answer.status !== 200) throw unreachable(path, explain(answer.status), answer.status)
  const page = parseJson(answer.body, path)
  const rows = page !== null && typeof page === 'object' ? Reflect.get(page, given.list) : undefined
  if (!Array.isArray(rows)) throw malformed(path, `no list of ${given.list}`)
  const next = nextCursor(page, path)
  if (next !== null && next === given.after) throw malformed(path, 'the same cursor twice')
  return { rows, next }
}
