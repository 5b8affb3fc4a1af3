import { append, escaped, matchesOf, type Span, spansOf } from './spans.ts'

const LOCAL_PART = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}$/u
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})(?:\.[\p{L}\p{N}-]{1,63}){1,8}/u

/** Walks from `@` to `@`: a pattern that starts anywhere would read a long run of letters again and again. */
export function emails(text: string): Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const local = LOCAL_PART.exec(text.slice(Math.max(0, at - 64), at))
    if (local === null) continue
    const domain = DOMAIN.exec(text.slice(at + 1, at + 256))
    if (domain === null) continue
    spans.push({ start: at - local[0].length, end: at + 1 + domain[0].length, type: 'EMAIL' })
  }
  append(spans, disguised(text))
  return spans
}

const BRACKETED = /[([{][ ]?(?:at|ät|@|arroba|arobase|chiocciola)[ ]?[)\]}]/gi
const SPOKEN_LOCAL = /[\p{L}\p{N}._%+-]{1,64}[ ]{0,2}$/u
const SPOKEN_DOMAIN =
  /^[ ]{0,2}[\p{L}\p{N}][\p{L}\p{N}-]{0,62}(?:(?:\.|[ ]{0,2}[([{][ ]?(?:dot|punkt|point|punto|punt|\.)[ ]?[)\]}][ ]{0,2})[\p{L}\p{N}-]{1,62}){1,4}/iu

/** "jo (at) mail.example", "jo [at] mail [dot] example": written so that machines do not read it. */
function disguised(text: string): readonly Span[] {
  if (!/[([{]/.test(text)) return []
  const spans: Span[] = []
  for (const { 0: sign, index } of matchesOf(text, BRACKETED)) {
    const local = SPOKEN_LOCAL.exec(text.slice(Math.max(0, index - 66), index))
    const after = index + sign.length
    const domain = SPOKEN_DOMAIN.exec(text.slice(after, after + 200))
    if (local === null || domain === null) continue
    spans.push({ start: index - local[0].length, end: after + domain[0].length, type: 'EMAIL' })
  }
  return spans
}

/** The addresses that the helpdesk knows, whatever they look like. */
export function knownEmails(addresses: readonly string[]): (text: string) => Span[] {
  const forms = addresses.filter((address) => address.trim().length > 2).map(escaped)
  if (forms.length === 0) return () => []
  const pattern = new RegExp(forms.join('|'), 'giu')
  return (text) => spansOf(text, pattern, 'EMAIL')
}
