/** Turns a file's bytes into text, or says why that cannot be done without guessing. */
import type { UnreadCode } from '../../../src/domain/sync-api.ts'

export type PageText =
  | { readonly outcome: 'text'; readonly text: string }
  | { readonly outcome: 'unreadable'; readonly code: UnreadCode; readonly value?: string }

const BOMS = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
] as const
const DECLARED = /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})/i
/** UTF-8 that was once read as Latin-1 and saved: "Ã¤", "â€™". Real text has hardly ever one of them. */
const GARBLED = /[ÃÂ][\u0080-\u00BF]|â€[\u0080-\u009F™œž“”¦¢–—˜]/g
const MOST_GARBLED = 2

function decode(bytes: Buffer, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    // An unknown charset or a byte that is none of it: both mean that this is not the right one.
    return null
  }
}

function decodeByDeclaration(bytes: Buffer): PageText {
  const declared = DECLARED.exec(bytes.subarray(0, 4096).toString('latin1'))?.[1]
  if (declared === undefined) return { outcome: 'unreadable', code: 'no_charset' }
  const text = decode(bytes, declared)
  if (text !== null) return { outcome: 'text', text }
  return { outcome: 'unreadable', code: 'other_charset', value: declared }
}

/** A byte order mark decides; else UTF-8 if every byte fits; else what a `<meta charset>` declares. */
export function decodePage(bytes: Buffer): PageText {
  const bom = BOMS.find((one) => one.bytes.every((byte, index) => bytes[index] === byte))
  const plain = decode(bytes, bom?.charset ?? 'utf-8')
  if (bom !== undefined && plain === null)
    return { outcome: 'unreadable', code: 'other_mark', value: bom.charset }
  const page: PageText = plain === null ? decodeByDeclaration(bytes) : { outcome: 'text', text: plain }
  if (page.outcome === 'unreadable') return page
  if (page.text.includes('\0')) return { outcome: 'unreadable', code: 'binary' }
  if ((page.text.match(GARBLED)?.length ?? 0) > MOST_GARBLED)
    return { outcome: 'unreadable', code: 'garbled' }
  return page
}
