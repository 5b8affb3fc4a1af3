import { expect } from 'chai'
import {
  DRAFT_ARTICLE_ID,
  FIXTURE_NOW,
  OPEN_ARTICLE_ID,
  RESTRICTED_ARTICLE_ID,
  type RunningWorkbench,
  SECOND_ARTICLE_ID,
  startFixtureWorkbench,
} from '../../support/workbench-fixture.ts'

const LIST = '/api/v2/help_center/en-us/articles.json'

describe('help center of the workbench', () => {
  let running: RunningWorkbench
  beforeEach(async () => {
    running = await startFixtureWorkbench()
  })
  afterEach(() => running.workbench.close())

  const visit = (path: string) => running.ask(path, { credentials: false })
  const idsOf = (json: { articles: { id: number }[] }) => json.articles.map(({ id }) => id)

  it('shows an anonymous visitor neither drafts nor restricted articles, and an agent all of them', async () => {
    const open = [OPEN_ARTICLE_ID, SECOND_ARTICLE_ID]
    expect(idsOf((await visit(LIST)).json)).to.deep.equal(open)
    expect(idsOf((await running.ask(LIST)).json)).to.deep.equal([
      ...open,
      DRAFT_ARTICLE_ID,
      RESTRICTED_ARTICLE_ID,
    ])
  })

  for (const [name, id] of Object.entries({ draft: DRAFT_ARTICLE_ID, restricted: RESTRICTED_ARTICLE_ID })) {
    it(`hides a ${name} article from an anonymous visitor on every address`, async () => {
      const paths = [
        `/api/v2/help_center/en-us/articles/${id}.json`,
        `/api/v2/help_center/articles/${id}.json`,
        `/api/v2/help_center/articles/${id}/translations.json`,
        `/hc/en-us/articles/${id}`,
      ]
      const answers = await Promise.all(paths.map(visit))
      expect(answers.map(({ status }) => status)).to.deep.equal([404, 404, 404, 404])
      expect(answers.map(({ text }) => text).join()).not.to.contain('Body of')
    })
  }

  it('answers each locale in its own words, and 404 for one that it does not have', async () => {
    const { json } = await visit(`/api/v2/help_center/de/articles/${OPEN_ARTICLE_ID}.json`)
    expect(json.article).to.include({
      title: 'Send something back (DE)',
      locale: 'de',
      source_locale: 'en-us',
    })
    expect((await visit('/api/v2/help_center/fr/articles.json')).status).to.equal(404)
    const { json: shelves } = await visit('/api/v2/help_center/de/sections.json')
    expect(shelves.sections[0]).to.include({ name: 'Returns (DE)', category_id: 301 })
    expect((await visit('/api/v2/help_center/locales.json')).json).to.deep.equal({
      locales: ['en-us', 'de'],
      default_locale: 'en-us',
    })
  })

  it('pages by cursor, also when an article before the cursor is unpublished meanwhile', async () => {
    const first = await visit(`${LIST}?page[size]=1`)
    expect([idsOf(first.json), first.json.meta.has_more]).to.deep.equal([[OPEN_ARTICLE_ID], true])
    running.workbench.helpCenter.unpublish(OPEN_ARTICLE_ID)
    const next = new URL(first.json.links.next)
    const second = await visit(`${next.pathname}${next.search}`)
    expect([second.status, second.json.meta.has_more]).to.deep.equal([200, false])
  })

  it('pages by offset and says how many there are', async () => {
    const { json } = await visit(`${LIST}?per_page=1&page=2&sort_by=title&sort_order=desc`)
    expect([idsOf(json), json.count, json.page_count, json.per_page]).to.deep.equal([
      [SECOND_ARTICLE_ID],
      2,
      2,
      1,
    ])
  })

  it('shows an edit and its time, and no longer shows what was unpublished', async () => {
    const { helpCenter } = running.workbench
    helpCenter.edit(OPEN_ARTICLE_ID, 'en-us', { body: '<p>Edited</p>' })
    const { json } = await visit(`/api/v2/help_center/en-us/articles/${OPEN_ARTICLE_ID}.json`)
    expect(json.article).to.include({
      body: '<p>Edited</p>',
      updated_at: FIXTURE_NOW.toISOString().replace('.000Z', 'Z'),
    })
    helpCenter.unpublish(OPEN_ARTICLE_ID)
    expect(idsOf((await visit(LIST)).json)).to.deep.equal([SECOND_ARTICLE_ID])
    helpCenter.publish(OPEN_ARTICLE_ID)
    expect(idsOf((await visit(LIST)).json)).to.include(OPEN_ARTICLE_ID)
  })

  it('limits on demand with a text body and Retry-After, once', async () => {
    running.workbench.faults.nextHelpCenter(429, 7)
    const limited = await visit(LIST)
    expect([limited.status, limited.headers.get('retry-after')]).to.deep.equal([429, '7'])
    expect(limited.headers.get('content-type')).to.contain('text/plain')
    expect((await visit(LIST)).status).to.equal(200)
  })

  it('breaks on demand', async () => {
    running.workbench.faults.nextHelpCenter(503)
    expect((await visit(LIST)).status).to.equal(503)
  })

  it('shows citations a readable page that keeps anchors and runs no script', async () => {
    running.workbench.helpCenter.edit(OPEN_ARTICLE_ID, 'en-us', {
      title: '<script>alert(1)</script>',
      body: '<h2 id="step-2">Step</h2><script>alert(2)</script>',
    })
    const { status, text, headers } = await visit(`/hc/en-us/articles/${OPEN_ARTICLE_ID}-any-words`)
    expect(status).to.equal(200)
    expect(text).to.contain('<h2 id="step-2">')
    expect(text).not.to.contain('<script>alert(1)')
    expect(headers.get('content-security-policy')).to.contain("default-src 'none'")
    expect(headers.get('content-security-policy')).not.to.contain('script-src')
  })
})
