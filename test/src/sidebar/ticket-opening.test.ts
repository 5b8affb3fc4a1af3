import { expect } from 'chai'
import type { OpenTicketRequest, TicketView } from '../../../src/domain/api.ts'
import { openingOf, tellWhere } from '../../../src/sidebar/ticket-opening.ts'
import type { HelpdeskTicket } from '../../../src/zendesk/index.ts'
import { ticketView } from '../../support/fake-companion.ts'

const TICKET: HelpdeskTicket = {
  id: '35436',
  subject: 'A jacket',
  tags: ['shop'],
  requester: { id: '77', name: 'Maria Keller', email: 'm@example.com', locale: 'de' },
  facets: { brandId: '11', formId: null, groupId: '33', channel: 'email' },
  unfit: [],
}

describe('what the companion is told of a ticket', () => {
  it('is where it stands and whose it is, and neither subject nor name', () => {
    expect(openingOf(TICKET)).to.deep.equal({
      requesterId: '77',
      locale: 'de',
      tags: ['shop'],
      unfit: [],
      facets: { brandId: '11', formId: null, groupId: '33', channel: 'email' },
    })
    expect(openingOf({ ...TICKET, requester: { ...TICKET.requester, locale: null } })).to.not.have.property(
      'locale',
    )
  })

  async function tell(
    now: HelpdeskTicket,
    open: HelpdeskTicket | null = TICKET,
    breaks = false,
    later: HelpdeskTicket = now,
  ) {
    let reads = 0
    const told: OpenTicketRequest[] = []
    const shown: TicketView[] = []
    await tellWhere({
      helpdesk: {
        async readTicket() {
          reads += 1
          return reads === 1 ? now : later
        },
      },
      companion: {
        async openTicket(_id, request) {
          told.push(request)
          if (breaks) throw new TypeError('offline')
          return ticketView()
        },
      },
      get: () => ({ stage: 'open', ticket: open }),
      showView: (view) => void shown.push(view),
      showTags: () => {},
    })
    return { told, shown: shown.length }
  }

  it('is told again when it stands elsewhere, and what the companion makes of it is shown', async () => {
    const moved = { ...TICKET, facets: { ...TICKET.facets, brandId: '12' } }
    expect(await tell(moved)).to.deep.equal({ told: [openingOf(moved)], shown: 1 })
  })

  it('is told without a no that was lifted while it was being told', async () => {
    const suspended: HelpdeskTicket = { ...TICKET, unfit: ['suspended'] }
    const lifted = await tell(suspended, TICKET, false, TICKET)
    expect(lifted).to.deep.equal({ told: [openingOf(suspended), openingOf(TICKET)], shown: 1 })
    const once = { told: [openingOf(suspended)], shown: 1 }
    expect(await tell(suspended)).to.deep.equal(once)
    expect(await tell(suspended, TICKET, false, { ...TICKET, id: '2' })).to.deep.equal(once)
  })

  it('is not told of another ticket or requester, nor of none', async () => {
    const nothing = { told: [], shown: 0 }
    expect(await tell({ ...TICKET, id: '2' })).to.deep.equal(nothing)
    expect(await tell({ ...TICKET, requester: { ...TICKET.requester, id: '78' } })).to.deep.equal(nothing)
    expect(await tell(TICKET, null)).to.deep.equal(nothing)
  })

  it('breaks nothing when the companion does not answer', async () => {
    expect((await tell(TICKET, TICKET, true)).shown).to.equal(0)
  })
})
