import { expect } from 'chai'
import { parse } from 'node-html-parser'
import {
  loadContent,
  personalValues,
  SAMPLE_LOCALES,
  type SampleArticle,
  type SampleTicket,
} from '../../workbench/content/content.ts'

const content = loadContent()
const allowlist = new Set(content.sample_allowlist)
const articleById = new Map(content.articles.map((article) => [article.id, article]))
const usable = (article: SampleArticle) =>
  allowlist.has(article.section_id) && !article.draft && article.user_segment_id === null
const textOf = (html: string) => parse(html).textContent
const titles = new Set(
  content.articles.flatMap(({ translations }) =>
    SAMPLE_LOCALES.map((locale) => translations[locale].title.toLowerCase()),
  ),
)
const ticketText = (ticket: SampleTicket) =>
  [ticket.subject, ...ticket.comments.map((comment) => comment.body)].join('\n')
const withOutcome = (outcome: SampleTicket['expect']['outcome']) =>
  content.tickets.filter((ticket) => ticket.expect.outcome === outcome)

describe('the sample tickets', () => {
  it('are many enough, in English, German and French', () => {
    expect(content.tickets.length).to.be.at.least(28)
    expect(content.tickets.filter((ticket) => ticket.locale === 'fr')).to.have.length(1)
    for (const locale of SAMPLE_LOCALES) {
      expect(content.tickets.filter((ticket) => ticket.locale === locale).length).to.be.at.least(12)
    }
  })

  it('are written, sent and copied by users that exist', () => {
    const byId = new Map(content.users.map((user) => [user.id, user]))
    const { agents, admin, compliance } = content.staff
    expect(agents.map((id) => byId.get(id)?.role)).to.deep.equal(['agent', 'agent'])
    expect([byId.get(admin)?.role, byId.get(compliance)?.role]).to.deep.equal(['admin', 'agent'])
    expect(new Set([...agents, admin, compliance]).size).to.equal(4)
    for (const ticket of content.tickets) {
      expect(byId.get(ticket.requester_id)?.role).to.equal('end-user')
      expect(ticket.comments[0]?.author_id).to.equal(ticket.requester_id)
      for (const id of [ticket.submitter_id, ...ticket.ccs, ...ticket.comments.map((one) => one.author_id)]) {
        expect(byId.has(id), String(ticket.id)).to.equal(true)
      }
      for (const { public: open, author_id } of ticket.comments) {
        if (!open) expect(byId.get(author_id)?.role).to.not.equal('end-user')
      }
    }
  })

  it('come in the order they were written, with one text in both forms', () => {
    const squeeze = (text: string) => text.replaceAll('&amp;', '&').replace(/\s+/g, '')
    for (const { comments, created_at, updated_at, id } of content.tickets) {
      const times = comments.map((comment) => comment.created_at)
      expect(times, String(id)).to.deep.equal([...times].sort())
      expect([created_at, updated_at]).to.deep.equal([times[0], times.at(-1)])
      for (const { body, html_body } of comments) {
        expect(squeeze(textOf(html_body.replaceAll('<br>', ' ')))).to.equal(squeeze(body))
      }
    }
  })

  it('expect an answer only from articles that the sample allowlist lets drafts use', () => {
    for (const { expect: expected, id } of [...withOutcome('covered'), ...withOutcome('partly_covered')]) {
      const articles = expected.article_ids.map((articleId) => articleById.get(articleId))
      expect(articles.length, String(id)).to.be.greaterThan(0)
      expect(articles.every((article) => article !== undefined && usable(article))).to.equal(true)
    }
    expect(withOutcome('covered').length).to.be.at.least(20)
    for (const { expect: expected } of withOutcome('not_covered'))
      expect(expected.article_ids).to.deep.equal([])
  })

  it('do not just repeat the title of the article that answers', () => {
    for (const ticket of content.tickets) expect(titles.has(ticket.subject.toLowerCase())).to.equal(false)
  })

  it('hold every special case', () => {
    const some = (name: string, test: (ticket: SampleTicket) => boolean, least = 1) =>
      expect(content.tickets.filter(test).length, name).to.be.at.least(least)
    const locales = (tickets: readonly SampleTicket[]) =>
      [...new Set(tickets.map((one) => one.locale))].sort()
    expect(locales(withOutcome('not_covered'))).to.deep.equal(['de', 'en-us'])
    expect(locales(withOutcome('partly_covered'))).to.deep.equal(['de', 'en-us'])
    const answeredBy = (outcome: SampleTicket['expect']['outcome']) =>
      withOutcome(outcome).flatMap((ticket) => ticket.expect.article_ids.map((id) => articleById.get(id)))
    expect(answeredBy('not_allowlisted').map((one) => one && allowlist.has(one.section_id))).to.deep.equal([
      false,
    ])
    expect(answeredBy('restricted').map((one) => one?.user_segment_id === null)).to.deep.equal([false])
    expect(withOutcome('language_not_covered').map((one) => one.locale)).to.deep.equal(['fr'])
    expect(withOutcome('no_question').map((one) => one.comments[0]?.body)).to.deep.equal(['??'])
    some('several questions', (ticket) => ticket.expect.article_ids.length > 3)
    some('an account number', (ticket) => /IBAN DE\d\d/.test(ticketText(ticket)))
    some('planted instructions', (ticket) => /ignore the above/i.test(ticketText(ticket)))
    some('angry', (ticket) => ticketText(ticket).includes('FRECHHEIT'))
    some('very long', (ticket) => ticketText(ticket).split(/\s+/).length > 400)
    some(
      'emoji and right to left',
      (ticket) =>
        /\p{Emoji_Presentation}/u.test(ticketText(ticket)) && /\p{Script=Arabic}/u.test(ticketText(ticket)),
    )
    some(
      'an internal note beside a copied person',
      (ticket) =>
        ticket.comments.some((comment) => !comment.public) &&
        ticket.comments.some((comment) => comment.public && ticket.ccs.includes(comment.author_id)),
    )
    const ownWords = ({ comments, requester_id }: SampleTicket) =>
      comments.flatMap(({ author_id, body }) => (author_id === requester_id ? [body] : [])).join('\n')
    const names = (ticket: SampleTicket, ids: readonly (number | null)[]) =>
      content.users.some(
        ({ id, name }) => ids.includes(id) && ownWords(ticket).includes(name.split(' ').at(-1) ?? name),
      )
    some('a requester who names a person in copy', (ticket) => names(ticket, ticket.ccs))
    some('a requester who names an agent', (ticket) => names(ticket, [ticket.assignee_id]))
    some('a requester who names an organization', (ticket) =>
      content.organizations.some(({ name }) => ownWords(ticket).includes(name)),
    )
    some(
      'a follow-up',
      (ticket) => ticket.status === 'open' && ticket.comments.length === 3 && ticket.ccs.length === 0,
    )
    for (const status of ['solved', 'closed'] as const) some(status, (ticket) => ticket.status === status)
  })

  it('name no address and no number that could reach a real person', () => {
    const emails = content.users.map((user) => user.email)
    const inTexts = content.tickets.flatMap((ticket) => ticketText(ticket).match(/[\w.+-]+@[\w.-]+\w/g) ?? [])
    for (const email of [...emails, ...inTexts]) {
      expect(email).to.match(/@(example\.(com|org|net)|moosgrat\.example)$/)
    }
    // Ranges that the regulators keep free for films and examples (DE, GB, FR, US).
    const fictional =
      /^(030 23125 \d{3}|069 90009 \d{3}|040 66969 \d{3}|0221 4710 \d{3}|089 99998 \d{3}|0171 39200\d\d|\+44 7700 900\d{3}|\+44 20 7946 0\d{3}|\+33 6 39 98 \d\d \d\d|\+1 555 01\d\d)$/
    const phones = [
      ...content.users.flatMap((user) => user.phone ?? []),
      ...personalValues().filter((one) => /^(\+|0)[\d ]+$/.test(one)),
    ]
    expect(phones.length).to.be.at.least(9)
    for (const phone of phones) expect(phone).to.match(fictional)
  })
})
