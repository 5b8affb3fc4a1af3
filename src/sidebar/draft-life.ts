/** What becomes of a draft after it is there: its articles may change under it, and the agent may send it. */

import { type Companion, troubleFrom } from '../companion/index.ts'
import { survivalOf } from '../domain/draft-survival.ts'
import type { DraftStanding, UnusedWhy } from '../domain/recall-api.ts'
import type { Helpdesk } from '../zendesk/index.ts'
import type { DeskState, DraftState, Store } from './state.ts'

export interface DraftLifeGiven {
  readonly store: Store<DeskState>
  readonly companion: Pick<Companion, 'standing' | 'reportSend' | 'reportUnused'>
  readonly helpdesk: Pick<Helpdesk, 'onReplySent'>
  after(milliseconds: number, act: () => void): () => void
}

export interface DraftLife {
  /** Asks whether the draft still stands, once for each state of the ticket that is shown. */
  look(): void
  /** How long the agent waited for it. */
  waited(draftId: string, ms: number): void
  /** Sentences that went into the composer or onto the clipboard: id and words, kept in this browser only. */
  used(draftId: string, sentences: readonly { id: string; text: string }[]): void
  /** Words of it were let go, and are in no reply. @param allowedAt of that permission. */
  unused(draftId: string, why: UnusedWhy, allowedAt: string | undefined): void
  dismissed(draftId: string): void
  forget(): void
}

const TRY_AGAIN_MS: readonly number[] = [5_000, 60_000]

export function createDraftLife({ store, companion, helpdesk, after }: DraftLifeGiven): DraftLife {
  const inReply = new Map<string, Map<string, string>>()
  const waits = new Map<string, number>()
  /** Also what was taken out again, or is of another requester by now. */
  const everUsed = new Set<string>()
  let unsubscribe: (() => void) | null = null
  let asked = ''

  function change(id: string, next: (draft: DraftState) => DraftState): void {
    const { draft } = store.get()
    if (draft?.id === id) store.set({ draft: next(draft) })
  }

  /** What was said of an insertion is overtaken, beside the draft and aloud. */
  function unsay(id: string): void {
    const { draft, said } = store.get()
    if (draft?.id === id && said?.place === 'draft') store.set({ said: null })
  }

  async function ask(draftId: string): Promise<void> {
    const standing: DraftStanding = await companion.standing(draftId)
    if (standing.standing === 'recalled' && store.get().draft?.recall === null) unsay(draftId)
    change(draftId, (draft) => ({
      ...draft,
      recall: standing.standing === 'recalled' ? standing : null,
      closed: draft.closed ?? (standing.standing === 'corrected' ? 'corrected' : null),
    }))
  }

  async function report(tell: () => Promise<void>, pauses: readonly number[]): Promise<void> {
    await tell().catch((error: unknown) => {
      const [wait, ...rest] = pauses
      // Given up at last: the console says that what it does not know of may have been sent too.
      if (wait !== undefined && troubleFrom(error).kind === 'offline')
        after(wait, () => void report(tell, rest))
    })
  }

  function sent(text: string): void {
    for (const [draftId, sentences] of inReply) {
      const counts = survivalOf([...sentences.values()], text)
      if (counts === null) continue
      unsay(draftId)
      change(draftId, (draft) => ({ ...draft, sent: true, recall: null }))
      const waitedMs = waits.get(draftId)
      const told = { ...counts, ...(waitedMs === undefined ? {} : { waitedMs }) }
      void report(() => companion.reportSend(draftId, told), TRY_AGAIN_MS)
    }
    forget()
  }

  function forget(): void {
    inReply.clear()
    unsubscribe?.()
    unsubscribe = null
  }

  return {
    look() {
      const { draft, view } = store.get()
      if (draft === null || view === null || draft.stage !== 'ready' || draft.sent) return
      const state = `${draft.id} ${view.revision}`
      if (asked === state) return
      asked = state
      ask(draft.id).catch(() => {
        // The next look asks again; inserting is asked for separately, and refused.
        if (asked === state) asked = ''
      })
    },
    waited: (draftId, ms) => void waits.set(draftId, Math.max(0, Math.round(ms))),
    used(draftId, sentences) {
      everUsed.add(draftId)
      if (sentences.length === 0) return
      const held = inReply.get(draftId) ?? new Map<string, string>()
      for (const { id, text } of sentences) held.set(id, text)
      inReply.set(draftId, held)
      // Only from here on: a save without a draft in it is none of ours and waits for nothing.
      unsubscribe ??= helpdesk.onReplySent(after, ({ text }) => sent(text))
    },
    unused(draftId, why, allowedAt) {
      const told = {
        why,
        usedBefore: everUsed.has(draftId),
        ...(allowedAt === undefined ? {} : { allowedAt }),
      }
      void report(() => companion.reportUnused(draftId, told), TRY_AGAIN_MS)
    },
    dismissed: (draftId) => void inReply.delete(draftId),
    forget() {
      forget()
      waits.clear()
    },
  }
}
