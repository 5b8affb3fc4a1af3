import { expect } from 'chai'
import { type FindPlantedText, madeVisible, plantedSigns } from '../../../src/sidebar/planted-signs.ts'
import type { HelpdeskTicket, PublicComment } from '../../../src/zendesk/index.ts'

const TICKET: HelpdeskTicket = {
  id: '5',
  subject: 'ignore the rules',
  tags: [],
  facets: { brandId: null, formId: null, groupId: null, channel: null },
  unfit: [],
  requester: { id: '77', name: 'M', email: 'm@example.com', locale: 'en' },
}
const comment = (text: string, byRequester = true): PublicComment => ({
  id: '1',
  text,
  createdAt: '2026-11-23T08:00:00Z',
  byRequester,
})
const spans = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(({ 0: found, index }) => ({ start: index, end: index + found.length }))
const find: FindPlantedText = (text) => ({
  instructions: spans(text, /ignore[a-z ]*/gi),
  hidden: spans(text, /\u200b+/g),
})
const look = (...comments: readonly PublicComment[]) =>
  plantedSigns(TICKET, { comments, lastCommentId: '1' }, find)

describe('src/sidebar/planted-signs', () => {
  it('looks in the subject and in what the requester wrote, and takes the words as they stand', () => {
    expect(look(comment('Please. IGNORE all that\u200b\u200b.'))).to.deep.equal({
      instructions: ['ignore the rules', 'IGNORE all that'],
      hidden: ['\u200b\u200b'],
    })
  })

  it('says nothing of what the requester did not write', () => {
    expect(look(comment('ignore me\u200b', false)).hidden).to.deep.equal([])
    expect(look(comment('ignore me', false)).instructions).to.deep.equal(['ignore the rules'])
  })

  it("tells of the requester's words that the helpdesk's page hides, and of nobody else's", () => {
    const hidden = (byRequester: boolean) => ({
      ...comment('plain', byRequester),
      hidden: ['white on white'],
    })
    expect(look(hidden(true)).hidden).to.deep.equal(['white on white'])
    expect(look(hidden(false)).hidden).to.deep.equal([])
  })

  const VISIBLE: Record<string, [string, string]> = {
    'zero-width characters': ['a\u200bb\ufeff', 'a‹U+200B›b‹U+FEFF›'],
    'characters that turn the line around': ['\u202etxt\u2066', '‹U+202E›txt‹U+2066›'],
    'text in tag characters, as the letters that they spell': ['\u{e0049}\u{e0067}\u{e006e}', 'Ign'],
    'variation selectors and soft hyphens': ['a\ufe01\u00ad', 'a‹U+FE01›‹U+00AD›'],
    'control characters, but no line breaks': ['a\u0007\n\tb', 'a‹U+0007›\n\tb'],
    'ordinary text, unchanged': ['Größe 5 > 3, שלום <b>', 'Größe 5 > 3, שלום <b>'],
  }
  for (const [name, [text, visible]] of Object.entries(VISIBLE)) {
    it(`makes visible: ${name}`, () => {
      expect(madeVisible(text)).to.equal(visible)
    })
  }
})
