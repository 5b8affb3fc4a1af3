import { expect } from 'chai'
import { isDraftable } from '../../../server/articles/index.ts'
import { ADMIN, type Harness } from '../../support/companion-harness.ts'
import { ALLOWED, ARTICLES, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const [ARTICLE] = ARTICLES

const TODAY = '2026-11-20'

describe('the allowlist', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const put = (version: number, selection: unknown = ALLOWED) =>
    desk.api(ADMIN, 'PUT', '/console/allowlist', { version, selection })
  const read = async () => (await desk.api(ADMIN, 'GET', '/console/allowlist')).body

  it('allows nothing before an admin has said something', async () => {
    const fresh = await startDesk({ articles: ARTICLES })
    fresh.tamper((database) => database.exec('delete from allowlist'))
    const told = await fresh.api(ADMIN, 'GET', '/console/allowlist')
    expect(told.body).to.deep.equal({ version: 0, selection: { allow: [], deny: [] }, changedAt: null })
    const rows = (await fresh.api(ADMIN, 'GET', '/console/articles')).body as { allowed: boolean }[]
    expect(rows.filter(({ allowed }) => allowed)).to.deep.equal([])
    await fresh.stop()
  })

  it('is a new version with every change; the old ones stay, and each is audited by its counts', async () => {
    const selection = {
      allow: [{ sectionId: '1' }, { sectionId: '1', label: 'open' }],
      deny: [{ locale: 'de' }],
    }
    const changed = await put(1, selection)
    expect(changed.body).to.deep.equal({
      version: 2,
      selection,
      changedAt: desk.world.now().toISOString(),
    })
    expect(await read()).to.deep.equal(changed.body)
    expect(desk.rows('select version from allowlist order by version')).to.deep.equal([
      { version: 1 },
      { version: 2 },
    ])
    expect(desk.audit().findLast(({ type }) => type === 'allowlist.changed')).to.deep.include({
      object: { kind: 'allowlist', ref: '2' },
      detail: { allow: 2, deny: 1 },
    })
  })

  it('is not overwritten unseen: the second of two admins gets CONFLICT and nothing is lost', async () => {
    await put(1, { allow: [{ sectionId: '1', label: 'first' }], deny: [] })
    const before = desk.dump()
    expectProblem(await put(1, { allow: [{ sectionId: '1', label: 'second' }], deny: [] }), 409, 'CONFLICT')
    expectProblem(await put(7, { allow: [], deny: [] }), 409, 'CONFLICT')
    expect(desk.dump()).to.equal(before)
  })

  it('is changed by one of several who save at the same moment', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((label) => put(1, { allow: [{ sectionId: '1', label }], deny: [] })),
    )
    expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 409, 409])
    expect((await read()).version).to.equal(2)
  })

  const refused: Readonly<Record<string, unknown>> = {
    'a rule with an unknown key': { allow: [{ author: '1' }], deny: [] },
    'a rule that is a text': { allow: ['*'], deny: [] },
    'an empty value': { allow: [{ label: '' }], deny: [] },
    'half a character': { allow: [{ label: '\ud800' }], deny: [] },
    'no list of denials': { allow: [] },
    'an unknown list': { allow: [], deny: [], except: [] },
    'more rules than anyone wrote': { allow: Array(2_001).fill({ label: 'x' }), deny: [] },
  }
  for (const [name, selection] of Object.entries(refused))
    it(`stays as it is when it is given ${name}`, async () => {
      const before = desk.dump()
      expectProblem(await put(1, selection), 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })

  it('shows of every article whether drafts may use it, and what bars it', async () => {
    const rows = (await desk.api(ADMIN, 'GET', '/console/articles')).body as {
      articleId: string
      allowed: boolean
      barred: string | null
    }[]
    const of = (id: string) => {
      const { allowed, barred } = rows.find(({ articleId }) => articleId === id) ?? {}
      return { allowed, barred }
    }
    expect(of('refund')).to.deep.equal({ allowed: true, barred: null })
    expect(of('kettle')).to.deep.equal({ allowed: false, barred: null })
    expect(of('password')).to.deep.equal({ allowed: false, barred: 'restricted' })
  })

  it('never lets a barred article pass', () => {
    if (ARTICLE === undefined) throw new Error('no sample article')
    const { passages, ...rest } = ARTICLE
    const header = { ...rest, passageCount: passages.length, reviewBy: TODAY }
    const all = { allow: [{ articleId: header.articleId }], deny: [] }
    expect(isDraftable(header, all, TODAY)).to.equal(true)
    expect(isDraftable({ ...header, visibility: 'restricted' }, all, TODAY)).to.equal(false)
    expect(isDraftable({ ...header, draft: true }, all, TODAY)).to.equal(false)
    expect(isDraftable({ ...header, outdated: true }, all, TODAY)).to.equal(false)
    expect(isDraftable({ ...header, passageCount: 0 }, all, TODAY)).to.equal(false)
    expect(isDraftable(header, { allow: [], deny: [] }, TODAY)).to.equal(false)
    expect(isDraftable({ ...header, reviewBy: '2026-11-19' }, all, TODAY)).to.equal(false)
    expect(isDraftable(header, { ...all, deny: [{ locale: header.locale }] }, TODAY)).to.equal(false)
  })
})
