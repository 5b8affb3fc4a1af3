/**
 * A list line says nothing without the line that announces it: "Gift cards" is a yes under "You can return:"
 * and a no under "You cannot return:". Copied word for word it goes on only behind its own.
 */
import type { DraftSentence } from '../../src/domain/draft.ts'
import { announcementOf, quoteIn } from './grounding/index.ts'
import type { DraftedStatement } from './statement-verifier.ts'

type Statement = DraftSentence & { kind: 'statement' }
type Passage = Statement['citations'][number]

const YES_OR_NO = /^(?:yes|no|ja|nein|oui|non|s[ií]|no|sì|nee)(?:[,.;:!–—-]|$)/iu
const ANNOUNCES = /[:?][”"»“']?\s*$/mu

export interface AnnouncedLines {
  /** @returns whether it would be read under a line of the reply that is not its own, or lacks its own. */
  misleads(given: DraftedStatement, shown: Statement): boolean
  follow(shown: DraftSentence): void
}

interface Hung {
  readonly passage: Passage
  readonly line: string
}

const isSame = (one: Passage, other: Passage) =>
  one.articleId === other.articleId && one.locale === other.locale && one.passageId === other.passageId

const announces = (shown: Statement, { passage, line }: Hung) =>
  shown.citations.some(
    (at) => isSame(at, passage) && (quoteIn(line, at.quote) !== null || quoteIn(at.quote, line) !== null),
  )

/** What the line hangs on in each passage it cites; none when its words are not the passage's own. */
function hungOn({ citations, text }: DraftedStatement, locale: string): readonly Hung[] {
  return citations.flatMap(({ source, quote }) => {
    if (source === null || quoteIn(text, source.text) === null) return []
    return [text, quote].flatMap((words) => {
      const line = announcementOf(source.text, words, locale)
      return line === null ? [] : [{ passage: { ...source, quote }, line }]
    })
  })
}

export function openAnnouncedLines(locale: string): AnnouncedLines {
  let announcing: Statement | null = null
  let last: DraftSentence | null = null

  function misleads(given: DraftedStatement, shown: Statement): boolean {
    const open = announcing?.part === shown.part ? announcing : null
    const isAsked = last?.part === shown.part && last.text.endsWith('?')
    const isYesOrNo = YES_OR_NO.test(shown.text)
    const hung = hungOn(given, locale)
    if (open !== null && hung.some((one) => announces(open, one))) return false
    if (hung.length === 0) {
      if (isYesOrNo) return true
      const isListed = open?.text.endsWith(':') === true && shown.block === 'list_item'
      return isListed && !open.citations.some((at) => shown.citations.some((own) => isSame(at, own)))
    }
    const isListLine = hung.some(({ line }) => line.endsWith(':'))
    if (!isListLine) return isYesOrNo || isAsked
    return shown.ordinal === undefined || open?.text.endsWith(':') === true
  }

  return {
    misleads,
    follow(shown) {
      last = shown
      if (shown.kind !== 'statement') return
      if ([shown.text, ...shown.citations.map(({ quote }) => quote)].some((text) => ANNOUNCES.test(text)))
        announcing = shown
    },
  }
}
