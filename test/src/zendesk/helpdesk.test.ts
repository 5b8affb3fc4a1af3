import { expect } from 'chai'
import { type Helpdesk, openHelpdesk } from '../../../src/zendesk/helpdesk.ts'
import { connectZaf, type ZafClient } from '../../../src/zendesk/zaf.ts'
import { faultFrom } from '../../support/fault-from.ts'

interface FakeZaf extends ZafClient {
  readonly invoked: unknown[][]
  readonly handlers: Map<string, Set<(data: unknown) => unknown>>
  fire(event: string): void
}

const TICKET = {
  'ticket.id': 35436,
  'ticket.subject': 'A jacket',
  'ticket.tags': ['shop', 7],
  'ticket.requester': { id: 77, name: 'Maria Keller', email: 'm@example.com', locale: 'de' },
  currentUser: { id: 9, name: 'Ines Wolkenrath', email: 'i@example.com', locale: 'de-DE' },
}

function fakeZaf(
  values: Record<string, unknown> = TICKET,
  refuse: Record<string, Error> = {},
  saved: unknown = null,
): FakeZaf {
  const handlers = new Map<string, Set<(data: unknown) => unknown>>()
  const invoked: unknown[][] = []
  return {
    invoked,
    handlers,
    fire(event) {
      for (const handler of handlers.get(event) ?? []) handler(undefined)
    },
    get: async (paths) => Object.fromEntries(paths.map((path) => [path, values[path]])),
    async invoke(path, ...rest) {
      invoked.push([path, ...rest])
      const error = refuse[path]
      if (error !== undefined) throw error
    },
    request: async ({ url }) => (url.includes('/comments.json') ? { comments: [], next_page: null } : saved),
    on: (event, handler) => handlers.set(event, (handlers.get(event) ?? new Set()).add(handler)),
    off: (event, handler) => handlers.get(event)?.delete(handler),
  }
}

const PIECES = [{ text: 'A <b>', block: 'paragraph', part: 1 }] as const
const timeout = Object.assign(new Error('late'), { name: 'TimeoutError' })

describe('src/zendesk/helpdesk', () => {
  it('reads the ticket under the names of Vouch', async () => {
    const helpdesk = await openHelpdesk(fakeZaf())
    expect(helpdesk.agentLocale).to.equal('de-DE')
    expect(await helpdesk.readTicket()).to.deep.equal({
      id: '35436',
      subject: 'A jacket',
      tags: ['shop'],
      requester: { id: '77', name: 'Maria Keller', email: 'm@example.com', locale: 'de' },
      facets: { brandId: null, formId: null, groupId: null, channel: null },
      unfit: [],
    })
  })

  const WHERE = {
    'ticket.brand': { id: 11, name: 'Kettles' },
    'ticket.form.id': 22,
    'ticket.assignee.group': { id: 33, name: 'Second line' },
    'ticket.via.channel': 'email',
  }
  it('reads where the ticket stands', async () => {
    const helpdesk = await openHelpdesk(fakeZaf({ ...TICKET, ...WHERE }))
    const facets = { brandId: '11', formId: '22', groupId: '33', channel: 'email' }
    expect((await helpdesk.readTicket()).facets).to.deep.equal(facets)
  })

  it('does not guess where the ticket stands', async () => {
    const odd = {
      'ticket.brand': 'Kettles',
      'ticket.form.id': 2 ** 60,
      'ticket.assignee.group': { id: '../1' },
      'ticket.via.channel': 'x'.repeat(121),
    }
    const { facets } = await (await openHelpdesk(fakeZaf({ ...TICKET, ...odd }))).readTicket()
    expect(facets).to.deep.equal({ brandId: null, formId: null, groupId: null, channel: null })
  })

  it('tells when brand, form, group or tags change, until nobody listens', async () => {
    const zaf = fakeZaf()
    let told = 0
    const stop = (await openHelpdesk(zaf)).onFacetsChanged(() => {
      told += 1
    })
    const events = ['brand', 'form.id', 'assignee.group', 'tags'].map((name) => `ticket.${name}.changed`)
    for (const event of events) zaf.fire(event)
    expect(told).to.equal(4)
    stop()
    for (const event of events) zaf.fire(event)
    expect(told).to.equal(4)
  })

  const UNFIT: Record<string, readonly [object, string | undefined, readonly string[]]> = {
    'a colleague': [{ role: 'agent' }, undefined, ['agent']],
    'a suspended person': [{ role: 'end-user', suspended: true }, undefined, ['suspended']],
    'nobody who can be named': [{ name: '', email: '' }, undefined, ['anonymous']],
    'a side conversation': [{ role: 'end-user' }, 'side_conversation', ['side_conversation']],
    'a requester by mail': [{ role: 'end-user' }, 'email', []],
  }
  for (const [name, [change, channel, unfit]] of Object.entries(UNFIT))
    it(`sees ${name}`, async () => {
      const requester = { ...TICKET['ticket.requester'], ...change }
      const zaf = fakeZaf({ ...TICKET, 'ticket.requester': requester, 'ticket.via.channel': channel })
      expect((await (await openHelpdesk(zaf)).readTicket()).unfit).to.deep.equal(unfit)
    })

  const AGENT_SENT = {
    ticket: { requester_id: 77, submitter_id: 9, via: { channel: 'email' } },
    users: [
      { id: 77, role: 'end-user' },
      { id: 9, role: 'agent' },
    ],
  }
  const ORDERED = { ...AGENT_SENT, ticket: { ...AGENT_SENT.ticket, via: { channel: 'web' } } }
  const SUSPENDED = {
    ticket: { requester_id: 77, submitter_id: 77, via: { channel: 'email' } },
    users: [{ id: 77, role: 'end-user', suspended: true }],
  }
  const SAVED: Record<string, readonly [unknown, object, readonly string[]]> = {
    'a mail that an agent passed on': [AGENT_SENT, {}, ['forwarded']],
    'a ticket that an agent wrote for a caller': [ORDERED, {}, []],
    'a suspension that only the helpdesk’s own record tells': [SUSPENDED, {}, ['suspended']],
    'a mail that the requester passed on': [
      null,
      {
        'ticket.description': 'See below\n---------- Forwarded message ---------\nFrom: Bo <bo@example.org>',
      },
      ['forwarded'],
    ],
  }
  for (const [name, [saved, change, unfit]] of Object.entries(SAVED))
    it(`sees ${name}`, async () => {
      const zaf = fakeZaf({ ...TICKET, ...change }, {}, saved)
      expect((await (await openHelpdesk(zaf)).readTicket()).unfit).to.deep.equal(unfit)
    })

  it('reads a field as it is saved, and nothing where there is none', async () => {
    const saved = { ticket: { custom_fields: [{ id: 7, value: '2012-04-01' }] } }
    const helpdesk = await openHelpdesk(fakeZaf(TICKET, {}, saved))
    expect(await helpdesk.readSavedField('35436', '7')).to.equal('2012-04-01')
    expect(await helpdesk.readSavedField('35436', '8')).to.equal(undefined)
    const silent = await openHelpdesk(fakeZaf(TICKET, {}, 'down'))
    expect(await silent.readSavedField('35436', '7')).to.equal(undefined)
  })

  const INCOMPLETE: Record<string, Record<string, unknown>> = {
    'no requester yet': { ...TICKET, 'ticket.requester': undefined },
    'a requester without id': { ...TICKET, 'ticket.requester': { name: 'x' } },
    'an id that is no number': { ...TICKET, 'ticket.id': '../1' },
    'an id that lost digits': { ...TICKET, 'ticket.id': 2 ** 60 },
  }
  for (const [name, values] of Object.entries(INCOMPLETE)) {
    it(`does not guess with ${name}`, async () => {
      const helpdesk = await openHelpdesk(fakeZaf(values))
      expect(await faultFrom(() => helpdesk.readTicket())).to.equal('UNEXPECTED')
    })
  }

  it('hands the comments over with who stands around them, the agent who is signed in among them', async () => {
    const helpdesk = await openHelpdesk(fakeZaf())
    const { comments, lastCommentId, people } = await helpdesk.readPublicComments(await helpdesk.readTicket())
    expect({ comments, lastCommentId }).to.deep.equal({ comments: [], lastCommentId: '0' })
    expect([people.agents, people.emails]).to.deep.equal([['Ines Wolkenrath'], ['i@example.com']])
  })

  const WAYS: Record<string, { refuse: Record<string, Error>; paths: readonly string[] }> = {
    'at the caret': { refuse: {}, paths: ['ticket.editor.insert'] },
    'by appending HTML where there is no editor': {
      refuse: { 'ticket.editor.insert': new Error('no') },
      paths: ['ticket.editor.insert', 'comment.appendHtml'],
    },
    'by appending text where there is no HTML': {
      refuse: { 'ticket.editor.insert': new Error('no'), 'comment.appendHtml': new Error('no') },
      paths: ['ticket.editor.insert', 'comment.appendHtml', 'comment.appendText'],
    },
  }
  for (const [name, { refuse, paths }] of Object.entries(WAYS)) {
    it(`inserts ${name}, escaped, and never sets the comment`, async () => {
      const zaf = fakeZaf(TICKET, refuse)
      await (await openHelpdesk(zaf)).insert(PIECES)
      expect(zaf.invoked.map(([path]) => path)).to.deep.equal(paths)
      const html = paths.at(-1) !== 'comment.appendText'
      expect(zaf.invoked.at(-1)?.[1]).to.equal(html ? '<p>A &lt;b&gt;</p>' : 'A <b>')
    })
  }

  const LANDINGS: Record<string, { type: unknown; landing: string }> = {
    'a public reply': { type: 'publicReply', landing: 'reply' },
    'an internal note': { type: 'internalNote', landing: 'note' },
    'what the helpdesk says nothing of': { type: undefined, landing: 'reply' },
  }
  for (const [name, { type, landing }] of Object.entries(LANDINGS)) {
    it(`says that text went into ${name}, and changes nothing of the composer but its text`, async () => {
      const zaf = fakeZaf({ ...TICKET, 'comment.type': type })
      const helpdesk = await openHelpdesk(zaf)
      expect(await helpdesk.insert(PIECES)).to.equal(landing)
      expect(await helpdesk.insertMessage('Decide: https://v.example/c/a', 'https://v.example/c/a')).to.equal(
        landing,
      )
      expect(zaf.invoked.map(([path]) => path)).to.deep.equal([
        'ticket.editor.insert',
        'ticket.editor.insert',
      ])
    })
  }

  it('inserts nothing into a ticket that is closed, and says that it did not', async () => {
    const zaf = fakeZaf({ ...TICKET, 'ticket.status': 'closed' })
    const helpdesk = await openHelpdesk(zaf)
    for (const insert of [
      () => helpdesk.insert(PIECES),
      () => helpdesk.insertMessage('Please decide: https://vouch.example/c/a', 'https://vouch.example/c/a'),
    ])
      expect(await faultFrom(insert)).to.equal('UNEXPECTED')
    expect(zaf.invoked).to.deep.equal([])
    const open = fakeZaf({ ...TICKET, 'ticket.status': 'solved' })
    await (await openHelpdesk(open)).insert(PIECES)
    expect(open.invoked.length).to.equal(1)
  })

  it('tries nothing else where the composer is another than before, although the helpdesk said no', async () => {
    const zaf = fakeZaf({ ...TICKET, 'comment.text': '' })
    let reads = 0
    const grows = {
      ...zaf,
      get: async (paths: readonly string[]) => {
        if (!paths.includes('comment.text')) return zaf.get(paths)
        reads += 1
        return { 'comment.text': reads > 1 ? 'A' : '' }
      },
      invoke: async (path: string, ...rest: readonly unknown[]) => {
        await zaf.invoke(path, ...rest)
        throw new Error('the editor went away')
      },
    }
    expect(await faultFrom(async () => (await openHelpdesk(grows)).insert(PIECES))).to.equal('UNEXPECTED')
    expect(zaf.invoked.map(([path]) => path)).to.deep.equal(['ticket.editor.insert'])
  })

  it('tries nothing else after a time-out, because the text may already be there', async () => {
    const zaf = fakeZaf(TICKET, { 'ticket.editor.insert': timeout })
    const helpdesk = await openHelpdesk(zaf)
    expect(await faultFrom(() => helpdesk.insert(PIECES))).to.equal('UNEXPECTED')
    expect(zaf.invoked.length).to.equal(1)
  })

  it('hears events until it is told not to', async () => {
    const zaf = fakeZaf()
    const helpdesk: Helpdesk = await openHelpdesk(zaf)
    const heard: string[] = []
    const quiet = helpdesk.onConversationChanged(() => heard.push('conversation'))
    helpdesk.onRequesterChanged(() => heard.push('requester'))
    helpdesk.onActivated(() => heard.push('activated'))
    for (const event of ['ticket.conversation.changed', 'ticket.requester.id.changed', 'app.activated'])
      zaf.fire(event)
    quiet()
    zaf.fire('ticket.conversation.changed')
    expect(heard).to.deep.equal(['conversation', 'requester', 'activated'])
  })

  it('is absent outside the helpdesk', () => {
    expect(connectZaf(undefined)).to.equal(null)
    expect(connectZaf({ init: () => false })).to.equal(null)
    const client = fakeZaf()
    expect(connectZaf({ init: () => client })).to.equal(client)
  })
})
