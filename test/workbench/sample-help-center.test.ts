import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import { parse } from 'node-html-parser'
import { loadContent, SAMPLE_LOCALES } from '../../workbench/content/content.ts'

const FOLDER = new URL('../../workbench/content/', import.meta.url)
const content = loadContent()
const allowlist = new Set(content.sample_allowlist)
const articleById = new Map(content.articles.map((article) => [article.id, article]))
const textOf = (html: string) => parse(html).textContent
const eachBody = content.articles.flatMap((article) =>
  SAMPLE_LOCALES.map((locale) => ({ article, locale, ...article.translations[locale] })),
)

describe('the sample help center', () => {
  it('has enough articles in enough sections and categories', () => {
    expect(content.articles.length).to.be.at.least(44)
    expect(content.sections.length).to.be.at.least(8)
    expect(content.categories.length).to.be.at.least(3)
    const used = new Set(content.articles.map((article) => article.section_id))
    expect([...used].sort()).to.deep.equal(content.sections.map((section) => section.id).sort())
  })

  it('gives every thing an id of its own, as long as real ones and safe as a number', () => {
    const ids = [
      ...[content.categories, content.sections, content.articles, content.users, content.groups].flat(),
      ...content.tickets.flatMap((ticket) => ticket.comments),
    ].map((thing) => thing.id)
    expect(new Set(ids).size).to.equal(ids.length)
    for (const id of ids) expect(id).to.be.within(1e11, Number.MAX_SAFE_INTEGER)
    expect(new Set(content.tickets.map((ticket) => ticket.id)).size).to.equal(content.tickets.length)
    expect(new Set(content.articles.map((article) => article.slug)).size).to.equal(content.articles.length)
  })

  it('points only to categories, sections, segments and authors that exist', () => {
    const ids = (things: readonly { readonly id: number }[]) => things.map((thing) => thing.id)
    for (const section of content.sections) expect(ids(content.categories)).to.include(section.category_id)
    for (const article of content.articles) {
      expect(ids(content.sections)).to.include(article.section_id)
      expect(ids(content.users)).to.include(article.author_id)
      if (article.user_segment_id !== null)
        expect(ids(content.user_segments)).to.include(article.user_segment_id)
    }
    for (const id of content.sample_allowlist) expect(ids(content.sections)).to.include(id)
  })

  it('has a body of the usual length for every article in both languages, and no body besides', () => {
    for (const { body, body_file, locale, article } of eachBody) {
      expect(textOf(body).split(/\s+/).length, body_file).to.be.within(80, 350)
      expect(body_file).to.equal(`articles/${locale}/${article.slug}.html`)
    }
    const files = SAMPLE_LOCALES.flatMap((locale) => readdirSync(new URL(`articles/${locale}/`, FOLDER)))
    expect(files.length).to.equal(eachBody.length)
  })

  it('is written in German where it says German', () => {
    for (const { locale, body, title, body_file } of eachBody) {
      const german = (textOf(body).match(/\b(der|die|das|und|nicht|Sie|wir|ist)\b/g) ?? []).length
      const english = (textOf(body).match(/\b(the|and|not|you|we|is|of)\b/g) ?? []).length
      expect(german > english, body_file).to.equal(locale === 'de')
      expect(title).to.not.equal('')
    }
  })

  it('uses headings, lists and tables like a real one, and nothing that runs', () => {
    const having = (selector: string) =>
      eachBody.filter(({ body }) => parse(body).querySelector(selector) !== null).length
    expect(having('table')).to.be.at.least(10)
    expect(having('ol')).to.be.at.least(20)
    expect(having('ul')).to.be.at.least(20)
    expect(having('h2')).to.be.at.least(80)
    expect(having('script, iframe, object, form, [onclick]')).to.equal(0)
  })

  it('has links that lead to articles of the same language, or to addresses that belong to nobody', () => {
    const links = eachBody.flatMap(({ body, locale }) =>
      parse(body)
        .querySelectorAll('a')
        .map((anchor) => ({ locale, href: anchor.getAttribute('href') ?? '' })),
    )
    expect(links.length).to.be.greaterThan(60)
    for (const { href, locale } of links) {
      const inner = /^\/hc\/([\w-]+)\/articles\/(\d+)$/.exec(href)
      if (inner === null) expect(href).to.match(/^(https:\/\/|mailto:\w+@)(www\.)?moosgrat\.example(\/|$)/)
      else {
        expect(inner[1]).to.equal(locale)
        expect(articleById.has(Number(inner[2])), href).to.equal(true)
      }
    }
  })

  it('states the same amounts and periods in both languages, except where the German text is outdated', () => {
    const numbers = (html: string) => {
      const text = html
        .replace(/<[^>]+>/g, ' ')
        .replace(/(\d+) p\.m\./g, (_, hour) => String(Number(hour) + 12))
      const found = text.match(/\d+(?:[.,]\d+)*/g) ?? []
      return found
        .map((one) => (/^\d+[.,]\d{3}$/.test(one) ? one.replace(/[.,]/, '') : one.replace(',', '.')))
        .sort()
    }
    const differing = content.articles
      .filter(({ translations }) => {
        return numbers(translations['en-us'].body).join() !== numbers(translations.de.body).join()
      })
      .map((article) => article.slug)
    expect(differing).to.deep.equal(['outside-eu'])
  })

  it('has one restricted article, one draft, one outdated translation and one hidden instruction', () => {
    expect(content.articles.filter((article) => article.user_segment_id !== null)).to.have.length(1)
    expect(content.articles.filter((article) => article.draft)).to.have.length(1)
    expect(eachBody.filter((one) => one.outdated).map((one) => one.locale)).to.deep.equal(['de'])
    const hidden = eachBody.filter(({ body }) => body.includes('display:none'))
    expect(new Set(hidden.map((one) => one.article.id)).size).to.equal(1)
    expect(content.articles.filter((article) => article.label_names.length > 1).length).to.be.at.least(5)
  })

  it('leaves one section out of the sample allowlist, and only one', () => {
    const left = content.sections.filter((section) => !allowlist.has(section.id))
    expect(left.map((section) => section.translations['en-us'].name)).to.deep.equal(['Business accounts'])
  })
})
