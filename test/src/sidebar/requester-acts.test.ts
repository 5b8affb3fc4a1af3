import { expect } from 'chai'
import type { TicketView } from '../../../src/domain/api.ts'
import type { AgeFieldView } from '../../../src/domain/requester-api.ts'
import { createRequesterActs } from '../../../src/sidebar/requester-acts.ts'
import { createStore, type DeskState, OPENING } from '../../../src/sidebar/state.ts'
import { ticketView } from '../../support/fake-companion.ts'

const TICKET = {
  ...{ id: '7', subject: 'Refund', tags: [], unfit: [] },
  requester: { id: '21', name: 'Jo', email: 'jo@example.com', locale: 'en' },
  facets: { brandId: null, formId: null, groupId: null, channel: null },
} satisfies DeskState['ticket']
const HELD = ticketView({ ticketId: '7', revision: 8 })
const FIELD: AgeFieldView = {
  ageField: { fieldId: '103', kind: 'birth_date', years: 16 },
  today: '2026-11-27T09:00:00.000Z',
}

function start(given: {
  readonly field?: AgeFieldView | Error
  readonly value?: unknown
  readonly state?: Partial<DeskState>
  /** Another ticket is shown by the time the companion answers. */
  readonly leaves?: boolean
}) {
  const store = createStore<DeskState>({
    ...OPENING,
    ticket: TICKET,
    view: ticketView({ ticketId: '7' }),
    ...given.state,
  })
  const told: string[] = []
  const shown: TicketView[] = []
  const tell = async (what: string, ticketId: string, { requesterId }: { requesterId: string }) => {
    told.push(`${what} ${ticketId} ${requesterId}`)
    if (given.leaves) store.set({ ticket: { ...TICKET, id: '8' } })
    return HELD
  }
  const acts = createRequesterActs({
    store,
    async act(place, run) {
      told.push(`act ${place}`)
      await run()
      return true
    },
    showView: (view) => shown.push(view),
    helpdesk: {
      async readSavedField(ticketId, fieldId) {
        told.push(`read ${ticketId} ${fieldId}`)
        return given.value
      },
    },
    companion: {
      requester: {
        async ageField() {
          if (given.field instanceof Error) throw given.field
          return given.field ?? FIELD
        },
        underAge: (ticketId, report) => tell('under age', ticketId, report),
        ownQuestion: (ticketId, report) => tell('own question', ticketId, report),
      },
    },
  })
  return { acts, told, shown }
}

describe('what the sidebar finds of the requester', () => {
  it('tells that the field says under age, and nothing of what it holds', async () => {
    const { acts, told, shown } = start({ value: '2012-03-01' })
    await acts.lookAtAge()
    expect(told).to.deep.equal(['read 7 103', 'under age 7 21'])
    expect(shown).to.deep.equal([HELD])
  })

  const SILENT: Readonly<Record<string, Parameters<typeof start>[0]>> = {
    'somebody old enough': { value: '2010-11-27' },
    'an empty field': { value: '' },
    'a field that holds no date': { value: 'next year' },
    'a field that cannot be read': { value: undefined },
    'an account that names no field': { field: { ...FIELD, ageField: null }, value: '2012-03-01' },
    'a companion that does not answer': { field: new Error('away'), value: '2012-03-01' },
    'a ticket that is held already': {
      state: { view: ticketView({ consent: { ...ticketView().consent, overlays: ['minor_hold'] } }) },
      value: '2012-03-01',
    },
    'no ticket': { state: { ticket: null }, value: '2012-03-01' },
    'a ticket of which nothing is known yet': { state: { view: null }, value: '2012-03-01' },
  }
  for (const [name, given] of Object.entries(SILENT))
    it(`tells nothing, and shows nothing, for ${name}`, async () => {
      const { acts, told, shown } = start(given)
      await acts.lookAtAge()
      expect(told.filter((line) => line.startsWith('under age'))).to.deep.equal([])
      expect(shown).to.deep.equal([])
    })

  it('shows the answer of one ticket on no other', async () => {
    const { acts, told, shown } = start({ value: '2012-03-01', leaves: true })
    await acts.lookAtAge()
    expect(told).to.include('under age 7 21')
    expect(shown).to.deep.equal([])
  })

  it('passes on an agent’s word that the question is the requester’s own, as an act of drafting', async () => {
    const { acts, told, shown } = start({})
    await acts.ownQuestion()
    expect([told, shown]).to.deep.equal([['act draft', 'own question 7 21'], [HELD]])
    const none = start({ state: { ticket: null } })
    await none.acts.ownQuestion()
    expect(none.told).to.deep.equal([])
  })
})
