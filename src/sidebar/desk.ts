/** The agent's desk for one ticket: its state, and the acts that change it. Panels only show and call. */
import type { Companion, Trouble } from '../companion/index.ts'
import { troubleFrom } from '../companion/index.ts'
import type { NarrowScopeRequest, RecordConsentRequest } from '../domain/api.ts'
import type { DismissReason } from '../domain/draft.ts'
import type { SidebarWords } from '../words.ts'
import type { Helpdesk, PublicComments } from '../zendesk/index.ts'
import { createDrafting, type DraftWish } from './drafting.ts'
import { prepareOutgoing } from './outgoing.ts'
import { createStore, type DeskState, draftUnderWay, OPENING, type Place, type Said } from './state.ts'
import { startWatch, type Watch } from './watch.ts'

export interface Tools {
  readonly helpdesk: Helpdesk
  readonly companion: Companion
  readonly words: SidebarWords
  newId(): string
  after(milliseconds: number, act: () => void): () => void
  copy(text: string): Promise<boolean>
}

export interface Desk {
  get(): DeskState
  subscribe(listener: () => void): () => void
  open(): Promise<void>
  askForConsent(): Promise<void>
  recordConsent(request: RecordConsentRequest): Promise<boolean>
  narrow(request: NarrowScopeRequest): Promise<boolean>
  preview(): Promise<void>
  choose(commentId: string, chosen: boolean): void
  draft(order?: DraftWish): Promise<void>
  stopDraft(): void
  insert(sentenceIds: readonly string[], how: 'insert' | 'copy'): Promise<void>
  dismiss(reason: DismissReason): Promise<boolean>
  search(query: string): Promise<void>
  copyPlain(place: Place, text: string): Promise<void>
  say(said: Said | null): void
  /** The page is seen again, or the network came or went. */
  visible(yes: boolean): void
  online(yes: boolean): void
  close(): void
}

export function createDesk(tools: Tools): Desk {
  const { helpdesk, companion, words, after, copy } = tools
  const store = createStore<DeskState>(OPENING)
  const { get, set } = store
  let watch: Watch | null = null
  let comments: PublicComments | null = null
  const farewells: (() => void)[] = []

  /** One place decides what a failure means for the whole page; the act only says that it failed. */
  function tell(place: Place, error: unknown): Trouble {
    const trouble = troubleFrom(error)
    if (trouble.kind === 'signed_out') set({ stage: 'signed_out', trouble })
    else if (trouble.kind === 'offline') {
      set({ offline: true, said: { place, tone: 'warning', text: words.say('trouble.offline_act') } })
    } else {
      const text = words.say(`trouble.fault.${trouble.code}`)
      const { requestId } = trouble
      set({ said: { place, tone: 'danger', text, ...(requestId === null ? {} : { requestId }) } })
    }
    return trouble
  }

  async function act(place: Place, run: () => Promise<void>): Promise<boolean> {
    if (get().busy !== null) return false
    set({ busy: place, said: null })
    try {
      await run()
      return true
    } catch (error) {
      tell(place, error)
      return false
    } finally {
      set({ busy: null })
    }
  }

  function showView(view: NonNullable<DeskState['view']>): void {
    const { draft, view: before, ticket, choice } = get()
    // An answer that overtook a newer one must not bring the older state back.
    if (before !== null && before.ticketId === view.ticketId && view.revision < before.revision) return
    const overtaken = draft !== null && draft.consentEpoch !== view.consent.epoch && draft.closed === null
    set({
      view,
      offline: false,
      ...(overtaken ? { draft: { ...draft, closed: 'consent' } } : {}),
      ...(view.consent.status === 'requested' ? {} : { asked: null }),
    })
    if (before !== null && before.scopeHash !== view.scopeHash && ticket !== null && comments !== null) {
      set({ outgoing: prepareOutgoing(ticket, comments, view.scope, choice) })
    }
  }

  async function poll(signal: AbortSignal): Promise<void> {
    const { ticket } = get()
    if (ticket === null) return
    try {
      const view = await companion.readTicket(ticket.id, signal)
      if (get().ticket?.id === ticket.id) showView(view)
    } catch (error) {
      if (signal.aborted) return
      const trouble = troubleFrom(error)
      if (trouble.kind === 'signed_out') {
        set({ stage: 'signed_out', trouble })
        watch?.stop()
      }
      if (trouble.kind === 'offline') set({ offline: true })
      throw error
    }
  }

  async function open(): Promise<void> {
    set({ ...OPENING })
    comments = null
    try {
      const ticket = await helpdesk.readTicket()
      const { locale } = ticket.requester
      const view = await companion.openTicket(ticket.id, {
        requesterId: ticket.requester.id,
        tags: ticket.tags,
        ...(locale === null ? {} : { locale }),
      })
      set({ stage: 'open', ticket, view })
      watch ??= startWatch(poll, after)
    } catch (error) {
      const trouble = troubleFrom(error)
      set({ stage: trouble.kind === 'signed_out' ? 'signed_out' : 'failed', trouble })
    }
  }

  async function readComments(): Promise<PublicComments> {
    const { ticket, view, choice } = get()
    if (ticket === null || view === null) throw new TypeError('the ticket is not open')
    const read = await helpdesk.readPublicComments(ticket)
    const news = comments !== null && comments.lastCommentId !== read.lastCommentId
    comments = read
    const next = news ? null : choice
    set({ choice: next, outgoing: prepareOutgoing(ticket, read, view.scope, next) })
    const { draft } = get()
    if (draft !== null && draft.closed === null && draft.stage !== 'reading') {
      if (draft.lastCommentId !== read.lastCommentId) set({ draft: { ...draft, closed: 'ticket' } })
    }
    return read
  }

  const drafting = createDrafting({ ...tools, store, act, tell, readComments, refresh: () => watch?.now() })

  /** Several events in a row are one reading. */
  let looking = false
  async function lookAgain(): Promise<void> {
    if (looking || (get().draft === null && get().outgoing === null)) return
    looking = true
    try {
      await readComments()
    } catch (error) {
      tell('draft', error)
    } finally {
      looking = false
    }
  }

  farewells.push(
    helpdesk.onConversationChanged(() => void lookAgain()),
    helpdesk.onActivated(() => watch?.now()),
    helpdesk.onRequesterChanged(() => {
      drafting.stop()
      void open()
    }),
  )

  return {
    get,
    subscribe: store.subscribe,
    open,
    async askForConsent() {
      const { ticket } = get()
      if (ticket === null) return
      await act('consent', async () => {
        const asked = await companion.requestConsent(ticket.id, ticket.requester.locale)
        showView(asked.ticket)
        set({ asked: { ...asked, inserted: false } })
        const inserted = await helpdesk.insertMessage(asked.message, asked.url).then(
          () => true,
          () => false,
        )
        set({
          asked: { ...asked, inserted },
          said: {
            place: 'consent',
            tone: inserted ? 'success' : 'warning',
            text: words.say(inserted ? 'consent.asked' : 'consent.asked_not_inserted'),
          },
        })
      })
    },
    async recordConsent(request) {
      const { ticket } = get()
      if (ticket === null) return false
      return act('consent', async () => {
        showView(await companion.recordConsent(ticket.id, request))
        const key = request.event === 'withdraw' ? 'consent.withdrawn' : 'consent.recorded'
        set({ said: { place: 'consent', tone: 'success', text: words.say(key) } })
      })
    },
    async narrow(request) {
      const { ticket } = get()
      if (ticket === null) return false
      return act('status', async () => {
        showView(await companion.narrowScope(ticket.id, request))
        set({ said: { place: 'status', tone: 'success', text: words.say('narrow.done') } })
      })
    },
    async preview() {
      await act('preview', async () => {
        await readComments()
      })
    },
    choose(commentId, chosen) {
      const { outgoing, ticket, view } = get()
      if (outgoing === null || ticket === null || view === null || comments === null) return
      const choice = new Set(outgoing.comments.filter((comment) => comment.chosen).map(({ id }) => id))
      if (chosen) choice.add(commentId)
      else choice.delete(commentId)
      set({ choice, outgoing: prepareOutgoing(ticket, comments, view.scope, choice) })
    },
    draft: drafting.draft,
    stopDraft: drafting.stop,
    insert: drafting.insert,
    dismiss: drafting.dismiss,
    async search(query) {
      const { ticket } = get()
      if (ticket === null || query.trim() === '') return
      await act('search', async () => {
        const reply = await companion.search({ ticketId: ticket.id, query: query.trim() })
        if (reply.outcome === 'found') {
          const { passages } = reply
          const text =
            passages.length === 0 ? words.say('search.empty') : words.count('search.found', passages.length)
          set({ search: { passages, refusals: [] }, said: { place: 'search', tone: 'info', text } })
        } else set({ search: { passages: null, refusals: reply.refusals } })
      })
    },
    async copyPlain(place, text) {
      const copied = await copy(text)
      set({
        said: {
          place,
          tone: copied ? 'success' : 'warning',
          text: words.say(copied ? 'search.copied' : 'draft.copy_failed'),
        },
      })
    },
    say: (said) => set({ said }),
    visible(yes) {
      if (yes) watch?.resume()
      // A draft under way needs the consent status, seen or not.
      else if (!draftUnderWay(get())) watch?.pause()
    },
    online(yes) {
      if (!yes) set({ offline: true })
      else if (get().stage === 'failed') void open()
      else watch?.now()
    },
    close() {
      for (const farewell of farewells) farewell()
      drafting.stop()
      watch?.stop()
      companion.close()
    },
  }
}
