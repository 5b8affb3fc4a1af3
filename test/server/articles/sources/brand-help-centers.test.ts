import { expect } from 'chai'
import {
  type ArticleSource,
  BRANDS_SOURCE,
  createBrandHelpCenters,
  type SourceItem,
} from '../../../../server/articles/sources/index.ts'
import { Fault } from '../../../../src/domain/fault.ts'
import { faultFrom } from '../../../support/fault-from.ts'

/** Says what it was asked, page by page: a problem stands for an article. */
function center(
  name: string,
  pages: readonly string[],
  fails = false,
): ArticleSource & { asked: (string | null)[] } {
  const asked: (string | null)[] = []
  return {
    name,
    asked,
    async *read(_signal, from) {
      asked.push(from)
      const start = from === null ? 0 : pages.indexOf(from)
      for (const page of pages.slice(start)) {
        if (page !== pages[start]) yield { kind: 'checkpoint', cursor: page }
        if (fails) throw new Fault('HELP_CENTER_UNREACHABLE', name)
        yield { kind: 'problem', article: `${name} ${page}`, reason: 'seen', code: 'link' }
      }
      yield { kind: 'end', complete: true }
    },
  }
}

async function items(source: ArticleSource, from: string | null = null): Promise<readonly string[]> {
  const told: string[] = []
  for await (const item of source.read(new AbortController().signal, from)) told.push(say(item))
  return told
}
const say = (item: SourceItem): string =>
  item.kind === 'problem'
    ? item.article
    : item.kind === 'checkpoint'
      ? `@${item.cursor}`
      : item.kind === 'end'
        ? `end ${item.complete}`
        : item.kind === 'brand'
          ? `${item.brandName} ${item.outcome}${item.reason === null ? '' : `: ${item.reason}`}`
          : item.article.articleId

describe('the help centers of several brands', () => {
  const two = () => {
    const [first, second] = [
      center('https://a.example', ['de 1', 'de 2']),
      center('https://b.example', ['en 1']),
    ]
    const source = createBrandHelpCenters([
      { brandId: '1', brandName: 'A', source: first },
      { brandId: '2', brandName: 'B', source: second },
    ])
    return { source, first, second }
  }

  it('are one source that keeps its name, and answers for each that was read alone before', async () => {
    const { source } = two()
    expect(source.name).to.equal(BRANDS_SOURCE)
    expect(source.replaces).to.deep.equal(['https://a.example', 'https://b.example'])
    expect(await items(source)).to.deep.equal([
      'https://a.example de 1',
      '@1 de 2',
      'https://a.example de 2',
      'A read',
      '@2 ',
      'https://b.example en 1',
      'B read',
      'end true',
    ])
  })

  it('go on in the brand where a sync broke off', async () => {
    const { source, first, second } = two()
    expect(await items(source, '1 de 2')).to.deep.equal([
      'https://a.example de 2',
      'A read',
      '@2 ',
      'https://b.example en 1',
      'B read',
      'end true',
    ])
    expect(await items(source, '2 ')).to.deep.equal([
      'A read',
      'https://b.example en 1',
      'B read',
      'end true',
    ])
    expect([first.asked, second.asked]).to.deep.equal([['de 2'], [null, null]])
    // A brand that is not configured any more: from the beginning.
    expect((await items(source, '9 de 2')).length).to.equal(8)
  })

  it('are read also when one of them cannot be; broken off after it, all start over', async () => {
    const source = createBrandHelpCenters([
      { brandId: '1', brandName: 'A', source: center('https://a.example', ['de 1'], true) },
      { brandId: '2', brandName: 'B', source: center('https://b.example', ['en 1', 'en 2']) },
    ])
    expect(await items(source)).to.deep.equal([
      'A (https://a.example)',
      'A failed: HELP_CENTER_UNREACHABLE: https://a.example',
      '@null',
      'https://b.example en 1',
      '@null',
      'https://b.example en 2',
      'B read',
      'end true',
    ])
  })

  it('are not whole when none can be read, or none is named', async () => {
    const source = createBrandHelpCenters([
      { brandId: '1', brandName: 'A', source: center('https://a.example', ['de 1'], true) },
    ])
    expect((await items(source)).at(-1)).to.equal('end false')
    expect(await items(createBrandHelpCenters([]))).to.deep.equal(['end false'])
  })

  it('tell a brand that was not read to its end, and hide what is no Fault of ours', async () => {
    const ends: ArticleSource = {
      name: 'https://a.example',
      async *read() {
        yield { kind: 'end', complete: false }
      },
    }
    const breaks: ArticleSource = {
      name: 'https://b.example',
      // biome-ignore lint/correctness/useYield: it breaks before its first item
      async *read() {
        throw new Error('text of a page')
      },
    }
    const source = createBrandHelpCenters([
      { brandId: '1', brandName: 'A', source: ends },
      { brandId: '2', brandName: 'B', source: breaks },
    ])
    const told = await items(source)
    expect(told.filter((line) => / failed/.test(line))).to.deep.equal([
      'A failed: was not read to its end; nothing is removed',
      'B failed: UNEXPECTED: the source failed',
    ])
    expect(told.join('\n')).to.not.contain('text of a page')
  })

  it('call nothing failed when they are told to stop', async () => {
    const stop = new AbortController()
    const source = createBrandHelpCenters([
      { brandId: '1', brandName: 'A', source: center('https://a.example', ['de 1'], true) },
      { brandId: '2', brandName: 'B', source: center('https://b.example', ['en 1']) },
    ])
    stop.abort()
    const told: string[] = []
    const read = async () => {
      for await (const item of source.read(stop.signal, null)) told.push(say(item))
    }
    expect(await faultFrom(read)).to.equal('HELP_CENTER_UNREACHABLE')
    expect(told).to.deep.equal([])
  })
})
