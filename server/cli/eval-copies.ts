import { analysedWords } from '../articles/retrieval/index.ts'
import type { Page, Query } from './eval-files.ts'

/** An article with so many of the answer's words says the same, whoever labelled only one of them. */
const SAYS_IT_FROM = 0.6
/** Shorter words are mostly grammar. */
const STEM_CHARS_MIN = 4

/**
 * Help centers hold one matter several times: the same page for another city, an old and a new wording. With only
 * the labelled one taken away, the others rightly answer.
 */
export function articlesThatSayIt(pages: readonly Page[]): (query: Query) => ReadonlySet<string> {
  const stems = (text: string, locale: string) =>
    new Set(analysedWords(text, locale).filter((stem) => stem.length >= STEM_CHARS_MIN))
  const read = new Map(
    pages.map((page) => [
      page.article.articleId,
      { page, stems: stems(page.lines.join('\n'), page.article.locale) },
    ]),
  )
  return ({ pageId, answerLines }) => {
    const own = read.get(pageId)
    const lines = answerLines.map((at) => own?.page.lines[at] ?? '').join('\n')
    const answer = [...stems(lines, own?.page.article.locale ?? '')]
    const copies = [...read].filter(([, { stems: held }]) => {
      const shared = answer.filter((stem) => held.has(stem)).length
      return answer.length > 0 && shared >= SAYS_IT_FROM * answer.length
    })
    return new Set([pageId, ...copies.map(([id]) => id)])
  }
}
