import { expect } from 'chai'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import { ALLOWED, ARTICLES, readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { articleOf } from '../articles/retrieval/sample-articles.ts'

interface Shown {
  readonly passages: readonly {
    readonly articleId: string
    readonly alsoIn?: readonly { articleId: string }[]
  }[]
}

const named = ({ passages }: Shown) =>
  passages.map(({ articleId, alsoIn = [] }) => [articleId, ...alsoIn.map((at) => at.articleId)].toSorted())

describe('a cited passage', () => {
  let desk: Harness
  beforeEach(async () => {
    const refund = ARTICLES.find(({ articleId, locale }) => articleId === 'refund' && locale === 'en-us')
    if (refund === undefined) throw new Error('no refund article')
    const copyOf = (articleId: string, sectionId: string) => ({
      ...refund,
      articleId,
      sectionId,
      sectionName: `Section ${sectionId}`,
    })
    desk = await startDesk({
      articles: [...ARTICLES, copyOf('refund-b2b', '1'), copyOf('refund-hidden', '9')],
    })
  })
  afterEach(() => desk.stop())
  const shown = async (draftId: string): Promise<Shown> =>
    (await desk.api(AGENT, 'GET', `/drafts/${draftId}`)).body

  it('names the articles that say the same, those that may be used and no others', async () => {
    const { draft: made } = await readyDraft(desk)
    expect(named(made)).to.deep.equal([['refund', 'refund-b2b']])
    expect(named(await shown(made.id))).to.deep.equal(named(made))
    expect(JSON.stringify(await shown(made.id))).to.not.contain('refund-hidden')
  })

  it('names one no longer as soon as it may not be used', async () => {
    const { draft: made } = await readyDraft(desk)
    const [cited] = made.passages
    const other = cited?.articleId === 'refund' ? 'refund-b2b' : 'refund'
    await desk.api(ADMIN, 'PUT', '/console/allowlist', {
      version: 1,
      selection: { ...ALLOWED, deny: [{ articleId: other }] },
    })
    const now = await shown(made.id)
    expect(named(now)).to.deep.equal([[cited?.articleId]])
    expect(JSON.stringify(now)).to.not.contain(`"${other}"`)
  })

  it('names none that the ticket may not use', async () => {
    const { ticketId, draft: made } = await readyDraft(desk)
    const [cited] = made.passages
    const other = cited?.articleId === 'refund' ? 'refund-b2b' : 'refund'
    await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
      denyArticles: [{ articleId: other }],
    })
    expect(named(await shown(made.id))).to.deep.equal([[cited?.articleId]])
  })

  it('names none for a version that was replaced', async () => {
    const { draft: made } = await readyDraft(desk)
    const [cited] = made.passages
    const others = ARTICLES.filter(({ articleId }) => articleId !== cited?.articleId)
    const text = '<p>The refund takes nine working days.</p>'
    await desk.sync([...others, articleOf(cited?.articleId ?? '', 'en-us', 'Refunds', text)])
    expect(named(await shown(made.id))).to.deep.equal([[cited?.articleId]])
  })
})
