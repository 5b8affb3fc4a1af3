import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  articleVersionHash,
  parseArticleHtml,
  parseArticleMarkdown,
  parseArticleText,
  readMarkdownTitle,
  readPageHead,
} from '../../../../server/articles/intake/index.ts'
import type { Passage } from '../../../../src/domain/article.ts'
import { faultFrom } from '../../../support/fault-from.ts'

/** Every sentence as `kind ordinal: text`, one passage an array. */
function outline(passages: readonly Passage[]): string[][] {
  return passages.map(({ text, sentences }) =>
    sentences.map(
      ({ kind, ordinal, start, end }) => `${kind}${ordinal ? ` ${ordinal}` : ''}: ${text.slice(start, end)}`,
    ),
  )
}

function lines(html: string, locale = 'en'): string[] {
  return outline(parseArticleHtml(html, locale)).flat()
}

/** Everything that must hold for any passages, whatever they were read from. */
function assertSound(passages: readonly Passage[]): void {
  const ids = new Set<string>()
  for (const { id, text, sentences } of passages) {
    expect(ids.has(id), `the id ${id} twice`).to.equal(false)
    ids.add(id)
    expect(sentences.length).to.be.greaterThan(0)
    let at = 0
    for (const { start, end } of sentences) {
      expect(start).to.be.at.least(at)
      expect(end).to.be.greaterThan(start)
      expect(text.slice(at, start).trim(), 'text outside every sentence').to.equal('')
      expect(text.slice(start, end)).to.equal(text.slice(start, end).trim())
      at = end
    }
    expect(text.slice(at).trim()).to.equal('')
  }
}

describe('articles are read into passages', () => {
  it('keeps paragraphs, steps, list items, table rows and code apart, under their headings', () => {
    const html = `<h1>Router</h1><p>Read this. It helps.</p>
      <h2>Set it up</h2><p>Do this:</p>
      <ol><li>Unplug it.<ul><li>The cable</li><li>The plug</li></ul></li><li value="5">Wait.</li></ol>
      <h2>Prices</h2>
      <table><thead><tr><th>Plan</th><th>Price:</th></tr></thead><tr><td>S</td><td>5 €</td></tr></table>
      <h3>Command</h3><pre><code>reset  --all

  now</code></pre><h2>Address</h2><p>Main Street 1<br>Town</p>`
    const passages = parseArticleHtml(html, 'en')
    expect(passages.map(({ headings }) => headings)).to.deep.equal([
      ['Router'],
      ['Router', 'Set it up'],
      ['Router', 'Prices'],
      ['Router', 'Prices', 'Command'],
      ['Router', 'Address'],
    ])
    expect(outline(passages)).to.deep.equal([
      ['paragraph: Read this.', 'paragraph: It helps.'],
      [
        'paragraph: Do this:',
        'step 1: Unplug it.',
        'list_item 1: The cable',
        'list_item 2: The plug',
        'step 5: Wait.',
      ],
      ['table_row: Plan: S; Price: 5 €'],
      ['code: reset  --all', 'code: now'],
      ['paragraph: Main Street 1', 'paragraph: Town'],
    ])
    assertSound(passages)
  })

  const PAGES: Record<string, [string, string[]]> = {
    'a numbered list that goes on after a picture': [
      '<ol start="3"><li>c</li><li>d</li></ol>',
      ['step 3: c', 'step 4: d'],
    ],
    'a nonsense list start': ['<ol start="-7"><li>a</li></ol>', ['step 1: a']],
    'list items that are never closed': [
      '<ul><li>a<li>b</ul>c',
      ['list_item 1: a', 'list_item 2: b', 'paragraph: c'],
    ],
    'paragraphs that are never closed': ['<p>a<p>b<div>c', ['paragraph: a', 'paragraph: b', 'paragraph: c']],
    'an item with a note': ['<ol><li><p>Go.</p><p>Note.</p></li></ol>', ['step 1: Go.', 'step 1: Note.']],
    'a definition list': ['<dl><dt>Key<dd>Opens.</dl>', ['table_row: Key: Opens.']],
    'questions as a definition list': [
      '<dl><dt>Why?</dt><dd><p>So.</p><p>And so.</p></dd></dl>',
      ['paragraph: Why?', 'paragraph: So.', 'paragraph: And so.'],
    ],
    'a quote and a figure': [
      '<blockquote>q</blockquote><figure><img alt="x"><figcaption>f</figcaption></figure>',
      ['paragraph: q', 'paragraph: f'],
    ],
    'a link keeps its text': [
      '<p>See <a href="https://a.example">this page</a>.',
      ['paragraph: See this page.'],
    ],
    'a link whose text is its address': [
      '<p>Open <a href="x">https://a.example/b?c=1.d</a> now. Then wait.',
      ['paragraph: Open https://a.example/b?c=1.d now.', 'paragraph: Then wait.'],
    ],
    'a raised number': ['<p>10<sup>2</sup> m, CO<sub>2</sub>', ['paragraph: 10² m, CO₂']],
    'character references': ['<p>&lt;b&gt; &amp; &auml; &#x20AC;', ['paragraph: <b> & ä €']],
    'words in several inline elements': ['<p><b>A</b>ll <i>g</i>ood', ['paragraph: All good']],
    'a hint box made of a table': [
      '<table><tr><td><p>Mind the gap. Twice.',
      ['paragraph: Mind the gap.', 'paragraph: Twice.'],
    ],
    'a cell that spans rows': [
      '<table><tr><th>A<th>B</tr><tr><td rowspan=2>x<td>1</tr><tr><td>2</tr></table>',
      ['table_row: A: x; B: 1', 'table_row: A: x; B: 2'],
    ],
    'a cell that spans columns': [
      '<table><tr><th colspan=2>A<th>B</tr><tr><td>1<td>2<td>3</tr></table>',
      ['table_row: A: 1; 2; B: 3'],
    ],
    'a row with its own name': [
      '<table><tr><th></th><th>Mon</th></tr><tr><th>Open</th><td>9–12</td></tr></table>',
      ['table_row: Open; Mon: 9–12'],
    ],
    'a table without header': ['<table><tr><td>a<td>b</table>', ['table_row: a; b']],
    'a list in a cell': ['<table><tr><td>a<td><ul><li>b<li>c</ul></table>', ['table_row: a; b, c']],
  }
  for (const [name, [html, expected]] of Object.entries(PAGES)) {
    it(`reads ${name}`, () => {
      expect(lines(html)).to.deep.equal(expected)
    })
  }

  it('takes a summary as the heading of what it opens, and of nothing after it', () => {
    const passages = parseArticleHtml(
      '<details><summary>How?</summary><p>So.</p></details><p>More.</p>',
      'en',
    )
    expect(passages.map(({ headings, text }) => [headings, text])).to.deep.equal([
      [['How?'], 'So.'],
      [[], 'More.'],
    ])
  })

  it('keeps a list together with the line that introduces it', () => {
    const filler = `<p>${'Some words here. '.repeat(30)}</p>`
    const passages = parseArticleHtml(
      `${filler}<p>You need:</p><ul>${'<li>one more thing that matters</li>'.repeat(14)}</ul>`,
      'en',
    )
    const list = passages.find(({ text }) => text.includes('one more thing'))
    expect(list?.text.startsWith('You need:\none more thing')).to.equal(true)
  })

  it('splits a list that is too long between its items, and leaves the introduction with the first ones', () => {
    const passages = parseArticleHtml(
      `<p>You need:</p><ul>${'<li>one more thing that matters</li>'.repeat(90)}</ul>`,
      'en',
    )
    expect(passages.length).to.be.greaterThan(2)
    expect(passages[0]?.text.startsWith('You need:\none more thing')).to.equal(true)
    for (const { text } of passages) expect(text.length).to.be.at.most(900)
    expect(passages.flatMap(({ sentences }) => sentences).at(-1)?.ordinal).to.equal(90)
    assertSound(passages)
  })

  it('spreads a long paragraph over passages at the ends of sentences', () => {
    const passages = parseArticleHtml(`<p>${'This is one sentence of many. '.repeat(100)}</p>`, 'en')
    for (const { text } of passages) {
      expect(text.length).to.be.at.most(900)
      expect(text.endsWith('many.')).to.equal(true)
    }
    assertSound(passages)
  })

  it('reads Markdown as the page that it stands for', () => {
    const markdown =
      '# Refunds\n\nYou get it back.\n\n1. Ask\n2. Wait\n\n| Days | Fee |\n|--|--|\n| 3 | 1 € |\n\n<div hidden>secret</div>'
    const passages = parseArticleMarkdown(markdown, 'en')
    expect(outline(passages).flat()).to.deep.equal([
      'paragraph: You get it back.',
      'step 1: Ask',
      'step 2: Wait',
      'table_row: Days: 3; Fee: 1 €',
    ])
    expect(passages[0]?.headings).to.deep.equal(['Refunds'])
    expect(readMarkdownTitle(markdown)).to.equal('Refunds')
  })

  it('keeps the lines of a plain text as they are: joined again, they are its non-empty lines', () => {
    const text = `First line. Two sentences.\n\n  second   line\r\n${'long '.repeat(200)}\n\u200B\nlast`
    const passages = parseArticleText(text, 'en')
    expect(
      passages
        .map((passage) => passage.text)
        .join('\n')
        .split('\n'),
    ).to.deep.equal(['First line. Two sentences.', 'second line', 'long '.repeat(200).trim(), 'last'])
    assertSound(passages)
  })

  it('says language and title of a whole page', () => {
    const page =
      '<!doctype html><HTML lang="de-AT"><head><title>Konto – Hilfe</title></head><body><h1>Dein <b>Konto</b></h1>'
    expect(readPageHead(page)).to.deep.equal({ lang: 'de-AT', title: 'Dein Konto' })
    expect(readPageHead('<title>A &amp; B</title><p>x')).to.deep.equal({ lang: null, title: 'A & B' })
    expect(lines(`${page}<p>Text.`)).to.deep.equal(['paragraph: Text.'])
  })
})

describe('a passage keeps its id while its text stays', () => {
  const before = parseArticleHtml('<h2>A</h2><p>One.</p><h2>B</h2><p>Two.</p>', 'en')

  it('and others change', () => {
    const after = parseArticleHtml(
      '<h2>A</h2><p>One, changed.</p><h2>B</h2><div><p class="x">Two.</p></div>',
      'en',
    )
    expect(after[1]?.id).to.equal(before[1]?.id)
    expect(after[0]?.id).to.not.equal(before[0]?.id)
    expect(before[0]?.id).to.match(/^p[0-9a-f]{12}$/)
  })

  it('but not under another heading', () => {
    expect(parseArticleHtml('<h2>C</h2><p>One.</p>', 'en')[0]?.id).to.not.equal(before[0]?.id)
  })

  it('and two equal passages have different ids', () => {
    const [first, , third] = parseArticleHtml('<h2>A</h2><p>x</p><h2>B</h2><p>y</p><h2>A</h2><p>x</p>', 'en')
    expect(third?.id).to.equal(`${first?.id}-2`)
  })
})

describe('the version hash of an article', () => {
  const passages = parseArticleHtml('<p>One.</p><ul><li>a</li></ul>', 'en')
  const hash = articleVersionHash('Title', passages)

  it('is the same for the same content', () => {
    expect(hash).to.match(/^[0-9a-f]{64}$/)
    expect(articleVersionHash('Title', parseArticleHtml('<div>One.</div><ul><li>a</ul>', 'en'))).to.equal(
      hash,
    )
  })

  const CHANGES: Record<string, [string, string]> = {
    'another title': ['Title 2', '<p>One.</p><ul><li>a</li></ul>'],
    'another word': ['Title', '<p>One!</p><ul><li>a</li></ul>'],
    'steps for a list': ['Title', '<p>One.</p><ol><li>a</li></ol>'],
    'another heading': ['Title', '<h2>H</h2><p>One.</p><ul><li>a</li></ul>'],
    'no passage': ['Title', ''],
  }
  for (const [name, [title, html]] of Object.entries(CHANGES)) {
    it(`differs with ${name}`, () => {
      expect(articleVersionHash(title, parseArticleHtml(html, 'en'))).to.not.equal(hash)
    })
  }
})

describe('a page that means harm costs little', () => {
  const SIZE = 500_000
  const fill = (part: string) => part.repeat(Math.floor(SIZE / part.length))
  const HARMLESS: Record<string, string> = {
    nothing: '',
    'only spaces': fill(' '),
    'only tags': fill('<p>'),
    'unclosed inline elements': `<p>${'<b>'.repeat(400)}${fill('<p>x</p>')}`,
    'end tags of nothing': `<table><tr><td>${'<span>'.repeat(400)}${fill('</div>')}`,
    'hidden elements that are never closed': fill('<p>x<b hidden>'),
    'comments that never end': fill('<!--'),
    'scripts that never end': fill('<script>'),
    'a tag of attributes': `<p ${fill('x=1 ')}>`,
    'a tag that never ends': `<p ${fill('x ')}`,
    'attributes that never close': fill('<p a="'),
    'signs that open nothing': fill('<'),
    'broken references': fill('&'),
    'an endless style': `<p style="${fill('a:b;')}">x`,
    'an endless word': fill('x'),
    'an endless sentence': fill('word '),
    'endless sentences': fill('One sentence. '),
    'open brackets': fill('( '),
    'list items': `<ul>${fill('<li>x')}`,
    headings: fill('<h2>x</h2>y'),
    'table rows': `<table><tr><th>a<th>b</tr>${fill('<tr><td>1<td>2')}`,
    'cells that span': `<table>${fill('<tr><td rowspan=60>a<td rowspan=60>')}`,
    'zero-width characters': fill('\u200b'),
    joiners: fill('\u200d'),
    'lone surrogates': fill('\ud800'),
    'combining marks': `a${fill('\u0301')}`,
  }
  for (const [name, html] of Object.entries(HARMLESS)) {
    it(`when it is made of ${name}`, () => {
      // The runner's own limit is the guard: what grows with the square of the length takes minutes on any machine.
      const passages = parseArticleHtml(html, 'de')
      for (const { text } of passages) expect(text.length).to.be.at.most(2100)
    })
  }

  it('when it nests without end', async () => {
    for (const tag of ['<div>', '<b>', '<ul><li>', '<table><tr><td>', '<blockquote>', '<details><summary>']) {
      expect(await faultFrom(() => parseArticleHtml(tag.repeat(100_000), 'en'))).to.equal('TOO_LARGE')
    }
  })

  it('reads Markdown around a picture that lies inside the text', () => {
    const picture = `data:image/png;base64,${'iVBORw0KGgo='.repeat(20_000)}`
    const passages = parseArticleMarkdown(`# Setup\n\nPress it.\n\n![the button](${picture})\n\nWait.`, 'en')
    expect(outline(passages).flat().join(' '))
      .to.contain('Press it.')
      .and.contain('Wait.')
      .and.not.contain('iVBOR')
  })

  it('when it has twenty megabytes', async () => {
    expect(await faultFrom(() => parseArticleHtml('x'.repeat(20_000_000), 'en'))).to.equal('TOO_LARGE')
    expect(await faultFrom(() => parseArticleText('x'.repeat(20_000_000), 'en'))).to.equal('TOO_LARGE')
    expect(await faultFrom(() => parseArticleMarkdown('x'.repeat(20_000_000), 'en'))).to.equal('TOO_LARGE')
  })

  const MARKDOWN: Record<string, string> = {
    'quotes in quotes': '>'.repeat(100_000),
    'lists in lists': '- '.repeat(100_000),
    'numbered lists in lists': '1. '.repeat(90_000),
    'emphasis that never ends': '_a'.repeat(100_000),
    'a word that could be an address at each letter': `${'a.'.repeat(20_000)}@`,
    'addresses without an end': 'é@ '.repeat(20_000),
    'comments that never end': '<!-- '.repeat(20_000),
    'strong that never ends': '**a'.repeat(90_000),
  }
  for (const [name, markdown] of Object.entries(MARKDOWN)) {
    it(`when it is Markdown with ${name}`, async () => {
      expect(await faultFrom(() => parseArticleMarkdown(markdown, 'en'))).to.equal('TOO_LARGE')
    })
  }

  it('when its language is no language', () => {
    for (const locale of ['', 'x', 'de_DE', '../..', 'e'.repeat(1000), 'zz-zz-zz-zz', 'en-u-ca']) {
      expect(parseArticleHtml('<p>One. Two.', locale)[0]?.sentences.length).to.equal(2)
    }
  })
})

const REAL_PAGES = new URL('../../../../../shared/data/help-center/pages_html.jsonl', import.meta.url)

describe('the pages of real help centers', () => {
  it('are all read: no markup, no lost text, exact sentences', function () {
    // The data set lies beside the repository and is not part of it.
    if (!existsSync(REAL_PAGES)) return this.skip()
    const pages = readFileSync(REAL_PAGES, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(pages.length).to.equal(1191)
    let passageCount = 0
    for (const { html, lang } of pages) {
      const passages = parseArticleHtml(html, lang)
      passageCount += passages.length
      assertSound(passages)
      const read = passages.flatMap(({ headings, text }) => [...headings, text]).join(' ')
      expect(read).to.not.match(/<\/?(?:script|style|p|div|li|a|strong)\b|style=|&(?:amp|nbsp|#\d+);/)
      for (const { text, headings } of passages) {
        expect(text.length).to.be.at.most(2000)
        expect(text).to.equal(text.normalize('NFC'))
        expect([text, ...headings].join('')).to.not.match(/[\u200b\u202a-\u202e\u00ad\u00a0\p{Surrogate}]/u)
      }
    }
    expect(passageCount).to.be.greaterThan(3000)
    return undefined
  })
})
