import { expect } from 'chai'
import { readPublicComments } from '../../../src/zendesk/comments.ts'
import type { ZafClient } from '../../../src/zendesk/zaf.ts'
import { faultFrom } from '../../support/fault-from.ts'

const comment = (id: number, change: object = {}) => ({
  id,
  public: true,
  author_id: 77,
  created_at: `2026-11-23T08:00:${String(id).padStart(2, '0')}Z`,
  plain_body: `text ${id}`,
  ...change,
})

function pages(answers: Readonly<Record<string, unknown>>): { client: ZafClient; asked: string[] } {
  const asked: string[] = []
  const client: ZafClient = {
    get: async () => ({}),
    invoke: async () => undefined,
    on: () => undefined,
    off: () => undefined,
    async request({ url }) {
      asked.push(url)
      return answers[url]
    },
  }
  return { client, asked }
}

const TICKET_77 = {
  id: '5',
  subject: 'A jacket',
  requester: { id: '77', name: 'Maria Keller', email: 'm@example.com' },
}
const FIRST = '/api/v2/tickets/5/comments.json?page[size]=100&include=users'
const read = (answers: Readonly<Record<string, unknown>>) =>
  readPublicComments(pages(answers).client, TICKET_77)

describe('src/zendesk/comments', () => {
  const NOT_PUBLIC: Record<string, object> = {
    'an internal note': { public: false },
    'a comment without the mark': { public: undefined },
    'a comment marked with a word': { public: 'true' },
    'a comment marked with a number': { public: 1 },
  }
  for (const [name, change] of Object.entries(NOT_PUBLIC)) {
    it(`drops ${name}, and lets it count for nothing`, async () => {
      const found = await read({ [FIRST]: { comments: [comment(1), comment(2, change)] } })
      expect(found.comments.map(({ id }) => id)).to.deep.equal(['1'])
      expect(found.lastCommentId).to.equal('1')
    })
  }

  it('tells the requester from everybody else', async () => {
    const found = await read({ [FIRST]: { comments: [comment(1), comment(2, { author_id: 9 })] } })
    expect(found.comments.map(({ byRequester }) => byRequester)).to.deep.equal([true, false])
    expect(found.lastCommentId).to.equal('2')
  })

  it('tells another customer from an agent', async () => {
    const users = [
      { id: 8, role: 'end-user' },
      { id: 9, role: 'agent' },
    ]
    const all = [comment(1), comment(2, { author_id: 8 }), comment(3, { author_id: 9 })]
    const found = await read({ [FIRST]: { comments: all, users } })
    expect(found.comments.map(({ byOther }) => byOther)).to.deep.equal([undefined, true, undefined])
  })

  it('knows the newest comment whatever the order of the answer', async () => {
    const found = await read({ [FIRST]: { comments: [comment(3), comment(1), comment(2)] } })
    expect(found.lastCommentId).to.equal('3')
  })

  it('reads all pages, by cursor and by number', async () => {
    const next = '/api/v2/tickets/5/comments.json?page=2'
    const { client, asked } = pages({
      [FIRST]: {
        comments: [comment(1)],
        meta: { has_more: true },
        links: { next: 'https://shop.zendesk.com/api/v2/tickets/5/comments.json?page=2' },
      },
      [next]: { comments: [comment(2)], next_page: null },
    })
    const found = await readPublicComments(client, TICKET_77)
    expect(asked).to.deep.equal([FIRST, next])
    expect(found.comments.length).to.equal(2)
  })

  it('stops at the last page of a cursor although it names another', async () => {
    const last = {
      comments: [],
      meta: { has_more: false },
      links: { next: 'https://x/api/v2/tickets/5/comments.json?a' },
    }
    const { client, asked } = pages({ [FIRST]: last })
    expect((await readPublicComments(client, TICKET_77)).lastCommentId).to.equal('0')
    expect(asked.length).to.equal(1)
  })

  const ELSEWHERE: Record<string, string> = {
    'another ticket': 'https://shop.zendesk.com/api/v2/tickets/6/comments.json?page=2',
    'another resource': '/api/v2/users/77.json',
    'a path that climbs': '/api/v2/tickets/5/../6/comments.json',
  }
  for (const [name, next_page] of Object.entries(ELSEWHERE)) {
    it(`does not follow a next page to ${name}`, async () => {
      const { client, asked } = pages({ [FIRST]: { comments: [], next_page } })
      expect(await faultFrom(() => readPublicComments(client, TICKET_77))).to.equal('UNEXPECTED')
      expect(asked).to.deep.equal([FIRST])
    })
  }

  const BROKEN: Record<string, unknown> = {
    'pages in a circle': { comments: [], next_page: FIRST },
    'no comments at all': { error: 'RecordNotFound' },
    'a page that is text': 'oops',
    'a public comment without an id': { comments: [comment(1, { id: null })] },
    'a public comment without a date': { comments: [comment(1, { created_at: 'yesterday' })] },
  }
  for (const [name, answer] of Object.entries(BROKEN)) {
    it(`reads nothing rather than half of it: ${name}`, async () => {
      expect(await faultFrom(() => read({ [FIRST]: answer }))).to.equal('UNEXPECTED')
    })
  }

  it('knows who wrote, notes included, and keeps nothing else of a note', async () => {
    const second = '/api/v2/tickets/5/comments.json?page=2'
    const note = comment(2, { public: false, author_id: 9, plain_body: 'difficult' })
    const { client } = pages({
      [FIRST]: { comments: [comment(1), note], users: [{ id: 9, name: 'Ines' }, 'x'], next_page: second },
      [second]: { comments: [comment(3, { author_id: -1 }), comment(4)], users: [{ id: 77 }] },
    })
    const found = await readPublicComments(client, TICKET_77)
    expect(found.writers).to.deep.equal({
      ids: ['77', '9'],
      users: [{ id: 9, name: 'Ines' }, { id: 77 }],
      texts: 4,
    })
    expect(JSON.stringify(found)).to.not.include('difficult')
  })

  it('marks the words of a comment that its HTML hides, and keeps them in the text', async () => {
    const hiding = {
      plain_body: 'Hello secret',
      html_body: '<p>Hello <i style="display:none">secret</i></p>',
    }
    const { client } = pages({ [FIRST]: { comments: [comment(1, hiding), comment(2)] } })
    const parse = () => ({
      ...{ nodeType: 1, nodeName: 'BODY', nodeValue: null },
      childNodes: [
        {
          ...{ nodeType: 1, nodeName: 'I', nodeValue: null },
          attributes: [{ name: 'style', value: 'display:none' }],
          childNodes: [{ nodeType: 3, nodeName: '#text', nodeValue: 'secret', childNodes: [] }],
        },
      ],
    })
    const { comments } = await readPublicComments(client, TICKET_77, parse)
    expect(comments.map(({ text, hidden }) => ({ text, hidden }))).to.deep.equal([
      { text: 'Hello secret', hidden: ['secret'] },
      { text: 'text 2', hidden: undefined },
    ])
  })
})
