/** A ticket's first part says what it is about; reading stops here, so a megabyte costs no more. */
const CHARS_READ = 24_000

const QUOTED = /^\s*>/u
/** From here on, the mail below is someone else's or an older one. */
const QUOTE_STARTS =
  /^\s*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|forwarded message|weitergeleitete nachricht)|_{10,}$|(?:from|von|sent|gesendet):\s.{0,200}$|(?:on|am)\s.{4,200}\s(?:wrote|schrieb)\b.{0,200}:\s*$)/iu
const DEVICE =
  /^\s*(?:sent from my|von meinem|gesendet (?:von|mit)|get outlook for|diese nachricht wurde von)\b/iu
const CLOSING =
  /^\s*(?:--\s*$|(?:mit )?(?:freundlich|best|herzlich|lieb|viel|schön|sonnig)\S{0,4}\s+(?:grüße|gruß|grüßen|gruss|grüsse|grüssen)|mfg\b|vg\b|lg\b|gruß\b|gruss\b|(?:kind|best|warm|many)(?:est)? (?:regards|wishes)|regards\b|sincerely|yours (?:truly|sincerely|faithfully)|cheers\b|(?:many |best )?thanks(?:,|\.|!|$)|thank you(?:,|\.|!|$)|(?:vielen |besten |herzlichen )?dank(?:e)?(?: im voraus)?(?:,|\.|!|$))/iu
const CLOSING_CHARS_MAX = 60
const SIGNATURE_LINE_CHARS_MAX = 60

/** The requester's own lines: quoted mails, signatures and device lines left out, wrapped lines joined. */
export function ownLines(text: string): readonly string[] {
  const lines: string[] = []
  let belowClosing = false
  for (const raw of text.slice(0, CHARS_READ).split(/\r\n|[\n\r\u2028\u2029]/u)) {
    const line = raw.trim()
    if (QUOTE_STARTS.test(line)) break
    if (line === '' || QUOTED.test(line) || DEVICE.test(line)) continue
    if (line.length <= CLOSING_CHARS_MAX && CLOSING.test(line)) {
      belowClosing = true
      continue
    }
    // Below a closing stand names and phone numbers; a question there is still a question.
    if (belowClosing && line.length <= SIGNATURE_LINE_CHARS_MAX && !/[?？؟]/u.test(line)) continue
    belowClosing = false
    const before = lines.at(-1)
    if (before !== undefined && isWrapped(before, line)) lines[lines.length - 1] = `${before} ${line}`
    else lines.push(line)
  }
  return lines
}

/** Mail programs break lines in mid-sentence: then the next one goes on in lower case. */
function isWrapped(before: string, line: string): boolean {
  return before.length >= 40 && !/[.!?…:;？؟。！]$/u.test(before) && /^\p{Ll}/u.test(line)
}
