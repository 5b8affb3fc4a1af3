import { expect } from 'chai'
import { escapeHtml } from '../../../server/http/html.ts'
import { REQUESTER_PLACES } from '../../../server/http/requester-places.ts'
import { loadLetters } from '../../../server/letters.ts'
import { projectRoot } from '../../../server/project-root.ts'
import { projectWords, WORD_LANGUAGES } from '../../../server/words.ts'
import { AGENT, type Harness } from '../../support/companion-harness.ts'
import { FORM, press } from '../../support/consent-page.ts'
import { openedTicket, startDesk } from '../../support/drafting-desk.ts'
import { expectProblem, expectSafe } from '../../support/problem-checks.ts'

const TOKEN = 'x'.repeat(43)
const PLACES = ['c', 'r', 'p'] as const

interface Odd {
  readonly method?: 'GET' | 'POST'
  readonly path: (place: string) => string
  readonly raw?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
  /** Whether nothing was changed by a form, or there is nothing at an address. */
  readonly says: 'odd' | 'unknown'
}

const ODD: Readonly<Record<string, Odd>> = {
  'a form that is too large': {
    ...{ method: 'POST', path: (place) => `/${place}/${TOKEN}`, raw: `choice=${'x'.repeat(20_000)}` },
    ...{ status: 413, says: 'odd' },
  },
  'a form of too many fields': {
    ...{ method: 'POST', path: (place) => `/${place}/${TOKEN}`, raw: 'a=1&b=2&c=3&d=4&e=5&f=6&g=7' },
    ...{ status: 400, says: 'odd' },
  },
  'a form in letters that nobody here reads': {
    ...{ method: 'POST', path: (place) => `/${place}/${TOKEN}`, raw: 'choice=deny' },
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=koi8-r' },
    ...{ status: 400, says: 'odd' },
  },
  'a form that is packed in no known way': {
    ...{ method: 'POST', path: (place) => `/${place}/${TOKEN}`, raw: 'choice=deny' },
    headers: { ...FORM, 'content-encoding': 'nonsense' },
    ...{ status: 400, says: 'odd' },
  },
  'an address that does not decode': { path: (place) => `/${place}/%E0%A4%A`, status: 400, says: 'unknown' },
  'an address without its link': { path: (place) => `/${place}/`, status: 404, says: 'unknown' },
  'an address with more behind it': { path: (place) => `/${place}/${TOKEN}/x`, status: 404, says: 'unknown' },
  'a form sent to what is no page': {
    ...{ method: 'POST', path: (place) => `/${place}/${TOKEN}/x`, raw: 'choice=deny' },
    ...{ status: 404, says: 'unknown' },
  },
}

describe('what is no page of a requester', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  for (const [name, { method = 'GET', path, raw, headers = FORM, status, says }] of Object.entries(ODD))
    it(`is answered in words, in the language of whoever looks, and changes nothing: ${name}`, async () => {
      const before = desk.dump()
      for (const language of WORD_LANGUAGES)
        for (const place of PLACES) {
          const words = projectWords().of(language).consentPage
          const { page } = loadLetters(projectRoot()).of(language)
          const unknown = place === 'c' ? words.unknownLinkTitle : page.unknownTitle
          const sent = raw === undefined ? {} : { raw }
          const answer = await desk.call(method, path(place), {
            ...sent,
            headers: { ...(raw === undefined ? {} : headers), 'accept-language': language },
          })
          expect(answer.status, `${place} ${answer.text}`).to.equal(status)
          expect(answer.headers.get('content-type')).to.match(/^text\/html/)
          const title = says === 'odd' ? words.oddTitle : unknown
          expect(answer.text).to.contain(`<h1>${escapeHtml(title)}</h1>`)
          expect(answer.text.includes('class="back"'), 'a way back to the form').to.equal(says === 'odd')
          expectSafe(answer)
        }
      expect(desk.dump()).to.equal(before)
    })

  it('keeps the language that was chosen on the page, and leaves the link to be answered', async () => {
    const ticketId = await openedTicket(desk)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
    const path = new URL(body.url).pathname
    const large = { raw: 'x'.repeat(9_000), headers: { ...FORM, 'accept-language': 'en' } }
    const answer = await desk.call('POST', `${path}?lang=ar`, large)
    expect([answer.status, answer.text.includes('dir="rtl"')]).to.deep.equal([413, true])
    expect(answer.text).to.contain('href="?lang=ar"').and.not.contain(path.slice('/c/'.length))
    expect((await press(desk, path, 'deny')).status).to.equal(303)
  })

  it('is a document for programs everywhere else', async () => {
    expectProblem(await desk.call('GET', '/console/nothing'), 404, 'NOT_FOUND')
    expectProblem(await desk.call('GET', '/cx'), 404, 'NOT_FOUND')
    for (const path of ['/c', '/c/', '/c/x/receipt', '/r/x', '/p/x']) expect(path).to.match(REQUESTER_PLACES)
    for (const path of ['/console', '/cx', '/app/c/x', '/api/v1/p'])
      expect(path).to.not.match(REQUESTER_PLACES)
  })
})
