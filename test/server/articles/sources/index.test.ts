import { expect } from 'chai'
import { createEgressDoor } from '../../../../server/adapters/egress-door.ts'
import { createZendeskHelpCenter } from '../../../../server/articles/sources/index.ts'
import { syncArticles } from '../../../../server/articles/sync.ts'
import { createMemorySyncStore } from '../../../support/memory-sync-store.ts'
import {
  FIXTURE_NOW,
  fixtureWorkbench,
  OPEN_ARTICLE_ID,
  SECOND_ARTICLE_ID,
} from '../../../support/workbench-fixture.ts'

describe('the sources of articles', () => {
  const workbench = fixtureWorkbench()
  let origin = ''

  before(async () => {
    origin = (await workbench.listen(0)).origin
  })

  after(async () => {
    await workbench.close()
  })

  it('read a help center through the egress door, without any credential, waiting when it is busy', async () => {
    workbench.faults.nextHelpCenter(429, 3)
    workbench.faults.nextHelpCenter(503)
    const slept: number[] = []
    const store = createMemorySyncStore()
    const source = createZendeskHelpCenter({
      origin,
      locales: ['en-us', 'de'],
      door: createEgressDoor({ allowedOrigins: [origin], timeoutMs: 60_000, maxBytes: 1_000_000 }),
      sleep: async (ms) => {
        slept.push(ms)
      },
    })
    const rooms = { store, clock: { now: () => FIXTURE_NOW }, ids: { newId: () => 'sync-1' } }
    const view = await syncArticles({ ...rooms, source })
    expect(view).to.deep.include({ status: 'done', added: 4, problems: [] })
    const read = store
      .published(origin)
      .map(({ article }) => [
        article.articleId,
        article.locale,
        article.sectionName,
        article.categoryName,
        article.passages[0]?.text,
      ])
    expect(read).to.have.deep.members([
      [`zendesk:${OPEN_ARTICLE_ID}`, 'en-us', 'Returns', 'Orders', 'Body of Send something back'],
      [`zendesk:${SECOND_ARTICLE_ID}`, 'en-us', 'Returns', 'Orders', 'Body of Refunds'],
      [`zendesk:${OPEN_ARTICLE_ID}`, 'de', 'Returns (DE)', 'Orders (DE)', 'Body of Send something back'],
      [`zendesk:${SECOND_ARTICLE_ID}`, 'de', 'Returns (DE)', 'Orders (DE)', 'Body of Refunds'],
    ])
    expect(slept).to.deep.equal([3000, 2000])
    expect(workbench.requests.length).to.equal(8)
    expect(JSON.stringify(workbench.requests).toLowerCase()).to.not.match(/authorization|cookie/)
  })
})
