import { expect } from 'chai'
import { AGENT, type Answer, type Harness } from '../../support/companion-harness.ts'
import {
  draft,
  grant,
  newTicketId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectSafe } from '../../support/problem-checks.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe("the requester's page", () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk({ env: { VOUCH_PRIVACY_URL: 'https://acme.example/privacy?a=1&b=2' } })
  })
  after(() => desk.stop())

  async function asked(locale = 'en'): Promise<{ ticketId: string; path: string; message: string }> {
    const ticketId = await openedTicket(desk)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale })
    return { ticketId, path: new URL(body.url).pathname, message: body.message }
  }
  const answer = (path: string, choice: string, headers = {}) =>
    desk.call('POST', path, { raw: `choice=${choice}`, headers: { ...FORM, ...headers } })
  const statusOf = async (ticketId: string) =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status
  const buttonsOf = ({ text }: Answer) => text.match(/<button[^>]*>[^<]*<\/button>/g) ?? []

  it('is named, by its address, in a message of the requester’s language', async () => {
    const { path, message } = await asked('de-AT')
    expect(message).to.contain(`http://localhost:4000${path}`)
    expect(message).to.match(/^Wir möchten/)
    expect(path).to.match(/^\/c\/[A-Za-z0-9_-]{43}$/)
  })

  it('shows the notice of this installation, and changes nothing, however often it is read', async () => {
    const { ticketId, path } = await asked()
    const before = desk.dump()
    for (const method of ['GET', 'GET', 'HEAD', 'OPTIONS', 'GET'])
      expect((await desk.call(method, path)).status).to.equal(200)
    const page = await desk.call('GET', path)
    expect(page.text).to.contain('Acme GmbH. You reach us at: privacy@acme.example.')
    expect(page.text).to.contain('href="https://acme.example/privacy?a=1&amp;b=2"')
    expect(page.text).to.not.match(/\{\w+\}/)
    expect(desk.dump()).to.equal(before)
    expect(await statusOf(ticketId)).to.equal('requested')
  })

  it('has no script, nothing of others, and may be framed by nobody', async () => {
    const { path } = await asked()
    const page = await desk.call('GET', path)
    expectSafe(page)
    expect(page.text).to.not.match(/<script|<iframe|<img|<object| on[a-z]+=|javascript:/i)
    const foreign = [...page.text.matchAll(/(?:src|href|action)="([^"]+)"/g)].map(([, url = '']) => url)
    expect(foreign.filter((url) => /^(https?:)?\/\//.test(url))).to.deep.equal([
      'https://acme.example/privacy?a=1&amp;b=2',
    ])
    const policy = String(page.headers.get('content-security-policy'))
    expect(policy.split('; ')).to.include.members([
      "default-src 'none'",
      "script-src 'none'",
      "connect-src 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
    expect(page.text).to.contain('<meta name="robots" content="noindex">')
  })

  it('offers yes and no as the same element, with nothing that sets one apart', async () => {
    const { path } = await asked()
    const buttons = buttonsOf(await desk.call('GET', path))
    expect(buttons).to.deep.equal([
      '<button name="choice" value="grant">Yes, I agree</button>',
      '<button name="choice" value="deny">No, I do not agree</button>',
    ])
  })

  const choices = { grant: 'granted', deny: 'denied', withdraw: 'withdrawn' } as const
  for (const [choice, status] of Object.entries(choices))
    it(`records ${status} by the answer ${choice}, and shows the page again`, async () => {
      const { ticketId, path } = await asked()
      const answered = await answer(path, choice)
      expect([answered.status, answered.headers.get('location')]).to.deep.equal([303, `${path}#answer`])
      expect(await statusOf(ticketId)).to.equal(status)
      const entry = desk.audit().findLast(({ type }) => type === 'consent.changed')
      expect(entry).to.deep.include({ decision: status, actor: { kind: 'requester', ref: 'link' } })
      const size = desk.audit().length
      expect((await answer(path, choice)).status).to.equal(303)
      expect(desk.audit().length).to.equal(size)
    })

  it('lets a yes be withdrawn and a no be changed, by the same link', async () => {
    const { ticketId, path } = await asked()
    for (const [choice, status] of [
      ['deny', 'denied'],
      ['grant', 'granted'],
      ['withdraw', 'withdrawn'],
      ['grant', 'granted'],
    ] as const) {
      await answer(path, choice)
      expect(await statusOf(ticketId)).to.equal(status)
    }
    expect(buttonsOf(await desk.call('GET', path)).join()).to.equal(
      '<button name="choice" value="withdraw">Withdraw my consent</button>',
    )
  })

  it('takes the open drafts away at once when the requester withdraws', async () => {
    const { ticketId, path } = await asked()
    await answer(path, 'grant')
    const made = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(made.draft?.status).to.equal('ready')
    await answer(path, 'withdraw')
    expect(await statusOf(ticketId)).to.equal('withdrawn')
    expect((await desk.api(AGENT, 'GET', `/drafts/${made.draft?.id}`)).status).to.equal(404)
  })

  describe('in another language', () => {
    it('speaks the language that it was asked in, and switches by a link', async () => {
      const { path } = await asked('de')
      expect((await desk.call('GET', path)).text).to.contain('<html lang="de">')
      const english = await desk.call('GET', `${path}?lang=en`)
      expect(english.text).to.contain('<html lang="en">')
      expect(english.text).to.contain('<a href="?lang=de" lang="de" hreflang="de">Deutsch</a>')
      expect(buttonsOf(english).join()).to.contain('Yes, I agree')
    })

    it('keeps the language over the answer, and takes no other word for one', async () => {
      const { path } = await asked('de')
      expect((await answer(`${path}?lang=en`, 'deny')).headers.get('location')).to.equal(
        `${path}?lang=en#answer`,
      )
      const odd = await answer(`${path}?lang=${encodeURIComponent('//evil.example')}`, 'grant')
      expect(odd.headers.get('location')).to.equal(`${path}?lang=en#answer`)
      const page = await desk.call('GET', `${path}?lang=${encodeURIComponent('"><script>')}`)
      expect(page.text).to.not.contain('<script>')
    })
  })

  describe('given a link that is not good', () => {
    const refused = async (path: string) => {
      const page = await desk.call('GET', path, { headers: { 'accept-language': 'en' } })
      expect(page.status).to.equal(404)
      expect(page.text).to.contain('This link is not valid')
      expect(page.text).to.not.contain('Acme')
      expect(buttonsOf(page)).to.deep.equal([])
      expectSafe(page)
      return page.text
    }

    it('says the same to a wrong, a replaced, an expired and a foreign one, and changes nothing', async () => {
      const replaced = await asked()
      await desk.api(AGENT, 'POST', `/tickets/${replaced.ticketId}/consent/requests`, {})
      const foreign = await asked()
      await desk.api(AGENT, 'PUT', `/tickets/${foreign.ticketId}`, { requesterId: '22' })
      const paths = [`/c/${'x'.repeat(43)}`, '/c/x', '/c/..%2f..%2fetc', replaced.path, foreign.path]
      const before = desk.dump()
      const texts = []
      for (const path of paths) {
        texts.push(await refused(path))
        expect((await answer(path, 'grant')).status).to.equal(404)
      }
      expect(new Set(texts).size).to.equal(1)
      expect(desk.dump()).to.equal(before)
    })

    it('opens no more after two weeks, unless to withdraw what was granted', async () => {
      const own = await startDesk()
      const links = []
      for (const choice of ['grant', null]) {
        const ticketId = newTicketId()
        await own.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
        const { body } = await own.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
        const path = new URL(body.url).pathname
        if (choice !== null) await own.call('POST', path, { raw: 'choice=grant', headers: FORM })
        links.push({ path, ticketId })
      }
      own.world.pass(14 * DAY)
      const [granted, open] = links
      expect((await own.call('GET', open?.path ?? '')).status).to.equal(404)
      expect(
        (await own.call('POST', open?.path ?? '', { raw: 'choice=grant', headers: FORM })).status,
      ).to.equal(404)
      expect((await own.call('GET', granted?.path ?? '')).status).to.equal(200)
      await own.call('POST', granted?.path ?? '', { raw: 'choice=withdraw', headers: FORM })
      const view = await own.api(AGENT, 'GET', `/tickets/${granted?.ticketId}`)
      expect(view.body.consent.status).to.equal('withdrawn')
      await own.stop()
    })
  })

  describe('given an answer that is none', () => {
    const odd: Readonly<Record<string, { raw: string; headers: Record<string, string> }>> = {
      'no choice': { raw: '', headers: FORM },
      'another word': { raw: 'choice=maybe', headers: FORM },
      'both at once': { raw: 'choice=grant&choice=deny', headers: FORM },
      'a name of the language': { raw: 'choice=constructor', headers: FORM },
      JSON: { raw: '{"choice":"grant"}', headers: { 'content-type': 'application/json' } },
      'plain text': { raw: 'choice=grant', headers: { 'content-type': 'text/plain' } },
      'too much': { raw: `choice=grant&x=${'x'.repeat(5_000)}`, headers: FORM },
      'an array': { raw: 'choice[]=grant', headers: FORM },
    }
    for (const [name, { raw, headers }] of Object.entries(odd))
      it(`changes nothing: ${name}`, async () => {
        const { path } = await asked()
        const before = desk.dump()
        const answered = await desk.call('POST', path, { raw, headers })
        expect(answered.status).to.be.oneOf([400, 413])
        expectSafe(answered)
        expect(desk.dump()).to.equal(before)
      })

    it('takes no choice from the address: a link alone can never consent', async () => {
      const { ticketId, path } = await asked()
      await desk.call('GET', `${path}?choice=grant`)
      expect((await desk.call('POST', `${path}?choice=grant`, { raw: '', headers: FORM })).status).to.equal(
        400,
      )
      expect(await statusOf(ticketId)).to.equal('requested')
    })
  })

  it('believes no header about where it is', async () => {
    const { path } = await asked()
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-original-url': '/evil',
      'x-http-method-override': 'POST',
    }
    expect((await desk.call('GET', path, { headers })).text).to.not.contain('evil')
    const answered = await answer(path, 'deny', headers)
    expect(answered.headers.get('location')).to.equal(`${path}#answer`)
  })

  it('leaves its link in no log and in no store', async () => {
    const { path } = await asked()
    const token = path.slice('/c/'.length)
    await desk.call('GET', path)
    await answer(path, 'grant')
    await desk.call('GET', `/c/${token}/more`)
    expect(desk.logged()).to.contain('"route":"/c/:link"')
    expect(desk.logged()).to.not.contain(token)
    expect(desk.dump()).to.not.contain(token)
  })

  it('says that it is closed where an overlay lies on the ticket, and withdrawing still works', async () => {
    const { ticketId, path } = await asked()
    await answer(path, 'grant')
    await grant(desk, ticketId)
    const [row] = desk.rows(`select ticket_ref from ticket where ticket_id = '${ticketId}'`)
    desk.tamper((database) => {
      const object = JSON.stringify({ kind: 'object', at: desk.world.now().toISOString(), by: 'requester' })
      database
        .prepare(
          `insert into consent_event select account_id, ticket_ref, 99, ?, actor_ref, requester_ref, null
             from consent_event where ticket_ref = ? limit 1`,
        )
        .run(object, row?.ticket_ref)
    })
    const page = await desk.call('GET', path)
    expect(page.text).to.contain('This request is closed for the drafting tool')
    expect((await answer(path, 'withdraw')).status).to.equal(303)
    expect(await statusOf(ticketId)).to.equal('withdrawn')
  })
})
