import { expect } from 'chai'
import {
  ADMIN_ID,
  AGENT_ID,
  OPEN_ARTICLE_ID,
  type RunningWorkbench,
  startFixtureWorkbench,
} from '../../support/workbench-fixture.ts'

const HOME = '/workbench/help-center'
const TEXT = `${HOME}/articles/${OPEN_ARTICLE_ID}/en-us`
const PUBLICATION = `${HOME}/articles/${OPEN_ARTICLE_ID}/publication`
const EDITED = { title: 'Send it back', body: '<p>Within 60 days.</p>' }

describe('the editing of articles in the workbench', () => {
  let running: RunningWorkbench
  let text: () => Promise<string>
  beforeEach(async () => {
    running = await startFixtureWorkbench()
    text = async () =>
      (await running.ask(`/hc/en-us/articles/${OPEN_ARTICLE_ID}`, { credentials: false })).text
  })
  afterEach(() => running.workbench.close())

  async function as(userId: number): Promise<Record<string, string>> {
    const opened = await running.ask('/workbench/session', { method: 'POST', body: { userId } })
    return { Cookie: opened.headers.get('set-cookie')?.split(';')[0] ?? '' }
  }
  const asNobody = { credentials: false } as const

  it('changes one language of an article for every reader, when the admin asks', async () => {
    const headers = await as(ADMIN_ID)
    const answer = await running.ask(TEXT, { method: 'PUT', body: EDITED, headers, ...asNobody })
    expect(answer.status).to.equal(204)
    expect(await text())
      .to.contain('Within 60 days.')
      .and.to.contain('Send it back')
    const { json } = await running.ask(`/api/v2/help_center/de/articles/${OPEN_ARTICLE_ID}.json`)
    expect(json.article.title).to.equal('Send something back (DE)')
  })

  it('takes an article from its readers and gives it back, and lists it all the while', async () => {
    const headers = await as(ADMIN_ID)
    const put = (published: boolean) =>
      running.ask(PUBLICATION, { method: 'PUT', body: { published }, headers, ...asNobody })
    expect((await put(false)).status).to.equal(204)
    expect(await text()).to.contain('Not found')
    const { json } = await running.ask(HOME, { headers, ...asNobody })
    expect(json.articles.filter((row: { id: number }) => row.id === OPEN_ARTICLE_ID))
      .to.have.length(2)
      .and.to.satisfy((rows: { published: boolean }[]) => rows.every((row) => !row.published))
    expect((await put(true)).status).to.equal(204)
    expect(await text()).to.contain('Body of Send something back')
  })

  it('is for the admin: nobody else changes a word', async () => {
    const agent = await as(AGENT_ID)
    const before = await text()
    const statuses = []
    for (const headers of [agent, {}]) {
      for (const [path, body] of [
        [TEXT, EDITED],
        [PUBLICATION, { published: false }],
      ] as const)
        statuses.push((await running.ask(path, { method: 'PUT', body, headers, ...asNobody })).status)
    }
    expect(statuses).to.deep.equal([403, 403, 401, 401])
    expect((await running.ask(HOME, { headers: agent, ...asNobody })).status).to.equal(200)
    expect((await running.ask(HOME, asNobody)).status).to.equal(401)
    expect(await text()).to.equal(before)
  })

  const wrong: Record<string, { path: string; body: unknown; status: number }> = {
    'the text is empty': { path: TEXT, body: { ...EDITED, body: ' ' }, status: 422 },
    'the title is missing': { path: TEXT, body: { body: EDITED.body }, status: 422 },
    'a field is unknown': { path: TEXT, body: { ...EDITED, draft: true }, status: 422 },
    'published is no yes or no': { path: PUBLICATION, body: { published: 'no' }, status: 422 },
    'there is no such article': { path: `${HOME}/articles/9/en-us`, body: EDITED, status: 404 },
    'there is no such language': {
      path: `${HOME}/articles/${OPEN_ARTICLE_ID}/fr`,
      body: EDITED,
      status: 404,
    },
    'no such article can be unpublished': {
      path: `${HOME}/articles/9/publication`,
      body: { published: false },
      status: 404,
    },
  }
  for (const [name, { path, body, status }] of Object.entries(wrong)) {
    it(`changes nothing when ${name}`, async () => {
      const before = await text()
      const headers = await as(ADMIN_ID)
      expect((await running.ask(path, { method: 'PUT', body, headers, ...asNobody })).status).to.equal(status)
      expect(await text()).to.equal(before)
    })
  }
})
