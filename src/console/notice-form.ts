/** What the notice screens work out by themselves: the change of each section, and the words for a place. */
import {
  composeNotice,
  FIELDS_OF,
  NOTICE_SECTIONS,
  type NoticeFrame,
  type NoticeSection,
  type NoticeText,
  WRITTEN_PARTS,
  type WrittenNotice,
  type WrittenPart,
} from '../domain/notice.ts'
import type { FactName } from '../domain/notice-change.ts'
import { type ConsoleWords, localeName } from './words.ts'

/** As `server/http/notices.ts` takes it. */
export const NOTICE_MAX_CHARS = 2_000

/** What is typed where: the question itself first, then section by section, as the requester reads it. */
export const EDITOR_GROUPS: readonly {
  readonly section: NoticeSection | null
  readonly parts: readonly WrittenPart[]
}[] = [
  { section: null, parts: ['title', 'lead'] },
  ...NOTICE_SECTIONS.map((section) => ({ section, parts: FIELDS_OF[section] })),
]

export type PartProblem = 'missing' | 'long'

export function partProblem(text: string): PartProblem | null {
  if (text.trim() === '') return 'missing'
  return text.length > NOTICE_MAX_CHARS ? 'long' : null
}

export function isSameWritten(a: WrittenNotice, b: WrittenNotice): boolean {
  return WRITTEN_PARTS.every((part) => a[part] === b[part])
}

export interface SectionChange {
  readonly heading: string
  readonly gone: readonly string[]
  readonly come: readonly string[]
}

/** Paragraphs that the requester would no longer read, and those that are new, by section. */
export function noticeChanges(before: NoticeText | undefined, after: NoticeText): readonly SectionChange[] {
  const blocks = (text: NoticeText | undefined) =>
    text === undefined
      ? []
      : [
          { heading: '', text: `${text.title}\n${text.lead}` },
          ...text.sections.map((section) => ({ ...section, text: section.text })),
        ]
  const [had, has] = [blocks(before), blocks(after)]
  return has.flatMap(({ heading, text }, index) => {
    const old = had[index]
    const [from, to] = [linesOf(old?.text ?? ''), linesOf(text)]
    const renamed = old !== undefined && old.heading !== heading
    const gone = [...(renamed ? [old.heading] : []), ...from.filter((line) => !to.includes(line))]
    const come = [...(renamed ? [heading] : []), ...to.filter((line) => !from.includes(line))]
    return gone.length === 0 && come.length === 0 ? [] : [{ heading, gone, come }]
  })
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '')

export function previewText(frame: NoticeFrame, written: WrittenNotice): NoticeText {
  return composeNotice(frame, written)
}

/** A change as the companion names it: a fact, `de.dpo`, `+fr` or `-fr`. */
export function changeWords(change: string, words: ConsoleWords, language: string): string {
  const say = words.notices
  const added = /^([+-])(\w+)$/.exec(change)
  if (added !== null) {
    const name = localeName(added[2] ?? '', language)
    return `${name}: ${added[1] === '+' ? say.languageOn : say.languageOff}`
  }
  const [locale = '', part] = change.split('.')
  if (part === undefined) return isFact(change, say.fact) ? say.fact[change] : localeName(locale, language)
  return `${localeName(locale, language)}: ${isPart(part) ? say.part[part].title : part}`
}

function isFact(name: string, facts: Readonly<Record<FactName, string>>): name is FactName {
  return Object.hasOwn(facts, name)
}

function isPart(name: string): name is WrittenPart {
  return WRITTEN_PARTS.some((part) => part === name)
}
