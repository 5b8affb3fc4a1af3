/** Reads what a whole page says about itself: its language and its title. */
import { decodeReferences, tokeniseHtml } from './html-tokens.ts'
import { foldText } from './plain-text.ts'

export interface PageHead {
  readonly lang: string | null
  readonly title: string | null
}

/** `<title>` is read apart from the tokeniser, which drops it as text of no article. */
const TITLE = /<title(?:\s[^<>]{0,200})?>([^<]{0,1000})/i
const HEAD_CHARS = 20_000

/** @returns the language of `<html lang>` and the title: the first `<h1>`, else `<title>`, which often names the site. */
export function readPageHead(html: string): PageHead {
  let lang: string | null = null
  let inHeading = false
  let heading = ''
  for (const token of tokeniseHtml(html.slice(0, HEAD_CHARS))) {
    if (token.kind === 'open' && token.name === 'html') lang ??= token.attributes.get('lang')?.trim() || null
    if (token.kind === 'open' && token.name === 'h1') inHeading = true
    if (token.kind === 'text' && inHeading) heading += decodeReferences(token.text)
    if (token.kind === 'close' && token.name === 'h1' && foldText(heading) !== '') break
  }
  const title = foldText(decodeReferences(TITLE.exec(html.slice(0, HEAD_CHARS))?.[1] ?? ''))
  return { lang, title: foldText(heading) || title || null }
}
