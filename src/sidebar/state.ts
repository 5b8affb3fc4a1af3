import type { Trouble } from '../companion/index.ts'
import type { ConsentRequestView, DraftOrder, RefusalView, SummaryPoint, TicketView } from '../domain/api.ts'
import type { DecisionNote } from '../domain/decision.ts'
import type {
  CitedPassage,
  Draft,
  DraftPart,
  DraftSentence,
  DroppedSentence,
  Rewrite,
} from '../domain/draft.ts'
import type { DraftStanding } from '../domain/recall-api.ts'
import type { NextStep } from '../domain/refusal.ts'
import type { PlaceholderTable } from '../minimise/personal-data.ts'
import type { HelpdeskTicket, Landing } from '../zendesk/index.ts'
import type { Outgoing } from './orders.ts'
import type { PlantedSigns } from './planted-signs.ts'

export const PLACES = ['status', 'removal', 'consent', 'draft', 'preview', 'summary', 'search'] as const
/** The panel that an act belongs to; its outcome is said there. */
export type Place = (typeof PLACES)[number]

export interface Said {
  readonly place: Place
  readonly tone: 'info' | 'success' | 'warning' | 'danger'
  readonly text: string
  readonly requestId?: string
  /** What can be pressed about it. */
  readonly step?: NextStep
}

/** `reading` and `writing` are under way; the others are final. */
export type DraftStage = 'reading' | 'writing' | 'ready' | 'refused' | 'failed'

/** What the agent asks of the next draft; absent members are the ticket's usual way. */
export type DraftWish = Pick<DraftOrder, 'drafter' | 'tone' | 'length' | 'replyLocale'>
export type DraftOptions = Omit<DraftWish, 'drafter'>

export interface DraftState {
  readonly stage: DraftStage
  readonly id: string
  /** As it was asked for, so that another try asks for the same. */
  readonly wish: DraftWish
  /** How it words the former draft anew; `null` for a draft of its own. */
  readonly rewrite: Rewrite | null
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
  /** Of a draft that was refused: where the receipt of that is. */
  readonly decision: DecisionNote | null
  readonly trouble: Trouble | null
  /** The articles that it quotes and that may no longer be quoted; `null` while all may. */
  readonly recall: Extract<DraftStanding, { readonly standing: 'recalled' }> | null
  /** It went out in a reply. */
  readonly sent: boolean
  /** Why it can no longer be inserted. */
  readonly closed: 'ticket' | 'consent' | 'corrected' | null
  readonly inserted: ReadonlySet<string>
  /** The draft that this one was made from, to go back to. */
  readonly former: DraftState | null
}

/** A draft or a rewrite that did not come about; the draft that it was to replace stays. */
export interface Unmade {
  readonly what: 'draft' | 'rewrite'
  readonly refusals: readonly RefusalView[]
  readonly decision: DecisionNote | null
  readonly trouble: Trouble | null
}

export interface SummaryState {
  readonly stage: 'writing' | 'ready' | 'refused' | 'failed'
  readonly points: readonly (SummaryPoint & { readonly createdAt: string | null })[]
  readonly dropped: number
  readonly refusals: readonly RefusalView[]
  readonly decision: DecisionNote | null
  readonly trouble: Trouble | null
}

export interface SearchState {
  readonly passages: readonly CitedPassage[] | null
  readonly refusals: readonly RefusalView[]
  readonly decision: DecisionNote | null
}

export interface DeskState {
  readonly stage: 'opening' | 'open' | 'failed' | 'signed_out'
  readonly trouble: Trouble | null
  readonly offline: boolean
  /** The companion answers, but cannot say how the ticket stands: what is shown may be old. */
  readonly stale: boolean
  /** What the agent had typed when the session's time ran out; never shown, only copied. */
  readonly typed: string
  readonly ticket: HelpdeskTicket | null
  readonly view: TicketView | null
  /** The field of the ticket form, as its tag stands on the ticket. An input, never the record. */
  readonly formSaysYes: boolean
  /** One act at a time: a second click while one is under way does nothing. */
  readonly busy: Place | null
  readonly said: Said | null
  /** Where the message with the link is for certain; `null`: perhaps nowhere. */
  readonly asked: (ConsentRequestView & { readonly landing: Landing | null }) | null
  readonly outgoing: Outgoing | null
  /** Comments that the agent picked; `null` is the usual choice. */
  readonly choice: ReadonlySet<string> | null
  /** Words that the agent struck from what leaves. Kept in memory, for this ticket. */
  readonly struck: readonly string[]
  /** What in the ticket looks meant for a machine; `null` until it was read. */
  readonly signs: PlantedSigns | null
  readonly options: DraftOptions
  /** Languages of the help center; empty until known. */
  readonly locales: readonly string[]
  readonly draft: DraftState | null
  /** Takes the place of `draft` once it is ready, and only then. */
  readonly rewriting: DraftState | null
  readonly unmade: Unmade | null
  readonly summary: SummaryState | null
  readonly search: SearchState
}

export const OPENING: DeskState = {
  stage: 'opening',
  trouble: null,
  offline: false,
  stale: false,
  typed: '',
  ticket: null,
  view: null,
  formSaysYes: false,
  busy: null,
  said: null,
  asked: null,
  outgoing: null,
  choice: null,
  struck: [],
  signs: null,
  options: {},
  locales: [],
  draft: null,
  rewriting: null,
  unmade: null,
  summary: null,
  search: { passages: null, refusals: [], decision: null },
}

export interface Store<T> {
  get(): T
  set(change: Partial<T>): void
  /** For good: what comes later changes nothing. */
  end(last: T): void
  subscribe(listener: () => void): () => void
}

export function createStore<T extends object>(initial: T): Store<T> {
  let state = initial
  let ended = false
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set(change) {
      if (ended) return
      state = { ...state, ...change }
      for (const listener of [...listeners]) listener()
    },
    end(last) {
      ended = true
      state = last
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

export const draftUnderWay = ({ draft, rewriting }: DeskState): boolean =>
  rewriting !== null || draft?.stage === 'reading' || draft?.stage === 'writing'

export const modelDrafts = ({ view }: DeskState): boolean =>
  view?.scope.drafter.drafter === 'openai-compatible'

const free = (state: DeskState): boolean =>
  state.view !== null &&
  // What is in the reply comes out first.
  state.view.unsent.length === 0 &&
  !state.offline &&
  state.busy === null &&
  !draftUnderWay(state)

export const mayDraft = (state: DeskState): boolean => free(state) && state.view?.refusals.length === 0

/** On this server although the scope names a model: then what only the model may not see is no hindrance. */
export const mayDraftHere = (state: DeskState): boolean =>
  free(state) &&
  modelDrafts(state) &&
  (state.view?.refusals ?? []).every(({ refusal }) => refusal.reason === 'RECIPIENT_NOT_DISCLOSED')

/** A draft that the ticket, the articles or the requester's will has overtaken is shown but not inserted. */
export const mayInsert = (state: DeskState): boolean =>
  state.draft?.stage === 'ready' && state.draft.closed === null && state.draft.recall === null && free(state)

/** Whatever the drafter, it can leave parts out; only a model can word anew. */
export function mayRewrite(state: DeskState, how: Rewrite): boolean {
  const { draft, view } = state
  if (!mayInsert(state) || view === null || !view.scope.actions.includes('rewrite')) return false
  return how === 'only_part' || draft?.draft?.receipt.drafter.drafter === 'openai-compatible'
}

export const maySummarise = (state: DeskState): boolean =>
  mayDraft(state) &&
  modelDrafts(state) &&
  state.view?.scope.actions.includes('summarise') === true &&
  state.summary?.stage !== 'writing'
