import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { setReview } from '../../support/recall-ground.ts'

describe('the day of a review', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent', 'compliance'] })
  })
  afterEach(() => desk.stop())

  const refund = (body: { articles: readonly { articleId: string; reviewBy: unknown }[] }) =>
    body.articles.find(({ articleId }) => articleId === 'refund')?.reviewBy

  it('is set for an article in all its languages, audited without its id, and shown', async () => {
    const answer = await setReview(desk, '2027-01-31')
    expect(refund(answer.body)).to.deep.equal({ day: '2027-01-31', from: 'article' })
    expect(answer.body.today).to.equal('2026-11-20')
    const entry = desk.audit().at(-1)
    expect(entry).to.deep.include({
      type: 'review_date.changed',
      decision: 'set',
      detail: { day: '2027-01-31' },
    })
    expect(JSON.stringify(entry)).to.not.contain('refund')
    expect((await desk.api(COMPLIANCE, 'GET', '/console/reviews')).body).to.deep.equal(answer.body)
  })

  it('is the default of a section until an article has one of its own, and goes when it is taken away', async () => {
    await setReview(desk, '2027-06-30', { kind: 'section', ref: '1' })
    const own = await setReview(desk, '2027-01-31')
    expect(refund(own.body)).to.deep.equal({ day: '2027-01-31', from: 'article' })
    const none = await setReview(desk, null)
    expect(refund(none.body)).to.deep.equal({ day: '2027-06-30', from: 'section' })
    const [section] = none.body.sections.filter(({ sectionId }: { sectionId: string }) => sectionId === '1')
    expect(section.reviewBy).to.equal('2027-06-30')
    expect(desk.audit().at(-1)).to.deep.include({ type: 'review_date.changed', decision: 'removed' })
  })

  const wrong: Readonly<Record<string, object>> = {
    'no day': { reviewBy: 'soon' },
    'a day that the calendar lacks': { reviewBy: '2027-02-30' },
    'a moment': { reviewBy: '2027-01-31T00:00:00Z' },
    'another kind': { kind: 'category' },
    'no name': { ref: '' },
    'half a character': { ref: '\ud800' },
  }
  for (const [name, change] of Object.entries(wrong))
    it(`is not set from ${name}, and nothing is stored`, async () => {
      const before = desk.dump()
      expectProblem(await setReview(desk, '2027-01-31', change), 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })

  it('is not set for an article or section that is not there', async () => {
    await setReview(desk, '2027-01-31')
    const before = desk.dump()
    expectProblem(await setReview(desk, '2027-01-31', { ref: 'nobody' }), 404, 'NOT_FOUND')
    expectProblem(await setReview(desk, '2027-01-31', { kind: 'section', ref: 'refund' }), 404, 'NOT_FOUND')
    expect(desk.dump()).to.equal(before)
  })

  it('is an admin’s to set: an agent sees nothing, compliance staff change nothing', async () => {
    const order = { kind: 'article', ref: 'refund', reviewBy: '2027-01-31' }
    await desk.sessionOf(AGENT)
    await desk.sessionOf(COMPLIANCE)
    const before = desk.dump()
    expectProblem(await desk.api(AGENT, 'GET', '/console/reviews'), 403, 'NOT_PERMITTED')
    for (const who of [AGENT, COMPLIANCE])
      expectProblem(await desk.api(who, 'PUT', '/console/reviews', order), 403, 'NOT_PERMITTED')
    expect(desk.dump()).to.equal(before)
  })
})
