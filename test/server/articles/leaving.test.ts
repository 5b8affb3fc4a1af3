import { expect } from 'chai'
import { ACCOUNT_ID, ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  ARTICLES,
  draft,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import {
  changeQuoted,
  delist,
  insertAll,
  QUOTED,
  REWORDED,
  recalls,
  reworded,
  setReview,
  sweep,
  takeDown,
} from '../../support/recall-ground.ts'

const VERSION = ARTICLES.find(({ articleId, locale }) => articleId === 'refund' && locale === 'en-us')
const GERMAN = ARTICLES.find(({ articleId, locale }) => articleId === 'refund' && locale === 'de')

describe('what leaves scope', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const ofRefund = () => recalls(desk).filter(({ from_version }) => from_version === VERSION?.versionHash)
  const revisionOf = (ticketId: string) =>
    desk.rows(`select revision from ticket where ticket_id = '${ticketId}'`)[0]?.revision

  interface Case {
    readonly act: () => Promise<unknown>
    readonly cause: string
    readonly quotes: readonly string[]
  }
  const cases: Readonly<Record<string, Case>> = {
    'its text is changed': { act: () => changeQuoted(desk), cause: 'changed', quotes: ['same', 'changed'] },
    'it is taken down': { act: () => takeDown(desk), cause: 'unpublished', quotes: ['gone', 'gone'] },
    'it becomes a draft': {
      act: () =>
        desk.sync(ARTICLES.map((article) => ({ ...article, draft: article.articleId === 'refund' }))),
      cause: 'unpublished',
      quotes: ['same', 'same'],
    },
    'it is taken off the allowlist': { act: () => delist(desk), cause: 'delisted', quotes: [] },
    'a day in the past is set for its review': {
      act: () => setReview(desk, '2026-11-19'),
      cause: 'review_due',
      quotes: [],
    },
    'its section is given a day in the past': {
      act: () => setReview(desk, '2026-11-19', { kind: 'section', ref: '1' }),
      cause: 'review_due',
      quotes: [],
    },
    'a label in the past arrives with a sync': {
      act: () => desk.sync(ARTICLES.map((article) => ({ ...article, labels: ['review-by:2026-11-19'] }))),
      cause: 'review_due',
      quotes: [],
    },
  }
  for (const [name, { act, cause, quotes }] of Object.entries(cases))
    it(`is recalled in one go with its drafts when ${name}`, async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      await insertAll(desk, made)
      const other = await readyDraft(desk)
      const before = [revisionOf(ticketId), revisionOf(other.ticketId)]
      await act()
      const [recall, ...more] = ofRefund()
      expect(more).to.deep.equal([])
      expect(recall).to.include({ cause, drafts: 2, sent: 0, locale: 'en-us', handled_at: null })
      expect(recall?.quotes.map(({ fate }) => fate)).to.deep.equal(quotes)
      const entry = desk.audit().find(({ object }) => object.ref === recall?.recall_id)
      expect(entry).to.deep.include({ type: 'article.recalled', decision: cause })
      expect(entry?.detail).to.include({ from: VERSION?.versionHash, drafts: 2, sent: 0 })
      // So that a sidebar that watches the ticket looks again.
      expect([revisionOf(ticketId), revisionOf(other.ticketId)]).to.deep.equal(
        before.map((revision) => Number(revision) + 1),
      )
    })

  it('is out of retrieval and of the gate at once, and back only when it is allowed again', async () => {
    const { ticketId, draft: made } = await readyDraft(desk)
    await setReview(desk, '2026-11-19')
    const refused = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(refused.reasons).to.deep.equal(['NOT_COVERED'])
    expect(refused.text).to.not.contain('warehouse')
    const insertion = await desk.api(AGENT, 'POST', `/drafts/${made.id}/insertions`, {
      sentenceIds: made.sentences.map(({ id }) => id),
      how: 'insert',
      lastCommentId: '501',
    })
    expect(insertion.body.refusals[0].refusal).to.deep.equal({ reason: 'ARTICLE_CHANGED' })
    await setReview(desk, '2026-12-31')
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
  })

  it('is barred by the clock alone, the day after its last one', async () => {
    const { ticketId } = await readyDraft(desk)
    await setReview(desk, '2026-11-21')
    desk.world.pass(DAY)
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
    expect(await sweep(desk)).to.equal(0)
    desk.world.pass(DAY)
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons).to.deep.equal(['NOT_COVERED'])
    expect(ofRefund()).to.deep.equal([])
    // English and German leave; both were set by one day.
    expect(await sweep(desk)).to.equal(2)
    expect(ofRefund().map(({ cause, drafts }) => [cause, drafts])).to.deep.equal([['review_due', 2]])
  })

  it('is noted once, however often the companion looks', async () => {
    await readyDraft(desk)
    await setReview(desk, '2026-11-20')
    desk.world.pass(DAY)
    expect([await sweep(desk), await sweep(desk)]).to.deep.equal([2, 0])
    desk.world.pass(DAY)
    expect(await sweep(desk)).to.equal(0)
    await desk.sync(ARTICLES)
    expect(ofRefund()).to.have.length(1)
  })

  it('keeps the cause of what fell due before somebody took it off the allowlist too', async () => {
    await readyDraft(desk)
    await setReview(desk, '2026-11-20')
    desk.world.pass(DAY)
    await delist(desk)
    expect(ofRefund().map(({ cause }) => cause)).to.deep.equal(['review_due'])
  })

  it('shows the sentence as it was and as it is, and leaves what still stands there', async () => {
    await readyDraft(desk)
    await changeQuoted(desk)
    const [recall] = ofRefund()
    const changed = recall?.quotes.find(({ fate }) => fate === 'changed')
    expect([changed?.before, changed?.after]).to.deep.equal([QUOTED, REWORDED])
    expect(recall?.to_version).to.be.a('string').and.not.equal(VERSION?.versionHash)
  })

  it('finds every quoted sentence word for word where only another one was changed', async () => {
    await readyDraft(desk)
    const [first] = VERSION?.passages ?? []
    expect(first?.text).to.contain('warehouse')
    // The title is no quoted sentence, yet makes another version.
    await desk.sync(
      ARTICLES.map((article) =>
        article.articleId === 'refund' ? { ...article, title: 'Refunds' } : article,
      ),
    )
    const [recall] = ofRefund()
    expect(recall?.quotes.map(({ fate }) => fate)).to.deep.equal(['same', 'same'])
  })

  it('is not recalled when nothing left: not by a sync of the same, nor by a wider allowlist', async () => {
    const { ticketId } = await readyDraft(desk)
    const before = [recalls(desk).length, revisionOf(ticketId)]
    await desk.sync(ARTICLES)
    await desk.api(ADMIN, 'PUT', '/console/allowlist', {
      version: 1,
      selection: { allow: [...ALLOWED.allow, { sectionId: '2' }], deny: [] },
    })
    await setReview(desk, '2027-12-31')
    expect([recalls(desk).length, revisionOf(ticketId)]).to.deep.equal(before)
    expect(desk.audit().filter(({ type }) => type === 'article.recalled')).to.deep.equal([])
  })

  it('is kept apart by language and version: a draft of another one is not counted', async () => {
    await readyDraft(desk)
    await changeQuoted(desk)
    await readyDraft(desk)
    await desk.sync(reworded('5 working', '9 working'))
    expect(recalls(desk).map(({ drafts }) => drafts)).to.deep.equal([1, 1])
    await desk.sync(reworded('5 working', '9 working').filter(({ locale }) => locale !== 'de'))
    const german = recalls(desk).find(({ from_version }) => from_version === GERMAN?.versionHash)
    expect(german).to.include({ cause: 'unpublished', drafts: 0, locale: 'de' })
  })

  it('stays, and nothing of the sync is published, when the recall cannot be written', async () => {
    await readyDraft(desk)
    desk.tamper((database) => database.exec('alter table recall rename to recall_gone'))
    const failed = await changeQuoted(desk).then(
      () => 'published',
      () => 'failed',
    )
    desk.tamper((database) => database.exec('alter table recall_gone rename to recall'))
    expect(failed).to.equal('failed')
    expect(ofRefund()).to.deep.equal([])
    expect(
      desk.rows(
        `select version_hash from article where account_id = '${ACCOUNT_ID}' and article_id = 'refund' and locale = 'en-us'`,
      ),
    ).to.deep.equal([{ version_hash: VERSION?.versionHash }])
  })
})
