import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { createArticleFolder, type SourceItem } from '../../../../server/articles/sources/index.ts'
import { faultFrom } from '../../../support/fault-from.ts'

describe('a folder of articles', () => {
  let root = ''

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vouch-folder-'))
  })

  afterEach(() => {
    rmSync(root, { recursive: true })
  })

  function write(path: string, content: string | Buffer): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }

  async function read(path = root): Promise<SourceItem[]> {
    const source = createArticleFolder({ name: 'folder', path, defaultLocale: 'EN' })
    const items: SourceItem[] = []
    for await (const item of source.read(new AbortController().signal, null)) items.push(item)
    return items
  }

  async function articles() {
    return (await read()).flatMap((item) => (item.kind === 'article' ? [item.article] : []))
  }

  it('gives each page its id, locale, section and title', async () => {
    write('billing/refunds/how.de.html', '<h1>Geld zurück</h1><p>Text.')
    write('billing/refunds/how.html', '<html lang="en-GB"><title>Money back</title><p>Text.')
    write('start.md', '---\ntitle: "First steps"\n---\n# Other\n\nText.')
    write('plain.md', 'No heading.')
    write('notes.txt', 'no article')
    write('.git/secret.md', 'no article')
    const found = (await articles()).map((one) => [
      one.articleId,
      one.locale,
      one.title,
      one.sectionId,
      one.sectionName,
      one.categoryId,
      one.passages.map(({ text }) => text).join('|'),
    ])
    expect(found).to.deep.equal([
      ['folder:billing/refunds/how', 'de', 'Geld zurück', 'billing/refunds', 'refunds', 'billing', 'Text.'],
      ['folder:billing/refunds/how', 'en-gb', 'Money back', 'billing/refunds', 'refunds', 'billing', 'Text.'],
      ['folder:plain', 'en', 'plain', '', '', '', 'No heading.'],
      ['folder:start', 'en', 'First steps', '', '', '', 'Text.'],
    ])
    expect((await read()).at(-1)).to.deep.equal({ kind: 'end', complete: true })
  })

  it('follows no link, neither to a file nor to a folder, and says so', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'vouch-outside-'))
    writeFileSync(join(outside, 'secret.html'), '<p>secret')
    symlinkSync(join(outside, 'secret.html'), join(root, 'file.html'))
    symlinkSync(outside, join(root, 'folder'))
    symlinkSync(root, join(root, 'loop'))
    write('good.html', '<p>good')
    const items = await read()
    rmSync(outside, { recursive: true })
    expect(items.map((item) => (item.kind === 'problem' ? item.article : item.kind))).to.deep.equal([
      'file.html',
      'folder',
      'article',
      'loop',
      'end',
    ])
    expect(JSON.stringify(items)).to.not.include('secret')
  })

  const latin = (text: string) => Buffer.from(text, 'latin1')
  const READABLE: Record<string, Buffer> = {
    'UTF-8': Buffer.from('<p>Größe'),
    'UTF-8 with a mark': Buffer.from('\ufeff<p>Größe'),
    'UTF-16 with a mark': Buffer.from('\ufeff<p>Größe', 'utf16le'),
    'Latin-1 that says so': latin('<meta charset="iso-8859-1"><p>Größe'),
    'Windows-1252 that says so in the old way': latin(
      '<meta http-equiv=content-type content="text/html; charset=windows-1252"><p>Größe',
    ),
  }
  for (const [name, bytes] of Object.entries(READABLE)) {
    it(`reads ${name}`, async () => {
      write('a.html', bytes)
      expect((await articles())[0]?.passages[0]?.text).to.equal('Größe')
    })
  }

  const UNREADABLE: Record<string, [bytes: Buffer, code: string, value?: string]> = {
    'Latin-1 that does not say so': [latin('<p>Größe'), 'no_charset'],
    'a character set that nobody knows': [
      latin('<meta charset=klingon><p>Größe'),
      'other_charset',
      'klingon',
    ],
    'bytes that are not what they claim': [
      Buffer.from([0xef, 0xbb, 0xbf, 0x3c, 0x70, 0x3e, 0xe4]),
      'other_mark',
      'utf-8',
    ],
    'letters garbled before they were saved': [
      Buffer.from('<p>GrÃ¶ÃŸe fÃ¼r BÃ¤ume und StrÃ¤ucher'),
      'garbled',
    ],
    'a binary file': [Buffer.from('<p>a\0b'), 'binary'],
    'too many bytes': [Buffer.alloc(8_000_001, 32), 'file_too_large', '8000000'],
    'too many characters': [Buffer.alloc(3_000_000, 120), 'too_long', '1000000'],
    'too deep nesting': [Buffer.from('<div>'.repeat(1000)), 'too_deep', '512'],
  }
  for (const [name, [bytes, code, value]] of Object.entries(UNREADABLE)) {
    it(`reports ${name}, and reads the others`, async () => {
      write('a.html', bytes)
      write('b.html', '<p>good')
      const items = await read()
      expect(items.map(({ kind }) => kind)).to.deep.equal(['problem', 'article', 'end'])
      expect(items[0]).to.include({ article: 'a.html', code })
      expect(items[0]?.kind === 'problem' && items[0].value).to.equal(value)
    })
  }

  it('is not complete when it nests too deep to be read', async () => {
    write(`${'d/'.repeat(40)}a.html`, '<p>x')
    expect((await read()).at(-1)).to.deep.equal({ kind: 'end', complete: false })
  })

  it('that does not exist, or is a file, is no folder without articles', async () => {
    write('a.html', '')
    expect(await faultFrom(() => read(join(root, 'nowhere')))).to.equal('SOURCE_UNREADABLE')
    expect(await faultFrom(() => read(join(root, 'a.html')))).to.equal('SOURCE_UNREADABLE')
  })
})
