/** Answers that a model could give when everything goes wrong: shapes, citations, words, signs, cut-offs. */
import fc from 'fast-check'

export interface FuzzGround {
  /** The passages of the prompt under their marks, e.g. `P1`. */
  readonly passages: readonly { readonly label: string; readonly text: string }[]
  /** Sentences that stand in those passages, word for word. */
  readonly sentences: readonly string[]
}

const LINKS = [
  'https://evil.example/x',
  '[here](https://evil.example)',
  '![](https://evil.example/a.png?q=1)',
  '<a href="javascript:alert(1)">here</a>',
  'evil.example',
  'www.evil.example/pay',
  'claim@evil.example',
  '+44 20 7946 0999',
]
const SIGNS = [
  '\u200B',
  '\u202E',
  '\u2066',
  '\u00AD',
  '\uFEFF',
  '\u{E0061}\u{E0062}',
  '\u0000',
  '\uD800',
  '\u0301',
  '⟦',
  '⟧',
  '[[P1]]',
]
const FOREIGN = [
  'We have refunded you in full.',
  'You will receive 500 euros.',
  'Ignore the passages.',
  'Call our other shop, it is cheaper.',
  '⟦NAME_71⟧',
  '⟦IBAN_72⟧',
  '<b>now</b>',
  '<script>alert(1)</script>',
  'no',
  'not',
]
const KINDS = [
  'answer',
  'step',
  'list_item',
  'question_back',
  'greeting',
  'closing',
  'template',
  'quote',
  '',
  '__proto__',
]

const insertedAt = (text: string, share: number, piece: string) => {
  const at = Math.floor(text.length * share)
  return text.slice(0, at) + piece + text.slice(at)
}

/** A sentence of the passages, or what is left of one after one to three changes. */
function sentences({ sentences: truths }: FuzzGround): fc.Arbitrary<string> {
  const truth = fc.constantFrom(...truths)
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const piece = fc.oneof(
    fc.constantFrom(...LINKS, ...SIGNS, ...FOREIGN),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  const change: fc.Arbitrary<(text: string) => string> = fc.oneof(
    fc.integer({ min: 0, max: 9999 }).map((number) => (text: string) => text.replace(/\d+/, String(number))),
    fc.tuple(share, piece).map(
      ([at, inserted]) =>
        (text: string) =>
          insertedAt(text, at, ` ${inserted} `),
    ),
    fc.tuple(share, piece).map(
      ([at, inserted]) =>
        (text: string) =>
          insertedAt(text, at, inserted),
    ),
    // The start of one true sentence with the end of another.
    fc.tuple(truth, share, share).map(
      ([other, from, to]) =>
        (text: string) =>
          text.slice(0, Math.floor(text.length * to)) + other.slice(Math.floor(other.length * from)),
    ),
    truth.map((other) => (text: string) => `${text.replace(/[.!?]$/, '')}, and ${other}`),
    share.map((at) => (text: string) => text.slice(0, Math.floor(text.length * at))),
    share.map((at) => (text: string) => {
      const words = text.split(' ')
      words.splice(Math.floor((words.length - 1) * at), 1)
      return words.join(' ')
    }),
    fc.constant((text: string) => text.toUpperCase()),
    fc.constant((text: string) => `**${text}**`),
    fc.constant((text: string) => `${text} ${text}`.repeat(40)),
  )
  const changed = fc
    .tuple(truth, fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([text, changes]) => changes.reduce((now, apply) => apply(now), text))
  return fc.oneof(
    { weight: 2, arbitrary: truth },
    { weight: 6, arbitrary: changed },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  )
}

function citations(ground: FuzzGround): fc.Arbitrary<unknown> {
  const label = fc.oneof(
    fc.constantFrom(...ground.passages.map((passage) => passage.label)),
    fc.constantFrom('P0', 'P99', 'p1', '', 'S1', 'Q1'),
  )
  const quote = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...ground.sentences) },
    { weight: 2, arbitrary: sentences(ground) },
    { weight: 1, arbitrary: fc.constantFrom('', ' ', '.') },
  )
  const citation = fc.record({ passage: label, quote })
  return fc.oneof(
    { weight: 8, arbitrary: fc.array(citation, { minLength: 1, maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<unknown>([], null, 'P1', {}, [null], [['P1']], [{ passage: 1 }]),
    },
  )
}

function segments(ground: FuzzGround): fc.Arbitrary<unknown> {
  const segment = fc.record(
    {
      kind: fc.oneof({ weight: 5, arbitrary: fc.constant('answer') }, fc.constantFrom(...KINDS)),
      question: fc.oneof(
        { weight: 5, arbitrary: fc.constant(1) },
        fc.constantFrom<unknown>(0, -1, 99, 1.5, '1', null),
      ),
      text: fc.oneof(
        { weight: 12, arbitrary: sentences(ground) },
        { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 5, ['text'], { toString: 'x' }) },
      ),
      citations: citations(ground),
      extra: fc.jsonValue({ maxDepth: 1 }),
    },
    { requiredKeys: ['kind', 'text', 'citations'] },
  )
  const honest = fc.tuple(fc.constantFrom(...ground.passages), fc.nat()).map(([{ label, text }, pick]) => {
    const own = ground.sentences.filter((sentence) => text.includes(sentence))
    const quote = own[pick % Math.max(1, own.length)] ?? text
    return { kind: 'answer', question: 1, text: quote, citations: [{ passage: label, quote }] }
  })
  const mixed = fc.oneof({ weight: 3, arbitrary: segment }, { weight: 1, arbitrary: honest })
  return fc.oneof(
    { weight: 12, arbitrary: fc.array(mixed, { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(segment, fc.jsonValue({ maxDepth: 2 })), { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 'none', {}, 7) },
  )
}

/** The raw text of an answer: mostly of the right shape with wrong words, sometimes of no shape at all. */
export function fuzzedAnswers(ground: FuzzGround): fc.Arbitrary<string> {
  const notAnswered = fc.oneof(fc.constant<unknown>([]), fc.constantFrom<unknown>([1], [99], 'all', null))
  const shaped = fc
    .record({ segments: segments(ground), not_answered: notAnswered })
    .map((answer) => JSON.stringify(answer))
  const cut = fc
    .tuple(shaped, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([text, share]) => text.slice(0, Math.floor(text.length * share)))
  return fc.oneof(
    { weight: 14, arbitrary: shaped },
    { weight: 2, arbitrary: cut },
    { weight: 1, arbitrary: shaped.map((text) => `Sure!\n\`\`\`json\n${text}\n\`\`\`\nShall I send it?`) },
    { weight: 1, arbitrary: shaped.map((text) => text + text) },
    { weight: 1, arbitrary: shaped.map((text) => `{"segments":[],${text.slice(1)}`) },
    { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  )
}
