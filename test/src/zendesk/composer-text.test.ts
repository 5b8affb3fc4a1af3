import { expect } from 'chai'
import {
  type ComposerPiece,
  composerHtml,
  composerText,
  escapeHtml,
  messageHtml,
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
