import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'
import { askedWords } from '../../../server/gaps/asked-words.ts'
import { clustersOf } from '../../../server/gaps/clusters.ts'
import { dice } from '../../support/dice.ts'

const DATA = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/data/help-center')

function group(texts: readonly string[], locale = 'en'): readonly (readonly string[])[] {
  const keys = texts.map(
    (text, at) => `${text} ${texts.slice(0, at).filter((other) => other === text).length}`,
  )
  return clustersOf(askedWords(texts, locale), keys).map((members) =>
    members.flatMap((at) => texts[at] ?? []),
  )
}

describe('topics of questions', () => {
  it('are put together by what they are about, whatever form the words have', () => {
    const topics = group([
      'How do I return my shoes?',
      'Where is my invoice?',
      'Returning a shoe that does not fit',
      'Can I get the invoices by mail?',
      'I want to return shoes',
      'Do you sell gift cards?',
    ])
    expect(topics.map(({ length }) => length)).to.deep.equal([3, 2, 1])
    expect(topics[0]?.every((text) => /shoe/i.test(text))).to.equal(true)
    expect(topics[1]?.every((text) => /invoice/i.test(text))).to.equal(true)
  })

  it('know the words of the language, and words for the same thing', () => {
    expect(
      group(
        ['Wo bleibt meine Lieferung?', 'Wann kommen die Lieferungen?', 'Ich brauche eine Rechnung'],
        'de',
      ),
    ).to.have.length(2)
    expect(
      group(['When do I get a refund?', 'Where is my reimbursement?', 'Opening hours of the shop?']),
    ).to.have.length(2)
  })

  it('are the same in whatever order the questions stand', () => {
    const things = [
      'shoes',
      'invoice',
      'boat rental',
      'gift card',
      'password',
      'kettle',
      'size table',
      'parcel',
    ]
    const asks = ['How do I get', 'Where is', 'Can I change', 'Why is there a problem with', 'Who sends']
    const throwDice = dice(7)
    const texts = things.flatMap((thing) => asks.map((how) => `${how} my ${thing}?`))
    const known = JSON.stringify(group(texts))
    for (let turn = 0; turn < 5; turn += 1) {
      const shuffled = texts
        .map((text) => ({ text, at: throwDice.below(1_000_000) }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ text }) => text)
      expect(JSON.stringify(group(shuffled))).to.equal(known)
    }
  })

  it('hold each question once, also one without a word that tells', () => {
    const texts = ['?', '⟦NAME_1⟧', 'the', 'Shoes', '12345', 'Shoes']
    expect(group(texts).flat().toSorted()).to.deep.equal(texts.toSorted())
    expect(group([])).to.deep.equal([])
  })
})

const HAS_DATA = existsSync(DATA)
const row = z.object({ id: z.string(), text: z.string(), context_id: z.string() })

for (const [locale, least] of [
  ['de', { pure: 0.5, whole: 0.65 }],
  ['en', { pure: 0.35, whole: 0.7 }],
] as const)
  (HAS_DATA ? describe : describe.skip)(
    `topics of 906 real questions (${locale})${HAS_DATA ? '' : ' (skipped: ../shared/data is absent)'}`,
    () => {
      it('keep apart what different pages answer, and together what one page does (B-cubed)', () => {
        const rows = readFileSync(join(DATA, `queries.${locale}.jsonl`), 'utf8')
          .trim()
          .split('\n')
          .map((line) => row.parse(JSON.parse(line)))
        const clusters = clustersOf(
          askedWords(
            rows.map(({ text }) => text),
            locale,
          ),
          rows.map(({ id }) => id),
        )
        const pages = rows.map(({ context_id }) => context_id)
        const sizes = new Map<string, number>()
        for (const page of pages) sizes.set(page, (sizes.get(page) ?? 0) + 1)
        let [pure, whole] = [0, 0]
        for (const members of clusters)
          for (const at of members) {
            const same = members.filter((other) => pages[other] === pages[at]).length
            pure += same / members.length / rows.length
            whole += same / (sizes.get(pages[at] ?? '') ?? 1) / rows.length
          }
        expect(pure).to.be.at.least(least.pure)
        expect(whole).to.be.at.least(least.whole)
        expect(Math.max(...clusters.map(({ length }) => length))).to.be.lessThan(40)
      })
    },
  )
