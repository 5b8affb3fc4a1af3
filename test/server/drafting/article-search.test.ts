import { expect } from 'chai'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  ARTICLES,
  consentedTicket,
  openedTicket,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'

const QUERY = 'refund card'
const SECRET = 'zwetschgendatschi'

describe('searching the articles oneself', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  const search = (ticketId: string, query: string, more: object = {}) =>
    desk.api(AGENT, 'POST', '/searches', { ticketId, query, ...more })
  const found = (answer: { body: { passages: { articleId: string; locale: string }[] } }) =>
    answer.body.passages.map(({ articleId }) => articleId)

  it('needs no consent, and asks no drafter', async () => {
    const ticketId = await openedTicket(desk)
    const answer = await search(ticketId, QUERY)
    expect(answer.body.outcome).to.equal('found')
    expect(found(answer)[0]).to.equal('refund')
    expect(desk.drafter.calls).to.equal(0)
  })

  it('goes on after a no of the requester', async () => {
    const ticketId = await consentedTicket(desk)
    await withdraw(desk, ticketId)
    expect((await search(ticketId, QUERY)).body.outcome).to.equal('found')
  })

  it('finds only what allowlist and scope let pass', async () => {
    const ticketId = await openedTicket(desk)
    for (const query of ['descale kettle citric acid', 'forgotten password sign-in page'])
      expect(found(await search(ticketId, query))).to.not.include.oneOf(['kettle', 'password'])
    await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
      denyArticles: [{ articleId: 'refund' }],
    })
    const narrowed = found(await search(ticketId, QUERY))
    expect(narrowed.length).to.be.greaterThan(0)
    expect(narrowed).to.not.include('refund')
  })

  it('never stores or logs the query, and audits only how much was found', async () => {
    const ticketId = await openedTicket(desk)
    await search(ticketId, `${SECRET} refund`)
    await search(ticketId, SECRET)
    expect(desk.dump()).to.not.contain(SECRET)
    expect(desk.logged()).to.not.contain(SECRET)
    expect(desk.audit().at(-1)?.type).to.equal('search.made')
    expect(desk.audit().at(-1)?.detail).to.have.all.keys('found')
  })

  it('refuses and finds nothing when the scope does not hold searching', async () => {
    const ticketId = await openedTicket(desk)
    await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { removeActions: ['search'] })
    const answer = await search(ticketId, QUERY)
    expect(answer.body.outcome).to.equal('refused')
    expect(answer.body.refusals[0].refusal.reason).to.equal('ACTION_NOT_IN_SCOPE')
    expect(answer.body).to.not.have.property('passages')
    expect(desk.audit().at(-1)?.type).to.equal('search.refused')
  })

  it('answers in the language of the query, or in the one that is named', async () => {
    const ticketId = await openedTicket(desk)
    const locales = async (query: string, locale?: string) => {
      const answer = await search(ticketId, query, locale === undefined ? {} : { locale })
      return new Set(answer.body.passages.map(({ locale: each }: { locale: string }) => each))
    }
    expect([...(await locales('Wann bekomme ich mein Geld zurück?'))]).to.deep.equal(['de'])
    expect([...(await locales('When will I get my refund?'))]).to.deep.equal(['en-us'])
    expect([...(await locales('paket', 'de'))]).to.deep.equal(['de'])
  })

  it('stops finding an article at once when the allowlist denies it', async () => {
    const ticketId = await openedTicket(desk)
    expect(found(await search(ticketId, QUERY))).to.include('refund')
    await desk.api(ADMIN, 'PUT', '/console/allowlist', {
      version: 1,
      selection: { ...ALLOWED, deny: [{ articleId: 'refund' }] },
    })
    expect(found(await search(ticketId, QUERY))).to.not.include('refund')
  })

  it('names a copied article under the one that is found, and only where the allowlist has it', async () => {
    const [refund] = ARTICLES.filter(({ articleId, locale }) => articleId === 'refund' && locale === 'en-us')
    if (refund === undefined) throw new Error('no refund article')
    const copyOf = (articleId: string, sectionId: string) => ({
      ...refund,
      articleId,
      sectionId,
      sectionName: `Section ${sectionId}`,
      url: `https://help.acme.example/en-us/${articleId}`,
    })
    const own = await startDesk({
      articles: [...ARTICLES, copyOf('refund-b2b', '1'), copyOf('refund-hidden', '9')],
    })
    const ticketId = await openedTicket(own)
    const answer = await own.api(AGENT, 'POST', '/searches', { ticketId, query: QUERY })
    const [best, ...others] = answer.body.passages
    expect(best.alsoIn).to.deep.equal([
      {
        articleId: best.articleId === 'refund' ? 'refund-b2b' : 'refund',
        locale: 'en-us',
        title: refund.title,
        url: `https://help.acme.example/en-us/${best.articleId === 'refund' ? 'refund-b2b' : 'refund'}`,
        sectionName: best.articleId === 'refund' ? 'Section 1' : refund.sectionName,
      },
    ])
    for (const one of others) expect(one).to.not.have.property('alsoIn')
    expect(JSON.stringify(answer.body)).to.not.contain('refund-hidden')
    const narrow = await openedTicket(own)
    await own.api(AGENT, 'POST', `/tickets/${narrow}/scope/narrowings`, {
      denyArticles: [{ articleId: 'refund-b2b' }],
    })
    const narrowed = await own.api(AGENT, 'POST', '/searches', { ticketId: narrow, query: QUERY })
    expect(narrowed.body.passages[0].articleId).to.equal('refund')
    expect(JSON.stringify(narrowed.body)).to.not.contain('refund-b2b')
    await own.api(ADMIN, 'PUT', '/console/allowlist', {
      version: 1,
      selection: { ...ALLOWED, deny: [{ articleId: 'refund-b2b' }] },
    })
    const after = await own.api(AGENT, 'POST', '/searches', { ticketId, query: QUERY })
    expect(JSON.stringify(after.body)).to.not.contain('refund-b2b')
    await own.stop()
  })

  it('does not know a ticket that nobody has opened', async () => {
    const answer = await search('987654', QUERY)
    expect([answer.status, answer.body.code]).to.deep.equal([404, 'NOT_FOUND'])
  })
})
