/** A folder of HTML and Markdown files, one article each; its sub-folders are categories and sections. */
import { constants, type Dirent } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Passage } from '../../../src/domain/article.ts'
import { Fault } from '../../../src/domain/fault.ts'
import type { UnreadCode } from '../../../src/domain/sync-api.ts'
import {
  foldText,
  parseArticleHtml,
  parseArticleMarkdown,
  readMarkdownTitle,
  readPageHead,
} from '../intake/index.ts'
import { decodePage } from './page-text.ts'
import type { ArticleSource, SourceItem } from './source.ts'
import { unread, unreadBecause } from './unread.ts'

export interface FolderRules {
  readonly name: string
  readonly path: string
  /** For files that name no locale themselves. */
  readonly defaultLocale: string
}

interface FileName {
  readonly stem: string
  readonly locale: string | null
  readonly markdown: boolean
}

const MOST_BYTES = 8_000_000
const DEEPEST = 32
/** `refund.de.html`, `refund.pt-br.md`: two letters, so that `setup.new.html` is not taken for Newari. */
const WITH_LOCALE = /^(.+)\.([a-z]{2}(?:-[a-z0-9]{2,8})?)$/i
const FRONT_MATTER = /^---\r?\n([\s\S]{0,5000}?)\r?\n---[ \t]*(?:\r?\n|$)/

function parseFileName(file: string): FileName | null {
  const found = /^(.+)\.(html?|md)$/i.exec(file)
  if (found === null) return null
  const stem = found[1] ?? ''
  const markdown = found[2]?.toLowerCase() === 'md'
  const named = WITH_LOCALE.exec(stem)
  if (named === null) return { stem, locale: null, markdown }
  return { stem: named[1] ?? '', locale: (named[2] ?? '').toLowerCase(), markdown }
}

function localeOf(lang: string | null): string | null {
  return lang !== null && /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(lang) ? lang.toLowerCase() : null
}

function readMarkdown(text: string, locale: string): { passages: readonly Passage[]; title: string | null } {
  const front = FRONT_MATTER.exec(text)
  const body = front === null ? text : text.slice(front[0].length)
  const named = /^title:[ \t]*(.{1,500})$/m
    .exec(front?.[1] ?? '')?.[1]
    ?.trim()
    .replace(/^(["'])(.*)\1$/, '$2')
  return { passages: parseArticleMarkdown(body, locale), title: named || readMarkdownTitle(body) }
}

interface Found {
  readonly folder: readonly string[]
  readonly file: string
  readonly name: FileName
}

async function readBytes(path: string): Promise<{ bytes: Buffer; changedAt: Date } | null> {
  // A file that became a link since the folder was listed is not followed either.
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const { size, mtime } = await handle.stat()
    return size > MOST_BYTES ? null : { bytes: await handle.readFile(), changedAt: mtime }
  } finally {
    await handle.close()
  }
}

async function readFileArticle(rules: FolderRules, { folder, file, name }: Found): Promise<SourceItem> {
  const shown = [...folder, file].join('/')
  const problem = (code: UnreadCode, value?: string | number): SourceItem => ({
    kind: 'problem',
    ...unread(shown, code, value),
  })
  const read = await readBytes(join(rules.path, ...folder, file)).catch(() => undefined)
  if (read === undefined) return problem('file_unreadable')
  if (read === null) return problem('file_too_large', MOST_BYTES)
  const page = decodePage(read.bytes)
  if (page.outcome === 'unreadable') return problem(page.code, page.value)
  try {
    const head = name.markdown ? null : readPageHead(page.text)
    const locale = name.locale ?? localeOf(head?.lang ?? null) ?? rules.defaultLocale.toLowerCase()
    const content = name.markdown
      ? readMarkdown(page.text, locale)
      : { passages: parseArticleHtml(page.text, locale), title: head?.title ?? null }
    const article = {
      articleId: `folder:${[...folder, name.stem].join('/').normalize('NFC')}`,
      locale,
      title: foldText(content.title ?? name.stem),
      url: null,
      sectionId: folder.join('/').normalize('NFC'),
      sectionName: foldText(folder.at(-1) ?? ''),
      categoryId: (folder[0] ?? '').normalize('NFC'),
      categoryName: foldText(folder[0] ?? ''),
      labels: [],
      visibility: 'public',
      draft: false,
      outdated: false,
      updatedAt: read.changedAt.toISOString(),
      passages: content.passages,
    } as const
    return { kind: 'article', article }
  } catch (cause) {
    return { kind: 'problem', ...unreadBecause(shown, cause) }
  }
}

/** @returns what lies in one folder, in an order that does not depend on the file system. */
async function listFolder(path: string): Promise<readonly Dirent[]> {
  const entries = await readdir(path, { withFileTypes: true })
  return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** @returns the source. Links are never followed: they could lead out of the folder. */
export function createArticleFolder(rules: FolderRules): ArticleSource {
  let complete = true

  async function* readFolder(folder: readonly string[], signal: AbortSignal): AsyncGenerator<SourceItem> {
    const shown = folder.join('/') || '.'
    const entries = await listFolder(join(rules.path, ...folder)).catch(() => null)
    if (entries === null || folder.length > DEEPEST) {
      complete = false
      yield {
        kind: 'problem',
        ...unread(shown, entries === null ? 'folder_unreadable' : 'folder_too_deep'),
      }
      return
    }
    for (const entry of entries) {
      signal.throwIfAborted()
      const name = parseFileName(entry.name)
      if (entry.isDirectory()) yield* readFolder([...folder, entry.name], signal)
      else if (entry.isSymbolicLink()) {
        yield { kind: 'problem', ...unread([...folder, entry.name].join('/'), 'link') }
      } else if (entry.isFile() && name !== null)
        yield await readFileArticle(rules, { folder, file: entry.name, name })
    }
  }

  return {
    name: rules.name,
    async *read(signal) {
      complete = true
      const root = await stat(rules.path).catch((cause: unknown) => {
        throw new Fault('SOURCE_UNREADABLE', `the folder of ${rules.name} cannot be read`, cause)
      })
      if (!root.isDirectory()) throw new Fault('SOURCE_UNREADABLE', `${rules.name} is not a folder`)
      await listFolder(rules.path).catch((cause: unknown) => {
        throw new Fault('SOURCE_UNREADABLE', `the folder of ${rules.name} cannot be read`, cause)
      })
      yield* readFolder([], signal)
      yield { kind: 'end', complete }
    },
  }
}
