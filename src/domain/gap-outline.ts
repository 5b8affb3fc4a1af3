/**
 * The skeleton of a missing article: what people ask as headings, near articles as links, and a mark wherever a
 * fact has to be filled in. Nothing in it is worded by anybody but the requesters and the account's own articles.
 */
import type { GapTopic, QuestionKind } from './gap-api.ts'
import type { NearArticle } from './refusal.ts'

export interface OutlineWords {
  /** `{topic}` is what it is about. */
  readonly title: string
  readonly noTopic: string
  readonly fillTitle: string
  readonly fillLead: string
  readonly heading: Readonly<Record<QuestionKind, string>>
  readonly asked: string
  readonly fewAsk: string
  readonly fill: string
  readonly near: string
  readonly nearLead: string
  readonly noNear: string
  readonly answered: string
  readonly words: string
  readonly wordsLead: string
}

export type OutlineBlock =
  | { readonly block: 'title' | 'heading' | 'text' | 'fill'; readonly text: string }
  | { readonly block: 'quotes'; readonly lines: readonly string[] }
  | { readonly block: 'links'; readonly links: readonly NearArticle[] }

function section(topic: GapTopic, at: number, words: OutlineWords): readonly OutlineBlock[] {
  const kind = topic.kinds[at]
  if (kind === undefined) return []
  // What is shown of the whole topic may be shown of its only kind as well.
  const lines = kind.examples.length === 0 && topic.kinds.length === 1 ? topic.examples : kind.examples
  return [
    { block: 'heading', text: words.heading[kind.kind] },
    { block: 'text', text: `${lines.length === 0 ? words.fewAsk : words.asked} (${kind.questions})` },
    ...(lines.length === 0 ? [] : [{ block: 'quotes' as const, lines }]),
    { block: 'fill', text: words.fill },
  ]
}

/** The same topic gives the same outline. */
export function outlineOf(topic: GapTopic, words: OutlineWords): readonly OutlineBlock[] {
  const about = topic.words.length === 0 ? words.noTopic : topic.words.join(', ')
  const { answeredBy, nearest } = topic
  return [
    { block: 'title', text: words.title.replace('{topic}', about) },
    { block: 'fill', text: words.fillTitle },
    { block: 'fill', text: words.fillLead },
    ...(answeredBy === null
      ? []
      : [
          { block: 'text' as const, text: words.answered },
          { block: 'links' as const, links: [answeredBy] },
        ]),
    ...topic.kinds.flatMap((_, at) => section(topic, at, words)),
    { block: 'heading', text: words.near },
    ...(nearest.length === 0
      ? [{ block: 'text' as const, text: words.noNear }]
      : [
          { block: 'text' as const, text: words.nearLead },
          { block: 'links' as const, links: nearest },
        ]),
    ...(topic.words.length === 0
      ? []
      : [
          { block: 'heading' as const, text: words.words },
          { block: 'text' as const, text: words.wordsLead },
          { block: 'quotes' as const, lines: topic.words },
        ]),
  ]
}

/** Only a link of the web is one: an article's address comes from outside. */
const isWebLink = (url: string | null): url is string => url !== null && /^https?:\/\/[^\s<>"]+$/i.test(url)

/** On one line, and nothing in it that Markdown or the HTML inside it would take for its own. */
const plainMarkdown = (text: string) =>
  text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()#+!|<>~]/g, (sign) => `\\${sign}`)
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^-/, '\\-')

export function outlineMarkdown(blocks: readonly OutlineBlock[]): string {
  const text = blocks.map((one) => {
    switch (one.block) {
      case 'title':
        return `# ${plainMarkdown(one.text)}`
      case 'heading':
        return `## ${plainMarkdown(one.text)}`
      case 'text':
        return plainMarkdown(one.text)
      case 'fill':
        return `**⟦ ${plainMarkdown(one.text)} ⟧**`
      case 'quotes':
        return one.lines.map((line) => `- ${plainMarkdown(line)}`).join('\n')
      case 'links':
        return one.links
          .map(({ title, url }) =>
            isWebLink(url)
              ? `- [${plainMarkdown(title)}](${url.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))})`
              : `- ${plainMarkdown(title)}`,
          )
          .join('\n')
      default:
        return one satisfies never
    }
  })
  return `${text.join('\n\n')}\n`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const plainHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')

/** A piece of a page, as a help center's editor takes it. */
export function outlineHtml(blocks: readonly OutlineBlock[]): string {
  const list = (items: readonly string[]) =>
    `<ul>\n${items.map((item) => `  <li>${item}</li>`).join('\n')}\n</ul>`
  const text = blocks.map((one) => {
    switch (one.block) {
      case 'title':
        return `<h1>${plainHtml(one.text)}</h1>`
      case 'heading':
        return `<h2>${plainHtml(one.text)}</h2>`
      case 'text':
        return `<p>${plainHtml(one.text)}</p>`
      case 'fill':
        return `<p><mark>⟦ ${plainHtml(one.text)} ⟧</mark></p>`
      case 'quotes':
        return list(one.lines.map(plainHtml))
      case 'links':
        return list(
          one.links.map(({ title, url }) =>
            isWebLink(url) ? `<a href="${plainHtml(url)}">${plainHtml(title)}</a>` : plainHtml(title),
          ),
        )
      default:
        return one satisfies never
    }
  })
  return `${text.join('\n')}\n`
}
