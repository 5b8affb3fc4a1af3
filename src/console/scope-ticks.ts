/**
 * Ticking a place of the help center as rules: a tick changes what it names and nothing else, and what
 * appears later under a place that was only ticked in part stays out until somebody ticks it.
 */
import type { ArticleRow } from '../domain/api.ts'
import type { ArticleSelection, ArticleSelector } from '../domain/scope.ts'
import { indexSelection } from './allowlist-effect.ts'
import { addSelectors, selectorKey } from './allowlist-rules.ts'

/** From the widest on. A brand is a place only where articles have one: each brand has its own help center. */
export const PLACE_KINDS = ['brand', 'category', 'section', 'article'] as const

export interface Place {
  readonly kind: (typeof PLACE_KINDS)[number]
  readonly id: string
}

const ID_KEY = {
  brand: 'brandId',
  category: 'categoryId',
  section: 'sectionId',
  article: 'articleId',
} as const

/** Where each place lies, read once from the synced rows. */
export interface PlaceMap {
  readonly rows: readonly ArticleRow[]
  readonly parents: ReadonlyMap<string, Place>
  readonly children: ReadonlyMap<string, readonly Place[]>
  readonly rowsOf: ReadonlyMap<string, readonly ArticleRow[]>
}

const keyOf = ({ kind, id }: Place) => `${kind}:${id}`

export function mapPlaces(rows: readonly ArticleRow[]): PlaceMap {
  const parents = new Map<string, Place>()
  const children = new Map<string, Map<string, Place>>()
  const rowsOf = new Map<string, ArticleRow[]>()
  for (const row of rows) {
    const path = PLACE_KINDS.flatMap((kind): readonly Place[] => {
      const id = row[ID_KEY[kind]]
      return id === undefined ? [] : [{ kind, id }]
    })
    path.forEach((place, depth) => {
      const key = keyOf(place)
      const own = rowsOf.get(key)
      if (own === undefined) rowsOf.set(key, [row])
      else own.push(row)
      const parent = path[depth - 1]
      if (parent === undefined) return
      parents.set(key, parent)
      const known = children.get(keyOf(parent)) ?? new Map<string, Place>()
      children.set(keyOf(parent), known.set(key, place))
    })
  }
  const lists = new Map([...children].map(([key, known]) => [key, [...known.values()]] as const))
  return { rows, parents, children: lists, rowsOf }
}

/** The place that a rule stands for; `null` for rules by label or language, which no tick touches. */
export function placeOf({ label, locale: _any, ...ids }: ArticleSelector): Place | null {
  if (label !== undefined) return null
  const given = PLACE_KINDS.filter((kind) => ids[ID_KEY[kind]] !== undefined)
  const [kind] = given
  return kind === undefined || given.length > 1 ? null : { kind, id: ids[ID_KEY[kind]] ?? '' }
}

export function selectorOf(place: Place, locale?: string | null): ArticleSelector {
  return { [ID_KEY[place.kind]]: place.id, ...(locale ? { locale } : {}) }
}

function isWithin(map: PlaceMap, inner: Place, outer: Place): boolean {
  for (let at: Place | undefined = inner; at !== undefined; at = map.parents.get(keyOf(at)))
    if (keyOf(at) === keyOf(outer)) return true
  return false
}

/** Everything under `outer` that lies beside the way down to `inner`. */
function beside(map: PlaceMap, outer: Place, inner: Place): readonly Place[] {
  if (keyOf(outer) === keyOf(inner)) return []
  const children = map.children.get(keyOf(outer)) ?? []
  const way = children.find((child) => isWithin(map, inner, child))
  const others = children.filter((child) => child !== way)
  return way === undefined ? others : [...others, ...beside(map, way, inner)]
}

function localesOf(map: PlaceMap, place: Place): readonly string[] {
  return [...new Set((map.rowsOf.get(keyOf(place)) ?? []).map(({ locale }) => locale))].toSorted()
}

const overlaps = (one: string | null | undefined, other: string | null | undefined) =>
  one == null || other == null || one === other

/** The same rule without `locale`: nothing is left of it, or the other languages are. */
function without(map: PlaceMap, rule: ArticleSelector, place: Place, locale: string | null) {
  if (locale === null || rule.locale === locale) return []
  if (rule.locale !== undefined) return [rule]
  return localesOf(map, place)
    .filter((other) => other !== locale)
    .map((other) => selectorOf(place, other))
}

/** Takes a deny rule away without letting anything in: what it covered is left out by not being allowed. */
function lift(map: PlaceMap, selection: ArticleSelection, denied: ArticleSelector): ArticleSelection {
  const at = placeOf(denied)
  if (at === null) return selection
  const locale = denied.locale ?? null
  const allow = selection.allow.flatMap((rule): readonly ArticleSelector[] => {
    const place = placeOf(rule)
    if (place === null || !overlaps(rule.locale, locale)) return [rule]
    if (isWithin(map, place, at)) return without(map, rule, place, locale)
    if (!isWithin(map, at, place)) return [rule]
    return [
      ...beside(map, place, at).map((other) => selectorOf(other, rule.locale)),
      ...without(map, selectorOf(at, rule.locale), at, locale),
    ]
  })
  const key = selectorKey(denied)
  return {
    allow: addSelectors([], allow),
    deny: selection.deny.filter((rule) => selectorKey(rule) !== key),
  }
}

/** Rules about the place or something in it no longer speak for this language. */
function clear(
  map: PlaceMap,
  rules: readonly ArticleSelector[],
  target: Place,
  locale: string | null,
): readonly ArticleSelector[] {
  return rules.flatMap((rule) => {
    const place = placeOf(rule)
    if (place === null || !isWithin(map, place, target) || !overlaps(rule.locale, locale)) return [rule]
    return without(map, rule, place, locale)
  })
}

interface Tick {
  readonly places: readonly Place[]
  readonly on: boolean
  /** Only this language; `null`: all of them, also those that come later. */
  readonly locale: string | null
}

function rowsIn(map: PlaceMap, place: Place, locale: string | null): readonly ArticleRow[] {
  return (map.rowsOf.get(keyOf(place)) ?? []).filter((row) => overlaps(row.locale, locale))
}

function tickOn(map: PlaceMap, start: ArticleSelection, { places, locale }: Tick): ArticleSelection {
  let selection = start
  for (const place of places) {
    const covering = selection.deny.filter((rule) => {
      const at = placeOf(rule)
      return at !== null && isWithin(map, place, at) && overlaps(rule.locale, locale)
    })
    for (const denied of covering) selection = lift(map, selection, denied)
    selection = {
      allow: clear(map, selection.allow, place, locale),
      deny: clear(map, selection.deny, place, locale),
    }
  }
  const { names } = indexSelection({ allow: selection.allow, deny: [] })
  const missing = places.filter((place) => rowsIn(map, place, locale).some((row) => !names(row)))
  return {
    ...selection,
    allow: addSelectors(
      selection.allow,
      missing.map((place) => selectorOf(place, locale)),
    ),
  }
}

function tickOff(map: PlaceMap, start: ArticleSelection, { places, locale }: Tick): ArticleSelection {
  let { allow, deny } = start
  for (const place of places) {
    allow = clear(map, allow, place, locale)
    deny = clear(map, deny, place, locale)
  }
  const { allows } = indexSelection({ allow, deny })
  const held = places.filter((place) => rowsIn(map, place, locale).some(allows))
  return {
    allow,
    deny: addSelectors(
      deny,
      held.map((place) => selectorOf(place, locale)),
    ),
  }
}

/** Whatever moved outside of the ticked places moves back, article by article. */
function settle(map: PlaceMap, before: ArticleSelection, after: ArticleSelection, tick: Tick) {
  const ticked = new Set(tick.places.flatMap((place) => rowsIn(map, place, tick.locale)))
  const was = indexSelection(before)
  const is = indexSelection(after)
  const moved = map.rows.filter((row) => !ticked.has(row) && was.allows(row) !== is.allows(row))
  const back = (gained: boolean) =>
    moved
      .filter((row) => is.allows(row) === gained)
      .map(({ articleId, locale }): ArticleSelector => ({ articleId, locale }))
  return { allow: addSelectors(after.allow, back(false)), deny: addSelectors(after.deny, back(true)) }
}

export function tickPlaces(map: PlaceMap, selection: ArticleSelection, tick: Tick): ArticleSelection {
  const after = tick.on ? tickOn(map, selection, tick) : tickOff(map, selection, tick)
  return settle(map, selection, after, tick)
}
