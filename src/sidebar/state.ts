import type { Trouble } from '../companion/index.ts'
import type { ConsentRequestView, RefusalView, TicketView } from '../domain/api.ts'
import type { CitedPassage, Draft, DraftPart, DraftSentence, DroppedSentence } from '../domain/draft.ts'
import type { PlaceholderTable } from '../domain/minimise.ts'
import type { HelpdeskTicket } from '../zendesk/index.ts'
import type { Outgoing } from './outgoing.ts'

export const PLACES = ['status', 'consent', 'draft', 'preview', 'search'] as const
/** The panel that an act belongs to; its outcome is said there. */
export type Place = (typeof PLACES)[number]

export interface Said {
  readonly place: Place
  readonly tone: 'info' | 'success' | 'warning' | 'danger'
  readonly text: string
  readonly requestId?: string
}

/** `reading` and `writing` are under way; the others are final. */
export type DraftStage = 'reading' | 'writing' | 'ready' | 'refused' | 'failed'

export interface DraftState {
  readonly stage: DraftStage
  readonly id: string
  readonly table: PlaceholderTable
  readonly lastCommentId: string
  readonly consentEpoch: number
  readonly sentences: readonly DraftSentence[]
  readonly passages: readonly CitedPassage[]
  readonly parts: readonly DraftPart[]
  /** Left out by the verifier, in its order. */
  readonly dropped: readonly DroppedSentence[]
  /** With its receipt, once the companion has finished it. */
  readonly draft: Draft | null
  readonly refusals: readonly RefusalView[]
  readonly trouble: Trouble | null
  /** Why it can no longer be inserted. */
  readonly closed: 'ticket' | 'consent' | null
  readonly inserted: ReadonlySet<string>
}

export interface SearchState {
  readonly passages: readonly CitedPassage[] | null
  readonly refusals: readonly RefusalView[]
}

export interface DeskState {
  readonly stage: 'opening' | 'open' | 'failed' | 'signed_out'
  readonly trouble: Trouble | null
  readonly offline: boolean
  readonly ticket: HelpdeskTicket | null
  readonly view: TicketView | null
  /** One act at a time: a second click while one is under way does nothing. */
  readonly busy: Place | null
  readonly said: Said | null
  readonly asked: (ConsentRequestView & { readonly inserted: boolean }) | null
  readonly outgoing: Outgoing | null
  /** Comments that the agent picked; `null` is the usual choice. */
  readonly choice: ReadonlySet<string> | null
  readonly draft: DraftState | null
  readonly search: SearchState
}

export const OPENING: DeskState = {
  stage: 'opening',
  trouble: null,
  offline: false,
  ticket: null,
  view: null,
  busy: null,
  said: null,
  asked: null,
  outgoing: null,
  choice: null,
  draft: null,
  search: { passages: null, refusals: [] },
}

export interface Store<T> {
  get(): T
  set(change: Partial<T>): void
  subscribe(listener: () => void): () => void
}

export function createStore<T extends object>(initial: T): Store<T> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change }
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export const draftUnderWay = ({ draft }: DeskState): boolean =>
  draft?.stage === 'reading' || draft?.stage === 'writing'

export function mayDraft(state: DeskState): boolean {
  const { view, offline, busy } = state
  return view !== null && view.refusals.length === 0 && !offline && busy === null && !draftUnderWay(state)
}

/** A draft that the ticket, the articles or the requester's will has overtaken is shown but not inserted. */
export const mayInsert = ({ draft, offline, busy }: DeskState): boolean =>
  draft?.stage === 'ready' && draft.closed === null && !offline && busy === null
