import { expect } from 'chai'
import type { TicketView } from '../../../src/domain/api.ts'
import { createConsentActs } from '../../../src/sidebar/consent-acts.ts'
import { emptyDraft } from '../../../src/sidebar/draft-progress.ts'
import { createStore, type DeskState, type DraftState, OPENING } from '../../../src/sidebar/state.ts'
import { CONSENT_DESK, EVIDENCE, refusalView, ticketView } from '../../support/fake-companion.ts'

const TICKET = {
  ...{ id: '7', subject: 'Refund', tags: [], unfit: [] },
  requester: { id: '21', name: 'Jo', email: 'jo@example.com', locale: 'en' },
  facets: { brandId: null, formId: null, groupId: null, channel: null },
} satisfies DeskState['ticket']
const AFTER = ticketView({ ticketId: '7', revision: 9 })
const UNSENT = ticketView({
  ticketId: '7',
  unsent: ['d1', 'd2'],
  refusals: [refusalView({ reason: 'DRAFT_TO_REMOVE' }), refusalView({ reason: 'SCOPE_EXPIRED' })],
})
const DRAFT: DraftState = { ...emptyDraft('d1', 2, {}), stage: 'ready' }

function start(given: { readonly state?: Partial<DeskState>; readonly fails?: string } = {}) {
  const store = createStore<DeskState>({
    ...OPENING,
    ticket: TICKET,
    view: ticketView({ ticketId: '7' }),
    ...given.state,
  })
  const told: string[] = []
  const shown: TicketView[] = []
  const tell = async <T>(what: string, answer: T): Promise<T> => {
    told.push(what)
    if (given.fails === what) throw new Error('the companion says no')
    return answer
  }
  const acts = createConsentActs({
    store,
    act: (_place, run) =>
      run().then(
        () => true,
        () => false,
      ),
    showView: (view) => shown.push(view),
    refresh: () => told.push('refresh'),
    words: { say: (key) => key },
    life: { dismissed: (draftId) => told.push(`dismissed ${draftId}`) },
    companion: {
      confirmRemoval: (draftId) => tell(`removed ${draftId}`, undefined),
      consents: {
        desk: (ticketId) => tell(`desk ${ticketId}`, CONSENT_DESK),
        evidence: (ticketId) => tell(`evidence ${ticketId}`, EVIDENCE),
        look: (ticketId, { look, epoch }) => tell(`${look} ${ticketId} ${epoch}`, AFTER),
        carryOver: (ticketId, { epoch }) => tell(`carry ${ticketId} ${epoch}`, AFTER),
      },
    },
  })
  return { acts, store, told, shown }
}

describe('what the agent does about consent', () => {
  it('decides on the epoch that was read, shows the answer and says what was done', async () => {
    const { acts, store, told, shown } = start()
    await acts.decideSecondLook('confirm', 4)
    expect(store.get().said).to.deep.equal({
      place: 'consent',
      tone: 'success',
      text: 'second_look.confirmed',
    })
    await acts.decideSecondLook('reject', 5)
    expect(store.get().said?.text).to.equal('second_look.rejected')
    await acts.carryOver(6)
    expect(store.get().said?.text).to.equal('carry_over.done')
    expect([told, shown]).to.deep.equal([
      ['confirm 7 4', 'reject 7 5', 'carry 7 6'],
      [AFTER, AFTER, AFTER],
    ])
  })

  for (const fails of ['confirm 7 4', 'carry 7 6'])
    it(`says nothing was done, and shows nothing, when "${fails}" is refused`, async () => {
      const { acts, store, shown } = start({ fails })
      if (fails.startsWith('carry')) await acts.carryOver(6)
      else await acts.decideSecondLook('confirm', 4)
      expect([store.get().said, shown]).to.deep.equal([null, []])
    })

  it('opens the evidence only when asked to, and gives none that could not be had', async () => {
    const { acts, told } = start()
    expect(await acts.openEvidence()).to.equal(EVIDENCE)
    expect(told).to.deep.equal(['evidence 7'])
    expect(await start({ fails: 'evidence 7' }).acts.openEvidence()).to.equal(null)
  })

  it('goes on without the offers where they cannot be read', async () => {
    expect(await start().acts.readConsentDesk()).to.equal(CONSENT_DESK)
    expect(await start({ fails: 'desk 7' }).acts.readConsentDesk()).to.equal(null)
  })

  it('asks nothing where no ticket is shown', async () => {
    const { acts, told, shown } = start({ state: { ticket: null, view: null } })
    await acts.decideSecondLook('confirm', 4)
    await acts.carryOver(6)
    await acts.confirmRemoval()
    expect([await acts.readConsentDesk(), await acts.openEvidence()]).to.deep.equal([null, null])
    expect([told, shown]).to.deep.equal([[], []])
  })

  describe('that words were taken out of the reply', () => {
    it('is noted draft by draft, and the reply is free again', async () => {
      const { acts, store, told } = start({ state: { view: UNSENT, draft: DRAFT } })
      await acts.confirmRemoval()
      expect(told).to.deep.equal(['removed d1', 'dismissed d1', 'removed d2', 'dismissed d2', 'refresh'])
      const { view, draft, said } = store.get()
      expect([view?.unsent, draft, said?.text]).to.deep.equal([[], null, 'removal.done'])
      expect(view?.refusals.map(({ refusal }) => refusal.reason)).to.deep.equal(['SCOPE_EXPIRED'])
    })

    it('leaves the draft that is shown alone where another was meant', async () => {
      const other = { ...DRAFT, id: 'd9' }
      const { acts, store } = start({ state: { view: UNSENT, draft: other } })
      await acts.confirmRemoval()
      expect(store.get().draft).to.equal(other)
    })

    it('stays asked for when noting it fails half-way, and looks again at what was noted', async () => {
      const { acts, store, told } = start({ state: { view: UNSENT, draft: DRAFT }, fails: 'removed d2' })
      await acts.confirmRemoval()
      expect(told).to.deep.equal(['removed d1', 'dismissed d1', 'removed d2', 'refresh'])
      const { view, said } = store.get()
      expect([view?.unsent, said]).to.deep.equal([['d1', 'd2'], null])
    })

    it('asks nothing where nothing is to be taken out', async () => {
      const { acts, told } = start()
      await acts.confirmRemoval()
      expect(told).to.deep.equal([])
    })
  })
})
