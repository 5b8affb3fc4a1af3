/**
 * Weeks that have been, for a look at the reports: sample agents ask, draft, insert, send and are refused through the
 * public API, while companion and workbench read one clock that was set back. Nothing is written past them, so that
 * every entry is in the log as it was made, and the log verifies. Each week begins with a start of the companion, which
 * sweeps, so that its clock has not leapt when it is the real one. A new data folder gets one week with as few drafts as
 * reports need, since whoever opens it waits for them; `VOUCH_WORKBENCH_PAST=1` plays four busy ones.
 */
import { z } from 'zod'
import type { Content } from './content/content.ts'
import { pastDesk } from './content/past-tickets.ts'
import type { Workbench } from './index.ts'
import type { WorkbenchTicket } from './model.ts'
import { type Api, signInAs } from './sample-set-up.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** `short`: everybody once, so that reports tell of more than five people. */
export const PASTS = {
  short: { weeks: 1, ticketsAWeek: 1 },
  whole: { weeks: 4, ticketsAWeek: 3 },
} as const
export type Past = keyof typeof PASTS
/** Beside the two agents of the sample, who are at their desks today. */
const HELPERS = [10_480_300_000_001, 10_480_300_000_002, 10_480_300_000_003, 10_480_300_000_004] as const

/** One clock for both sides. It stands still in the past while it is moved, and is the real one afterwards. */
export interface PastClock {
  now(): Date
  goTo(at: number): void
  catchUp(): void
}

export function pastClock(real: () => number): PastClock {
  let still: number | null = null
  return {
    now: () => new Date(still ?? real()),
    goTo(at) {
      still = at
    },
    catchUp() {
      still = null
    },
  }
}

/** Mondays, 00:00 UTC, of the weeks before this one; the oldest first. */
export function pastMondays(now: number, past: Past): readonly number[] {
  const { weeks } = PASTS[past]
  const midnight = Math.floor(now / DAY_MS) * DAY_MS
  const monday = midnight - ((new Date(midnight).getUTCDay() + 6) % 7) * DAY_MS
  return Array.from({ length: weeks }, (_, at) => monday - (weeks - at) * 7 * DAY_MS)
}

const ENDINGS = ['sent', 'sent_edited', 'refused'] as const

interface Story {
  readonly ticket: WorkbenchTicket
  readonly agent: Api
  readonly colleague: Api
  /** How it ends; without a yes of the requester it is refused. */
  readonly ending: (typeof ENDINGS)[number]
}

const lastEvent = z.object({
  event: z.literal('ready'),
  draft: z.object({ id: z.string(), sentences: z.array(z.object({ id: z.string(), text: z.string() })) }),
})

/** The draft that a stream of events ended in; `null`: it was refused. */
function draftIn(stream: unknown): z.infer<typeof lastEvent>['draft'] | null {
  const lines = z.string().parse(stream).split('\n')
  const events = lines.filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)))
  const parsed = lastEvent.safeParse(events.at(-1))
  return parsed.success ? parsed.data.draft : null
}

async function consent({ ticket, agent, colleague }: Story): Promise<void> {
  const path = `/tickets/${ticket.id}/consent`
  const relayed = await agent('POST', `${path}/events`, {
    ...{ event: 'grant', channel: 'email', evidence: 'Yes, please.' },
  })
  const { epoch } = z.object({ consent: z.object({ epoch: z.int() }) }).parse(relayed).consent
  await colleague('POST', `${path}/evidence`)
  await colleague('POST', `${path}/second-looks`, { look: 'confirm', epoch })
}

/** @returns whether a reply went out. */
async function play(story: Story, clock: PastClock): Promise<boolean> {
  const { ticket, agent, ending } = story
  const requesterId = String(ticket.requesterId)
  await agent('PUT', `/tickets/${ticket.id}`, { requesterId })
  if (ending !== 'refused') await consent(story)
  const lastCommentId = String(ticket.comments[0]?.id ?? 1)
  const text = `${ticket.subject}\n${ticket.description}`
  const comment = { id: lastCommentId, text, createdAt: clock.now().toISOString() }
  const draftId = crypto.randomUUID()
  const order = { draftId, ticketId: String(ticket.id), requesterId, lastCommentId, replaced: {} }
  const draft = draftIn(await agent('POST', '/drafts', { ...order, comments: [comment] }))
  if (draft === null) return false
  clock.goTo(clock.now().getTime() + MINUTE_MS)
  const sentenceIds = draft.sentences.map(({ id }) => id)
  await agent('POST', `/drafts/${draftId}/insertions`, { sentenceIds, how: 'insert', lastCommentId })
  const words = draft.sentences.reduce((sum, one) => sum + one.text.split(/\s+/).length, 0)
  const edited = ending === 'sent_edited'
  await agent('POST', `/drafts/${draftId}/sends`, {
    ...{ sentences: sentenceIds.length, words, waitedMs: 900 },
    kept: edited ? Math.max(0, sentenceIds.length - 1) : sentenceIds.length,
    distance: edited ? Math.min(words, 6) : 0,
  })
  return true
}

interface Stage {
  readonly workbench: Workbench
  readonly content: Content
  readonly clock: PastClock
  /** Stops the companion, and starts it then. */
  goOnTo(at: number): Promise<void>
}

/** @returns how many replies went out. The clock is the real one when it ends, however it does. */
export async function playPastWeeks(
  { workbench, content, clock, goOnTo }: Stage,
  past: Past,
  mondays: readonly number[],
): Promise<number> {
  const agentIds = [...content.staff.agents, ...HELPERS]
  const { tickets } = pastDesk(content)()
  let next = 0
  let sent = 0
  try {
    for (const monday of mondays) {
      await goOnTo(monday)
      for (const [at, agentId] of agentIds.entries()) {
        // Each on a day of their own, one after the other: the log is read as if time went forward.
        clock.goTo(monday + at * DAY_MS + 9 * HOUR_MS)
        const agent = await signInAs(workbench, agentId)
        const colleague = await signInAs(workbench, agentIds[(at + 1) % agentIds.length] ?? agentId)
        const { ticketsAWeek } = PASTS[past]
        for (let turn = 0; turn < ticketsAWeek; turn += 1) {
          const ticket = tickets[next % tickets.length]
          next += 1
          if (ticket === undefined) continue
          const kind = (ticketsAWeek === 1 ? at : turn) % ENDINGS.length
          const ending = ENDINGS[kind] ?? 'refused'
          if (await play({ ticket, agent, colleague, ending }, clock)) sent += 1
        }
      }
    }
    // From this week's Monday to now is less than a week, as from each to the next.
    for (const monday of mondays.slice(-1)) {
      await goOnTo(monday + 7 * DAY_MS)
      clock.catchUp()
      // The first sweep by the real clock comes later, on the last day of a week perhaps in the next one.
      const lastDay = monday + 13 * DAY_MS
      if (clock.now().getTime() > lastDay) await goOnTo(lastDay)
    }
  } finally {
    clock.catchUp()
  }
  return sent
}
