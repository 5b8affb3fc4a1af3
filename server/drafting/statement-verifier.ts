/**
 * Checks a sentence that a model worded: each citation must lie in a passage it was given, letter by letter,
 * and the sentence must be carried by what it cites. What fails is left out; there is no second opinion.
 */
import type { Citation } from '../../src/domain/article.ts'
import type { CitedPassage, DropRule, StatementBlock } from '../../src/domain/draft.ts'
import type { ModelBrief } from './drafter.ts'
import { checkGrounding, quoteIn } from './grounding/index.ts'
import { hasHiddenCharacters } from './sentence-verifier.ts'

/** A model's sentence, its citations looked up: `source: null` is a passage that it was never given. */
export interface DraftedStatement {
  readonly kind: 'statement'
  readonly text: string
  readonly part: number
  readonly block: StatementBlock
  readonly citations: readonly { readonly source: CitedPassage | null; readonly quote: string }[]
}

export type StatementVerdict =
  | {
      readonly verdict: 'verified'
      readonly support: number
      readonly citations: readonly [Citation, ...Citation[]]
      readonly fromTicket: readonly string[]
    }
  | { readonly verdict: 'dropped'; readonly rule: DropRule; readonly support: number }

const dropped = (rule: DropRule): StatementVerdict => ({ verdict: 'dropped', rule, support: 0 })

/** Instructions are told apart from words that happen to be in both by a run this long. */
const CANARY_PIECE = 8

/** True when the sentence gives away a piece of what only the instructions hold. */
function repeatsSecret(text: string, { canary, nonce }: ModelBrief): boolean {
  const plain = text.toLowerCase()
  return [canary, nonce].some((secret) => {
    const low = secret.toLowerCase()
    for (let at = 0; at + CANARY_PIECE <= low.length; at += 1)
      if (plain.includes(low.slice(at, at + CANARY_PIECE))) return true
    return false
  })
}

const PLACEHOLDER = /⟦([A-Z]+)_(\d+)⟧/g
/** The server's own second look counts from a thousand: nobody can put those back. */
const SECOND_LOOK = 1_000

/**
 * A placeholder is put back in the browser, after all checks: what stands behind it is the requester's own
 * word. The requester's name and an order number are harmless; an address, a link or an account would be
 * anyone's to plant. @returns the placeholders of the sentence, or `null` when one may not be there.
 */
function allowedPlaceholders(
  text: string,
  { ticket }: ModelBrief,
  name: string | null,
): readonly string[] | null {
  const found = [...text.matchAll(PLACEHOLDER)]
  if (text.replace(PLACEHOLDER, '').match(/[⟦⟧]/) !== null) return null
  const fine = found.every(([placeholder, type, number]) => {
    if (placeholder === name) return true
    return type === 'ORDER' && Number(number) < SECOND_LOOK && ticket.includes(placeholder)
  })
  return fine ? [...new Set(found.map(([placeholder]) => placeholder))] : null
}

/** Every citation must hold: one that lies makes the sentence a lie. */
function checkedCitations(statement: DraftedStatement): readonly Citation[] | DropRule {
  const checked: Citation[] = []
  for (const { source, quote } of statement.citations) {
    if (source === null) return 'NO_SUCH_PASSAGE'
    const verbatim = quoteIn(quote, source.text)
    if (verbatim === null) return 'NOT_VERBATIM'
    const { articleId, locale, versionHash, passageId } = source
    checked.push({ articleId, locale, versionHash, passageId, quote: verbatim })
  }
  return checked
}

export function verifyStatement(
  statement: DraftedStatement,
  brief: ModelBrief,
  locale: string,
  namePlaceholder: string | null,
): StatementVerdict {
  if (hasHiddenCharacters(statement.text)) return dropped('HIDDEN_CHARACTERS')
  if (repeatsSecret(statement.text, brief)) return dropped('CANARY')
  const placeholders = allowedPlaceholders(statement.text, brief, namePlaceholder)
  if (placeholders === null) return dropped('PLACEHOLDER_UNKNOWN')
  const citations = checkedCitations(statement)
  if (typeof citations === 'string') return dropped(citations)
  const [first, ...more] = citations
  if (first === undefined) return dropped('NO_CITATION')
  const sources = statement.citations.flatMap(({ source }) => source ?? [])
  const grounding = checkGrounding({
    sentence: statement.text,
    locale,
    sources: [...new Set(sources)],
    quotes: citations.map(({ quote }) => quote),
    ticket: [brief.ticket, ...placeholders].join('\n'),
    allowedLinks: brief.links,
  })
  if (grounding.verdict === 'dropped') return grounding
  return {
    verdict: 'verified',
    support: grounding.support,
    citations: [first, ...more],
    fromTicket: [...new Set([...placeholders, ...grounding.fromTicket])],
  }
}
