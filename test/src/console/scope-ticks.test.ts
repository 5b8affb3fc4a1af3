import { expect } from 'chai'
import { mapPlaces, type Place, placeOf, selectorOf, tickPlaces } from '../../../src/console/scope-ticks.ts'
import { isAllowed } from '../../../src/domain/allowlist.ts'
import type { ArticleRow } from '../../../src/domain/api.ts'
import type { ArticleSelection, ArticleSelector } from '../../../src/domain/scope.ts'
import { brandedArticles, SAMPLE_SELECTION, sampleArticles } from '../../support/console-data.ts'

const ROWS = sampleArticles()
const MAP = mapPlaces(ROWS)
const NOTHING: ArticleSelection = { allow: [], deny: [] }
const category = (id: string): Place => ({ kind: 'category', id })
const section = (id: string): Place => ({ kind: 'section', id })
const article = (id: string): Place => ({ kind: 'article', id: `zendesk:${id}` })
const tick = (selection: ArticleSelection, place: Place, on = true, locale: string | null = null) =>
  tickPlaces(MAP, selection, { places: [place], on, locale })

const belongs = (row: ArticleRow, { kind, id }: Place) =>
  ({ brand: row.brandId, category: row.categoryId, section: row.sectionId, article: row.articleId })[kind] ===
  id

/** A rule of the tree names one place; all others are beyond a tick. */
const beyondTicks = (row: ArticleRow, selection: ArticleSelection) =>
  selection.deny.some((rule) => placeOf(rule) === null && isAllowed(row, { allow: [rule], deny: [] }))

/** Small, seeded, the same in every run. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

describe('ticking places of the help center', () => {
  const steps: Record<string, [ArticleSelection, ArticleSelection]> = {
    'a category is one rule': [tick(NOTHING, category('100')), { allow: [{ categoryId: '100' }], deny: [] }],
    'a category in one language is one rule for it': [
      tick(NOTHING, category('100'), true, 'de'),
      { allow: [{ categoryId: '100', locale: 'de' }], deny: [] },
    ],
    'a section taken out of a ticked category is one deny rule': [
      tick(tick(NOTHING, category('100')), section('120'), false),
      { allow: [{ categoryId: '100' }], deny: [{ sectionId: '120' }] },
    ],
    'a category unticked takes its exceptions along': [
      tick(tick(tick(NOTHING, category('100')), section('120'), false), category('100'), false),
      NOTHING,
    ],
    'a category ticked again forgets its exceptions': [
      tick(tick(tick(NOTHING, category('100')), section('120'), false), category('100')),
      { allow: [{ categoryId: '100' }], deny: [] },
    ],
    'one article of a section that was taken out: the rest of the section stays out, later articles too': [
      tick(tick(tick(NOTHING, category('100')), section('120'), false), article('120001')),
      {
        allow: [{ sectionId: '110' }, { sectionId: '130' }, { articleId: 'zendesk:120001' }],
        deny: [],
      },
    ],
    'an article taken out in one language stays in in the others': [
      tick(tick(NOTHING, article('120001')), article('120001'), false, 'de'),
      { allow: [{ articleId: 'zendesk:120001', locale: 'en-us' }], deny: [] },
    ],
    'ticking what is ticked changes nothing': [
      tick(tick(NOTHING, section('110')), section('110')),
      { allow: [{ sectionId: '110' }], deny: [] },
    ],
  }
  for (const [name, [is, wanted]] of Object.entries(steps))
    it(name, () => {
      expect(is).to.deep.equal(wanted)
    })

  it('leaves rules by label and by language alone, whatever is ticked', () => {
    const on = tick(SAMPLE_SELECTION, category('100'))
    expect(on.deny).to.deep.include({ label: 'prices' })
    const off = tick(SAMPLE_SELECTION, category('100'), false)
    expect(off.deny).to.deep.include({ label: 'prices' })
  })

  it('ticks a brand as one rule, and takes a category of it out by one', () => {
    const map = mapPlaces(brandedArticles())
    const brand: Place = { kind: 'brand', id: '36002' }
    const on = tickPlaces(map, NOTHING, { places: [brand], on: true, locale: null })
    expect(on).to.deep.equal({ allow: [{ brandId: '36002' }], deny: [] })
    const [, taken] = [...new Set(brandedArticles().map(({ categoryId }) => categoryId))]
    const off = tickPlaces(map, on, { places: [category(taken ?? '')], on: false, locale: null })
    expect(off).to.deep.equal({ allow: [{ brandId: '36002' }], deny: [{ categoryId: taken }] })
  })

  it('ticks many articles at once, each as its own rule', () => {
    const places = [article('110000'), article('210000')]
    expect(tickPlaces(MAP, NOTHING, { places, on: true, locale: null })).to.deep.equal({
      allow: places.map((place) => selectorOf(place)),
      deny: [],
    })
  })

  for (const [centers, rows] of Object.entries({ 'one help center': ROWS, 'two brands': brandedArticles() }))
    it(`changes exactly what was ticked, in 3,000 random steps from random rules, with ${centers}`, () => {
      const map = mapPlaces(rows)
      const roll = dice(20_261_127)
      const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T
      const place = (): Place => {
        const row = pick(rows)
        const brand: readonly Place[] = row.brandId === undefined ? [] : [{ kind: 'brand', id: row.brandId }]
        return pick([
          ...brand,
          category(row.categoryId),
          section(row.sectionId),
          { kind: 'article', id: row.articleId },
        ])
      }
      const locale = () => pick([null, null, 'de', 'en-us'])
      const rule = (): ArticleSelector =>
        pick([
          { label: 'faq' },
          { label: 'prices', locale: 'de' },
          { locale: 'de' },
          { brandId: '36001', sectionId: '110' },
          selectorOf(place(), locale()),
        ])
      let selection: ArticleSelection = NOTHING
      for (let step = 0; step < 3_000; step += 1) {
        if (step % 25 === 0)
          selection = {
            allow: Array.from({ length: roll(5) }, rule),
            deny: Array.from({ length: roll(4) }, rule),
          }
        const order = { places: [place()], on: roll(2) === 0, locale: locale() }
        const [target] = order.places
        const next = tickPlaces(map, selection, order)
        for (const row of rows) {
          const ticked =
            target !== undefined && belongs(row, target) && [null, row.locale].includes(order.locale)
          const wanted = ticked ? order.on && !beyondTicks(row, selection) : isAllowed(row, selection)
          if (isAllowed(row, next) !== wanted)
            expect.fail(JSON.stringify({ step, order, row, selection, next }, null, 1))
        }
        selection = next
      }
    })

  it('keeps what is synced later out of a section that was only ticked in part', () => {
    const part = tick(tick(tick(NOTHING, category('100')), section('120'), false), article('120001'))
    const later = { ...(ROWS[0] as ArticleRow), articleId: 'zendesk:1', sectionId: '120', categoryId: '100' }
    expect(isAllowed(later, part)).to.equal(false)
    expect(isAllowed({ ...later, sectionId: '110' }, part)).to.equal(true)
  })
})
