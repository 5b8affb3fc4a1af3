/**
 * In a page that is read from right to left, what is written from left to right: names, addresses, numbers with
 * signs in them. Each is kept together, or `+49 30 1234` would be read from its end.
 */
const LETTER = 'A-Za-z0-9\\u00c0-\\u024f'
/** The signs inside an address or a number, and the two that `escapeHtml` writes out within names. */
const INSIDE = `(?:[${LETTER}._@:/+~%?=#'’-]|&(?:amp|#39);)`
const WORD = `\\+?[${LETTER}](?:${INSIDE}*[${LETTER}/=])?`
const RUNS = new RegExp(`&(?:\\w+|#\\d+);|${WORD}(?:,? (?:&amp; |--)?${WORD})*`, 'gu')
/** Between two tags. A comma parts nothing: it is the one of an address, a list of ours has another. */
const TEXTS = />([^<]+)/g

const apart = (run: string) =>
  run.startsWith('&') || /^\d+$/.test(run) ? run : `<bdi dir="ltr">${run}</bdi>`

/** Of escaped markup: tags stay as they are. */
export function isolateRuns(html: string): string {
  return html.replace(TEXTS, (_, text: string) => `>${text.replace(RUNS, apart)}`)
}
