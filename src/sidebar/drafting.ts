/** Drafting and inserting. Nothing reaches the composer or the clipboard unless the companion allowed it. */
import { type Trouble, troubleFrom } from '../companion/index.ts'
import type { DraftEvent, DraftOrder } from '../domain/api.ts'
import type { CitedPassage, DismissReason } from '../domain/draft.ts'
import { restore } from '../domain/minimise.ts'
import { NEXT_STEPS } from '../domain/refusal.ts'
import { composerText, type PublicComments, pieceOf } from '../zendesk/index.ts'
import type { Tools } from './desk.ts'
import { orderOf, prepareOutgoing } from './outgoing.ts'
import { type DeskState, type DraftState, mayDraft, mayInsert, type Place, type Store } from './state.ts'

/** What the agent asks of the next draft; absent members are the ticket's usual way. */
export type DraftWish = Pick<DraftOrder, 'drafter' | 'tone' | 'length' | 'replyLocale'>

interface Surroundings extends Tools {
  readonly store: Store<DeskState>
  act(place: Place, run: () => Promise<void>): Promise<boolean>
  tell(place: Place, error: unknown): Trouble
  readComments(): Promise<PublicComments>
  refresh(): void
}

export function createDrafting(surroundings: Surroundings) {
  const { store, act, tell, readComments, refresh, helpdesk, companion, words, newId, copy } = surroundings
  const { get, set } = store
  let running: AbortController | null = null

  /** Changes the draft only while it is still the one that was meant. */
  function change(id: string, next: Partial<DraftState>): void {
    const { draft } = get()
    if (draft?.id === id) set({ draft: { ...draft, ...next } })
  }

  function take(id: string, event: DraftEvent): void {
    const { draft } = get()
    if (draft?.id !== id) return
    switch (event.event) {
      case 'accepted':
        break
      case 'sentence':
        change(id, {
          sentences: [...draft.sentences, event.sentence],
          passages: event.passage === null ? draft.passages : withPassage(draft.passages, event.passage),
        })
        break
      case 'dropped':
        change(id, { dropped: [...draft.dropped, event.dropped] })
        break
      case 'again':
        change(id, { sentences: [], passages: [], parts: [], dropped: [] })
        break
      case 'part':
        change(id, { parts: [...draft.parts, event.part] })
        break
      case 'ready': {
        const { sentences, passages, parts } = event.draft
        change(id, { stage: 'ready', draft: event.draft, sentences, passages, parts })
        break
      }
      case 'refused':
        // What had been shown of it was not kept: a refused draft has no sentences.
        change(id, { stage: 'refused', refusals: event.refusals, sentences: [], passages: [], parts: [] })
        break
      case 'fault':
        change(id, {
          stage: 'failed',
          sentences: [],
          trouble: { kind: 'fault', code: event.code, requestId: event.requestId },
        })
        break
      default:
        event satisfies never
    }
  }

  const say = (tone: 'info' | 'success' | 'warning', text: string) =>
    set({ said: { place: 'draft', tone, text } })

  async function draft(wish: DraftWish = {}): Promise<void> {
    if (!mayDraft(get())) return
    const { ticket, view } = get()
    if (ticket === null || view === null) return
    const controller = new AbortController()
    running = controller
    const id = newId()
    set({ draft: emptyDraft(id, view.consent.epoch), said: null })
    try {
      const comments = await readComments()
      const { choice } = get()
      const outgoing = prepareOutgoing(ticket, comments, view.scope, choice)
      const { table, lastCommentId } = outgoing
      if (!outgoing.comments.some(({ chosen }) => chosen)) {
        const refusal = { reason: 'NO_QUESTION' } as const
        return change(id, { stage: 'refused', refusals: [{ refusal, nextStep: NEXT_STEPS.NO_QUESTION }] })
      }
      change(id, { stage: 'writing', table, lastCommentId })
      const order = { ...orderOf(id, ticket, outgoing), ...wish }
      await companion.draft(order, (event) => take(id, event), controller.signal)
    } catch (error) {
      if (controller.signal.aborted) return
      const trouble = troubleFrom(error)
      if (trouble.kind === 'signed_out') tell('draft', error)
      if (trouble.kind === 'offline') set({ offline: true })
      change(id, { stage: 'failed', trouble, sentences: [] })
    } finally {
      if (running === controller) running = null
      refresh()
    }
  }

  function stop(): void {
    if (running === null) return
    running.abort()
    running = null
    set({ draft: null })
    say('info', words.say('draft.stopped'))
  }

  async function insert(sentenceIds: readonly string[], how: 'insert' | 'copy'): Promise<void> {
    const { draft } = get()
    if (draft === null || !mayInsert(get())) return
    await act('draft', async () => {
      const { lastCommentId } = await readComments()
      const reply = await companion.insert(draft.id, { sentenceIds, how, lastCommentId })
      if (reply.outcome === 'refused') {
        const changed = reply.refusals.some(({ refusal }) => refusal.reason === 'TICKET_CHANGED')
        const { closed } = get().draft ?? draft
        return change(draft.id, { refusals: reply.refusals, closed: changed ? 'ticket' : (closed ?? null) })
      }
      // Names come back only here, after the answer, and only in this browser.
      const pieces = reply.sentences.map((sentence) => pieceOf(sentence, restore(sentence.text, draft.table)))
      if (how === 'copy') {
        const copied = await copy(composerText(pieces))
        return say(copied ? 'success' : 'warning', words.say(copied ? 'draft.copied' : 'draft.copy_failed'))
      }
      const inserted = await helpdesk.insert(pieces).then(
        () => true,
        () => false,
      )
      if (!inserted) return say('warning', words.say('draft.insert_failed'))
      change(draft.id, {
        refusals: [],
        inserted: new Set([...draft.inserted, ...reply.sentences.map((sentence) => sentence.id)]),
      })
      say('success', words.say('draft.inserted'))
    })
    refresh()
  }

  async function dismiss(reason: DismissReason): Promise<boolean> {
    const { draft } = get()
    if (draft === null) return false
    // A draft that never became one is only taken from the screen.
    if (draft.stage !== 'ready') {
      set({ draft: null })
      return true
    }
    return act('draft', async () => {
      await companion.dismiss(draft.id, { reason })
      set({ draft: null })
      say('info', words.say('draft.dismissed'))
    })
  }

  return { draft, stop, insert, dismiss }
}

function emptyDraft(id: string, consentEpoch: number): DraftState {
  return {
    stage: 'reading',
    id,
    table: new Map(),
    lastCommentId: '0',
    consentEpoch,
    sentences: [],
    passages: [],
    parts: [],
    dropped: [],
    draft: null,
    refusals: [],
    trouble: null,
    closed: null,
    inserted: new Set(),
  }
}

const withPassage = (passages: readonly CitedPassage[], passage: CitedPassage): readonly CitedPassage[] =>
  passages.some((known) => known.passageId === passage.passageId && known.versionHash === passage.versionHash)
    ? passages
    : [...passages, passage]
