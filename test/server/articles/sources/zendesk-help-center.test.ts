import { expect } from 'chai'
import {
  createZendeskHelpCenter,
  type SourceItem,
  type WayOut,
} from '../../../../server/articles/sources/index.ts'
import { Fault } from '../../../../src/domain/fault.ts'
import { faultFrom } from '../../../support/fault-from.ts'

const ORIGIN = 'https://shop.zendesk.com'

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

function article(id: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    html_url: `${ORIGIN}/hc/en-us/articles/${id}`,
    title: `Title ${id}`,
    body: '<p>Text of it.</p>',
    locale: 'en-us',
    section_id: 10,
    draft: false,
    user_segment_id: null,
    user_segment_ids: [],
    label_names: ['b', 'a'],
    outdated: false,
    outdated_locales: [],
    updated_at: '2026-03-01T08:00:00Z',
    ...more,
  }
}

const last = { meta: { has_more: false, after_cursor: null }, links: { next: null } }
const more = (cursor: string) => ({
  meta: { has_more: true, after_cursor: cursor },
  links: { next: 'https://evil.test/x' },
})

/** A help center that answers from a table; a list of answers is given one after the other. */
function createDoor(answers: Record<string, Answer | Fault | (Answer | Fault)[]>) {
  const asked: string[] = []
  const sent: Record<string, string>[] = []
  const door: WayOut = {
    async get(url, headers) {
      const { origin, pathname, searchParams } = new URL(url)
      const after = searchParams.get('page[after]')
      const key = `${pathname.replace('/api/v2/help_center/', '').replace('.json', '')}${after === null ? '' : ` ${after}`}`
      asked.push(origin === ORIGIN && searchParams.get('page[size]') === '100' ? key : url)
      sent.push({ ...headers })
      const found = answers[key]
      const answer = Array.isArray(found) ? (found.length > 1 ? found.shift() : found[0]) : found
      if (answer instanceof Fault) throw answer
      const { status = 200, headers: given = {}, body = '' } = answer ?? { status: 404 }
      return {
        status,
        headers: given,
        body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      }
    },
  }
  return { door, asked, sent }
}

const SHELVES = {
  'en-us/sections': { body: { sections: [{ id: 10, name: 'Billing', category_id: 20 }], ...last } },
  'en-us/categories': { body: { categories: [{ id: 20, name: 'Money' }], ...last } },
}

function open(answers: Record<string, Answer | Fault | (Answer | Fault)[]>, locales = ['en-us']) {
  const { door, asked, sent } = createDoor({ ...SHELVES, ...answers })
  const slept: number[] = []
  const sleep = async (ms: number) => {
    slept.push(ms)
  }
  const source = createZendeskHelpCenter({ origin: ORIGIN, locales, door, sleep })
  const read = async (from: string | null = null) => {
    const items: SourceItem[] = []
    for await (const item of source.read(new AbortController().signal, from)) items.push(item)
    return items
  }
  return { source, asked, sent, slept, read }
}

const one = (row: unknown) => open({ 'en-us/articles': { body: { articles: [row], ...last } } })

describe('a help center is read as a visitor sees it', () => {
  it('with section, category, labels and address of each article', async () => {
    const desk = one(article(360001))
    const [item, end] = await desk.read()
    expect(item).to.deep.include({ kind: 'article' })
    expect(
      item?.kind === 'article' && {
        ...item.article,
        passages: item.article.passages.map(({ text }) => text),
      },
    ).to.deep.equal({
      articleId: 'zendesk:360001',
      locale: 'en-us',
      title: 'Title 360001',
      url: `${ORIGIN}/hc/en-us/articles/360001`,
      sectionId: '10',
      sectionName: 'Billing',
      categoryId: '20',
      categoryName: 'Money',
      labels: ['a', 'b'],
      visibility: 'public',
      draft: false,
      outdated: false,
      updatedAt: '2026-03-01T08:00:00.000Z',
      passages: ['Text of it.'],
    })
    expect(end).to.deep.equal({ kind: 'end', complete: true })
    expect(desk.sent).to.deep.equal(desk.asked.map(() => ({ accept: 'application/json' })))
  })

  it('page by page, at addresses that are built here and not taken from the answer', async () => {
    const desk = open({
      'en-us/articles': { body: { articles: [article(1)], ...more('A==') } },
      'en-us/articles A==': {
        body: {
          articles: [article(2)],
          meta: { has_more: true },
          links: { next: `${ORIGIN}/x?page[after]=B` },
        },
      },
      'en-us/articles B': { body: { articles: [article(3)], ...last } },
    })
    const items = await desk.read()
    expect(desk.asked).to.deep.equal([
      'en-us/sections',
      'en-us/categories',
      'en-us/articles',
      'en-us/articles A==',
      'en-us/articles B',
    ])
    expect(
      items.map((item) =>
        item.kind === 'article'
          ? item.article.articleId
          : item.kind === 'checkpoint'
            ? item.cursor
            : item.kind,
      ),
    ).to.deep.equal(['zendesk:1', 'en-us A==', 'zendesk:2', 'en-us B', 'zendesk:3', 'end'])
  })

  it('in every locale, and continues in the middle of the second', async () => {
    const german = {
      'de/sections': { body: { sections: [{ id: 10, name: 'Rechnung', category_id: 20 }], ...last } },
      'de/categories': { body: { categories: [], ...last } },
      'de/articles': { body: { articles: [article(1, { locale: 'de' })], ...more('X') } },
      'de/articles X': { body: { articles: [article(2, { locale: 'de' })], ...last } },
      'en-us/articles': { body: { articles: [article(1)], ...last } },
    }
    const whole = open(german, ['EN-US', 'de', 'de'])
    const cursors = (await whole.read()).flatMap((item) => (item.kind === 'checkpoint' ? [item.cursor] : []))
    expect(cursors).to.deep.equal(['de ', 'de X'])
    const rest = open(german, ['en-us', 'de'])
    const items = await rest.read('de X')
    expect(rest.asked).to.deep.equal(['de/sections', 'de/categories', 'de/articles X'])
    expect(items.map(({ kind }) => kind)).to.deep.equal(['article', 'end'])
  })

  it('from the beginning of its locale when a kept cursor has gone stale', async () => {
    const desk = open({
      'en-us/articles old': { status: 400, body: { error: 'InvalidPaginationParameter' } },
      'en-us/articles': { body: { articles: [article(1)], ...last } },
    })
    expect((await desk.read('en-us old')).map(({ kind }) => kind)).to.deep.equal(['article', 'end'])
  })
})

describe('an article that is not public is recorded without its text', () => {
  const BARRED: Record<string, Record<string, unknown>> = {
    'a draft': { draft: true },
    'one for a user segment': { user_segment_id: 5 },
    'one for several user segments': { user_segment_ids: [5, 6] },
  }
  for (const [name, fields] of Object.entries(BARRED)) {
    it(name, async () => {
      const [item] = await one(article(1, fields)).read()
      if (item?.kind !== 'article') throw new Error('no article')
      expect(item.article.passages).to.deep.equal([])
      expect(item.article.draft || item.article.visibility === 'restricted').to.equal(true)
      expect(JSON.stringify(item)).to.not.include('Text of it')
    })
  }

  it('while one that is outdated in its locale is marked, and keeps its text', async () => {
    const [item] = await one(article(1, { outdated_locales: ['en-US'] })).read()
    expect(item?.kind === 'article' && [item.article.outdated, item.article.passages.length]).to.deep.equal([
      true,
      1,
    ])
    const [other] = await one(article(1, { outdated_locales: ['de'] })).read()
    expect(other?.kind === 'article' && other.article.outdated).to.equal(false)
  })

  it('and one whose address is no web address has none', async () => {
    const [item] = await one(article(1, { html_url: 'javascript:alert(1)' })).read()
    expect(item?.kind === 'article' && item.article.url).to.equal(null)
  })
})

describe('one bad article is reported, and the others are read', () => {
  const BAD: Record<string, [row: unknown, code: string]> = {
    'that does not say whether it is a draft': [{ ...article(1), draft: undefined }, 'malformed'],
    'that does not say who may see it': [{ ...article(1), user_segment_id: undefined }, 'malformed'],
    'with an id as text': [article('1'), 'malformed'],
    'without an id': [article(undefined), 'malformed'],
    'with a body that is no text': [article(1, { body: 5 }), 'malformed'],
    'without a title': [article(1, { title: ' \u200b' }), 'no_title'],
    'with a date that is none': [article(1, { updated_at: 'soon' }), 'malformed'],
    'in another locale': [article(1, { locale: 'fr' }), 'other_locale'],
    'in a section that nobody sees': [article(1, { section_id: 99 }), 'section_hidden'],
    'that nests too deep': [article(1, { body: '<div>'.repeat(1000) }), 'too_deep'],
    'that is null': [null, 'malformed'],
    'that is a list': [[], 'malformed'],
  }
  for (const [name, [row, code]] of Object.entries(BAD)) {
    it(`one ${name}`, async () => {
      const desk = open({ 'en-us/articles': { body: { articles: [row, article(2)], ...last } } })
      const items = await desk.read()
      expect(items.map(({ kind }) => kind)).to.deep.equal(['problem', 'article', 'end'])
      expect(items[0]?.kind === 'problem' && items[0].article).to.match(/^zendesk:[1?] \(en-us\)$/)
      expect(items[0]).to.include({ code })
    })
  }

  it('one with an id that JSON cannot hold', async () => {
    const body = JSON.stringify({ articles: [article(7777), article(2)], ...last }).replace(
      '"id":7777',
      '"id":9007199254740993',
    )
    const items = await open({ 'en-us/articles': { body } }).read()
    expect(items.map(({ kind }) => kind)).to.deep.equal(['problem', 'article', 'end'])
  })
})

describe('a help center that is busy is asked again', () => {
  const good = { body: { articles: [article(1)], ...last } }
  const WAITS: Record<string, [(Answer | Fault)[], number[]]> = {
    'after the seconds that it asks for': [
      [{ status: 429, headers: { 'retry-after': '7' }, body: 'Too many' }, good],
      [7000],
    ],
    'after a while when it names no time': [[{ status: 429, body: 'Too many' }, good], [10_000]],
    'after a while when it names nonsense': [
      [{ status: 429, headers: { 'retry-after': 'soon' } }, good],
      [10_000],
    ],
    'more and more slowly when it fails': [
      [{ status: 500 }, { status: 502 }, { status: 503 }, good],
      [1000, 2000, 4000],
    ],
    'after the network failed': [[new Fault('HELP_CENTER_UNREACHABLE', 'reset'), good], [1000]],
  }
  for (const [name, [answers, waits]] of Object.entries(WAITS)) {
    it(name, async () => {
      const desk = open({ 'en-us/articles': [...answers] })
      expect((await desk.read()).map(({ kind }) => kind)).to.deep.equal(['article', 'end'])
      expect(desk.slept).to.deep.equal(waits)
    })
  }

  it('but not without end, and not earlier than it asks for', async () => {
    const busy = open({ 'en-us/articles': { status: 429, headers: { 'retry-after': '1' } } })
    expect(await faultFrom(() => busy.read())).to.equal('HELP_CENTER_UNREACHABLE')
    expect(busy.slept.length).to.equal(5)
    const closed = open({ 'en-us/articles': { status: 429, headers: { 'retry-after': '3600' } } })
    expect(await faultFrom(() => closed.read())).to.equal('HELP_CENTER_UNREACHABLE')
    expect([closed.slept, closed.asked.length]).to.deep.equal([[], 3])
  })
})

describe('an answer that is no list of articles ends the read', () => {
  const page = '<!doctype html><p>Sign in'
  const ENDS: Record<string, [Answer | Fault, string]> = {
    'signed-in visitors only': [{ status: 401, body: { error: 'x' } }, 'HELP_CENTER_UNREACHABLE'],
    'forbidden, as a page': [{ status: 403, body: page }, 'HELP_CENTER_UNREACHABLE'],
    'no such locale': [{ status: 404, body: page }, 'HELP_CENTER_UNREACHABLE'],
    'a redirect': [{ status: 302, headers: { location: 'https://evil.test' } }, 'HELP_CENTER_UNREACHABLE'],
    'a web page': [{ body: page }, 'HELP_CENTER_MALFORMED'],
    'no JSON': [{ body: '{"articles":[' }, 'HELP_CENTER_MALFORMED'],
    nothing: [{ body: '' }, 'HELP_CENTER_MALFORMED'],
    null: [{ body: 'null' }, 'HELP_CENTER_MALFORMED'],
    'no articles': [{ body: { sections: [], ...last } }, 'HELP_CENTER_MALFORMED'],
    'articles that are no list': [{ body: { articles: {}, ...last } }, 'HELP_CENTER_MALFORMED'],
    'more pages without a cursor': [
      { body: { articles: [], meta: { has_more: true } } },
      'HELP_CENTER_MALFORMED',
    ],
    'numbered pages': [{ body: { articles: [], next_page: `${ORIGIN}/?page=2` } }, 'HELP_CENTER_MALFORMED'],
    'paging that is none': [{ body: { articles: [], meta: 5 } }, 'HELP_CENTER_MALFORMED'],
    'the door stays shut': [new Fault('EGRESS_REFUSED', 'no'), 'EGRESS_REFUSED'],
    'too long': [new Fault('TOO_LARGE', 'no'), 'TOO_LARGE'],
  }
  for (const [name, [answer, code]] of Object.entries(ENDS)) {
    it(name, async () => {
      const desk = open({ 'en-us/articles': answer })
      expect(await faultFrom(() => desk.read())).to.equal(code)
      expect([desk.asked.length, desk.slept]).to.deep.equal([3, []])
    })
  }

  it('the same cursor again', async () => {
    const desk = open({
      'en-us/articles': { body: { articles: [], ...more('A') } },
      'en-us/articles A': { body: { articles: [], ...more('A') } },
    })
    expect(await faultFrom(() => desk.read())).to.equal('HELP_CENTER_MALFORMED')
  })

  it('sections that cannot be read', async () => {
    const desk = open({
      'en-us/sections': { status: 403 },
      'en-us/articles': { body: { articles: [article(1)], ...last } },
    })
    expect(await faultFrom(() => desk.read())).to.equal('HELP_CENTER_UNREACHABLE')
    expect(desk.asked).to.deep.equal(['en-us/sections'])
  })
})
