/** Inputs that nobody sensible would send: good ones after a few changes, and bytes that were never good. */
import fc from 'fast-check'

/** Signs that mean something to one parser or another. */
const PIECES = [
  ...[
    '\u0000',
    '\uD800',
    '\uFEFF',
    '\u202E',
    '\u2028',
    '\u00AD',
    '\u{E0061}',
    '\uFFFD',
    '\u0301',
    'İ',
    'ß',
    '⟦',
    '⟧',
  ],
  ...[
    '<',
    '>',
    '</',
    '<!--',
    '-->',
    '<![CDATA[',
    '&#x',
    '&#0;',
    '&#1114112;',
    '&amp;amp;',
    '<svg><style>',
    '<p',
    '="',
    "='",
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    '":',
    ',',
    '"',
    '\\',
    '\\u',
    '\\ud800',
    'null',
    '1e999',
    '-0',
    '"__proto__":{}',
    '"constructor":1',
  ],
  ...[
    '# ',
    '> ',
    '- ',
    '1. ',
    '```',
    '**',
    '__',
    '![',
    '](',
    '|---|',
    '\t',
    '\r',
    '\r\n',
    '\n\n',
    '    ',
    '[a]: <b> "c"',
  ],
  ...[
    '.',
    '=',
    '+',
    '/',
    '%',
    '%00',
    '%E0%A4%A',
    '..',
    '../',
    ';',
    '--',
    "'",
    'data: ',
    'data: [DONE]',
    ': ',
    '— ',
    'PK\u0003\u0004',
  ],
]
/** What makes a parser that reads something twice read it a thousand times. */
const REPEATED = [
  '<div>',
  '<a ',
  '<!--',
  '&',
  '(',
  '[',
  '{"a":',
  '[[',
  '> ',
  '- ',
  '*a ',
  '_',
  '`',
  '![',
  '](',
  ' ',
  '\t',
  '\n',
  '.',
  'a',
  '1',
  'a.',
  '- - ',
  '"',
  '\\',
  'aA',
  'é',
  '1,',
  '@',
  'a@',
  '+49 ',
  '=',
]

/** Made once: the library numbers every sign there is for each text of such signs. */
const NOISE = fc.string({ unit: 'binary', maxLength: 400 })
const noiseOf = (most: number) => NOISE.map((text) => text.slice(0, most))
const share = fc.double({ min: 0, max: 1, noNaN: true })
const at = (text: string, part: number) => Math.floor(text.length * part)

function textChange(seeds: readonly string[]): fc.Arbitrary<(text: string) => string> {
  const piece = fc.oneof(fc.constantFrom(...PIECES), noiseOf(12))
  const inserted = fc.tuple(share, piece).map(([part, what]) => (text: string) => {
    const place = at(text, part)
    return text.slice(0, place) + what + text.slice(place)
  })
  const cut = fc.tuple(share, share).map(([one, other]) => (text: string) => {
    const [from, to] = [at(text, Math.min(one, other)), at(text, Math.max(one, other))]
    return text.slice(0, from) + text.slice(to)
  })
  const shortened = share.map((part) => (text: string) => text.slice(0, at(text, part)))
  const doubled = fc
    .tuple(share, share, fc.integer({ min: 2, max: 40 }))
    .map(([one, other, times]) => (text: string) => {
      const [from, to] = [at(text, Math.min(one, other)), at(text, Math.max(one, other))]
      return text.slice(0, from) + text.slice(from, Math.min(to, from + 2_000)).repeat(times) + text.slice(to)
    })
  const swollen = fc
    .tuple(share, fc.constantFrom(...REPEATED), fc.constantFrom(50, 1_000, 20_000))
    .map(([part, what, times]) => (text: string) => {
      const place = at(text, part)
      return text.slice(0, place) + what.repeat(times) + text.slice(place)
    })
  const joined = fc.tuple(share, share, fc.constantFrom(...seeds)).map(
    ([one, other, second]) =>
      (text: string) =>
        text.slice(0, at(text, one)) + second.slice(at(second, other)),
  )
  return fc.oneof(
    { weight: 6, arbitrary: inserted },
    { weight: 3, arbitrary: cut },
    { weight: 2, arbitrary: shortened },
    { weight: 2, arbitrary: doubled },
    { weight: 1, arbitrary: swollen },
    { weight: 2, arbitrary: joined },
  )
}

/** A text of the seeds after up to four changes; now and then one as it stands, or noise. */
export function mangledText(seeds: readonly string[]): fc.Arbitrary<string> {
  const changed = fc
    .tuple(fc.constantFrom(...seeds), fc.array(textChange(seeds), { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce((now, change) => change(now), text))
  const swollenAlone = fc
    .tuple(fc.constantFrom(...REPEATED), fc.constantFrom(...REPEATED), fc.constantFrom(100, 5_000, 40_000))
    .map(([one, other, times]) => one.repeat(times) + other.repeat(times))
  return fc.oneof(
    { weight: 30, arbitrary: changed },
    { weight: 1, arbitrary: swollenAlone },
    { weight: 1, arbitrary: fc.constantFrom(...seeds) },
    { weight: 2, arbitrary: NOISE },
  )
}

export function mangledBytes(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const change: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc.oneof(
    fc.tuple(share, fc.integer({ min: 0, max: 255 })).map(([part, value]) => (bytes: Buffer) => {
      const copy = Buffer.from(bytes)
      if (copy.length > 0) copy[Math.min(copy.length - 1, Math.floor(copy.length * part))] = value
      return copy
    }),
    fc
      .tuple(share, fc.constantFrom(0, 1, 0xffff, 0x7fffffff, 0xffffffff))
      .map(([part, value]) => (bytes: Buffer) => {
        const copy = Buffer.from(bytes)
        if (copy.length >= 4) copy.writeUInt32LE(value, Math.floor((copy.length - 4) * part))
        return copy
      }),
    // Near the end: where a zip keeps its directory.
    fc.tuple(fc.nat(120), fc.integer({ min: 0, max: 255 })).map(([back, value]) => (bytes: Buffer) => {
      const copy = Buffer.from(bytes)
      if (copy.length > back) copy[copy.length - 1 - back] = value
      return copy
    }),
    fc.tuple(share, share).map(([one, other]) => (bytes: Buffer) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)].map((part) =>
        Math.floor(bytes.length * part),
      )
      return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
    }),
    fc.tuple(share, fc.uint8Array({ maxLength: 40 })).map(([part, more]) => (bytes: Buffer) => {
      const place = Math.floor(bytes.length * part)
      return Buffer.concat([bytes.subarray(0, place), more, bytes.subarray(place)])
    }),
  )
  const changed = fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 5 }))
    .map(([bytes, changes]) => changes.reduce((now, apply) => apply(now), bytes))
  return fc.oneof(
    { weight: 20, arbitrary: changed },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  )
}

const deep = (levels: number, wrap: (inner: string) => string): unknown => {
  let text = '0'
  for (let level = 0; level < levels; level += 1) text = wrap(text)
  return JSON.parse(text)
}
/** Built as JSON: an object literal would set a prototype instead of a key. */
const own = (text: string): unknown => JSON.parse(text)

/** A value where another was expected. */
export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      1e308,
      2 ** 53,
      '',
      ' ',
      [],
      {},
      [null],
      [[]],
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>(
      '\u0000',
      '\uD800',
      '__proto__',
      'constructor',
      'toString',
      '../..',
      '%00',
      '1',
      '0',
      '-1',
      'NaN',
      '2026-02-30',
      '9999-12-31T23:59:59.999Z',
      '+275760-09-13T00:00:00.000Z',
      '-271821-04-20T00:00:00.000Z',
      '2026-11-27T00:00:00+14:00',
      '00000000-0000-0000-0000-000000000000',
    ),
  },
  { weight: 2, arbitrary: noiseOf(60) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      'x'.repeat(70_000),
      'ﷺ'.repeat(9_000),
      Array.from({ length: 3_000 }, () => 'a'),
      Object.fromEntries(Array.from({ length: 2_000 }, (_, key) => [`k${key}`, key])),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      own('{"__proto__":{"roles":["admin"]}}'),
      own('{"constructor":{"prototype":1}}'),
      own('{"toJSON":1,"then":1,"length":-1}'),
      deep(40, (inner) => `[${inner}]`),
      deep(4_000, (inner) => `[${inner}]`),
      deep(4_000, (inner) => `{"a":${inner}}`),
    ),
  },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)

type Path = readonly (string | number)[]

function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null || path.length > 8) return [path]
  const inner = Array.isArray(value)
    ? value.slice(0, 20).flatMap((each, key) => pathsOf(each, [...path, key]))
    : Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, key]))
  return [path, ...inner]
}

function changedAt(value: unknown, [key, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (key === undefined) return change(value)
  if (Array.isArray(value))
    return value.map((each, at) => (at === key ? changedAt(each, rest, change) : each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      if (name !== key) return [[name, each]]
      const after = changedAt(each, rest, change)
      return after === undefined ? [] : [[name, after]]
    }),
  )
}

/** A good value with one to three of its places changed, taken away or doubled. */
export function mangledJson(seed: unknown): fc.Arbitrary<unknown> {
  const paths = pathsOf(seed)
  const change: fc.Arbitrary<(old: unknown) => unknown> = fc.oneof(
    { weight: 6, arbitrary: oddValue.map((value) => () => value) },
    { weight: 1, arbitrary: fc.constant(() => undefined) },
    { weight: 1, arbitrary: fc.constant((old: unknown) => [old, old]) },
    { weight: 1, arbitrary: fc.constant((old: unknown) => ({ ...Object(old), surprise: 1 })) },
    {
      weight: 2,
      arbitrary: fc.tuple(share, fc.constantFrom(...PIECES)).map(
        ([part, piece]) =>
          (old: unknown) =>
            typeof old === 'string' ? old.slice(0, at(old, part)) + piece + old.slice(at(old, part)) : old,
      ),
    },
  )
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), change), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((now, [path, apply]) => changedAt(now, path, apply), seed))
}
