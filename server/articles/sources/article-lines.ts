/** A JSON Lines file: one article a line. */

import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { Fault } from '../../../src/domain/fault.ts'
import type { UnreadCode } from '../../../src/domain/sync-api.ts'
import { foldText, parseArticleHtml, parseArticleText } from '../intake/index.ts'
import { misfits } from './misfits.ts'
import type { ArticleSource, SourceItem } from './source.ts'
import { unread, unreadBecause } from './unread.ts'

export interface LinesRules {
  readonly name: string
  readonly path: string
  readonly defaultLocale: string
}

const LOCALE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i
const lineFields = z.object({
  id: z.union([z.string().min(1).max(500), z.int()]),
  title: z.string(),
  html: z.string().nullish(),
  text: z.string().nullish(),
  lang: z.string().regex(LOCALE).nullish(),
  url: z.url({ protocol: /^https?$/ }).nullish(),
  section: z.string().nullish(),
  category: z.string().nullish(),
  labels: z.array(z.string()).nullish(),
  updated: z.iso.datetime({ offset: true }).nullish(),
})

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Reported with its line number; the parser's message would quote the line.
    return undefined
  }
}

function readLine(line: string, number: number, changedAt: Date, rules: LinesRules): SourceItem {
  const name = `${basename(rules.path)}:${number}`
  const problem = (code: UnreadCode, value?: string): SourceItem => ({
    kind: 'problem',
    ...unread(name, code, value),
  })
  // The decoder writes it for every byte that is no UTF-8.
  if (line.includes('\uFFFD')) return problem('not_utf8')
  const row = parseLine(line)
  if (row === undefined) return problem('not_json')
  const parsed = lineFields.safeParse(row)
  if (!parsed.success) return problem('malformed', misfits(parsed.error))
  const { id, html, text, lang, url, section, category, labels, updated } = parsed.data
  const title = foldText(parsed.data.title)
  if (title === '') return problem('no_title')
  const locale = (lang ?? rules.defaultLocale).toLowerCase()
  try {
    const article = {
      articleId: `jsonl:${id}`,
      locale,
      title,
      url: url ?? null,
      sectionId: section ?? '',
      sectionName: foldText(section ?? ''),
      categoryId: category ?? '',
      categoryName: foldText(category ?? ''),
      labels: [...new Set((labels ?? []).map(foldText))].filter((label) => label !== '').sort(),
      visibility: 'public',
      draft: false,
      outdated: false,
      updatedAt: (updated ? new Date(updated) : changedAt).toISOString(),
      passages: html ? parseArticleHtml(html, locale) : parseArticleText(text ?? '', locale),
    } as const
    return { kind: 'article', article }
  } catch (cause) {
    return { kind: 'problem', ...unreadBecause(name, cause) }
  }
}

/** @returns the source. A line that cannot be used is reported by its number; the others are read. */
export function createArticleLines(rules: LinesRules): ArticleSource {
  const unreadable = (cause: unknown) =>
    new Fault('SOURCE_UNREADABLE', `the file of ${rules.name} cannot be read`, cause)

  return {
    name: rules.name,
    async *read(signal) {
      const found = await stat(rules.path).catch((cause: unknown) => {
        throw unreadable(cause)
      })
      if (!found.isFile()) throw new Fault('SOURCE_UNREADABLE', `${rules.name} is not a file`)
      const stream = createReadStream(rules.path, { encoding: 'utf8' })
      const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })
      let broken: unknown = null
      // readline ends quietly when its stream fails: half a file would pass for a whole one.
      stream.on('error', (cause) => {
        broken = cause
        lines.close()
      })
      let number = 0
      try {
        for await (const line of lines) {
          signal.throwIfAborted()
          number += 1
          const plain = number === 1 ? line.replace(/^\uFEFF/, '') : line
          if (plain.trim() !== '') yield readLine(plain, number, found.mtime, rules)
        }
      } finally {
        stream.destroy()
      }
      if (broken !== null) throw unreadable(broken)
      yield { kind: 'end', complete: true }
    },
  }
}
