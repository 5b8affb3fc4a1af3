/** A Zendesk help center as an anonymous visitor sees it. Holds no credential; takes nothing that is not public. */

import type { z } from 'zod'
import { Fault } from '../../../src/domain/fault.ts'
import type { UnreadCode } from '../../../src/domain/sync-api.ts'
import { foldText, parseArticleHtml } from '../intake/index.ts'
import { isStaleCursor, type PageRules, readListPage } from './help-center-pages.ts'
import { misfits } from './misfits.ts'
import { type ArticleSource, nameInLocale, type SourceArticle, type SourceItem } from './source.ts'
import { unread, unreadBecause } from './unread.ts'
import {
  type ArticleFields,
  articleFields,
  categoryFields,
  type SectionFields,
  sectionFields,
} from './zendesk-fields.ts'

/** Of an account with several help centers: each brand has its own. */
export interface Brand {
  readonly brandId: string
  readonly brandName: string
}

export interface HelpCenterRules extends PageRules {
  readonly brand?: Brand
  /** As the help center spells them; one pass over its articles each. */
  readonly locales: readonly string[]
}

interface Shelves {
  readonly sections: ReadonlyMap<number, SectionFields>
  readonly categories: ReadonlyMap<number, string>
}

interface Place {
  readonly locale: string
  readonly after: string | null
}

const MOST_PAGES = 10_000

/** Pages that lead back to one that was read would go round and round, and each article would come again. */
function onward(list: string, seen: Set<string>, next: string | null): string | null {
  if (next === null) return null
  if (seen.has(next)) throw new Fault('HELP_CENTER_MALFORMED', `${list}: its pages lead in a circle`)
  seen.add(next)
  return next
}

async function readAll<T>(
  rules: PageRules,
  list: string,
  locale: string,
  fields: z.ZodType<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const found: T[] = []
  const seen = new Set<string>()
  let after: string | null = null
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await readListPage(rules, { list, locale, after }, signal)
    for (const row of page.rows) {
      const parsed = fields.safeParse(row)
      // An article whose section is missing is reported on its own.
      if (parsed.success) found.push(parsed.data)
    }
    after = onward(list, seen, page.next)
    if (after === null) return found
  }
  throw new Fault('HELP_CENTER_MALFORMED', `${list}: more than ${MOST_PAGES} pages`)
}

async function readShelves(rules: PageRules, locale: string, signal: AbortSignal): Promise<Shelves> {
  const sections = await readAll(rules, 'sections', locale, sectionFields, signal)
  const categories = await readAll(rules, 'categories', locale, categoryFields, signal)
  return {
    sections: new Map(sections.map((section) => [section.id, section])),
    categories: new Map(categories.map((category) => [category.id, foldText(category.name)])),
  }
}

/** Zendesk already leaves these out for visitors; this is the second wall, should the first one fall. */
function isRestricted(fields: ArticleFields): boolean {
  return fields.user_segment_id !== null || (fields.user_segment_ids ?? []).length > 0
}

function webAddress(address: string | null | undefined): string | null {
  const url = address && URL.canParse(address) ? new URL(address) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    ? url.href
    : null
}

function problem(article: string, code: UnreadCode, value?: string): SourceItem {
  return { kind: 'problem', ...unread(article, code, value) }
}

function nameOf(row: unknown, locale: string): string {
  const id = row !== null && typeof row === 'object' ? Reflect.get(row, 'id') : undefined
  return nameInLocale(typeof id === 'number' ? `zendesk:${id}` : 'zendesk:?', locale)
}

function readArticle(row: unknown, locale: string, shelves: Shelves, brand: Brand | undefined): SourceItem {
  const parsed = articleFields.safeParse(row)
  const name = nameOf(row, locale)
  if (!parsed.success) return problem(name, 'malformed', misfits(parsed.error))
  const fields = parsed.data
  const section = shelves.sections.get(fields.section_id ?? 0)
  const updatedMs = Date.parse(fields.updated_at)
  if (fields.locale.toLowerCase() !== locale) return problem(name, 'other_locale')
  if (Number.isNaN(updatedMs)) return problem(name, 'malformed', 'updated_at')
  if (foldText(fields.title) === '') return problem(name, 'no_title')
  // Without its section and category, a rule of the allowlist that denies them would not see it.
  if (section === undefined) return problem(name, 'section_hidden')
  const barred = fields.draft || isRestricted(fields)
  const article: Omit<SourceArticle, 'passages'> = {
    articleId: `zendesk:${fields.id}`,
    locale,
    title: foldText(fields.title),
    url: webAddress(fields.html_url),
    sectionId: String(section.id),
    sectionName: foldText(section.name),
    categoryId:
      section.category_id === null || section.category_id === undefined ? '' : String(section.category_id),
    categoryName: shelves.categories.get(section.category_id ?? 0) ?? '',
    ...brand,
    labels: [...new Set((fields.label_names ?? []).map(foldText))].filter((label) => label !== '').sort(),
    visibility: isRestricted(fields) ? 'restricted' : 'public',
    draft: fields.draft,
    outdated:
      fields.outdated === true || (fields.outdated_locales ?? []).some((one) => one.toLowerCase() === locale),
    updatedAt: new Date(updatedMs).toISOString(),
  }
  try {
    // What is not public is recorded as such, and its text is not kept at all.
    const passages = barred ? [] : parseArticleHtml(fields.body ?? '', locale)
    return { kind: 'article', article: { ...article, passages } }
  } catch (cause) {
    return { kind: 'problem', ...unreadBecause(name, cause) }
  }
}

function parsePlace(cursor: string | null, locales: readonly string[]): Place | null {
  const [first] = locales
  const found = /^([^ ]+) (.*)$/s.exec(cursor ?? '')
  const locale = found?.[1]
  if (locale !== undefined && locales.includes(locale)) return { locale, after: found?.[2] || null }
  return first === undefined ? null : { locale: first, after: null }
}

/** @returns the source. Its name is the help center's origin. */
export function createZendeskHelpCenter(rules: HelpCenterRules): ArticleSource {
  const locales = [...new Set(rules.locales.map((locale) => locale.toLowerCase()))]

  async function* readLocale(place: Place, signal: AbortSignal): AsyncGenerator<SourceItem> {
    const shelves = await readShelves(rules, place.locale, signal)
    let { after } = place
    const seen = new Set(after === null ? [] : [after])
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const given = { list: 'articles', locale: place.locale, after }
      const page = await readListPage(rules, given, signal).catch((cause: unknown) => {
        // A cursor kept over a restart may have gone stale: this locale is read from its beginning.
        if (pages === 0 && after !== null && isStaleCursor(cause))
          return readListPage(rules, { ...given, after: null }, signal)
        throw cause
      })
      for (const row of page.rows) yield readArticle(row, place.locale, shelves, rules.brand)
      after = onward('articles', seen, page.next)
      if (after === null) return
      yield { kind: 'checkpoint', cursor: `${place.locale} ${after}` }
    }
    throw new Fault('HELP_CENTER_MALFORMED', `articles: more than ${MOST_PAGES} pages`)
  }

  return {
    name: rules.origin,
    async *read(signal, from) {
      let place = parsePlace(from, locales)
      while (place !== null) {
        yield* readLocale(place, signal)
        const next: string | undefined = locales[locales.indexOf(place.locale) + 1]
        place = next === undefined ? null : { locale: next, after: null }
        if (place !== null) yield { kind: 'checkpoint', cursor: `${place.locale} ` }
      }
      yield { kind: 'end', complete: locales.length > 0 }
    },
  }
}
