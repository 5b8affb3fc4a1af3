/** Turns plain sentences into what the composer takes. The only place that writes HTML; it escapes all of it. */
import type { BlockKind } from '../domain/article.ts'
import type { DraftSentence } from '../domain/draft.ts'

/** One sentence, ready to be read by a person: placeholders already restored. */
export interface ComposerPiece {
  readonly text: string
  readonly block: BlockKind | 'template'
  readonly part: number
  readonly ordinal?: number
  /** The draft in which a model worded it: AI Act Art. 50(2), carried on where the channel keeps it. */
  readonly generatedIn?: string
}

export function pieceOf(sentence: DraftSentence, text: string, draftId: string): ComposerPiece {
  if (sentence.kind === 'template') return { text, block: 'template', part: sentence.part }
  const { block, part, ordinal, kind } = sentence
  const order = ordinal === undefined ? {} : { ordinal }
  return { text, block, part, ...order, ...(kind === 'statement' ? { generatedIn: draftId } : {}) }
}

interface Block {
  readonly kind: ComposerPiece['block']
  readonly part: number
  readonly items: { text: string; ordinal: number | undefined }[]
  generatedIn?: string
}

/** Neighbours of one kind and one part share a paragraph or a list; a template stands alone. */
function blocksOf(pieces: readonly ComposerPiece[]): Block[] {
  const blocks: Block[] = []
  for (const piece of pieces) {
    const before = blocks.at(-1)
    const last = before?.items.at(-1)
    // Numbers that fall back belong to another list.
    const fallsBack = (piece.ordinal ?? 0) < (last?.ordinal ?? 0)
    const joins =
      before?.kind === piece.block && before.part === piece.part && piece.block !== 'template' && !fallsBack
    if (!joins) blocks.push({ kind: piece.block, part: piece.part, items: [] })
    const block = blocks.at(-1)
    if (block !== undefined && piece.generatedIn !== undefined) block.generatedIn = piece.generatedIn
    // Several sentences of one list item stay one item.
    if (joins && last !== undefined && piece.ordinal !== undefined && last.ordinal === piece.ordinal) {
      last.text = `${last.text} ${piece.text}`
    } else block?.items.push({ text: piece.text, ordinal: piece.ordinal })
  }
  return blocks
}

export function composerHtml(pieces: readonly ComposerPiece[]): string {
  return blocksOf(pieces)
    .map(({ kind, items, generatedIn }) => {
      const texts = items.map((item) => escapeHtml(item.text))
      const mark = markOf(generatedIn)
      switch (kind) {
        case 'list_item':
          return `<ul${mark}>${texts.map((text) => `<li>${text}</li>`).join('')}</ul>`
        case 'step': {
          const first = items[0]?.ordinal ?? 1
          const start = first > 1 ? ` start="${Math.trunc(first)}"` : ''
          return `<ol${start}${mark}>${texts.map((text) => `<li>${text}</li>`).join('')}</ol>`
        }
        case 'code':
          return `<pre${mark}>${texts.join('\n')}</pre>`
        case 'heading':
        case 'table_row':
          return texts.map((text) => `<p${mark}>${text}</p>`).join('')
        case 'paragraph':
        case 'template':
          return `<p${mark}>${texts.join(' ')}</p>`
        default:
          return kind satisfies never
      }
    })
    .join('')
}

/** On the blocks that are there anyway: an element around them would change what lands at the caret. */
const markOf = (draftId: string | undefined): string =>
  draftId === undefined ? '' : ` data-ai-generated="true" data-vouch-draft="${escapeHtml(draftId)}"`

export function composerText(pieces: readonly ComposerPiece[]): string {
  return blocksOf(pieces)
    .map(({ kind, items }) => {
      const texts = items.map((item) => item.text)
      if (kind === 'list_item') return texts.map((text) => `• ${text}`).join('\n')
      if (kind === 'step')
        return items.map((item, index) => `${item.ordinal ?? index + 1}. ${item.text}`).join('\n')
      return texts.join(kind === 'paragraph' || kind === 'template' ? ' ' : '\n')
    })
    .join('\n\n')
}

/** A message of ours with one link in it: only an https address, or one on this machine, becomes a link. */
export function messageHtml(text: string, url: string): string {
  const address = escapeHtml(url)
  const linkable = /^https:\/\/|^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(url)
  return text
    .split(/\n{2,}/)
    .map((paragraph) => {
      const html = escapeHtml(paragraph)
      return `<p>${linkable ? html.replaceAll(address, `<a href="${address}">${address}</a>`) : html}</p>`
    })
    .join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br>',
}

export function escapeHtml(text: string): string {
  return (
    text
      // Control characters have no place in a reply and some editors stop at them.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .replace(/[&<>"'\n]/g, (character) => ENTITIES[character] ?? character)
  )
}
