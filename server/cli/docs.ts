/** `vouch docs consent`: prints the document of the legal moves from the table that the machine obeys. */
import { CONSENT_STATUSES } from '../../src/domain/consent.ts'
import { CONSENT_ACTORS, CONSENT_EVENTS, OVERLAY_OF } from '../../src/domain/consent-event.ts'
import { CONSENT_RULES } from '../../src/domain/consent-rules.ts'
import { TRANSITIONS } from '../../src/domain/consent-table.ts'
import { Fault } from '../../src/domain/fault.ts'

const code = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(', ')
const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`

function fromOf(from: readonly string[]): string {
  if (from.length === CONSENT_STATUSES.length) return 'any'
  const left = CONSENT_STATUSES.filter((status) => !from.includes(status))
  return left.length < from.length ? `any but ${code(left)}` : code(from)
}

/** Markdown, wholly from the table: nothing in it is written by hand. */
export function consentDocument(): string {
  const moves = CONSENT_EVENTS.map((kind) => {
    const { from, to, who, rules, reserved, otherwise, does } = TRANSITIONS[kind]
    const asked = [reserved, otherwise, ...rules].filter((rule) => rule !== undefined)
    const people = who.length === CONSENT_ACTORS.length ? 'anybody' : who.join(', ')
    const becomes = to === 'same' ? 'as it was' : code([to])
    const named = asked.length === 0 ? 'none' : code([...new Set(asked)])
    return row(code([kind]), fromOf(from), becomes, people, named, does)
  })
  const rules = Object.entries(CONSENT_RULES).map(([rule, { says }]) => row(code([rule]), says))
  const overlays = Object.entries(OVERLAY_OF).map(([kind, overlay]) => row(code([overlay]), code([kind])))
  return `${[
    '# The legal moves of a ticket’s consent',
    'For compliance and engineers: which act on a ticket’s consent is possible from which status, by whom, and what it does. Printed by `vouch docs consent` from `src/domain/consent-table.ts`; a test fails when the two differ.',
    'Drafting is lawful only in `granted` and `not_required`, before `valid_until`, and without an overlay. Every move raises the epoch, so that a draft begun before it is discarded. What is asked of an act, in this order: has the ticket been erased, may this actor, from this status, then the rules from left to right; the first that is broken is the answer (409 `ILLEGAL_TRANSITION`, `detail.rule`).',
    '## Moves',
    [row('Event', 'From', 'To', 'Who', 'Rules', 'What it does'), row(...Array(6).fill('---')), ...moves].join(
      '\n',
    ),
    '## Overlays',
    'An overlay wins over every status.',
    [row('Overlay', 'Set by'), row('---', '---'), ...overlays].join('\n'),
    '## Rules',
    [row('Rule', 'What it says'), row('---', '---'), ...rules].join('\n'),
  ].join('\n\n')}\n`
}

/** @throws Fault `BAD_REQUEST` for any other document. */
export function runDocs(args: readonly string[], out: (line: string) => void): number {
  if (args.length !== 1 || args[0] !== 'consent')
    throw new Fault('BAD_REQUEST', 'vouch docs consent: no other document is printed')
  out(consentDocument().trimEnd())
  return 0
}
