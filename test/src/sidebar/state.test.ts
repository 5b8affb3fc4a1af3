import { expect } from 'chai'
import type { TicketView } from '../../../src/domain/api.ts'
import type { Rewrite } from '../../../src/domain/draft.ts'
import type { Action } from '../../../src/domain/scope.ts'
import { emptyDraft } from '../../../src/sidebar/draft-progress.ts'
import {
  createStore,
  type DeskState,
  type DraftState,
  mayDraft,
  mayDraftHere,
  mayInsert,
  mayRewrite,
  maySummarise,
  OPENING,
} from '../../../src/sidebar/state.ts'
import {
  finishedDraft,
  modelDraft,
  modelView,
  refusalView,
  ticketView,
} from '../../support/fake-companion.ts'

const MODEL_DRAFT: DraftState = { ...emptyDraft('d', 2, {}), stage: 'ready', draft: modelDraft('d') }
const COPIED: DraftState = { ...MODEL_DRAFT, draft: finishedDraft('d') }
const WRITING: DraftState = { ...MODEL_DRAFT, stage: 'writing' }
const refused = (view: TicketView, ...reasons: ('KILL_SWITCH_ON' | 'RECIPIENT_NOT_DISCLOSED')[]) => ({
  ...view,
  refusals: reasons.map((reason) =>
    refusalView(
      reason === 'KILL_SWITCH_ON'
        ? { reason, why: 'pulled', level: 'account' }
        : { reason, recipient: 'x@y' },
    ),
  ),
})
const permits = (...actions: Action[]) => ({ ...modelView(), scope: { ...modelView().scope, actions } })
const desk = (change: Partial<DeskState> = {}): DeskState => ({
  ...OPENING,
  stage: 'open',
  view: modelView(),
  ...change,
})

interface Row {
  readonly state: DeskState
  readonly draft: boolean
  readonly here: boolean
}
const DRAFTING: Record<string, Row> = {
  'a ticket that permits it': { state: desk(), draft: true, here: true },
  'a ticket that is not open': { state: desk({ view: null }), draft: false, here: false },
  'no connection': { state: desk({ offline: true }), draft: false, here: false },
  'another act under way': { state: desk({ busy: 'consent' }), draft: false, here: false },
  'a draft under way': { state: desk({ draft: WRITING }), draft: false, here: false },
  'a rewrite under way': {
    state: desk({ draft: MODEL_DRAFT, rewriting: WRITING }),
    draft: false,
    here: false,
  },
  'a drafter that is here anyway': { state: desk({ view: ticketView() }), draft: true, here: false },
  'a model that the requester was not told of': {
    state: desk({ view: refused(modelView(), 'RECIPIENT_NOT_DISCLOSED') }),
    draft: false,
    here: true,
  },
  'that and the kill switch': {
    state: desk({ view: refused(modelView(), 'RECIPIENT_NOT_DISCLOSED', 'KILL_SWITCH_ON') }),
    draft: false,
    here: false,
  },
}

interface RewriteRow {
  readonly state: DeskState
  readonly ways: readonly Rewrite[]
}
const REWRITING: Record<string, RewriteRow> = {
  'what a model worded': { state: desk({ draft: MODEL_DRAFT }), ways: ['shorter', 'translate', 'only_part'] },
  'what was copied': { state: desk({ draft: COPIED }), ways: ['only_part'] },
  'no draft': { state: desk(), ways: [] },
  'a draft that is not ready': { state: desk({ draft: WRITING }), ways: [] },
  'a draft that was overtaken': { state: desk({ draft: { ...MODEL_DRAFT, closed: 'ticket' } }), ways: [] },
  'a draft that is being rewritten': { state: desk({ draft: MODEL_DRAFT, rewriting: WRITING }), ways: [] },
  'what the scope does not let be rewritten': {
    state: desk({ draft: MODEL_DRAFT, view: permits('draft', 'summarise') }),
    ways: [],
  },
}

const SUMMING: Record<string, { state: DeskState; may: boolean }> = {
  'where the scope permits it': { state: desk(), may: true },
  'where it does not': { state: desk({ view: permits('draft', 'rewrite') }), may: false },
  'where no model drafts': {
    state: desk({ view: { ...ticketView(), scope: { ...ticketView().scope, actions: ['summarise'] } } }),
    may: false,
  },
  'where the gate says no': { state: desk({ view: refused(modelView(), 'KILL_SWITCH_ON') }), may: false },
  'while it sums up': {
    state: desk({
      summary: { stage: 'writing', points: [], dropped: 0, refusals: [], decision: null, trouble: null },
    }),
    may: false,
  },
}

describe('src/sidebar/state', () => {
  for (const [name, { state, draft, here }] of Object.entries(DRAFTING)) {
    it(`knows whether it may draft, with the scope's drafter and here: ${name}`, () => {
      expect([mayDraft(state), mayDraftHere(state)]).to.deep.equal([draft, here])
    })
  }

  for (const [name, { state, ways }] of Object.entries(REWRITING)) {
    it(`rewrites ${name}: ${ways.join(', ') || 'no'}`, () => {
      const all: readonly Rewrite[] = ['shorter', 'translate', 'only_part']
      expect(all.filter((how) => mayRewrite(state, how))).to.deep.equal(ways)
      if (ways.length > 0) expect(mayInsert(state)).to.equal(true)
    })
  }

  for (const [name, { state, may }] of Object.entries(SUMMING)) {
    it(`sums up ${name}: ${may ? 'yes' : 'no'}`, () => {
      expect(maySummarise(state)).to.equal(may)
    })
  }

  it('ends with what it is told last, for everybody who listens; what comes later changes nothing', () => {
    const store = createStore({ text: 'of the ticket', stage: 'open' })
    const seen: string[] = []
    store.subscribe(() => seen.push(store.get().stage))
    store.set({ stage: 'busy' })
    store.end({ text: '', stage: 'over' })
    store.set({ text: 'an answer that was under way', stage: 'open' })
    expect(store.get()).to.deep.equal({ text: '', stage: 'over' })
    expect(seen).to.deep.equal(['busy', 'over'])
  })
})
