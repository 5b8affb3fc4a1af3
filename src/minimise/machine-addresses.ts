import { append, matchesOf, type Span, spansOf } from './spans.ts'

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d{1,2})'
const IPV4 = new RegExp(`(?<![\\w.])${OCTET}(?:\\.${OCTET}){3}(?![\\w]|\\.\\d)`, 'g')

const MAC = /(?<![0-9A-Fa-f:-])[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4}(?![0-9A-Fa-f:-])/g
/** From the first colon on: hexadecimal letters alone are most of any text. */
const GROUPS = /(?<![\w:.])[0-9a-fA-F]{0,4}:[0-9a-fA-F:]{1,40}(?![\w:])/g

/** IPv4, IPv6 (RFC 4291 §2.2) and MAC addresses. */
export function machineAddresses(text: string): Span[] {
  const spans = spansOf(text, IPV4, 'IP')
  if (!text.includes(':') && !text.includes('-')) return spans
  append(spans, spansOf(text, MAC, 'MAC'))
  if (!text.includes(':')) return spans
  for (const match of matchesOf(text, GROUPS)) {
    if (isIpv6(match[0])) spans.push({ start: match.index, end: match.index + match[0].length, type: 'IP' })
  }
  return spans
}

/** Eight groups, or fewer around one `::`. A time (10:30:45) has neither. */
function isIpv6(candidate: string): boolean {
  const halves = candidate.split('::')
  if (halves.length > 2) return false
  const groups = candidate.split(':').filter((group) => group !== '')
  if (groups.some((group) => group.length > 4)) return false
  if (halves.length === 1) return groups.length === 8 && candidate.split(':').length === 8
  return groups.length >= 2 && groups.length <= 7
}
