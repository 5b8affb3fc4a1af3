import { expect } from 'chai'
import type { TicketField } from '../../../src/domain/scope.ts'
import { restore } from '../../../src/minimise/index.ts'
import { orderOf, summaryOrderOf, wasStruck } from '../../../src/sidebar/orders.ts'
import { prepareOutgoing, usualChoice } from '../../../src/sidebar/outgoing.ts'
import type { HelpdeskTicket, PublicComment, TicketPeople } from '../../../src/zendesk/index.ts'
import { ticketView } from '../../support/fake-companion.ts'

const TICKET: HelpdeskTicket = {
  id: '5',
  subject: 'Maria Keller asks',
  tags: ['vip'],
  facets: { brandId: null, formId: null, groupId: null, channel: null },
  unfit: [],
  requester: { id: '77', name: 'Maria Keller', email: 'm.keller@example.com', locale: 'de' },
}
const NOBODY: TicketPeople = {
  ...{ names: [], agents: [], emails: [], phones: [], organizations: [] },
  complete: true,
}
const comment = (id: string, text: string, byRequester = true): PublicComment => ({
  id,
  text,
  byRequester,
  createdAt: `2026-11-23T08:00:0${id}Z`,
})
const scope = (fields: readonly TicketField[], maxChars = 8000) => {
  const base = ticketView().scope
  return { ...base, fields, limits: { ...base.limits, maxChars } }
}
const ALL: readonly TicketField[] = ['requester_text', 'subject', 'locale']
const ask = (
  comments: readonly PublicComment[],
  fields = ALL,
  choice: ReadonlySet<string> | null = null,
  maxChars = 8000,
  struck: readonly string[] = [],
) => {
  const lastCommentId = comments.at(-1)?.id ?? '0'
  return prepareOutgoing(
    TICKET,
    { comments, lastCommentId, people: NOBODY },
    scope(fields, maxChars),
    choice,
    struck,
  )
}
const strike = (text: string, ...struck: string[]) => ask([comment('1', text)], ALL, null, 8000, struck)

describe('src/sidebar/outgoing', () => {
  const CHOICES: Record<string, { comments: readonly PublicComment[]; chosen: readonly string[] }> = {
    'everything while nobody has answered': {
      comments: [comment('1', 'a'), comment('2', 'b')],
      chosen: ['1', '2'],
    },
    'only what came after the last answer': {
      comments: [comment('1', 'a'), comment('2', 'answer', false), comment('3', 'b')],
      chosen: ['3'],
    },
    'the last words of the requester when all is answered': {
      comments: [comment('1', 'a'), comment('2', 'b'), comment('3', 'answer', false)],
      chosen: ['2'],
    },
    'nothing when the requester wrote nothing': { comments: [comment('1', 'x', false)], chosen: [] },
    'no empty comment': { comments: [comment('1', 'a'), comment('2', '')], chosen: ['1'] },
  }
  for (const [name, { comments, chosen }] of Object.entries(CHOICES)) {
    it(`chooses ${name}`, () => {
      expect([...usualChoice(comments)]).to.deep.equal(chosen)
    })
  }

  it('orders exactly what it shows', () => {
    const outgoing = ask([comment('1', 'I am Maria Keller, m.keller@example.com')])
    expect(orderOf('d1', TICKET, outgoing)).to.deep.equal({
      draftId: 'd1',
      ticketId: '5',
      requesterId: '77',
      subject: '⟦NAME_1⟧ asks',
      comments: [{ id: '1', text: 'I am ⟦NAME_1⟧, ⟦EMAIL_1⟧', createdAt: '2026-11-23T08:00:01Z' }],
      locale: 'de',
      lastCommentId: '1',
      namePlaceholder: '⟦NAME_1⟧',
      replaced: { NAME: 2, EMAIL: 1 },
    })
    expect(restore('⟦NAME_1⟧', outgoing.table)).to.equal('Maria Keller')
  })

  const FIELDS: Record<string, { fields: readonly TicketField[]; keys: readonly string[] }> = {
    nothing: { fields: [], keys: [] },
    'the subject': { fields: ['subject'], keys: ['subject'] },
    'the text': { fields: ['requester_text'], keys: ['comments'] },
    'the language': { fields: ['locale'], keys: ['locale'] },
  }
  for (const [name, { fields, keys }] of Object.entries(FIELDS)) {
    it(`sends ${name} alone when the scope has ${name} alone`, () => {
      const outgoing = ask([comment('1', 'text')], fields)
      const order = orderOf('d1', TICKET, outgoing)
      const present = ['subject', 'locale'].filter((key) => key in order)
      expect(order.comments.length > 0 ? ['comments', ...present] : present).to.deep.equal(keys)
      expect(outgoing.bytes.requester_text > 0).to.equal(keys.includes('comments'))
    })
  }

  it('sends only the comments that the agent picked, and never one of somebody else', () => {
    const comments = [comment('1', 'a'), comment('2', 'b'), comment('3', 'c', false)]
    const order = orderOf('d1', TICKET, ask(comments, ALL, new Set(['1', '3'])))
    expect(order.comments.map(({ id }) => id)).to.deep.equal(['1'])
  })

  it('counts bytes as they are sent', () => {
    expect(ask([comment('1', 'größe 👍')]).bytes.requester_text).to.equal(12)
  })

  it('leaves the oldest at home where the scope has no room', () => {
    const comments = [comment('1', 'aaaa'), comment('2', 'bbbb'), comment('3', 'cccc')]
    const { comments: out } = ask(comments, ALL, null, 6)
    expect(out.map(({ text, chosen, cut }) => [text, chosen, cut])).to.deep.equal([
      ['', false, false],
      ['bb', true, true],
      ['cccc', true, false],
    ])
  })

  it('cuts neither a placeholder nor a character in half', () => {
    expect(ask([comment('1', 'x Maria Keller')], ALL, null, 5).comments[0]?.text).to.equal('x ')
    expect(ask([comment('1', 'x👍')], ALL, null, 2).comments[0]?.text).to.equal('x')
  })

  const greeted = (name: string) => {
    const ticket = { ...TICKET, requester: { ...TICKET.requester, name } }
    const read = { comments: [], lastCommentId: '0', people: NOBODY }
    return 'namePlaceholder' in orderOf('d1', ticket, prepareOutgoing(ticket, read, scope(ALL), null))
  }
  for (const name of [
    'm.keller@example.com',
    'win-now.example',
    'Visit https://evil.example',
    '+49 171 2345678',
    'x'.repeat(81),
    '<b>Maria</b>',
    ' ',
  ])
    it(`greets nobody by what is no name: ${name.slice(0, 30)}`, () => {
      expect(greeted(name)).to.equal(false)
    })
  for (const name of ['Maria Keller', "J. R. O'Neill", 'Łukasz', 'José-María', 'محمد'])
    it(`greets ${name}`, () => {
      expect(greeted(name)).to.equal(true)
    })

  const STRIKES: Record<string, { text: string; struck: string; sent: string }> = {
    'a word wherever it stands, in any case': {
      text: 'My diabetes. Diabetes!',
      struck: 'diabetes',
      sent: 'My ⟦STRUCK_1⟧. ⟦STRUCK_2⟧!',
    },
    'a phrase over a line break': { text: 'since\nlast May', struck: 'since last', sent: '⟦STRUCK_1⟧ May' },
    'no part of another word': { text: 'an orange', struck: 'range', sent: 'an orange' },
    'what ends in no letter': { text: 'Code (A-1)!', struck: '(A-1)', sent: 'Code ⟦STRUCK_1⟧!' },
    'half of a name, and the name with it': {
      text: 'I am Maria Keller today',
      struck: 'Keller today',
      sent: 'I am ⟦NAME_2⟧⟦STRUCK_1⟧',
    },
    'a pattern as the words that it is': { text: 'a.c abc', struck: 'a.c', sent: '⟦STRUCK_1⟧ abc' },
  }
  for (const [name, { text, struck, sent }] of Object.entries(STRIKES)) {
    it(`strikes ${name}`, () => {
      const outgoing = strike(text, struck)
      expect(outgoing.comments[0]?.text).to.equal(sent)
      expect(restore(sent, outgoing.table)).to.equal(text)
      expect(wasStruck(struck, outgoing)).to.equal(sent.includes('STRUCK'))
    })
  }

  it('strikes in the subject too, and counts it', () => {
    const outgoing = strike('No more asks', 'asks')
    expect(orderOf('d1', TICKET, outgoing)).to.deep.include({ subject: '⟦NAME_1⟧ ⟦STRUCK_1⟧' })
    expect(outgoing.replaced).to.deep.include({ STRUCK: 2 })
  })

  it('lets nobody leave who stands around the ticket, and puts every word back as it was', () => {
    const people: TicketPeople = {
      names: ['Caspian Reed'],
      agents: ['Tobias Fahrenkamp', 'Toby'],
      emails: ['caspian@reed'],
      phones: ['+1 212 5550142'],
      organizations: ['Copperlane Trust GmbH'],
      complete: false,
    }
    // Neither address nor number has a form of its own: they are found because they are known.
    const text = 'fahrenkamp alias Toby promised caspian of copperlane trust (CASPIAN@reed, 555-0142) a visit'
    const read = { comments: [comment('1', text)], lastCommentId: '1', people }
    const outgoing = prepareOutgoing(TICKET, read, scope(ALL), null)
    const sent = outgoing.comments[0]?.text ?? ''
    expect(sent).to.equal(
      '⟦NAME_2⟧ alias ⟦NAME_3⟧ promised ⟦NAME_4⟧ of ⟦ORG_1⟧ (⟦EMAIL_1⟧, ⟦PHONE_1⟧) a visit',
    )
    expect(restore(sent, outgoing.table)).to.equal(text)
    expect(outgoing.namePlaceholder, 'the requester stays the first').to.equal('⟦NAME_1⟧')
    expect([outgoing.everyoneKnown, ask([]).everyoneKnown]).to.deep.equal([false, true])
    const order = JSON.stringify(orderOf('d1', TICKET, outgoing))
    for (const word of ['aspian', 'eed', 'ahrenkamp', 'Toby', 'opperlane', '0142'])
      expect(order).to.not.include(word)
  })

  it('sums up from the same text as it drafts from, and from nothing that only a reply needs', () => {
    const outgoing = strike('I am Maria Keller')
    expect(summaryOrderOf('u1', TICKET, outgoing)).to.deep.equal({
      summaryId: 'u1',
      ticketId: '5',
      requesterId: '77',
      comments: [{ id: '1', text: 'I am ⟦NAME_1⟧', createdAt: '2026-11-23T08:00:01Z' }],
      locale: 'de',
      replaced: { NAME: 2 },
    })
  })

  it('leaves the comments of other people at home, says how many, and takes none of them for an answer', () => {
    const other: PublicComment = { ...comment('2', 'me too', false), byOther: true }
    const comments = [comment('1', 'where is it?'), other]
    expect([...usualChoice(comments)]).to.deep.equal(['1'])
    const read = { comments, lastCommentId: '2', people: NOBODY }
    const outgoing = prepareOutgoing(TICKET, read, ticketView().scope, null)
    expect([outgoing.ofOthers, JSON.stringify(outgoing.comments).includes('me too')]).to.deep.equal([
      1,
      false,
    ])
  })
})
