import { escaped, type Span, spansOf } from './spans.ts'

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
  return spans
}

/** The addresses that the helpdesk knows, whatever they look like. */
export function knownEmails(addresses: readonly string[]): (text: string) => Span[] {
  const forms = addresses.filter((address) => address.trim().length > 2).map(escaped)
  if (forms.length === 0) return () => []
  const pattern = new RegExp(forms.join('|'), 'giu')
  return (text) => spansOf(text, pattern, 'EMAIL')
}
