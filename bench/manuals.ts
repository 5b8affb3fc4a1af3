/**
 * Ranking in languages for which nobody has labelled questions: each manual page that the machine has in a language is
 * asked for by its own one-line description, which is left out of it. `apt-get install manpages-fr` brings more.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parseArticleText } from '../server/articles/intake/index.ts'
import type { Page, Query } from '../server/cli/eval-files.ts'
import { rankingQuality } from '../server/cli/eval-retrieval.ts'
import { type BenchLanguage, ENGINES } from './search-engines.ts'

const LANGUAGES: readonly BenchLanguage[] = [
  { locale: 'es', stemmer: 'spanish' },
  { locale: 'fr', stemmer: 'french' },
  { locale: 'uk', stemmer: null },
  { locale: 'de', stemmer: 'german' },
]
/** A page of less says nothing that could be asked. */
const CHARS_MIN = 300
const PAGES_MIN = 50

interface Manual {
  readonly page: Page
  readonly query: Query
}

/** Prints the quality of all engines for each language whose manuals are there; says so where they are not. */
export async function run(out: (line: string) => void, folder = '/usr/share/man'): Promise<void> {
  for (const language of LANGUAGES) {
    const manuals = readManuals(join(folder, language.locale), language.locale)
    if (manuals.length < PAGES_MIN) {
      out(`manuals ${language.locale}: skipped, the machine has ${manuals.length}`)
      continue
    }
    out(`manuals ${language.locale}: ${manuals.length} pages, each asked for by its description`)
    const relevant = new Map(manuals.map(({ query }) => [query.id, new Set([query.pageId])]))
    for (const [name, engine] of Object.entries(ENGINES)) {
      const rank = engine(
        manuals.map(({ page }) => page),
        language,
      )
      const { ndcgAt10, recallAt5 } = rankingQuality(
        manuals.map(({ query }) => query),
        relevant,
        ({ text }) => rank(text),
      )
      out(`  ${name.padEnd(20)} nDCG@10 ${ndcgAt10.toFixed(3)}   recall@5 ${recallAt5.toFixed(3)}`)
    }
  }
}

function readManuals(folder: string, locale: string): readonly Manual[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('man'))
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => join(folder, name, file)))
    .filter((file) => file.endsWith('.gz'))
    .sort()
  return files.flatMap((file) => {
    const manual = asManual(gunzipSync(readFileSync(file)).toString('utf8'), file, locale)
    return manual === null ? [] : [manual]
  })
}

/** The first section names and describes; what follows is the page. */
function asManual(source: string, id: string, locale: string): Manual | null {
  const [, first = '', ...rest] = source.split(/^\.\s*S[Hh]\b.*$/m)
  const described = /^(.*?)\s+[-–—]+\s+(.*)$/.exec(plain(first).join(' ').trim())
  const lines = rest.flatMap(plain)
  if (described === null || lines.join(' ').length < CHARS_MIN) return null
  const [, title = '', text = ''] = described
  return {
    page: {
      article: {
        articleId: id,
        locale,
        versionHash: '',
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
        passages: parseArticleText(lines.join('\n'), locale),
      },
      lines,
      group: null,
    },
    query: { id: `q:${id}`, text, answerable: true, pageId: id, answerLines: [] },
  }
}

const STARTS_A_LINE = /^\.\s*(?:SS|Ss|PP|P|LP|TP|IP|HP|br|sp|Pp|It)\b/
const STYLED = /^\.\s*(?:B|I|BR|IR|RB|RI|BI|IB|Nm|Fl|Ar|SS|Ss|IP)\s+(.*)$/
const DESCRIBES = /^\.\s*Nd\s+(.*)$/

/** Paragraphs of a section, without the marks of troff. */
function plain(section: string): readonly string[] {
  const paragraphs: string[] = ['']
  for (const line of section.split('\n')) {
    if (/^[.']\s*\\"/.test(line)) continue
    if (STARTS_A_LINE.test(line)) paragraphs.push('')
    const described = DESCRIBES.exec(line)?.[1]
    const words = line.startsWith('.')
      ? (STYLED.exec(line)?.[1] ?? (described && `- ${described}`) ?? '')
      : line
    paragraphs.push(`${paragraphs.pop() ?? ''} ${withoutMarks(words)}`.trim())
  }
  return paragraphs.filter((paragraph) => paragraph !== '')
}

function withoutMarks(text: string): string {
  return text
    .replace(/\\f(?:\[[^\]]*\]|\(..|.)/g, '')
    .replace(/\\[,/&|^%]|"/g, '')
    .replaceAll('\\-', '-')
    .replace(/\\(?:\(..|\[[^\]]*\]|\*\(..|\*\[[^\]]*\]|s[-+]?\d)/g, '')
    .replaceAll('\\ ', ' ')
    .replaceAll('\\', '')
}
