import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { expect } from 'chai'
import type { SyncView } from '../../../src/domain/api.ts'
import type { Content, SampleArticle } from '../../../workbench/content/content.ts'
import {
  ADMIN,
  AGENT,
  COMPLIANCE,
  type Harness,
  OTHER_AGENT,
  startHarness,
} from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  draftRow,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import {
  FIXTURE_CONTENT,
  type RunningWorkbench,
  startFixtureWorkbench,
} from '../../support/workbench-fixture.ts'

const [FIRST] = FIXTURE_CONTENT.articles

function contentOf(count: number, bodyOf: (at: number) => string): Content {
  const articles = Array.from({ length: count }, (_, at): SampleArticle => {
    if (FIRST === undefined) throw new Error('the fixture has no article')
    const text = (locale: 'en-us' | 'de') => ({
      ...FIRST.translations[locale],
      title: `Article ${at}`,
      body: bodyOf(at),
    })
    return {
      ...FIRST,
      id: 1_000 + at,
      slug: `a-${at}`,
      position: at,
      translations: { 'en-us': text('en-us'), de: text('de') },
    }
  })
  return { ...FIXTURE_CONTENT, articles }
}

describe('syncing a help center through the console', () => {
  let bench: RunningWorkbench
  let desk: Harness

  async function open(content: Content): Promise<void> {
    bench = await startFixtureWorkbench({ content })
    desk = await startHarness({ env: { VOUCH_HELP_CENTER_URL: bench.origin } })
  }
  afterEach(async () => {
    await desk.stop()
    await bench.workbench.close()
  })
  const start = () => desk.api(ADMIN, 'POST', '/console/syncs')
  async function ended(): Promise<SyncView> {
    for (;;) {
      const { body } = await desk.api(ADMIN, 'GET', '/console/syncs/latest')
      if (body.status !== 'running') return body
      await wait(10)
    }
  }
  async function synced(): Promise<SyncView> {
    expect((await start()).status).to.equal(202)
    return ended()
  }
  const stored = () => desk.rows('select 1 from article').length

  it('reads all pages of all locales, as a visitor without any login', async () => {
    await open(contentOf(130, (at) => `<p>Body of ${at}.</p>`))
    expect(await synced()).to.include({ status: 'done', added: 260, removed: 0 })
    expect(stored()).to.equal(260)
    expect(new Set(bench.workbench.requests.map(({ credentials }) => credentials))).to.deep.equal(
      new Set(['none']),
    )
    expect(await synced()).to.include({ status: 'done', added: 0, changed: 0, unchanged: 260 })
  })

  it('waits when it is told to, and goes on', async () => {
    await open(contentOf(3, (at) => `<p>Body of ${at}.</p>`))
    bench.workbench.faults.nextHelpCenter(429, 1)
    bench.workbench.faults.nextHelpCenter(503, 0)
    expect(await synced()).to.include({ status: 'done', added: 6 })
    expect(bench.workbench.requests.map(({ status }) => status).slice(0, 3)).to.deep.equal([429, 503, 200])
  })

  it('fails, changes nothing and says why, when the help center closes', async () => {
    await open(contentOf(3, (at) => `<p>Body of ${at}.</p>`))
    await synced()
    bench.workbench.faults.nextHelpCenter(403)
    const view = await synced()
    expect(view.status).to.equal('failed')
    expect(view.problems[0]?.reason).to.contain('HELP_CENTER_UNREACHABLE')
    expect(stored()).to.equal(6)
  })

  it('runs once at a time', async () => {
    await open(contentOf(3, (at) => `<p>Body of ${at}.</p>`))
    bench.workbench.faults.nextHelpCenter(429, 1)
    const answers = await Promise.all([start(), start()])
    expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([202, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).to.equal('SYNC_RUNNING')
    expect((await ended()).status).to.equal('done')
  })

  it('removes what was unpublished; more than half waits for a confirmation', async () => {
    await open(contentOf(4, (at) => `<p>Body of ${at}.</p>`))
    await synced()
    bench.workbench.helpCenter.unpublish(1_000)
    expect(await synced()).to.include({ status: 'done', removed: 2 })
    for (const id of [1_001, 1_002]) bench.workbench.helpCenter.unpublish(id)
    const held = await synced()
    expect(held).to.include({ status: 'needs_confirmation', wouldRemove: 4, removed: 0 })
    expect(stored()).to.equal(6)
    const path = `/console/syncs/${held.syncId}/confirmations`
    expectProblem(await desk.api(AGENT, 'POST', path), 403, 'NOT_PERMITTED')
    expect(stored()).to.equal(6)
    const confirmed = await desk.api(ADMIN, 'POST', path)
    expect([confirmed.status, confirmed.body.removed]).to.deep.equal([202, 4])
    expect(stored()).to.equal(2)
    expectProblem(await desk.api(ADMIN, 'POST', path), 404, 'NOT_FOUND')
  })

  it('names an article that it could not read, and takes the rest', async () => {
    await open(contentOf(3, (at) => (at === 1 ? `<p>${'x'.repeat(1_000_001)}</p>` : `<p>Body of ${at}.</p>`)))
    const view = await synced()
    expect(view).to.include({ status: 'done', added: 4 })
    expect(view.problems.map(({ article }) => article)).to.deep.equal([
      'zendesk:1001 (en-us)',
      'zendesk:1001 (de)',
    ])
  })

  it('is cut off by a stop without a trace in the articles, and goes on after the next start', async () => {
    await open(contentOf(130, (at) => `<p>Body of ${at}.</p>`))
    const statuses = () => bench.workbench.requests.map(({ status }) => status)
    const begun = await start()
    // Between one request and the next: the help center lies in this process too.
    while (!statuses().includes(200)) await turn()
    bench.workbench.faults.nextHelpCenter(429, 60)
    while (!statuses().includes(429)) await turn()
    desk = await desk.restart()
    expect(stored()).to.equal(0)
    const latest = (await desk.api(ADMIN, 'GET', '/console/syncs/latest')).body
    expect(latest).to.include({ syncId: begun.body.syncId, status: 'failed' })
    expect((await synced()).status).to.equal('done')
    expect(stored()).to.equal(260)
  })

  it('says that there was none yet, and shows the last in the overview', async () => {
    await open(contentOf(2, (at) => `<p>Body of ${at}.</p>`))
    expectProblem(await desk.api(ADMIN, 'GET', '/console/syncs/latest'), 404, 'NOT_FOUND')
    expect((await desk.api(ADMIN, 'GET', '/console/overview')).body.lastSync).to.equal(null)
    const { syncId } = await synced()
    const overview = (await desk.api(ADMIN, 'GET', '/console/overview')).body
    expect(overview).to.include({
      articlesSynced: 4,
      articlesAllowlisted: 0,
      killSwitch: false,
      recipient: null,
    })
    expect(overview.lastSync.syncId).to.equal(syncId)
    expect(overview.audit.verdict).to.equal('intact')
  })

  it('takes an unpublished article out of drafts and of ready drafts at once', async () => {
    await open({
      ...FIXTURE_CONTENT,
      articles: contentOf(
        3,
        (at) =>
          `<p>${at === 0 ? 'The refund takes 5 working days and goes to your card.' : `Body of ${at}.`}</p>`,
      ).articles.map((article, at) =>
        at === 0
          ? {
              ...article,
              translations: {
                ...article.translations,
                'en-us': { ...article.translations['en-us'], title: 'When will I get my refund?' },
              },
            }
          : article,
      ),
    })
    await synced()
    await desk.api(ADMIN, 'PUT', '/console/allowlist', {
      version: 0,
      selection: { allow: [{ sectionId: '401' }], deny: [] },
    })
    const ticketId = await consentedTicket(desk)
    const before = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(before.draft?.receipt.articles[0]?.articleId).to.equal('zendesk:1000')
    bench.workbench.helpCenter.unpublish(1_000)
    await synced()
    const insert = await desk.api(AGENT, 'POST', `/drafts/${before.draft?.id}/insertions`, {
      sentenceIds: ['s1'],
      how: 'insert',
      lastCommentId: '501',
    })
    expect(insert.body.refusals[0].refusal.reason).to.equal('ARTICLE_CHANGED')
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal(['NOT_COVERED'])
    expect(draftRow(desk, before.draft?.id ?? '')?.status).to.equal('ready')
  })
})

describe('the console over HTTP', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  describe('roles', () => {
    const put = (agentId: string, roles: unknown, as = ADMIN) =>
      desk.api(as, 'PUT', `/console/roles/${agentId}`, { roles })

    it('are given, shown, audited by pseudonym, and taken', async () => {
      expect((await put('15', ['compliance', 'admin'])).body).to.deep.equal({
        agentId: '15',
        roles: ['admin', 'compliance'],
      })
      const entry = desk.audit().at(-1)
      expect(entry).to.deep.include({ type: 'role.changed', detail: { roles: ['admin', 'compliance'] } })
      expect(entry?.object.ref).to.match(/^[\w-]{43}$/)
      expect((await put('15', [])).body).to.deep.equal({ agentId: '15', roles: [] })
      const rows = (await desk.api(ADMIN, 'GET', '/console/roles')).body
      expect(rows).to.deep.equal([{ agentId: ADMIN, roles: ['admin'] }])
    })

    it('cannot be taken by an admin from themself, so that no account is left without one', async () => {
      const before = desk.dump()
      expectProblem(await put(ADMIN, ['agent']), 409, 'CONFLICT')
      expectProblem(await put(ADMIN, []), 409, 'CONFLICT')
      expect(desk.dump()).to.equal(before)
      expect((await put(ADMIN, ['admin', 'compliance'])).status).to.equal(200)
    })

    it('cannot be given by one who does not have the admin role, not even to themself', async () => {
      await put(COMPLIANCE, ['compliance'])
      for (const as of [AGENT, COMPLIANCE]) expectProblem(await put(as, ['admin'], as), 403, 'NOT_PERMITTED')
      expect((await desk.api(AGENT, 'GET', '/me')).body.roles).to.deep.equal(['agent'])
    })

    it('are not invented', async () => {
      expectProblem(await put('15', ['owner']), 400, 'BAD_REQUEST')
      for (const id of ['0', 'abc', '-1']) expectProblem(await put(id, ['admin']), 404, 'NOT_FOUND')
    })
  })

  describe('the audit log', () => {
    it('is shown newest first, fifty at a time', async () => {
      for (let at = 0; at < 60; at += 1) await openedTicket(desk)
      const first = (await desk.api(ADMIN, 'GET', '/console/audit/entries')).body as { index: number }[]
      const total = desk.audit().length
      expect(first.map(({ index }) => index)).to.deep.equal(
        Array.from({ length: 50 }, (_, at) => total - 1 - at),
      )
      const next = await desk.api(ADMIN, 'GET', `/console/audit/entries?before=${first.at(-1)?.index}`)
      expect(next.body.map(({ index }: { index: number }) => index)).to.deep.equal(
        Array.from({ length: Math.min(50, total - 50) }, (_, at) => total - 51 - at),
      )
      expect((await desk.api(ADMIN, 'GET', '/console/audit/entries?before=0')).body).to.deep.equal([])
    })

    for (const before of ['-1', '1.5', 'x', '1&before=2', '9'.repeat(30), 'Infinity', '%00'])
      it(`refuses a place that is none: ${before.slice(0, 12)}`, async () => {
        const answer = await desk.api(ADMIN, 'GET', `/console/audit/entries?before=${before}`)
        expectProblem(answer, 400, 'BAD_REQUEST')
      })

    it('says that it was tampered with, and where, and shows what cannot be read', async () => {
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body).to.include({
        verdict: 'intact',
        problem: null,
      })
      desk.tamper((database) => database.exec("update audit_entry set header = 'gone' where idx = 2"))
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check?whole=1')).body).to.include({
        verdict: 'broken',
        problem: 'ENTRY_CHANGED (2)',
      })
      const rows = (await desk.api(ADMIN, 'GET', '/console/audit/entries')).body
      expect(rows.find(({ index }: { index: number }) => index === 2).type).to.equal('unreadable')
      expect((await desk.api(ADMIN, 'GET', '/console/overview')).body.audit.verdict).to.equal('broken')
    })
  })

  it('counts drafts and refusals in the overview, as reports do: of five people, once the week is over', async () => {
    const ticketId = await consentedTicket(desk)
    const counts = async () => {
      const { drafts, refusals } = (await desk.api(ADMIN, 'GET', '/console/overview')).body
      return { drafts, refusals }
    }
    for (const as of [ADMIN, AGENT, OTHER_AGENT, COMPLIANCE]) {
      await draft(desk, orderFor(ticketId, REFUND_QUESTION), as)
      await draft(desk, orderFor(ticketId, 'Do you rent fishing boats in Norway?'), as)
    }
    desk.world.pass(7 * DAY)
    expect(await counts()).to.deep.equal({ drafts: null, refusals: null })
    await draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION), '15')
    expect(await counts()).to.deep.equal({ drafts: null, refusals: null })
    desk.world.pass(7 * DAY)
    expect(await counts()).to.deep.equal({ drafts: 5, refusals: 4 })
  })
})
