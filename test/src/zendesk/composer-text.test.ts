import { expect } from 'chai'
import type { DraftSentence } from '../../../src/domain/draft.ts'
import {
  type ComposerPiece,
  composerHtml,
  composerText,
  escapeHtml,
  messageHtml,
  pieceOf,
} from '../../../src/zendesk/composer-text.ts'

const piece = (
  text: string,
  block: ComposerPiece['block'] = 'paragraph',
  rest: Partial<ComposerPiece> = {},
) => ({
  text,
  block,
  part: 1,
  ...rest,
})

const ROWS: Record<string, { pieces: readonly ComposerPiece[]; html: string; text: string }> = {
  'sentences of one part share a paragraph': {
    pieces: [piece('A.'), piece('B.')],
    html: '<p>A. B.</p>',
    text: 'A. B.',
  },
  'another part starts a paragraph': {
    pieces: [piece('A.'), piece('B.', 'paragraph', { part: 2 })],
    html: '<p>A.</p><p>B.</p>',
    text: 'A.\n\nB.',
  },
  'greeting and closing stand alone': {
    pieces: [piece('Hello', 'template'), piece('A.'), piece('Bye', 'template'), piece('Us', 'template')],
    html: '<p>Hello</p><p>A.</p><p>Bye</p><p>Us</p>',
    text: 'Hello\n\nA.\n\nBye\n\nUs',
  },
  'list items become a list': {
    pieces: [piece('A', 'list_item', { ordinal: 1 }), piece('B', 'list_item', { ordinal: 2 })],
    html: '<ul><li>A</li><li>B</li></ul>',
    text: '• A\n• B',
  },
  'steps keep their numbers': {
    pieces: [piece('C', 'step', { ordinal: 3 }), piece('D', 'step', { ordinal: 4 })],
    html: '<ol start="3"><li>C</li><li>D</li></ol>',
    text: '3. C\n4. D',
  },
  'two sentences of one step stay one step': {
    pieces: [piece('A.', 'step', { ordinal: 1 }), piece('Then B.', 'step', { ordinal: 1 })],
    html: '<ol><li>A. Then B.</li></ol>',
    text: '1. A. Then B.',
  },
  'numbers that start again are another list': {
    pieces: [piece('A', 'step', { ordinal: 2 }), piece('B', 'step', { ordinal: 1 })],
    html: '<ol start="2"><li>A</li></ol><ol><li>B</li></ol>',
    text: '2. A\n\n1. B',
  },
  'code keeps its lines': { pieces: [piece('a < b', 'code')], html: '<pre>a &lt; b</pre>', text: 'a < b' },
  'what a model worded carries the mark of its draft, what it did not carries none': {
    pieces: [
      piece('Hello', 'template'),
      piece('A.', 'paragraph', { generatedIn: 'd-1' }),
      piece('B', 'step', { ordinal: 2, generatedIn: 'd-1' }),
      piece('C', 'list_item', { part: 2 }),
    ],
    html:
      '<p>Hello</p><p data-ai-generated="true" data-vouch-draft="d-1">A.</p>' +
      '<ol start="2" data-ai-generated="true" data-vouch-draft="d-1"><li>B</li></ol><ul><li>C</li></ul>',
    text: 'Hello\n\nA.\n\n2. B\n\n• C',
  },
  'nothing is nothing': { pieces: [], html: '', text: '' },
}

const ATTACKS: Record<string, string> = {
  'a script': '<script>alert(1)</script>',
  'an image with a handler': '<img src=x onerror="alert(1)">',
  'an attribute that is left': '" onmouseover="alert(1)',
  'an entity that is decoded twice': '&lt;script&gt;',
  'a closing tag': '</p></li></ul><svg/onload=alert(1)>',
  'control characters': '<scr\u0000ipt>\u0007',
}

describe('src/zendesk/composer-text', () => {
  for (const [name, { pieces, html, text }] of Object.entries(ROWS)) {
    it(name, () => {
      expect(composerHtml(pieces)).to.equal(html)
      expect(composerText(pieces)).to.equal(text)
    })
  }

  for (const [name, text] of Object.entries(ATTACKS)) {
    for (const block of [
      'paragraph',
      'list_item',
      'step',
      'code',
      'heading',
      'table_row',
      'template',
    ] as const) {
      it(`writes ${name} as text in a ${block}`, () => {
        const tags = composerHtml([piece(text, block)]).match(/<[^>]*>/g) ?? []
        expect(tags.every((tag) => /^<\/?(?:p|ul|ol|li|pre|br)>$/.test(tag))).to.equal(true)
      })
    }
  }

  it('lets no draft id out of its attribute', () => {
    expect(composerHtml([piece('A', 'paragraph', { generatedIn: '"><b>' })])).to.equal(
      '<p data-ai-generated="true" data-vouch-draft="&quot;&gt;&lt;b&gt;">A</p>',
    )
  })

  const SENTENCES: Record<string, { sentence: DraftSentence; piece: ComposerPiece }> = {
    'a statement, marked': {
      sentence: {
        id: 's',
        kind: 'statement',
        text: '',
        part: 2,
        block: 'step',
        ordinal: 3,
        fromTicket: [],
        citations: [{ articleId: 'a', locale: 'en', versionHash: 'v', passageId: 'p', quote: 'q' }],
      },
      piece: { text: 'T', block: 'step', part: 2, ordinal: 3, generatedIn: 'd-1' },
    },
    'a quote, unmarked': {
      sentence: {
        id: 's',
        kind: 'quote',
        text: '',
        part: 1,
        block: 'code',
        citation: { articleId: 'a', locale: 'en', versionHash: 'v', passageId: 'p', quote: 'q' },
      },
      piece: { text: 'T', block: 'code', part: 1 },
    },
    'a template, unmarked': {
      sentence: { id: 's', kind: 'template', text: '', part: 1 },
      piece: { text: 'T', block: 'template', part: 1 },
    },
  }
  for (const [name, { sentence, piece: expected }] of Object.entries(SENTENCES)) {
    it(`makes a piece of ${name}`, () => {
      expect(pieceOf(sentence, 'T', 'd-1')).to.deep.equal(expected)
    })
  }

  it('keeps what a person wrote', () => {
    expect(escapeHtml('5 > 3 & "so"\nשלום 👍')).to.equal('5 &gt; 3 &amp; &quot;so&quot;<br>שלום 👍')
  })

  it('links the one address of a message', () => {
    expect(messageHtml('Please:\n\nhttps://v.example/c/1?a&b', 'https://v.example/c/1?a&b')).to.equal(
      '<p>Please:</p><p><a href="https://v.example/c/1?a&amp;b">https://v.example/c/1?a&amp;b</a></p>',
    )
  })
  for (const url of [
    'javascript:alert(1)',
    'http://v.example/c/1',
    'data:text/html,x',
    'http://localhost.evil/',
  ]) {
    it(`does not link ${url}`, () => {
      expect(messageHtml(`see ${url}`, url)).not.to.include('<a')
    })
  }
})
