/** The agent's desk for one ticket: its state, and the acts that change it. Panels only show and call. */
import type { Companion, SessionEnd, Trouble } from '../companion/index.ts'
import { troubleFrom } from '../companion/index.ts'
import type { NarrowScopeRequest } from '../domain/api.ts'
import type {
  ConsentDeskView,
  EvidenceView,
  RecordConsentRequest,
  SecondLookRequest,
} from '../domain/consent-api.ts'
import type { DecisionProof } from '../domain/decision.ts'
import type { DismissReason, Rewrite } from '../domain/draft.ts'
import { FORM_YES } from '../domain/form-tags.ts'
import type { SidebarWords } from '../words.ts'
import type { Helpdesk, PublicComments } from '../zendesk/index.ts'
import { actsOnDemand } from './acts-on-demand.ts'
import { createConsentActs } from './consent-acts.ts'
import { createDraftLife } from './draft-life.ts'
import { overtaken } from './draft-progress.ts'
import { createDrafting } from './drafting.ts'
import type { createLaterActs } from './later-acts.ts'
import type { prepareOutgoing } from './outgoing.ts'
import { type FindPlantedText, plantedSigns } from './planted-signs.ts'
import { troubleSentence, waitSentence } from './refusal-words.ts'
import { createRequesterActs } from './requester-acts.ts'
import type { RewriteDetail } from './rewriting.ts'
import {
  createStore,
  type DeskState,
  type DraftOptions,
  type DraftWish,
  draftUnderWay,
  modelDrafts,
  OPENING,
  type Place,
  type Said,
} from './state.ts'
import { createStatusWriting } from './status-writing.ts'
import { tellOpening, tellWhere } from './ticket-opening.ts'
import { startWatch, type Watch } from './watch.ts'

export interface Tools {
  readonly helpdesk: Helpdesk
  readonly companion: Companion
  readonly words: SidebarWords
  newId(): string
  now(): number
  after(milliseconds: number, act: () => void): () => void
  copy(text: string): Promise<boolean>
  /** What stands in the fields that the agent has typed in. */
  typedWords(): string
  /** Nothing of a ticket is read, and nothing leaves, before it is there. */
  loadReading(): Promise<TicketReading>
  loadLaterActs(): Promise<{ readonly createLaterActs: typeof createLaterActs }>
}

export interface TicketReading {
  readonly prepareOutgoing: typeof prepareOutgoing
  readonly findPlantedText: FindPlantedText
}

export interface Desk {
  get(): DeskState
  subscribe(listener: () => void): () => void
  open(): Promise<void>
  askForConsent(): Promise<void>
  recordConsent(request: RecordConsentRequest): Promise<boolean>
  readConsentDesk(): Promise<ConsentDeskView | null>
  openEvidence(): Promise<EvidenceView | null>
  decideSecondLook(look: SecondLookRequest['look'], epoch: number): Promise<void>
  carryOver(epoch: number): Promise<void>
  /** What somebody's no has overtaken is out of the reply. */
  confirmRemoval(): Promise<void>
  /** An agent's word that what looks passed on is the requester's own question. */
  ownQuestion(): Promise<void>
  narrow(request: NarrowScopeRequest): Promise<boolean>
  preview(): Promise<void>
  choose(commentId: string, chosen: boolean): void
  /** Takes words out of what leaves, or lets them leave again. */
  strike(words: string): void
  unstrike(words: string): void
  setOptions(options: DraftOptions): void
  draft(wish?: DraftWish): Promise<void>
  stopDraft(): void
  rewrite(how: Rewrite, detail?: RewriteDetail): Promise<void>
  /** Back to the draft that the present one was made from. */
  undoRewrite(): void
  summarise(): Promise<void>
  closeSummary(): void
  insert(sentenceIds: readonly string[], how: 'insert' | 'copy'): Promise<void>
  dismiss(reason: DismissReason): Promise<boolean>
  search(query: string): Promise<void>
  takeDecision(place: Place, decisionId: string): Promise<DecisionProof | null>
  copyPlain(place: Place, text: string): Promise<void>
  say(said: Said | null): void
  /** Leaves for another ticket of the helpdesk. */
  goToTicket(ticketId: string): Promise<void>
  /** Whether this agent opens what is held of a person; `false` while nobody knows. */
  mayOpenDossiers(): Promise<boolean>
  /** Leaves for the console, to the person of this ticket. */
  goToDossier(): Promise<void>
  /** What went wrong; the session may then be open still. `null`: it has ended, or something else is under way. */
  signOut(): Promise<Trouble | null>
  /** Of a page whose time ran out: takes along what was typed. */
  copyTyped(): Promise<boolean>
  /** The page is seen again, or the network came or went. */
  visible(yes: boolean): void
  online(yes: boolean): void
  close(): void
}

const OPEN_AGAIN_MS = 2_000
const SLOWEST_OPENING_MS = 30_000
const LONGEST_TURN_MS = 5_000

export function createDesk(tools: Tools): Desk {
  const { helpdesk, companion, words, after } = tools
  const store = createStore<DeskState>(OPENING)
  const { get, set } = store
  let watch: Watch | null = null
  let comments: PublicComments | null = null
  let looked = false
  let unanswered = 0
  let cancelOpening = () => {}
  let openingWait = OPEN_AGAIN_MS
  let reading: TicketReading | null = null
  const farewells: (() => void)[] = []
  const statusWriting = createStatusWriting(helpdesk, () => {
    if (get().said === null)
      set({ said: { place: 'status', tone: 'info', text: words.say('status.tag_not_written') } })
  })

  const life = createDraftLife({ ...tools, store })

  /** One place decides what a failure means for the whole page; the act only says that it failed. */
  function tell(place: Place, error: unknown): Trouble {
    const trouble = troubleFrom(error)
    if (trouble.kind === 'signed_out') set({ stage: 'signed_out', trouble })
    else if (trouble.kind === 'offline') {
      set({ offline: true, said: { place, tone: 'warning', text: words.say('trouble.offline_act') } })
    } else {
      const text = [troubleSentence(words, trouble), waitSentence(words, trouble) ?? ''].join(' ').trim()
      const { requestId } = trouble
      const step =
        trouble.kind === 'fault' && trouble.code === 'REQUESTER_CHANGED' ? 'reload_ticket' : undefined
      set({
        said: {
          ...{ place, tone: 'danger', text },
          ...(requestId === null ? {} : { requestId }),
          ...(step === undefined ? {} : { step }),
        },
      })
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
    const { draft, view: before } = get()
    // An answer that overtook a newer one must not bring the older state back.
    if (before !== null && before.ticketId === view.ticketId && view.revision < before.revision) return
    const erased = view.consent.overlays.includes('erased')
    set({
      view,
      offline: false,
      stale: false,
      // Of somebody who was erased no words stay in sight.
      draft: draft === null || erased ? null : overtaken(draft, view.consent.epoch, null),
      ...(erased ? { summary: null, outgoing: null } : {}),
      ...(['requested', 'not_required'].includes(view.consent.status) ? {} : { asked: null }),
    })
    if (before?.scopeHash !== view.scopeHash) prepareAgain()
    statusWriting.follow(view)
    lookEarly()
    life.look()
  }

  const showTags = (tags: readonly string[]) => set({ formSaysYes: tags.includes(FORM_YES) })

  /** What leaves, anew: with another choice, other struck words or another scope. */
  function prepareAgain(): void {
    const { ticket, view, choice, struck } = get()
    if (ticket === null || view === null || comments === null || reading === null) return
    set({ outgoing: reading.prepareOutgoing(ticket, comments, view.scope, choice, struck) })
  }

  /** Read before it is asked for only where a draft may be made: a no of the requester leaves the text alone. */
  function lookEarly(): void {
    const { view } = get()
    if (view === null || view.refusals.length > 0 || comments !== null || looked) return
    looked = true
    // Whoever drafts will be told what is wrong; nobody has asked yet.
    readComments().catch(() => undefined)
  }

  async function readLocales(): Promise<void> {
    if (!modelDrafts(get())) return
    // Only choices hang on it: without them drafting works as before.
    const known = await companion.me().catch(() => null)
    if (known !== null) set({ locales: known.helpCenterLocales })
  }

  async function poll(signal: AbortSignal): Promise<void> {
    const { ticket } = get()
    if (ticket === null) return
    try {
      const view = await companion.readTicket(ticket.id, signal)
      unanswered = 0
      if (get().ticket?.id === ticket.id) showView(view)
    } catch (error) {
      if (signal.aborted) return
      const trouble = troubleFrom(error)
      unanswered += 1
      // One alone may be a moment's: nobody need be told.
      if (trouble.kind === 'fault' && unanswered > 1) set({ stale: true })
      if (trouble.kind === 'signed_out') {
        set({ stage: 'signed_out', trouble })
        watch?.stop()
      }
      if (trouble.kind === 'offline') set({ offline: true })
      throw error
    }
  }

  let lastOpen: Pick<DeskState, 'ticket' | 'struck' | 'options'> = OPENING
  let openings = 0
  let opened: Promise<void> | null = null
  /**
   * One after the other: told the other way round, the companion would decide for the requester before. One that
   * hangs is not waited for long.
   * @param again of its own accord, after nobody answered: what is said of that stays until somebody does.
   */
  function open(again = false): Promise<void> {
    // An opening that another one overtakes leaves nothing to go on from.
    const { ticket, struck, options } = get()
    if (ticket !== null) lastOpen = { ticket, struck, options }
    cancelOpening()
    if (!again) {
      set({ ...OPENING })
      openingWait = OPEN_AGAIN_MS
    }
    life.forget()
    comments = null
    looked = false
    openings += 1
    const turn = openings
    const turnCame =
      opened === null
        ? Promise.resolve()
        : Promise.race([opened, new Promise<void>((go) => after(LONGEST_TURN_MS, go))])
    opened = turnCame
      .then(() => openNow(() => turn === openings))
      .finally(() => {
        if (turn === openings) opened = null
      })
    return opened
  }

  async function openNow(newest: () => boolean): Promise<void> {
    if (!newest()) return
    try {
      const ticket = await helpdesk.readTicket()
      const { ticket: last, struck, options } = lastOpen
      const same = last?.id === ticket.id && last.requester.id === ticket.requester.id
      const view = await tellOpening(helpdesk, companion, ticket)
      if (!newest()) return
      set({ stage: 'open', trouble: null, ticket, view, ...(same ? { struck, options } : {}) })
      showTags(ticket.tags)
      void requesterActs.lookAtAge()
      statusWriting.follow(view)
      lookEarly()
      void readLocales()
      watch ??= startWatch(poll, after)
    } catch (error) {
      if (!newest()) return
      const trouble = troubleFrom(error)
      set({ stage: trouble.kind === 'signed_out' ? 'signed_out' : 'failed', trouble })
      if (trouble.kind === 'offline') {
        cancelOpening = after(openingWait, () => void open(true))
        openingWait = Math.min(openingWait * 2, SLOWEST_OPENING_MS)
      }
    }
  }

  async function readComments(): Promise<PublicComments> {
    const { ticket } = get()
    if (ticket === null) throw new TypeError('the ticket is not open')
    const loaded = await tools.loadReading()
    const read = await helpdesk.readPublicComments(ticket)
    reading = loaded
    // Another ticket or requester was opened meanwhile: this text is not theirs.
    if (get().ticket !== ticket) throw new TypeError('the ticket was left')
    const news = comments !== null && comments.lastCommentId !== read.lastCommentId
    comments = read
    set({ signs: plantedSigns(ticket, read, loaded.findPlantedText), ...(news ? { choice: null } : {}) })
    prepareAgain()
    const { draft, view } = get()
    if (draft !== null && view !== null) {
      set({ draft: overtaken(draft, view.consent.epoch, read.lastCommentId) })
    }
    return read
  }

  const refresh = () => watch?.now()
  const surroundings = { ...tools, store, life, act, tell, readComments, refresh, showView }
  const drafting = createDrafting(surroundings)
  const laterActs = actsOnDemand(async () => {
    const part = await tools.loadLaterActs()
    return () => part.createLaterActs(surroundings, drafting)
  }, tell)
  const requesterActs = createRequesterActs(surroundings)

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

  /** Nothing of the ticket stays in the page, on it or behind it, once nobody is signed in. */
  function clear(how: SessionEnd): void {
    // Before the fields go. Whoever was signed out, or signed themselves out, leaves nothing behind.
    const typed = how === 'lapsed' ? tools.typedWords() : ''
    cancelOpening()
    drafting.stop()
    laterActs.closeSummary()
    life.forget()
    watch?.stop()
    comments = null
    store.end({
      ...OPENING,
      typed,
      stage: 'signed_out',
      trouble: { kind: 'signed_out', code: 'SESSION_EXPIRED' },
    })
  }

  farewells.push(
    companion.page.onEnded(clear),
    helpdesk.onConversationChanged(() => void lookAgain()),
    helpdesk.onActivated(() => watch?.now()),
    helpdesk.onFacetsChanged(() => void tellWhere({ helpdesk, companion, get, showView, showTags })),
    helpdesk.onRequesterChanged(() => {
      drafting.stop()
      laterActs.closeSummary()
      void open()
    }),
  )

  return {
    get,
    subscribe: store.subscribe,
    open: () => open(),
    ...laterActs,
    ...createConsentActs(surroundings),
    ownQuestion: requesterActs.ownQuestion,
    async preview() {
      await act('preview', async () => {
        await readComments()
      })
    },
    choose(commentId, chosen) {
      const { outgoing } = get()
      if (outgoing === null) return
      const choice = new Set(outgoing.comments.filter((comment) => comment.chosen).map(({ id }) => id))
      if (chosen) choice.add(commentId)
      else choice.delete(commentId)
      set({ choice })
      prepareAgain()
    },
    strike(struckWords) {
      const { struck } = get()
      const plain = struckWords.replace(/\s+/g, ' ').trim()
      if (plain === '' || struck.includes(plain)) return
      set({ struck: [...struck, plain] })
      prepareAgain()
    },
    unstrike(struckWords) {
      set({ struck: get().struck.filter((other) => other !== struckWords) })
      prepareAgain()
    },
    setOptions: (options) => set({ options }),
    draft: drafting.draft,
    stopDraft: drafting.stop,
    insert: drafting.insert,
    dismiss: drafting.dismiss,
    say: (said) => set({ said }),
    async goToTicket(ticketId) {
      await act('status', () => helpdesk.goToTicket(ticketId))
    },
    mayOpenDossiers: () =>
      companion.me().then(
        ({ roles }) => roles.includes('compliance'),
        () => false,
      ),
    async goToDossier() {
      const { ticket } = get()
      if (ticket !== null) await act('status', () => helpdesk.goToConsole(`requesters/${ticket.id}`))
    },
    copyTyped: () => tools.copy(get().typed),
    async signOut() {
      let trouble: Trouble | null = null
      await act('status', async () => {
        trouble = await companion.page.signOut().then(() => null, troubleFrom)
        if (trouble?.kind === 'offline') set({ offline: true })
        if (trouble?.kind === 'signed_out') set({ stage: 'signed_out', trouble })
      })
      return trouble
    },
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
      companion.page.leave()
      cancelOpening()
      for (const farewell of farewells) farewell()
      drafting.stop()
      laterActs.closeSummary()
      life.forget()
      watch?.stop()
      companion.close()
    },
  }
}
