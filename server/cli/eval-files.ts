import { z } from 'zod'
import type { ArticleVersion } from '../../src/domain/article.ts'
import { Fault } from '../../src/domain/fault.ts'
import { articleVersionHash, parseArticleText } from '../articles/intake/index.ts'

export type ReadFile = (path: string) => Promise<string>

const pageRow = z.object({
  id: z.string().min(1),
  title: z.string(),
  text: z.string(),
  lang: z.string().min(1),
  /** Whose help center it is, where several lie in one file. */
  city: z.string().optional(),
})

const queryRow = z.object({
  id: z.string().min(1),
  text: z.string().min(1),
  lang: z.string().min(1).optional(),
  answerable: z.boolean(),
  context_id: z.string(),
  answer_sentence_idx: z.array(z.int().min(0)).default([]),
})

const pairRow = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  passage: z.string(),
  title: z.string(),
  answerable: z.boolean(),
  lang: z.string().min(1).default('en'),
})

const labelledRow = z.object({
  text: z.string(),
  spans: z
    .array(z.object({ type: z.string().min(1), start: z.int().min(0), end: z.int().min(0) }))
    .default([]),
})

/** A text and what in it is personal data; places in UTF-16 units. */
export interface LabelledText {
  readonly text: string
  readonly spans: readonly { readonly type: string; readonly start: number; readonly end: number }[]
}

export interface Page {
  readonly article: ArticleVersion
  /** The text as the labels count it: split at `\n`. */
  readonly lines: readonly string[]
  readonly group: string | null
}

export interface Query {
  readonly id: string
  readonly text: string
  readonly answerable: boolean
  readonly pageId: string
  readonly answerLines: readonly number[]
}

/** A question that brings the one passage it may be answered from. */
export interface Pair {
  readonly id: string
  readonly question: string
  readonly answerable: boolean
  readonly article: ArticleVersion
}

/** `locale` keeps the rows of that language only. */
export async function readPages(
  read: ReadFile,
  path: string,
  locale: string | null,
): Promise<readonly Page[]> {
  const rows = await readRows(read, path, pageRow)
  return rows
    .filter((row) => locale === null || row.lang === locale)
    .map((row) => ({
      article: asArticle(row.id, row.title, row.text, row.lang),
      lines: row.text.split('\n'),
      group: row.city ?? null,
    }))
}

export async function readQueries(
  read: ReadFile,
  path: string,
  locale: string | null,
): Promise<readonly Query[]> {
  const rows = await readRows(read, path, queryRow)
  return rows
    .filter((row) => locale === null || row.lang === undefined || row.lang === locale)
    .map((row) => ({
      id: row.id,
      text: row.text,
      answerable: row.answerable,
      pageId: row.context_id,
      answerLines: row.answer_sentence_idx,
    }))
}

export async function readPairs(read: ReadFile, path: string): Promise<readonly Pair[]> {
  const rows = await readRows(read, path, pairRow)
  return rows.map((row) => ({
    id: row.id,
    question: row.question,
    answerable: row.answerable,
    article: asArticle(row.id, row.title, row.passage, row.lang),
  }))
}

export async function readLabelledTexts(read: ReadFile, path: string): Promise<readonly LabelledText[]> {
  return readRows(read, path, labelledRow)
}

/** Lines of `query<TAB>page<TAB>relevance`; relevance 0 does not count. */
export async function readQrels(
  read: ReadFile,
  path: string,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const relevant = new Map<string, Set<string>>()
  const lines = (await readText(read, path)).split(/\r?\n/)
  lines.forEach((line, at) => {
    if (line.trim() === '') return
    const [query, page, relevance, ...more] = line.split('\t')
    const grade = Number(relevance)
    if (
      query === undefined ||
      page === undefined ||
      relevance === undefined ||
      more.length > 0 ||
      !Number.isFinite(grade)
    ) {
      throw unreadable(path, at + 1, 'expected query, page and relevance, parted by tabs')
    }
    if (grade <= 0) return
    const pages = relevant.get(query)
    if (pages === undefined) relevant.set(query, new Set([page]))
    else pages.add(page)
  })
  return relevant
}

/** JSONL, one row a line. A wrong row is named by file, line and field. */
export async function readRows<T>(read: ReadFile, path: string, row: z.ZodType<T>): Promise<readonly T[]> {
  const rows: T[] = []
  const lines = (await readText(read, path)).split(/\r?\n/)
  lines.forEach((line, at) => {
    if (line.trim() === '') return
    const parsed = row.safeParse(asJson(line, path, at + 1))
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw unreadable(path, at + 1, `${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'wrong'}`)
    }
    rows.push(parsed.data)
  })
  if (rows.length === 0) throw new Fault('SOURCE_UNREADABLE', `${path}: holds no rows`)
  return rows
}

function asJson(line: string, path: string, number: number): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw unreadable(path, number, 'not JSON', cause)
  }
}

async function readText(read: ReadFile, path: string): Promise<string> {
  try {
    return await read(path)
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${path}: cannot be read`, cause)
  }
}

function unreadable(path: string, line: number, reason: string, cause?: unknown): Fault {
  return new Fault('SOURCE_UNREADABLE', `${path}:${line}: ${reason}`, cause)
}

function asArticle(articleId: string, title: string, text: string, locale: string): ArticleVersion {
  const passages = parseArticleText(text, locale)
  return {
    articleId,
    locale,
    versionHash: articleVersionHash(title, passages),
    title,
    url: null,
    sectionId: '',
    sectionName: '',
    categoryId: '',
    categoryName: '',
    labels: [],
    visibility: 'public',
    draft: false,
    outdated: false,
    updatedAt: '1970-01-01T00:00:00Z',
    passages,
  }
}
