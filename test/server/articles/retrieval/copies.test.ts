import { expect } from 'chai'
import { buildRetrievalIndex } from '../../../../server/articles/retrieval/index.ts'
import { articleOf, SAMPLE_ARTICLES } from './sample-articles.ts'

const TEXT =
  '<p>You can rent a bicycle at the station for 12 euros a day.</p><p>Bring your identity card with you and pay by card or in cash. Helmets are free of charge for children.</p>'
const at = (id: string, title: string, html: string) => articleOf(id, 'en-us', title, html)
const ORIGINAL = at('rent', 'Rent a bicycle', TEXT)
const search = (...others: readonly ReturnType<typeof at>[]) =>
  buildRetrievalIndex([...SAMPLE_ARTICLES, ORIGINAL, ...others]).search({
    query: 'rent a bicycle at the station',
    locale: 'en-us',
    allowed: () => true,
  })
const named = (found: ReturnType<typeof search>) =>
  found
    .filter(({ articleId }) => articleId.startsWith('rent'))
    .map(({ articleId, alsoIn }) => [articleId, alsoIn.map((one) => one.articleId)])

describe('articles that say the same', () => {
  it('are found as one, which names the others', () => {
    const copies = [
      at('rent-2', 'Bicycles for rent', TEXT),
      at('rent-3', 'Bicycles', TEXT.replace('12', '14')),
    ]
    expect(named(search(...copies))).to.deep.equal([['rent', ['rent-2', 'rent-3']]])
  })

  it('are told from those that only share a part, or the topic', () => {
    const longer = `${TEXT}<p>Bring it back before eight in the evening, or leave it in front of the town hall with the chain locked, and call us from there so that we can fetch it the next day.</p>`
    const found = named(
      search(
        at('rent-more', 'Rent a bicycle', longer),
        at('rent-other', 'Rent a bicycle', '<p>At the station you rent a bicycle by the hour.</p>'),
      ),
    )
    expect(found.map(([, alsoIn]) => alsoIn)).to.deep.equal([[], [], []])
  })

  it('are told apart when they are short and not the same', () => {
    const short = (id: string, html: string) => at(id, 'Rent a bicycle', html)
    const found = named(
      search(
        short('rent-a', '<p>Rent a bicycle at the east station.</p>'),
        short('rent-b', '<p>Rent a bicycle at the east station.</p>'),
        short('rent-c', '<p>Rent a bicycle at the west station.</p>'),
      ),
    )
    expect(new Map(found.map(([id, alsoIn]) => [id, alsoIn])).get('rent-a')).to.deep.equal(['rent-b'])
    expect(found.map(([id]) => id)).to.include('rent-c')
  })

  it('make room in the list for what says something else', () => {
    const copies = Array.from({ length: 12 }, (_, i) => at(`rent-${i}`, 'Rent a bicycle', TEXT))
    const other = at('rent-station', 'The station', '<p>The station opens at six.</p>')
    expect(search(...copies, other).map(({ articleId }) => articleId)).to.include('rent-station')
  })

  it('are one among the nearest where nothing answers', () => {
    const index = buildRetrievalIndex([...SAMPLE_ARTICLES, ORIGINAL, at('rent-2', 'Rent a bicycle', TEXT)])
    const asked = (allowed: (one: { articleId: string }) => boolean) => {
      const answer = index.answer({
        question: 'rent a bicycle at the station',
        locale: 'en-us',
        threshold: 1,
        allowed,
      })
      return answer.outcome === 'not_covered'
        ? answer.nearest.map(({ articleId, alsoIn }) => [articleId, alsoIn?.map((one) => one.articleId)])
        : []
    }
    expect(asked(() => true)[0]).to.deep.equal(['rent', ['rent-2']])
    expect(asked(() => true).flat()).to.not.include('rent-2')
    expect(asked(({ articleId }) => articleId !== 'rent-2')[0]).to.deep.equal(['rent', undefined])
  })

  it('name no article that is not allowed', () => {
    const index = buildRetrievalIndex([ORIGINAL, at('rent-2', 'Bicycles for rent', TEXT)])
    const [best] = index.search({
      query: 'rent a bicycle',
      locale: 'en-us',
      allowed: ({ articleId }) => articleId !== 'rent-2',
    })
    expect([best?.articleId, best?.alsoIn]).to.deep.equal(['rent', []])
  })
})
