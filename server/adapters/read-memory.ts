/**
 * What acts have read of the store and would read again. Believed only inside a transaction that nobody else can
 * write beside, and only as long as the engine itself says that nothing has changed: who changes it need not know of it.
 */

/**
 * Tables of which every act changes rows: tickets, people, drafts, open pages and the log. What is read of them is
 * remembered by the table, and only until another server writes to any of them. All others hold what an account has
 * settled; whoever writes to one of those ends what every other server remembers of the account. A table that nobody
 * has put here is of those.
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

/** What the engine says of the state that a transaction sees: two that are the same have seen the same rows. */
export interface Versions {
  /** Stays while nobody writes to anything that is settled. */
  readonly settled: number
  /** Stays while nobody writes to anything that moves. */
  readonly moving: number
}

export interface ReadMemory {
  /** A transaction has begun, and the engine is asked for the versions of what it sees. */
  begin(): void
  /** The engine's word on them; `null`: there was none. */
  learn(versions: Versions | null): void
  /** To be told of each statement before it runs. */
  note(statement: string): void
  /** What of the versions this transaction has to raise, as it wrote beside them. */
  readonly changed: 'nothing' | 'moving' | 'settled'
  /** They were raised by one: nobody but this transaction wrote, and what it wrote was noted. */
  raised(): void
  /** What was done was taken back, or nobody knows what became of it. */
  forget(): void
  recall<T>(source: Source, question: string, read: () => Promise<T>): Promise<T>
  /** What has just been written is what would be read. */
  know(source: Source, question: string, answer: unknown): void
}

export function createReadMemory(): ReadMemory {
  const kept = new Map<Source, Map<string, unknown>>()
  let versions: Versions | null = null
  let changed: ReadMemory['changed'] = 'nothing'
  /** How often it was told of something that makes an answer under way worthless. */
  let changes = 0
  let learnt: { readonly done: Promise<void>; readonly resolve: () => void } | null = null

  const under = (source: Source) => {
    const known = kept.get(source) ?? new Map<string, unknown>()
    kept.set(source, known)
    return known
  }
  const drop = (which: 'all' | 'moving') => {
    for (const [source, answers] of kept) if (which === 'all' || source !== 'settled') answers.clear()
  }
  return {
    begin() {
      changes += 1
      changed = 'nothing'
      let resolve = () => {}
      const done = new Promise<void>((settle) => {
        resolve = settle
      })
      learnt = { done, resolve }
    },
    learn(now) {
      if (now === null || now.settled !== versions?.settled) drop('all')
      else if (now.moving !== versions.moving) drop('moving')
      versions = now
      learnt?.resolve()
      learnt = null
    },
    note(statement) {
      const source = changedBy(statement)
      if (source === null) return
      changes += 1
      kept.get(source)?.clear()
      if (changed !== 'settled') changed = source === 'settled' ? 'settled' : 'moving'
    },
    get changed() {
      return changed
    },
    raised() {
      if (versions === null || changed === 'nothing') return
      const { settled, moving } = versions
      versions = { settled: settled + (changed === 'settled' ? 1 : 0), moving: moving + 1 }
    },
    forget() {
      changes += 1
      drop('all')
      versions = null
    },
    know(source, question, answer) {
      if (versions !== null) under(source).set(question, answer)
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
      if (changes === before && versions !== null) {
        if (answers.size >= MOST_KEPT) answers.clear()
        answers.set(question, answer)
      }
      return answer
    },
  }
}
