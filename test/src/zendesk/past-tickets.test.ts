import { expect } from 'chai'
import { openPastTickets, type SolvedTicket, type ZafClient } from '../../../src/zendesk/index.ts'
import { createPeopleReader } from '../../../src/zendesk/people.ts'

const TICKET: SolvedTicket = {
  ticketId: '41',
  requesterId: '7',
  subject: 'Refund',
  brandId: '3',
  formId: null,
  groupId: null,
  channel: 'email',
  tags: ['vip'],
}
/** Somebody in copy whom the helpdesk does not hand over with the ticket. */
const AROUND = {
  ticket: {
    id: 41,
    requester_id: 7,
    submitter_id: 7,
    assignee_id: 9,
    organization_id: 81,
    email_cc_ids: [8],
  },
  users: [
    { id: 7, name: 'Mira Uhland', email: 'm@x.example', role: 'end-user', locale: 'de-AT' },
    { id: 9, name: 'Agent Anna', role: 'agent' },
  ],
  organizations: [{ id: 81, name: 'Copperlane Trust' }],
}
const EXPORT = '/api/v2/search/export.json'

interface Ground {
  readonly asked: string[]
  readonly waited: number[]
  readonly past: ReturnType<typeof openPastTickets>
}

/** Answers by the beginning of the address; a function is asked each time. */
function ground(answers: Readonly<Record<string, unknown>>): Ground {
  const asked: string[] = []
  const waited: number[] = []
  let clock = 0
  // As the framework's own: its methods come from a class.
  const zaf: ZafClient = Object.create({
    get: async () => ({ currentUser: { id: 4, name: 'Ada Signed', email: 'ada@shop.example' } }),
    invoke: async () => ({}),
    on: () => undefined,
    off: () => undefined,
    async request({ url }) {
      asked.push(url)
      const found = Object.entries(answers).find(([start]) => url.startsWith(start))?.[1]
      const answer = typeof found === 'function' ? found(asked.length) : found
      if (answer === undefined) throw { status: 404 }
      if (typeof answer === 'object' && answer !== null && 'status' in answer) throw answer
      return answer
    },
  } satisfies ZafClient)
  const wait = async (milliseconds: number) => {
    waited.push(milliseconds)
    clock += milliseconds
  }
  return { asked, waited, past: openPastTickets(zaf, { wait, now: () => clock }) }
}

const entry = {
  id: 41,
  requester_id: 7,
  subject: 'Refund',
  brand_id: 3,
  via: { channel: 'email' },
  tags: ['vip'],
}
const page = (after: string | null) => ({
  results: [entry, { id: 'x' }],
  meta: { has_more: after !== null, after_cursor: after },
})

describe('past tickets in the helpdesk', () => {
  it('are exported a page at a time, solved ones only, with the cursor of the page before', async () => {
    const { past, asked } = ground({ [EXPORT]: () => page('next') })
    expect(await past.page(null)).to.deep.equal({ tickets: [TICKET], next: 'next' })
    await past.page('next')
    const query = (url = '') => Object.fromEntries(new URL(url, 'https://x.invalid').searchParams)
    expect(asked.map(query)).to.deep.equal([
      { query: 'status>=solved', 'filter[type]': 'ticket', 'page[size]': '100' },
      { query: 'status>=solved', 'filter[type]': 'ticket', 'page[size]': '100', 'page[after]': 'next' },
    ])
  })

  it('end with the last page, and with a cursor that leads nowhere', async () => {
    expect((await ground({ [EXPORT]: page(null) }).past.page(null)).next).to.equal(null)
    expect((await ground({ [EXPORT]: page('same') }).past.page('same')).next).to.equal(null)
  })

  it('are begun anew when the cursor has expired', async () => {
    const { past } = ground({ [`${EXPORT}?`]: (turn: number) => (turn === 1 ? { status: 422 } : page('a')) })
    expect((await past.page('old')).next).to.equal('a')
  })

  it('wait as long as the helpdesk says after a "too many", and are slower from then on', async () => {
    const busy = { status: 429, responseHeaders: { 'Retry-After': '7' } }
    const { past, waited } = ground({ [EXPORT]: (turn: number) => (turn === 1 ? busy : page('a')) })
    await past.page(null)
    await past.page('a')
    expect(waited).to.deep.equal([7_000, 300])
  })

  it('give up on a helpdesk that stays busy', async () => {
    const { past, asked } = ground({ [EXPORT]: { status: 429 } })
    const gone = await past.page(null).then(
      () => null,
      (error: unknown) => error,
    )
    expect(gone).to.deep.equal({ status: 429 })
    expect(asked).to.have.length(8)
  })

  it('give what was asked before the first reply, that reply, and nothing that is not public', async () => {
    const says = (id: number, author: number, body: string, isPublic = true) => ({
      ...{ id, author_id: author, plain_body: body, public: isPublic },
      created_at: `2026-01-0${id}T10:00:00Z`,
    })
    const { past } = ground({
      '/api/v2/tickets/41.json': AROUND,
      '/api/v2/users/show_many': { users: [] },
      '/api/v2/tickets/41/comments': {
        comments: [
          says(1, 7, 'Where is my refund?'),
          says(2, 9, 'secret note', false),
          says(3, 9, 'It takes 5 days.'),
          says(4, 9, 'And 14 at most.'),
          says(5, 7, 'Thanks!'),
          says(6, 9, 'You are welcome.'),
        ],
        users: [{ id: 9, name: 'Agent Anna', role: 'agent' }],
        meta: { has_more: false },
      },
    })
    const read = await past.conversation(TICKET)
    expect({ ...read, people: null }).to.deep.equal({
      people: null,
      texts: ['Where is my refund?'],
      reply: 'It takes 5 days.\n\nAnd 14 at most.',
      locale: 'de-at',
    })
    expect(JSON.stringify(read)).to.not.contain('secret')
  })

  const QUIET = {
    comments: [
      { id: 1, author_id: 7, plain_body: 'Hi', public: true, created_at: '2026-01-01T10:00:00Z' },
      { id: 2, author_id: 9, plain_body: 'note', public: false, created_at: '2026-01-02T10:00:00Z' },
    ],
    users: [{ id: 9, name: 'Agent Anna', alias: 'Annie', role: 'agent' }],
    meta: { has_more: false },
  }
  const COMMENTS = '/api/v2/tickets/41/comments'

  it('know everybody around them as the sidebar does: requester first, in copy, agents, organization', async () => {
    const answers = {
      '/api/v2/tickets/41.json': AROUND,
      [COMMENTS]: QUIET,
      '/api/v2/users/show_many': { users: [{ id: 8, name: 'Caspian Reed', phone: '+44 7700 900377' }] },
    }
    const { past, asked } = ground(answers)
    const { people } = (await past.conversation(TICKET)) ?? {}
    expect(people?.names[0]).to.equal('Mira Uhland')
    expect(people?.names).to.contain('Caspian Reed')
    expect([...new Set(people?.agents)]).to.deep.equal(['Ada Signed', 'Agent Anna', 'Annie'])
    expect(people?.phones).to.deep.equal(['+44 7700 900377'])
    expect(people?.organizations).to.deep.equal(['Copperlane Trust'])
    expect(people?.emails).to.include.members(['m@x.example', 'ada@shop.example'])
    expect(asked.at(-1)).to.equal('/api/v2/users/show_many.json?ids=8')
    // The very reader of the sidebar, over the same answers.
    const client: ZafClient = {
      ...{ get: async () => ({}), invoke: async () => ({}), on: () => undefined, off: () => undefined },
      request: async ({ url }) => Object.entries(answers).find(([start]) => url.startsWith(start))?.[1],
    }
    const signedIn = { id: 4, name: 'Ada Signed', email: 'ada@shop.example' }
    const writers = { ids: ['7', '9'], users: QUIET.users, texts: 2 }
    const sidebar = await createPeopleReader(client, signedIn)('41', '7', writers)
    expect({ ...people, names: people?.names.slice(1), emails: people?.emails.slice(1) }).to.deep.equal(
      sidebar,
    )
  })

  it('are passed over when somebody around them cannot be read: no agent looks before they are sent', async () => {
    const { ticket, users } = AROUND
    const cannot = ground({ '/api/v2/tickets/41.json': AROUND, [COMMENTS]: QUIET })
    expect(await cannot.past.conversation(TICKET)).to.equal(null)
    const nameless = { ticket: { ...ticket, email_cc_ids: [] }, users, organizations: [] }
    const without = ground({ '/api/v2/tickets/41.json': nameless, [COMMENTS]: QUIET })
    expect(await without.past.conversation(TICKET)).to.equal(null)
  })

  it('pass over a ticket that is gone, and stop at a helpdesk that is broken', async () => {
    expect(await ground({}).past.conversation(TICKET)).to.equal(null)
    const broken = ground({ '/api/v2/tickets/41.json': { status: 500 } })
    const error = await broken.past.conversation(TICKET).then(
      () => null,
      (cause: unknown) => cause,
    )
    expect(error).to.deep.equal({ status: 500 })
  })
})
