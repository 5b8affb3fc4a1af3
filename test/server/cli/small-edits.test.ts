import { expect } from 'chai'
import {
  type EditKind,
  editsOf,
  entitiesOf,
  rewordingsOf,
  type TrueKind,
} from '../../../server/cli/small-edits.ts'

const ENTITIES = ['Kiel', 'Rathaus', 'Museum']

const EDITS: Readonly<
  Record<string, readonly [language: string, kind: EditKind, text: string, edited: RegExp]>
> = {
  'another number': [
    'en',
    'number',
    'You need 25 photos for this.',
    /^You need (?!25)\d+ photos for this\.$/,
  ],
  'another unit': ['de', 'unit', 'Das dauert 3 Tage.', /^Das dauert 3 Wochen\.$/],
  'another month': [
    'en',
    'date',
    'The offer ends in March.',
    /^The offer ends in (?!March)\p{Lu}\p{Ll}+\.$/u,
  ],
  'a negation gone': ['en', 'negation dropped', 'This is not possible here.', /^This is possible here\.$/],
  'a negation come': ['de', 'negation inserted', 'Die Karte ist gültig.', /^Die Karte ist nicht gültig\.$/],
  'a duty as a choice': [
    'de',
    'modality',
    'Sie müssen einen Ausweis zeigen.',
    /^Sie können einen Ausweis zeigen\.$/,
  ],
  'another name': [
    'en',
    'entity',
    'You find the shop in Hamburg.',
    /^You find the shop in (?:Kiel|Rathaus|Museum)\.$/,
  ],
  'a condition gone': [
    'en',
    'condition dropped',
    'If you lost it, you can order another.',
    /^You can order another\.$/,
  ],
  'a condition gone behind': [
    'de',
    'condition dropped',
    'Sie können sie tauschen, wenn sie neu ist.',
    /^Sie können sie tauschen\.$/,
  ],
  'prices that changed places': [
    'en',
    'swapped items',
    'Adults pay 12 euros, children pay 5 euros.',
    /^Adults pay 5 euros, children pay 12 euros\.$/,
  ],
  'after for before': ['en', 'order words', 'Ring before you come in.', /^Ring after you come in\.$/],
  'at most for at least': ['en', 'comparison', 'You need at least five.', /^You need at most five\.$/],
}

const UNCHANGED: Readonly<Record<string, readonly [language: string, kind: EditKind, text: string]>> = {
  'two numbers joined by or say the same in either order': ['en', 'swapped items', 'Take 5 or 10 of them.'],
  '"not only" is no negation': ['en', 'negation dropped', 'It is not only red.'],
  'a phone number is no number': ['de', 'number', 'Rufen Sie an: 089 233456.'],
  'a condition that ends nobody knows where stays': [
    'en',
    'condition dropped',
    'If A, B or C come along, you go, too.',
  ],
}

const REWORDED: Readonly<
  Record<string, readonly [language: string, kind: TrueKind, text: string, reworded: string]>
> = {
  'clauses in another order': [
    'de',
    'clauses reordered',
    'Wenn Sie neu sind, können Sie hier fragen.',
    'Sie können hier fragen, wenn Sie neu sind.',
  ],
  'without its parenthesis': [
    'en',
    'parenthesis dropped',
    'The pass (a small card) is free.',
    'The pass is free.',
  ],
  'without its filler': ['en', 'filler dropped', 'You can also call us.', 'You can call us.'],
}

describe('the small edits', () => {
  for (const [name, [language, kind, text, edited]] of Object.entries(EDITS))
    it(`say something else: ${name}`, () => {
      const found = editsOf(text, language, ENTITIES).find((edit) => edit.kind === kind)
      expect(found?.text).to.match(edited)
    })
  for (const [name, [language, kind, text]] of Object.entries(UNCHANGED))
    it(`leave alone what would say the same: ${name}`, () => {
      expect(editsOf(text, language, ENTITIES).filter((edit) => edit.kind === kind)).to.deep.equal([])
    })
  for (const [name, [language, kind, text, reworded]] of Object.entries(REWORDED))
    it(`have true neighbours: ${name}`, () => {
      expect(rewordingsOf(text, language).find((one) => one.kind === kind)?.text).to.equal(reworded)
    })
  it('are the same every time', () => {
    const text =
      'Sie müssen in Hamburg 12 Euro bis zum 3. Mai zahlen, wenn Sie nicht mindestens 18 Jahre alt sind.'
    expect(editsOf(text, 'de', ENTITIES)).to.deep.equal(editsOf(text, 'de', ENTITIES))
    expect(editsOf(text, 'de', ENTITIES).length).to.be.at.least(6)
  })
  it('take names from other sentences, each once', () => {
    expect(entitiesOf(['We met in Kiel.', 'Kiel has a Museum near Kiel.'])).to.deep.equal(['Kiel', 'Museum'])
  })
})

it('mixes the subject of one sentence with the predicate of the next', () => {
  const mixed = (before: string, text: string) =>
    editsOf(text, 'en', [], before).find(({ kind }) => kind === 'two sentences mixed')?.text
  expect(mixed('Adults must bring a valid passport.', 'Children must bring an identity card.')).to.equal(
    'Adults must bring an identity card.',
  )
  expect(mixed('They must bring a valid passport.', 'Children must bring an identity card.')).to.equal(
    undefined,
  )
})
