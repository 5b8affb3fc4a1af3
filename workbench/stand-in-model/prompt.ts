/** Reads a request as a model would: the sections of the user's message, and the questions in them. */

export interface Prompt {
  readonly task: 'draft' | 'rewrite' | 'summarise'
  /** What a rewrite should do; empty elsewhere. */
  readonly change: string
  readonly language: string
  readonly tone: string
  readonly length: string
  readonly questions: readonly Entry[]
  readonly passages: readonly (Entry & { readonly title: string })[]
  readonly draft: readonly (Entry & { readonly question: number })[]
  readonly ticket: string
  /** The comments of a ticket that is to be summed up. */
  readonly comments: readonly Entry[]
  /** The line of the instructions that must never be repeated. */
  readonly canary: string
  readonly system: string
}

interface Entry {
  /** `Q1`, `P1`, `S1`, `C1` */
  readonly id: string
  readonly text: string
}

const SECTION = /^(?:QUESTIONS|PASSAGES|DRAFT|TICKET \S+|END TICKET \S+)$/
const ENTRY = /^\[\[([QPSC]\d+)\]\]\s?(.*)$/

function entriesOf(lines: readonly string[]): readonly Entry[] {
  const found: { id: string; lines: string[] }[] = []
  for (const line of lines) {
    const [, id, text] = ENTRY.exec(line) ?? []
    if (id !== undefined) found.push({ id, lines: [text ?? ''] })
    else found.at(-1)?.lines.push(line)
  }
  return found.map(({ id, lines: own }) => ({ id, text: own.join('\n').trim() }))
}

/** The first section of each name counts: what a ticket says of sections is only text. */
function sectionsOf(user: string): ReadonlyMap<string, readonly string[]> {
  const sections = new Map<string, string[]>([['', []]])
  let current = ''
  let fence: string | null = null
  for (const line of user.split('\n')) {
    const name = SECTION.test(line) ? (line.split(' ')[0] ?? '') : null
    if (fence !== null ? line === `END ${fence}` : name !== null && !sections.has(name)) {
      fence = line.startsWith('TICKET ') ? line : null
      current = fence === null ? (name ?? '') : 'TICKET'
      sections.set(current, [])
    } else sections.get(current)?.push(line)
  }
  return sections
}

export function readPrompt(system: string, user: string): Prompt {
  const sections = sectionsOf(user)
  const head = sections.get('')?.join('\n') ?? ''
  const lines = (name: string) => sections.get(name) ?? []
  const task = /^TASK (draft|rewrite|summarise)$/m.exec(head)?.[1]
  return {
    task: task === 'rewrite' || task === 'summarise' ? task : 'draft',
    change: /^CHANGE (\S+)/m.exec(head)?.[1] ?? '',
    language: /^REPLY LANGUAGE (\S+)/m.exec(head)?.[1] ?? 'en',
    tone: /\bTONE (\S+)/.exec(head)?.[1] ?? 'neutral',
    length: /\bLENGTH (\S+)/.exec(head)?.[1] ?? 'normal',
    questions: entriesOf(lines('QUESTIONS')),
    passages: entriesOf(lines('PASSAGES')).map(({ id, text }) => {
      const [title = '', ...rest] = text.split('\n')
      return { id, title, text: rest.join('\n').trim() }
    }),
    draft: entriesOf(lines('DRAFT')).map(({ id, text }) => {
      const [head = '', question] = /^\(question (\d+)\) /.exec(text) ?? []
      return { id, text: text.slice(head.length), question: Number(question ?? 1) }
    }),
    ticket: lines('TICKET').join('\n').trim(),
    comments: entriesOf(lines('TICKET')),
    canary: /^CANARY (.+)$/m.exec(system)?.[1] ?? '',
    system,
  }
}
