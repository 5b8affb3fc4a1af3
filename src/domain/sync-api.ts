/** What could not be read, and how a sync went for each brand of an account that has a help center for each. */

/** Each is a sentence in every language of the staff (`console.sync.why`). */
export const UNREAD_CODES = [
  // of one article
  'malformed',
  'no_title',
  'other_locale',
  'section_hidden',
  'twice',
  'too_long',
  'too_deep',
  'too_many_marks',
  'word_too_long',
  // of a file, a line, a folder
  'file_unreadable',
  'file_too_large',
  'folder_unreadable',
  'folder_too_deep',
  'link',
  'not_utf8',
  'not_json',
  'no_charset',
  'other_charset',
  'other_mark',
  'binary',
  'garbled',
  // of the source as a whole
  'not_to_its_end',
  'closed',
  'absent',
  'redirects',
  'busy',
  'unreachable',
  'unexpected_answer',
  'source_unreadable',
  'undeclared',
  'source_failed',
  // of the list itself
  'more',
] as const
export type UnreadCode = (typeof UNREAD_CODES)[number]

/** Something that could not be read, or only in part. */
export interface UnreadArticle {
  /** Names it as far as it is known: an id, a file, a line of one. */
  readonly article: string
  /** In English, for the terminal and for whoever knows no code. */
  readonly reason: string
  /** Absent in what was kept before there were codes. */
  readonly code?: UnreadCode
  /** What the sentence of the code names: a field, a character set, the most that is read. */
  readonly value?: string
}

export const BRAND_OUTCOMES = ['read', 'failed'] as const

export interface BrandSync {
  readonly brandId: string
  readonly brandName: string
  /** The address of its help center. */
  readonly source: string
  /** `failed`: its articles stay as they were, except those that were read before it broke off. */
  readonly outcome: (typeof BRAND_OUTCOMES)[number]
  readonly reason: string | null
  /** When the sync began that read it whole and was published, the newest one; `null`: none yet. */
  readonly lastReadAt: string | null
}
