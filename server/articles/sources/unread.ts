/** Why something could not be read: a code for the pages, and the same in English for the terminal. */
import { Fault } from '../../../src/domain/fault.ts'
import { UNREAD_CODES, type UnreadArticle, type UnreadCode } from '../../../src/domain/sync-api.ts'

/** Always with its code; only what was kept before there were codes has none. */
export type Unread = UnreadArticle & Required<Pick<UnreadArticle, 'code'>>

const REASONS: Readonly<Record<UnreadCode, string>> = {
  malformed: 'malformed: {value}',
  no_title: 'has no title',
  other_locale: 'came in another locale than asked for',
  section_hidden: 'its section is not visible',
  twice: 'appears twice; the first one is used',
  too_long: 'has more than {value} characters',
  too_deep: 'nests too deep',
  too_many_marks: 'a paragraph has more than {value} marks of one kind',
  word_too_long: 'a word has more than {value} characters',
  file_unreadable: 'cannot be read',
  file_too_large: 'larger than {value} bytes',
  folder_unreadable: 'the folder cannot be read',
  folder_too_deep: 'nested too deep',
  link: 'a link; links are not followed',
  not_utf8: 'not UTF-8',
  not_json: 'not JSON',
  no_charset: 'neither UTF-8 nor a declared character set',
  other_charset: 'not in the character set that it declares ({value})',
  other_mark: 'not {value}, although it begins so',
  binary: 'a binary file',
  garbled: 'its letters were garbled by a wrong character set before it was saved',
  not_to_its_end: 'was not read to its end; nothing is removed',
  closed: 'closed to visitors who are not signed in',
  absent: 'no help center, or not in this locale',
  redirects: 'it redirects, and redirects are not followed',
  busy: 'is too busy to answer',
  unreachable: 'does not answer',
  unexpected_answer: 'answers something unexpected',
  source_unreadable: 'cannot be read',
  undeclared: 'is no declared destination',
  source_failed: 'failed',
  more: 'and {value} more problems',
}

export function unread(article: string, code: UnreadCode, value?: string | number): Unread {
  if (value === undefined) return { article, code, reason: REASONS[code] }
  return { article, code, reason: REASONS[code].replace('{value}', `${value}`), value: `${value}` }
}

/** What the parser could not read. @throws whatever else went wrong. */
export function unreadBecause(article: string, cause: unknown): Unread {
  if (!(cause instanceof Fault)) throw cause
  const { unread: found, most } = cause.detail
  const code = UNREAD_CODES.find((known) => known === found) ?? 'source_failed'
  return { article, code, reason: cause.message, ...(most === undefined ? {} : { value: `${most}` }) }
}

function codeOfSource({ code, detail }: Fault): UnreadCode {
  if (code === 'HELP_CENTER_UNREACHABLE') {
    const status = Number(detail.status ?? 0)
    if (status === 401 || status === 403) return 'closed'
    if (status === 404) return 'absent'
    if (status === 429) return 'busy'
    return status >= 300 && status < 400 ? 'redirects' : 'unreachable'
  }
  if (code === 'HELP_CENTER_MALFORMED' || code === 'TOO_LARGE') return 'unexpected_answer'
  if (code === 'SOURCE_UNREADABLE') return 'source_unreadable'
  return code === 'EGRESS_REFUSED' ? 'undeclared' : 'source_failed'
}

/** What a source threw, as a fault. */
export function asFault(cause: unknown): Fault {
  return cause instanceof Fault ? cause : new Fault('UNEXPECTED', 'the source failed', cause)
}

/** A source that broke off. */
export function unreadSource(source: string, fault: Fault): Unread {
  return { article: source, code: codeOfSource(fault), reason: `${fault.code}: ${fault.message}` }
}
