/**
 * What acts have read of the store and would read again. Believed only inside a transaction that nobody else can
 * write beside, and only as long as the engine itself says that nothing has changed: who changes it need not know of it.
 */

/**
 * Tables of which every act changes rows: tickets, people, drafts, open pages and the log. What is read of them is remembered by
 * the table, and where several servers write for one transaction only. All others hold what an account has settled;
 * whoever writes to one of those ends what every server remembers of the account. A table that nobody has put here is
 * of those.
 */
export const MOVING = [
  'access_log',
  'api_token',
  'article_vector',
  'audit_entry',
  'audit_head',
  'audit_payload',
  'call_allowance',
  'capability',
  'consent_event',
  'consent_link',
  'consent_standing',
  'coverage_gap',
  'decided_scope',
  'decision',
  'draft',
  'draft_admission',
  'draft_citation',
  'draft_quote',
  'draft_send',
  'event_cursor',
  'helpdesk_fact',
  'lease',
  'page_session',
  'provider_trouble',
  'recorded_question',
  'requester',
  'section_week',
  'simulated_ticket',
  'spend_reserved',
  'spend_total',
  'spending_turn',
  'sync_stage',
  'ticket',
  'used_token',
  'webhook_event',
  'webhook_heard',
] as const
export type MovingTable = (typeof MOVING)[number]

/** Where a remembered answer comes from: one table that moves, or any that are settled. */
export type Source = MovingTable | 'settled'

const WRITES =
  /^\s*(?:\/\*.*?\*\/\s*)?(?:insert(?: or \w+)? into|replace into|update|delete from)\s+"?(\w+)"?/i
const READS =
  /^\s*(?:\/\*.*?\*\/\s*)?(?:select|with|pragma|begin|start|commit|rollback|savepoint|release|set)\b/i
/** Inside a statement that begins as one that reads. */
const WRITES_WITHIN = /\b(?:insert\s+into|delete\s+from|update\s+"?\w+"?\s+set)\b/i
const MOST_TEXTS = 2_000
const MOST_KEPT = 2_000

const sources = new Map<string, Source | null>()

/** What a statement changes; `null`: nothing. One that is not understood may have changed anything that is settled. */
export function changedBy(statement: string): Source | null {
  const known = sources.get(statement)
  if (known !== undefined) return known
  const table = WRITES.exec(statement)?.[1]
  const moving = MOVING.find((name) => name === table?.toLowerCase())
  const reads = table === undefined && READS.test(statement) && !WRITES_WITHIN.test(statement)
  const changed = reads ? null : (moving ?? 'settled')
  // Lists of values make texts of their own; they must not pile up.
  if (sources.size < MOST_TEXTS) sources.set(statement, changed)
  return changed
}

export interface ReadMemory {
  /** A transaction has begun, and the engine is asked for the version of what it sees. */
  begin(): void
  /** The engine's word on it; `null`: there was none. */
  learn(version: string | null): void
  /** To be told of each statement before it runs. */
  note(statement: string): void
  /** Something that was settled has been changed in this transaction. */
  readonly changedSettled: boolean
  /** What was done was taken back, or nobody knows what became of it. */
  forget(): void
  recall<T>(source: Source, question: string, read: () => Promise<T>): Promise<T>
  /** What has just been written is what would be read. */
  know(source: Source, question: string, answer: unknown): void
}

/** `tells`: whether the version changes with whatever others have written, or only with what is settled. */
export function createReadMemory({ tells }: { readonly tells: 'all' | 'settled' }): ReadMemory {
  const kept = new Map<Source, Map<string, unknown>>()
  let version: string | null = null
  let changedSettled = false
  /** How often it was told of something that makes an answer under way worthless. */
  let changes = 0
  let learnt: { readonly done: Promise<void>; readonly resolve: () => void } | null = null

  const under = (source: Source) => {
    const known = kept.get(source) ?? new Map<string, unknown>()
    kept.set(source, known)
    return known
  }
  const forget = () => {
    changes += 1
    for (const answers of kept.values()) answers.clear()
    version = null
  }
  return {
    begin() {
      changes += 1
      changedSettled = false
      if (tells === 'settled') for (const [source, answers] of kept) if (source !== 'settled') answers.clear()
      let resolve = () => {}
      const done = new Promise<void>((settle) => {
        resolve = settle
      })
      learnt = { done, resolve }
    },
    learn(now) {
      if (now === null || now !== version) for (const answers of kept.values()) answers.clear()
      version = now
      learnt?.resolve()
      learnt = null
    },
    note(statement) {
      const changed = changedBy(statement)
      if (changed === null) return
      changes += 1
      kept.get(changed)?.clear()
      if (changed === 'settled') changedSettled = true
    },
    get changedSettled() {
      return changedSettled
    },
    forget,
    know(source, question, answer) {
      if (version !== null) under(source).set(question, answer)
    },
    async recall<T>(source: Source, question: string, read: () => Promise<T>): Promise<T> {
      const answers = under(source)
      if (answers.has(question)) {
        await learnt?.done
        // What lies under a question was answered to that very question.
        if (answers.has(question)) return answers.get(question) as T
      }
      const before = changes
      const answer = await read()
      await learnt?.done
      if (changes === before && version !== null) {
        if (answers.size >= MOST_KEPT) answers.clear()
        answers.set(question, answer)
      }
      return answer
    },
  }
}
