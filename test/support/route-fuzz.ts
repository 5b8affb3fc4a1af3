/** Calls of a declared route that are nearly in order: parameters, query, body and headers go wrong. */
import fc from 'fast-check'
import type { CallOptions } from './companion-harness.ts'
import { mangledJson, mangledText, oddValue } from './fuzz-inputs.ts'
import { type CallPlace, ROUTE_CALLS } from './route-calls.ts'

export interface WrongCall {
  readonly path: string
  readonly given: Pick<CallOptions, 'raw' | 'headers'>
}

const IDS = [
  ...[
    '1',
    '0',
    '-1',
    '9999999999999999999',
    '00000000-0000-7000-8000-000000000009',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
  ],
  ...[
    '__proto__',
    'constructor',
    '%00',
    '%ff',
    '..%2f..',
    '%2F',
    ';',
    "'",
    '"',
    'de',
    'en-us',
    'null',
    '%F0%9F%92%A9',
    'a'.repeat(3_000),
    '2026-11-27',
    '1e3',
    '%D9%A3',
  ],
]
/** Somebody who must not be read in any line of the log. */
export const CANARY = 'anna.canary@example.org'

const QUERIES = [
  'from=2026-11-01&to=2026-11-30',
  'limit=5',
  'before=0',
  'locale=de',
  'q=x',
  'day=2026-11-27&period=week',
  'origin=https%3A%2F%2Facme.zendesk.com',
  'lang=de',
]

/** Bytes that no client of HTTP would send in an address are not what is tried here. */
const sendable = (text: string) =>
  text.toWellFormed().replace(/[^\u0021-\u007e]/gu, (sign) => encodeURIComponent(sign))

const query = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  { weight: 4, arbitrary: mangledText(QUERIES).map((text) => `?${sendable(text.slice(0, 4_000))}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '?a=1&a=2&a[]=3&a[b]=4',
      '?__proto__[x]=1',
      `?${'a=1&'.repeat(2_000)}`,
      '?from=+275760-09-13&to=-1',
      '?limit=1e309',
      '?before=9007199254740993',
    ),
  },
)

const headers = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Record<string, string>>({ 'content-type': 'application/json' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/json', 'content-encoding': 'br' },
      { 'content-type': 'application/json', 'accept-language': `${'de,'.repeat(500)}*;q=0.1` },
      {
        'content-type': 'application/json',
        accept: 'a/b;q=x,,,',
        'if-none-match': '*',
        range: 'bytes=0-,5-4',
      },
      { 'content-type': 'application/json', 'x-forwarded-for': '::1, evil', origin: 'null' },
    ),
  },
)

function pathsOf(name: string, at: CallPlace): fc.Arbitrary<string> {
  const good = ROUTE_CALLS[name]?.path(at) ?? '/'
  const declared = name.split(' ')[1] ?? '/'
  const odd = fc
    .array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...IDS, at.ticketId, at.draftId) },
        {
          weight: 1,
          arbitrary: fc
            .string({ minLength: 1, maxLength: 30 })
            .map((text) => encodeURIComponent(text.toWellFormed())),
        },
      ),
      { minLength: 5, maxLength: 5 },
    )
    .map((ids) => {
      let next = 0
      return declared.replace(/:\w+/g, () => ids[next++] ?? '1')
    })
  return fc.oneof({ weight: 3, arbitrary: fc.constant(good) }, { weight: 2, arbitrary: odd })
}

function bodiesOf(name: string, at: CallPlace): fc.Arbitrary<string | undefined> {
  const body = ROUTE_CALLS[name]?.body?.(at)
  if (name.startsWith('get ')) return fc.constant(undefined)
  const text = JSON.stringify(body ?? {})
  return fc.oneof(
    { weight: 8, arbitrary: mangledJson(body ?? {}).map((value) => JSON.stringify(value) ?? '') },
    { weight: 2, arbitrary: mangledText([text]) },
    { weight: 1, arbitrary: oddValue.map((value) => JSON.stringify(value) ?? '') },
    { weight: 1, arbitrary: fc.constant(text) },
  )
}

/** One of the texts in a body is somebody's address. */
function withCanary(raw: string, which: number): string {
  const texts = [...raw.matchAll(/"(?:[^"\\]|\\.){0,60}"(?!\s*:)/g)]
  const found = texts[which % Math.max(1, texts.length)]
  if (found === undefined) return raw
  return `${raw.slice(0, found.index)}"Anna <${CANARY}>"${raw.slice(found.index + found[0].length)}`
}

/** A draft that is made once is not made again: most orders are of one of their own. */
function withOwnDraft(name: string, raw: string, number: number): string {
  if (name !== 'post /drafts' && name !== 'post /summaries') return raw
  const id = `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`
  return raw.replace(/(?<="(?:draft|summary)Id":")[0-9a-f-]{36}(?=")/, id)
}

export function wrongCalls(name: string, at: CallPlace): fc.Arbitrary<WrongCall> {
  return fc
    .record({
      ...{ path: pathsOf(name, at), query, raw: bodiesOf(name, at), headers },
      canary: fc.option(fc.nat(20), { freq: 4 }),
      number: fc.nat(999_999_999),
    })
    .map(({ path, query, raw, headers, canary, number }) => {
      const [address = '', own] = path.split('?')
      const asked = query === '' ? (own === undefined ? '' : `?${own}`) : query
      if (raw === undefined)
        return { path: `/api/v1${address}${asked}`, given: { headers: { ...headers, 'content-type': '' } } }
      const body = withOwnDraft(name, canary === null ? raw : withCanary(raw, canary), number)
      return { path: `/api/v1${address}${asked}`, given: { raw: body, headers } }
    })
}
