/** Drafting and inserting. Nothing reaches the composer or the clipboard unless the companion allowed it. */
import { type Trouble, troubleFrom } from '../companion/index.ts'
import type { DraftOrder, RefusalView } from '../domain/api.ts'
import type { DismissReason, DraftSentence } from '../domain/draft.ts'
import { NEXT_STEPS, type RefusalReason } from '../domain/refusal.ts'
import { type PlaceholderTable, restore } from '../minimise/personal-data.ts'
import { composerText, mayBeThere, type PublicComments, pieceOf } from '../zendesk/index.ts'
import type { Tools } from './desk.ts'
import type { DraftLife } from './draft-life.ts'
import { advance, emptyDraft, overtaken } from './draft-progress.ts'
import { orderOf } from './orders.ts'
import {
  type DeskState,
  type DraftState,
  type DraftWish,
  mayDraft,
  mayDraftHere,
  mayInsert,
  modelDrafts,
  type Place,
  type Store,
  type Unmade,
} from './state.ts'

export interface DraftSurroundings extends Tools {
  readonly store: Store<DeskState>
  act(place: Place, run: () => Promise<void>): Promise<boolean>
  tell(place: Place, error: unknown): Trouble
  readComments(): Promise<PublicComments>
  refresh(): void
  readonly life: DraftLife
}

export function createDrafting(surroundings: DraftSurroundings) {
  const { store, act, tell, readComments, refresh, helpdesk, companion, words, newId, now, copy, life } =
    surroundings
  const { get, set } = store
  let running: AbortController | null = null

  /** Changes the draft only while it is still the one that was meant. */
  function change(id: string, next: (draft: DraftState) => DraftState): void {
    const { draft, rewriting } = get()
    if (draft?.id === id) set(orFormer(next(draft)))
    else if (rewriting?.id === id) settle(next(rewriting))
  }

  /** One that did not come about takes the place of none that is there. */
  function orFormer(next: DraftState): Partial<DeskState> {
    const { stage, former } = next
    if (former === null || (stage !== 'refused' && stage !== 'failed')) return { draft: next }
    return { draft: asItStands(former), unmade: unmade('draft', next) }
  }

  const unmade = (what: Unmade['what'], { refusals, decision, trouble }: DraftState): Unmade => ({
    ...{ what, refusals, decision, trouble },
  })

  function asItStands(draft: DraftState): DraftState {
    const { view, outgoing } = get()
    return overtaken(draft, view?.consent.epoch ?? draft.consentEpoch, outgoing?.lastCommentId ?? null)
  }

  /** Only a rewrite that is ready takes the place of the draft it was made from. */
  function settle(next: DraftState): void {
    if (next.stage === 'ready') set({ draft: asItStands({ ...next, former: get().draft }), rewriting: null })
    else if (next.stage === 'refused' || next.stage === 'failed') {
      set({ rewriting: null, unmade: unmade('rewrite', next) })
    } else set({ rewriting: next })
  }

  const say = (tone: 'info' | 'success' | 'warning', text: string) =>
    set({ said: { place: 'draft', tone, text } })

  /** Everything between the order and its last event, and whatever may go wrong there. */
  async function follow(id: string, ask: () => Promise<DraftOrder | null>): Promise<void> {
    const controller = new AbortController()
    running = controller
    const askedAt = now()
    try {
      const order = await ask()
      if (order === null || controller.signal.aborted) return
      change(id, (draft) => ({ ...draft, stage: 'writing' }))
      await companion.draft(
        order,
        (event) => {
          if (event.event === 'ready') life.waited(id, now() - askedAt)
          change(id, (draft) => advance(draft, event))
        },
        controller.signal,
      )
    } catch (error) {
      if (controller.signal.aborted) return
      const trouble = troubleFrom(error)
      if (trouble.kind === 'signed_out') tell('draft', error)
      if (trouble.kind === 'offline') set({ offline: true })
      change(id, (draft) => ({ ...draft, stage: 'failed', trouble, sentences: [], dropped: [] }))
    } finally {
      if (running === controller) running = null
      refresh()
    }
  }

  async function draft(asked: DraftWish = {}): Promise<void> {
    const state = get()
    const { ticket, view } = state
    const here = asked.drafter === 'extractive'
    if (!(here ? mayDraftHere(state) : mayDraft(state)) || ticket === null || view === null) return
    const { replyLocale, ...style } = state.options
    const language = replyLocale === undefined ? {} : { replyLocale }
    // Tone and length are words to a model; the language is the reply's, whoever drafts.
    const wish = {
      ...(modelDrafts(state) ? language : {}),
      ...(modelDrafts(state) && !here ? style : {}),
      ...asked,
    }
    const id = newId()
    const former = isOpen(state.draft) ? state.draft : null
    set({ draft: { ...emptyDraft(id, view.consent.epoch, wish), former }, unmade: null, said: null })
    await follow(id, async () => {
      await readComments()
      const { outgoing } = get()
      if (outgoing === null) throw new TypeError('the ticket is not open')
      const { table, lastCommentId } = outgoing
      if (!outgoing.comments.some(({ chosen }) => chosen)) {
        const refusal = { reason: 'NO_QUESTION' } as const
        const refusals = [{ refusal, nextStep: NEXT_STEPS.NO_QUESTION }]
        change(id, (empty) => ({ ...empty, stage: 'refused', refusals }))
        return null
      }
      change(id, (empty) => ({ ...empty, table, lastCommentId }))
      return { ...orderOf(id, ticket, outgoing), ...wish }
    })
  }

  function stop(): void {
    if (running === null) return
    running.abort()
    running = null
    // The draft that it was to replace is left.
    const { rewriting, draft } = get()
    const former = draft?.former ?? null
    if (rewriting !== null) set({ rewriting: null })
    else set({ draft: former === null ? null : asItStands(former) })
    say('info', words.say('draft.stopped'))
  }

  /** Greeting and closing say nothing of an article: a reply that kept only them is not the draft's. */
  function noteUse(id: string, sentences: readonly DraftSentence[], table: PlaceholderTable): void {
    const cited = sentences.filter(({ kind }) => kind !== 'template')
    life.used(
      id,
      cited.map((sentence) => ({ id: sentence.id, text: restore(sentence.text, table) })),
    )
  }

  async function insert(sentenceIds: readonly string[], how: 'insert' | 'copy'): Promise<void> {
    const { draft } = get()
    if (draft === null || !mayInsert(get())) return
    await act('draft', async () => {
      const { lastCommentId } = await readComments()
      const reply = await companion.insert(draft.id, { sentenceIds, how, lastCommentId })
      if (reply.outcome === 'refused') {
        const { refusals } = reply
        const closed = closedBy(refusals)
        return change(draft.id, (own) => ({ ...own, refusals, closed: closed ?? own.closed }))
      }
      // The answer took its time: another requester, a newer comment or a no may have come before it.
      const here = get().draft
      if (here?.id !== draft.id || !isOpen(here)) return life.unused(draft.id, 'overtaken', reply.allowedAt)
      // Names come back only here, after the answer, and only in this browser.
      const pieces = reply.sentences.map((sentence) =>
        pieceOf(sentence, restore(sentence.text, draft.table), draft.id),
      )
      if (how === 'copy') {
        const copied = await copy(composerText(pieces))
        if (copied) noteUse(draft.id, reply.sentences, draft.table)
        else life.unused(draft.id, 'clipboard', reply.allowedAt)
        return say(copied ? 'success' : 'warning', words.say(copied ? 'draft.copied' : 'draft.copy_failed'))
      }
      const inserted = await helpdesk.insert(pieces).then(
        (landing) => (landing === 'note' ? 'inserted_in_note' : 'inserted'),
        (error: unknown) => (mayBeThere(error) ? 'insert_unsure' : 'insert_failed'),
      )
      if (inserted === 'insert_failed') {
        life.unused(draft.id, 'composer', reply.allowedAt)
        return say('warning', words.say('draft.insert_failed'))
      }
      // What may be there is not put there twice, and is warned of with its article.
      noteUse(draft.id, reply.sentences, draft.table)
      const ids = reply.sentences.map((sentence) => sentence.id)
      change(draft.id, (own) => ({ ...own, refusals: [], inserted: new Set([...own.inserted, ...ids]) }))
      say(inserted === 'inserted' ? 'success' : 'warning', words.say(`draft.${inserted}`))
    })
    refresh()
  }

  async function dismiss(reason: DismissReason): Promise<boolean> {
    const { draft, rewriting } = get()
    if (draft === null || rewriting !== null) return false
    // A draft that never became one is only taken from the screen.
    if (draft.stage !== 'ready') {
      set({ draft: null })
      return true
    }
    return act('draft', async () => {
      await companion.dismiss(draft.id, { reason })
      life.dismissed(draft.id)
      set({ draft: null, unmade: null })
      say('info', words.say('draft.dismissed'))
    })
  }

  return { draft, follow, stop, insert, dismiss }
}

/** One that could be inserted still is worth going back to. */
const isOpen = (draft: DraftState | null): boolean =>
  draft?.stage === 'ready' && draft.closed === null && draft.recall === null

/** What closes a draft for good, where an insertion is refused. */
function closedBy(refusals: readonly RefusalView[]): DraftState['closed'] {
  const has = (reason: RefusalReason) => refusals.some(({ refusal }) => refusal.reason === reason)
  if (has('RECORD_CORRECTED')) return 'corrected'
  return has('TICKET_CHANGED') ? 'ticket' : null
}
