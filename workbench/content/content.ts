/**
 * The sample shop that the workbench shows: its help center and its tickets.
 * Field names are Zendesk's, because the stand-in answers with them. Never writes; reads only its folder.
 */
import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { helpCenterFile, type SampleLocale, ticketsFile, type translation } from './schema.ts'

export { EXPECTED_OUTCOMES, SAMPLE_LOCALES, type SampleLocale } from './schema.ts'

type HelpCenterFile = z.infer<typeof helpCenterFile>
type TicketsFile = z.infer<typeof ticketsFile>
type ArticleRecord = HelpCenterFile['articles'][number]

export type SampleTranslation = z.infer<typeof translation> & { readonly body: string }
export type SampleArticle = Omit<ArticleRecord, 'translations'> & {
  readonly translations: Readonly<Record<SampleLocale, SampleTranslation>>
}
export type SampleCategory = HelpCenterFile['categories'][number]
export type SampleSection = HelpCenterFile['sections'][number]
export type SampleTicket = TicketsFile['tickets'][number]
export type SampleComment = SampleTicket['comments'][number]
export type SampleUser = TicketsFile['users'][number]

export interface Content extends Omit<HelpCenterFile, 'articles'>, TicketsFile {
  readonly articles: readonly SampleArticle[]
}

function readText(root: URL, file: string): string {
  try {
    return readFileSync(new URL(file, root), 'utf8')
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `sample content: cannot read ${file}`, cause, { file })
  }
}

function parseFile<T extends z.ZodType>(root: URL, file: string, schema: T): z.infer<T> {
  const text = readText(root, file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `sample content: ${file} is not JSON`, cause, { file })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  // Paths and reasons only: the values could be a ticket's text.
  const invalid = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.code}`)
  throw new Fault('SOURCE_UNREADABLE', `sample content: ${file} at ${invalid.join('; ')}`, undefined, {
    file,
    invalid,
  })
}

const CONTENT_ROOT = new URL('./', import.meta.url)

/** Reads and checks everything below `root`, a folder URL ending in `/`. Throws `SOURCE_UNREADABLE`. */
export function loadContent(root: URL = CONTENT_ROOT): Content {
  const helpCenter = parseFile(root, 'help-center.json', helpCenterFile)
  const tickets = parseFile(root, 'tickets.json', ticketsFile)
  const articles = helpCenter.articles.map((article) => {
    const withBody = (locale: SampleLocale): SampleTranslation => ({
      ...article.translations[locale],
      body: readText(root, article.translations[locale].body_file),
    })
    return { ...article, translations: { 'en-us': withBody('en-us'), de: withBody('de') } }
  })
  return { ...helpCenter, ...tickets, articles }
}

/**
 * Names, e-mail addresses, phone and account numbers and street addresses of the sample tickets'
 * end users and of the people they write about: none of them may ever stand in a log.
 */
export function personalValues(root: URL = CONTENT_ROOT): readonly string[] {
  const { users, personal_values } = parseFile(root, 'tickets.json', ticketsFile)
  const ofUsers = users
    .filter((user) => user.role === 'end-user')
    .flatMap((user) => [user.name, user.email, ...(user.phone === null ? [] : [user.phone])])
  return [...new Set([...ofUsers, ...personal_values])]
}
