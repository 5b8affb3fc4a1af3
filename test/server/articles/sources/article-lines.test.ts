import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createArticleLines, type SourceItem } from '../../../../server/articles/sources/index.ts'
import { faultFrom } from '../../../support/fault-from.ts'

describe('a file of article lines', () => {
  let root = ''

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'vouch-lines-'))
  })

  afterEach(() => {
    rmSync(root, { recursive: true })
  })

  async function read(content: string | Buffer, path = join(root, 'a.jsonl')): Promise<SourceItem[]> {
    if (path.endsWith('a.jsonl')) writeFileSync(path, content)
    const source = createArticleLines({ name: 'lines', path, defaultLocale: 'EN' })
    const items: SourceItem[] = []
    for await (const item of source.read(new AbortController().signal, null)) items.push(item)
    return items
  }

  it('is read line by line, HTML before plain text', async () => {
    const items = await read(
      `\ufeff${[
        {
          id: 'a',
          title: 'A',
          html: '<p>One.</p>',
          text: 'Two.',
          lang: 'DE',
          section: 's',
          labels: ['y', 'x', 'y'],
        },
        {
          id: 7,
          title: 'B',
          html: null,
          text: 'Two.\nThree.',
          url: 'https://a.example/b',
          updated: '2026-01-02T03:04:05+01:00',
        },
        { id: 'c', title: 'C', city: 'unknown keys are ignored' },
      ]
        .map((row) => JSON.stringify(row))
        .join('\r\n\n')}\n`,
    )
    const found = items.flatMap((item) => (item.kind === 'article' ? [item.article] : []))
    expect(
      found.map((one) => [one.articleId, one.locale, one.passages.map(({ text }) => text)]),
    ).to.deep.equal([
      ['jsonl:a', 'de', ['One.']],
      ['jsonl:7', 'en', ['Two.\nThree.']],
      ['jsonl:c', 'en', []],
    ])
    expect([found[0]?.labels, found[1]?.url, found[1]?.updatedAt]).to.deep.equal([
      ['x', 'y'],
      'https://a.example/b',
      '2026-01-02T02:04:05.000Z',
    ])
    expect(items.at(-1)).to.deep.equal({ kind: 'end', complete: true })
  })

  const BAD: Record<string, [line: string | Buffer, code: string]> = {
    'no JSON': ['{"id":', 'not_json'],
    'no object': ['[]', 'malformed'],
    'no id': ['{"title":"t"}', 'malformed'],
    'an id that JSON cannot hold': ['{"id":9007199254740993,"title":"t"}', 'malformed'],
    'no title': ['{"id":"a"}', 'malformed'],
    'an empty title': ['{"id":"a","title":" "}', 'no_title'],
    'a language that is none': ['{"id":"a","title":"t","lang":"../x"}', 'malformed'],
    'an address that is none': ['{"id":"a","title":"t","url":"javascript:alert(1)"}', 'malformed'],
    'a page that nests too deep': [
      JSON.stringify({ id: 'a', title: 't', html: '<div>'.repeat(1000) }),
      'too_deep',
    ],
    'bytes that are no UTF-8': [Buffer.from('{"id":"a","title":"Gr\xf6\xdfe"}', 'latin1'), 'not_utf8'],
  }
  for (const [name, [line, code]] of Object.entries(BAD)) {
    it(`reports ${name} with the number of its line, and reads the others`, async () => {
      const good = '{"id":"g","title":"t","text":"x"}\n'
      const items = await read(
        Buffer.concat([Buffer.from(good), Buffer.from('\n'), Buffer.from(line), Buffer.from(`\n${good}`)]),
      )
      expect(
        items.map((item) => (item.kind === 'problem' ? `${item.article} ${item.code}` : item.kind)),
      ).to.deep.equal(['article', `a.jsonl:3 ${code}`, 'article', 'end'])
    })
  }

  it('that does not exist, or is a folder, is no file without articles', async () => {
    expect(await faultFrom(() => read('', join(root, 'nowhere')))).to.equal('SOURCE_UNREADABLE')
    expect(await faultFrom(() => read('', root))).to.equal('SOURCE_UNREADABLE')
  })
})
