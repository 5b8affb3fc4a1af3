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
        yield { kind: 'problem', article: `${name} ${page}`, reason: 'seen' }
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
        : item.article.articleId

describe('the help centers of several brands', () => {
  const two = () => {
    const [first, second] = [
      center('https://a.example', ['de 1', 'de 2']),
      center('https://b.example', ['en 1']),
    ]
    const source = createBrandHelpCenters([
      { brandId: '1', source: first },
      { brandId: '2', source: second },
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
      '@2 ',
      'https://b.example en 1',
      'end true',
    ])
  })

  it('go on in the brand where a sync broke off', async () => {
    const { source, first, second } = two()
    expect(await items(source, '1 de 2')).to.deep.equal([
      'https://a.example de 2',
      '@2 ',
      'https://b.example en 1',
      'end true',
    ])
    expect(await items(source, '2 ')).to.deep.equal(['https://b.example en 1', 'end true'])
    expect([first.asked, second.asked]).to.deep.equal([['de 2'], [null, null]])
    // A brand that is not configured any more: from the beginning.
    expect((await items(source, '9 de 2')).length).to.equal(6)
  })

  it('fail as a whole when one cannot be read: nothing is taken for gone', async () => {
    const source = createBrandHelpCenters([
      { brandId: '1', source: center('https://a.example', ['de 1']) },
      { brandId: '2', source: center('https://b.example', ['de 1'], true) },
    ])
    expect(await faultFrom(() => items(source))).to.equal('HELP_CENTER_UNREACHABLE')
    expect(await items(createBrandHelpCenters([]))).to.deep.equal(['end false'])
  })
})
