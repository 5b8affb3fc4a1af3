import { expect } from 'chai'
import type { Writers } from '../../../src/zendesk/comments.ts'
import { createPeopleReader, type TicketPeople } from '../../../src/zendesk/people.ts'
import type { ZafClient } from '../../../src/zendesk/zaf.ts'

const TICKET_PATH = '/api/v2/tickets/5.json?include=users,organizations'
const SIGNED_IN = { id: 9, name: 'Ines Wolkenrath', email: 'ines@shop.example', role: 'Team lead' }
const COPIED = {
  id: 78,
  name: 'Caspian Reed',
  email: 'c@example.com',
  phone: '+44 7700 900377',
  role: 'end-user',
}
const ASSIGNED = { id: 10, name: 'Tobias Fahrenkamp', alias: 'Toby', email: 't@shop.example', role: 'admin' }
const TICKET = {
  ticket: {
    ...{ id: 5, requester_id: 77, submitter_id: 77, assignee_id: 10, organization_id: 81 },
    ...{ collaborator_ids: [78], email_cc_ids: [78], follower_ids: [] },
  },
  users: [{ id: 77, name: 'Maria Keller', role: 'end-user' }, ASSIGNED, COPIED],
  organizations: [{ id: 81, name: 'Copperlane Trust' }],
}
const WRITERS: Writers = {
  ids: ['77', '9'],
  users: [
    { id: 77, name: 'Maria Keller' },
    { ...SIGNED_IN, role: 'agent' },
  ],
  texts: 2,
}

function helpdesk(answers: Record<string, unknown>, signedIn: Record<string, unknown> = SIGNED_IN) {
  const asked: string[] = []
  const client: ZafClient = {
    get: async () => ({}),
    invoke: async () => undefined,
    on: () => undefined,
    off: () => undefined,
    async request({ url }) {
      asked.push(url)
      const answer = answers[url]
      if (answer === undefined) throw { status: 403, responseText: 'no' }
      return answer
    },
  }
  return { asked, read: createPeopleReader(client, signedIn), answers }
}
const readOnce = (answers: Record<string, unknown>, signedIn = SIGNED_IN as Record<string, unknown>) =>
  helpdesk(answers, signedIn).read('5', '77', WRITERS)
const everything = ({ names, agents, emails, phones, organizations }: TicketPeople) =>
  [...names, ...agents, ...emails, ...phones, ...organizations].join(' ')

describe('src/zendesk/people', () => {
  it('knows people in copy, agents with the name that requesters see, and the organization, by one request', async () => {
    const { asked, read } = helpdesk({ [TICKET_PATH]: TICKET })
    const people = await read('5', '77', WRITERS)
    expect(asked).to.deep.equal([TICKET_PATH])
    expect({ ...people, agents: [...new Set(people.agents)] }).to.deep.include({
      agents: ['Ines Wolkenrath', 'Tobias Fahrenkamp', 'Toby'],
      phones: ['+44 7700 900377'],
      organizations: ['Copperlane Trust'],
      complete: true,
    })
    expect(people.names).to.include.members(['Maria Keller', 'Caspian Reed']).and.to.not.include('Toby')
    expect(people.emails).to.include.members(['ines@shop.example', 't@shop.example', 'c@example.com'])
  })

  it('asks for those whom neither answer brought along, all at once', async () => {
    const more = '/api/v2/users/show_many.json?ids=12,10,78,79,80'
    const { ticket } = TICKET
    const { asked, read } = helpdesk({
      [TICKET_PATH]: {
        ...TICKET,
        users: [],
        ticket: { ...ticket, email_cc_ids: [79], follower_ids: [80, 9] },
      },
      [more]: { users: [COPIED, { id: 79, name: 'Layla Zard' }] },
    })
    const people = await read('5', '77', { ...WRITERS, ids: ['77', '9', '12'] })
    expect(asked).to.deep.equal([TICKET_PATH, more])
    expect(people.names).to.include.members(['Caspian Reed', 'Layla Zard'])
    expect(people.complete, 'who is not answered was deleted').to.equal(true)
  })

  it('asks once while nobody writes, and anew when somebody did or another ticket is read', async () => {
    const other = TICKET_PATH.replace('5', '6')
    const { asked, read } = helpdesk({ [TICKET_PATH]: TICKET, [other]: TICKET })
    const first = await read('5', '77', WRITERS)
    expect(await read('5', '77', WRITERS)).to.equal(first)
    expect(asked).to.deep.equal([TICKET_PATH])
    await read('5', '77', { ...WRITERS, texts: 3 })
    await read('5', '78', { ...WRITERS, texts: 3 })
    await read('6', '78', { ...WRITERS, texts: 3 })
    expect(asked).to.deep.equal([TICKET_PATH, TICKET_PATH, TICKET_PATH, other])
  })

  const { organizations: _, ...WITHOUT_ORGANIZATION } = TICKET
  const INCOMPLETE: Record<string, { answers: Record<string, unknown>; signedIn?: Record<string, unknown> }> =
    {
      'the ticket is not answered': { answers: {} },
      'the answer is no ticket': { answers: { [TICKET_PATH]: 'oops' } },
      'the organization is missing': { answers: { [TICKET_PATH]: WITHOUT_ORGANIZATION } },
      'people in copy are not answered': { answers: { [TICKET_PATH]: { ...TICKET, users: [ASSIGNED] } } },
      'whoever is signed in has no name': { answers: { [TICKET_PATH]: TICKET }, signedIn: {} },
    }
  for (const [name, { answers, signedIn = SIGNED_IN }] of Object.entries(INCOMPLETE)) {
    it(`says so, keeps those it has, and tries again, when ${name}`, async () => {
      const { asked, read } = helpdesk(answers, signedIn)
      const people = await read('5', '77', WRITERS)
      expect(people.complete).to.equal(false)
      expect(everything(people), 'from the comments').to.include('Maria Keller').and.to.include('Ines')
      const before = asked.length
      await read('5', '77', WRITERS)
      expect(asked.length).to.equal(2 * before)
    })
  }

  it('asks for no more than one request takes, and says that some are missing', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => String(1000 + index))
    const more = `/api/v2/users/show_many.json?ids=${ids.slice(0, 100).join(',')}`
    const { asked, read } = helpdesk({ [TICKET_PATH]: TICKET, [more]: { users: [] } })
    expect((await read('5', '77', { ...WRITERS, ids })).complete).to.equal(false)
    expect(asked).to.deep.equal([TICKET_PATH, more])
    expect((await read('5', '77', { ...WRITERS, ids: ids.slice(0, 100) })).complete).to.equal(true)
  })

  it('is complete without an organization where the ticket has none', async () => {
    const ticket = { ...TICKET.ticket, organization_id: null }
    const people = await readOnce({ [TICKET_PATH]: { ...TICKET, ticket, organizations: [] } })
    expect([people.complete, people.organizations]).to.deep.equal([true, []])
  })

  it('takes no address and nothing else than words for a name', async () => {
    const odd = [
      { id: 78, name: 'who@example.com', email: 'who@example.com' },
      { id: 79, name: '  ', email: null, phone: 5 },
      { id: 80, name: ['x'], alias: { y: 1 } },
    ]
    const people = await readOnce({ [TICKET_PATH]: { ...TICKET, users: [ASSIGNED, ...odd] } })
    expect(people.names).to.deep.equal(['Maria Keller'])
    expect([people.emails.includes('who@example.com'), people.phones]).to.deep.equal([true, []])
  })
})
