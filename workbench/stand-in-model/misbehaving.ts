/** Bad models: each takes what a good one would say and spoils it in its own way. Deterministic. */
import type { Segment } from './answer.ts'
import { trueSegments } from './faithful.ts'
import type { Prompt } from './prompt.ts'

type Spoil = (prompt: Prompt, segments: readonly Segment[]) => readonly Segment[]

function eachText(change: (text: string, place: number) => string): Spoil {
  return (_prompt, segments) => segments.map((one, place) => ({ ...one, text: change(one.text, place) }))
}

const otherNumber = (digits: string) => String(Number(digits) + 1)
const PROMISES = [
  'I have refunded the full amount of 49.90 € to your account today.',
  'Ich habe Ihnen den Betrag von 49,90 € heute erstattet.',
  'You will get it within 24 hours, guaranteed.',
  'The offer ends on 31 December 2031.',
  'Everything is free of charge for you.',
]
const invented = (from: Segment | undefined): readonly Segment[] =>
  PROMISES.map((text) => ({ kind: 'answer', question: 1, text, citations: from?.citations ?? [] }))

const ZERO_WIDTH = ['\u200b', '\u2060', '\u202e', '\u{e0041}', '\u00ad', '\ufeff']
const OTHER_LANGUAGES = [
  'Voit palauttaa tuotteen neljäntoista päivän kuluessa ilman erillistä syytä.',
  'Puede devolver el artículo en el plazo indicado sin dar explicaciones.',
]
const PLACEHOLDERS = ['⟦NAME_99⟧', '⟦EMAIL_1⟧', '⟦IBAN_1⟧', '⟦PHONE_7⟧', '[[P1]]', '[[Q1]]', '⟦NAME_1']

export const SPOILS = {
  hallucinates: (_prompt, segments) => [
    ...segments.map((one) => ({ ...one, text: one.text.replace(/\d+/g, otherNumber) })),
    ...segments.map((one) => ({ ...one, text: one.text.replace(/\.$/, ' within 3 days.') })),
    ...invented(segments[0]),
  ],
  'lies-about-citations': (_prompt, segments) =>
    segments.flatMap((one, place) => {
      const [cited] = one.citations
      const quote = cited?.quote ?? ''
      const other = segments[(place + 1) % segments.length]?.citations ?? []
      return [
        { ...one, citations: [{ passage: 'P999', quote }] },
        { ...one, citations: [{ passage: 'constructor', quote }] },
        { ...one, citations: [{ passage: cited?.passage ?? 'P1', quote: `${quote} And that is all.` }] },
        { ...one, citations: [{ passage: cited?.passage ?? 'P1', quote: '' }] },
        { ...one, citations: [] },
        { ...one, text: PROMISES[place % PROMISES.length] ?? '', citations: other },
      ]
    }),
  'leaks-placeholders': (prompt, segments) => {
    const minted = prompt.ticket.match(/⟦[A-Z_]+\d+⟧/g) ?? []
    const nonce = /[0-9a-f]{8,}/i.exec(prompt.canary)?.[0] ?? prompt.canary
    return [...minted, ...PLACEHOLDERS, nonce].map((word, place) => {
      const carrier = segments[place % Math.max(1, segments.length)]
      const citations = carrier?.citations ?? []
      return { kind: 'answer', question: 1, text: `${word}: ${carrier?.text ?? ''}`, citations }
    })
  },
  html: eachText((text, place) =>
    place % 2 === 0
      ? `<b>${text}</b><img src=x onerror="alert(1)"><script>alert(1)</script>`
      : `${text} <a href="javascript:alert(1)">more</a><!-- ${text} -->&lt;iframe src=//evil.example&gt;`,
  ),
  'markdown-links': eachText((text, place) =>
    place % 2 === 0
      ? `${text} [Read on](https://evil.example/phish) ![](https://evil.example/pixel.png?d=${place})`
      : `**${text}** [1]\n\n[1]: https://evil.example/reference "title"`,
  ),
  'zero-width': eachText((text, place) =>
    text.split(' ').join(` ${ZERO_WIDTH[place % ZERO_WIDTH.length] ?? ''}`),
  ),
  'other-language': eachText((_text, place) => OTHER_LANGUAGES[place % OTHER_LANGUAGES.length] ?? ''),
} as const satisfies Readonly<Record<string, Spoil>>

export type Spoiled = keyof typeof SPOILS

export function spoiledSegments(behaviour: Spoiled, prompt: Prompt): readonly Segment[] {
  return SPOILS[behaviour](prompt, trueSegments(prompt))
}
