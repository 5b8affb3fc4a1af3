/** The sentences of a package and of the page that hands it out, in the requesters' languages. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { ACCESS_KINDS, ACCESS_PURPOSES } from '../src/domain/access.ts'
import { DRAFT_STATUSES } from '../src/domain/draft.ts'
import { Fault } from '../src/domain/fault.ts'
import { HELD_CLASSES } from '../src/domain/held.ts'
import { WORD_LANGUAGES, type WordLanguage } from './words.ts'

const text = z.string().min(1)
const namesOf = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), text)
const FILES = [
  'data.json',
  'portability.json',
  'csv',
  'consent.jsonld',
  'receipts',
  'proofs',
  'article15.json',
  'manifest.json',
] as const

const packageWords = z.strictObject({
  title: text,
  lead: text,
  contents: text,
  file: namesOf(FILES),
  why: text,
  held: text,
  kind: text,
  count: text,
  since: text,
  kept: text,
  class: namesOf(HELD_CLASSES),
  keptDays: text,
  keptOpen: text,
  recipients: text,
  recipientsHelpdesk: text,
  recipientsNone: text,
  recipient: text,
  source: text,
  sourceIs: text,
  automated: text,
  consent: text,
  drafts: text,
  draftsLead: text,
  draftStatus: namesOf(['drafting', ...DRAFT_STATUSES]),
  draftGone: text,
  corrections: text,
  correction: text,
  requests: text,
  requestKind: z.strictObject({ received: text, answered: text }),
  looked: text,
  lookedLead: text,
  lookedKind: namesOf(ACCESS_KINDS),
  lookedPurpose: namesOf(ACCESS_PURPOSES),
  lookedLine: text,
  byLink: text,
  none: text,
  more: text,
  rights: text,
  rightsHow: text,
  complaint: text,
  check: text,
  checkIs: text,
  masked: text,
  ticket: text,
  nothing: text,
  link: z.strictObject({
    title: text,
    lead: text,
    button: text,
    hint: text,
    brokenOff: text,
    endedTitle: text,
    ended: text,
    busy: text,
  }),
})
export type PackageWords = z.infer<typeof packageWords>

/** @throws Fault `CONFIG_INVALID` when a file is missing or a sentence is. */
export function loadPackageWords(root: URL): (language: WordLanguage) => PackageWords {
  const all = new Map(
    WORD_LANGUAGES.map((language) => {
      const path = `server/package-words/${language}.json`
      try {
        const read: unknown = JSON.parse(readFileSync(new URL(path, root), 'utf8'))
        return [language, packageWords.parse(read)] as const
      } catch (cause) {
        throw new Fault('CONFIG_INVALID', `${path} is not complete`, cause)
      }
    }),
  )
  return (language) => {
    const words = all.get(language)
    if (words === undefined) throw new Fault('CONFIG_INVALID', 'a language has no words')
    return words
  }
}
