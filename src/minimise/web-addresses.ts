import { matchesOf, type Span } from './spans.ts'

const ADDRESS = /(?<![A-Za-z0-9])(?:https?|ftp|wss?):\/\/[^\s<>"“”«»⟦⟧]{1,2000}/gi
const USER_INFO = /^[a-z]{2,5}:\/\/[^/?#@\s]{1,200}@/i
/** Names of parameters whose value opens something or names somebody. */
const TELLING =
  /[?&#;](?:[\w.-]{0,30}(?:token|secret|signature|password|passwd|session|api_?key|credential)|key|sig|auth|code|sid|pwd|jwt|hash|state|nonce|otp|pin|e?mail|user(?:name|id|_id)?|phone|tel|name|login|ticket|invite|reset)=[^&#;]{1,}/i
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i
const PIECE = /[A-Za-z0-9]{1,}/g

/**
 * Web addresses that open something for whoever holds them, or name somebody: credentials, tokens (path, query,
 * fragment), an e-mail address. Replaced whole: half an address is of no use and can be completed. Others stay.
 */
export function webAddresses(text: string): Span[] {
  const spans: Span[] = []
  if (!text.includes('://')) return spans
  for (const match of matchesOf(text, ADDRESS)) {
    const address = match[0].replace(/[.,;:!?)\]}'’]+$/, '')
    if (tells(address)) spans.push({ start: match.index, end: match.index + address.length, type: 'URL' })
  }
  return spans
}

function tells(address: string): boolean {
  if (USER_INFO.test(address) || TELLING.test(address) || UUID.test(address)) return true
  const rest = address.slice(address.indexOf('/', address.indexOf('://') + 3) + 1 || address.length)
  if (/@|%40/i.test(rest)) return true
  for (const [piece] of matchesOf(rest, PIECE)) if (looksDrawn(piece)) return true
  return false
}

/** Letters and digits mixed beyond what a word, a number or a model name has: somebody drew it by lot. */
function looksDrawn(piece: string): boolean {
  if (piece.length < 16) return false
  let changes = 0
  for (let index = 1; index < piece.length; index++) {
    if (/\d/.test(piece.charAt(index)) !== /\d/.test(piece.charAt(index - 1))) changes++
  }
  return changes >= 3 || (piece.length >= 24 && /[a-z][A-Z].*[a-z][A-Z].*[a-z][A-Z]/.test(piece))
}
