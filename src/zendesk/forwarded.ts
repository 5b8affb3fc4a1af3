/**
 * Signs that a mail was passed on: that its text, or a part of it, is somebody else's than the requester's. Looked
 * for where mail programs write them, and nowhere else: a quoted answer of the shop is none.
 */

/** The line that mail programs put above what they pass on, in the languages of the help centers we know. */
const MARK =
  /^[\s>*_-]*(?:forwarded message|begin forwarded message|forwarded by .{1,80}|weitergeleitete (?:nachricht|e-?mail)|anfang der weitergeleiteten (?:nachricht|e-?mail)|message (?:transféré|réexpédié)|début du message (?:transféré|réexpédié)|mensaje reenviado|inicio del mensaje reenviado|messaggio inoltrato|inizio (?:del )?messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd bericht|mensagem (?:encaminhada|reencaminhada)|wiadomość przekazana dalej|treść przekazanej wiadomości)[\s*_:-]*$/iu
/** Of a mail that was passed on without such a line; only together with the subject below. */
const ORIGINAL =
  /^[\s>*_-]*(?:original message|ursprüngliche nachricht|message d[’']origine|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original|oryginalna wiadomość)[\s*_:-]*$/iu
const FORWARD_SUBJECT = /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|enc|doorst|pd)\s*:/iu
const FROM = /^[\s>*_]*(?:from|von|de|da|van|od|expéditeur)\s*:[\s*_]*(.*)$/isu
const SENT =
  /^[\s>*_]*(?:sent|date|gesendet|datum|envoyé|date d[’']envoi|enviado|fecha|inviato|data|verzonden|wysłano)\s*:/iu
const ADDRESS = /[^\s<>"(),;:[\]]{1,254}@[^\s<>"(),;:[\]]{1,254}/u

/** Where a passed-on mail begins in the text, and who wrote it as far as it says. */
interface PassedOn {
  readonly start: number
  readonly from: string
}

const LOOK_AHEAD = 10
const LONGEST = 60_000

function passedOn(text: string, subject: string): PassedOn | null {
  const lines = text.slice(0, LONGEST).split('\n')
  const forwardSubject = FORWARD_SUBJECT.test(subject)
  let start = 0
  for (const [at, line] of lines.entries()) {
    const block = lines.slice(at, at + LOOK_AHEAD)
    const from = block.map((each) => FROM.exec(each)?.[1]).find((found) => found !== undefined)
    const marked = MARK.test(line) || (forwardSubject && ORIGINAL.test(line))
    const bare = forwardSubject && FROM.test(line) && block.some((each) => SENT.test(each))
    if (from !== undefined && (marked || bare)) return { start, from }
    start += line.length + 1
  }
  return null
}

export interface Mail {
  readonly subject: string
  readonly text: string
  readonly requester: { readonly name: string; readonly email: string }
}

/** True where it passes on a mail whose writer is not, or not certainly, the requester. */
export function isForwarded({ subject, text, requester }: Mail): boolean {
  const found = passedOn(text, subject)
  if (found === null) return false
  const address = ADDRESS.exec(found.from)?.[0]?.toLowerCase()
  const own = requester.email.trim().toLowerCase()
  if (address !== undefined) return own === '' || address !== own
  const name = found.from.trim().toLowerCase()
  return name === '' || name !== requester.name.trim().toLowerCase()
}

/** The requester's own words above the mail that they passed on; all of it where there is none. */
export function ownWords({ subject, text, requester }: Mail): string {
  const found = passedOn(text, subject)
  if (found === null || !isForwarded({ subject, text, requester })) return text
  return text.slice(0, found.start).trim()
}
