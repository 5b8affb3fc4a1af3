import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { didKeyOf, signerOfDocument } from '../../../server/audit/index.ts'
import { receiptPage } from '../../../server/http/consent-receipt-page.ts'
import { escapeHtml } from '../../../server/http/html.ts'
import { projectRoot } from '../../../server/project-root.ts'
import { fillIn, projectWords, WORD_LANGUAGES } from '../../../server/words.ts'
import { TICKET_FIELDS } from '../../../src/domain/scope.ts'
import { waitWords } from '../../../src/domain/wait.ts'
import { ADMIN, AGENT, type Answer, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { choosing, FORM, press } from '../../support/consent-page.ts'
import {
  draft,
  newTicketId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { expectSafe } from '../../support/problem-checks.ts'
import { POSTGRES } from '../../support/test-database.ts'

describe("the requester's page", () => {
  let desk: Harness
  let people = 0
  before(async () => {
    desk = await startDesk({ env: { VOUCH_PRIVACY_URL: 'https://acme.example/privacy?a=1&b=2' } })
  })
  after(() => desk.stop())

  /** Somebody new each time: an objection or a doubt about age stands over all tickets of a person. */
  async function asked(locale = 'en') {
    people += 1
    const requesterId = `77${people}`
    const ticketId = await openedTicket(desk, requesterId)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale })
    const message: string = body.message
    return { ticketId, requesterId, path: new URL(body.url).pathname, message }
  }
  const answer = (path: string, choice: string, headers = {}) => press(desk, path, choice, headers)
  const statusOf = async (ticketId: string) =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status
  const buttonsOf = ({ text }: Answer) => text.match(/<button[^>]*>[^<]*<\/button>/g) ?? []

  it('is named, by its address, in a message of the requester’s language', async () => {
    const { path, message } = await asked('de-AT')
    expect(message).to.contain(`http://localhost:4000${path}`)
    expect(message).to.match(/^Wir möchten/)
    expect(path).to.match(/^\/c\/[A-Za-z0-9_-]{43}$/)
  })

  it('keeps the no of a yes and a no that cross each other, in whatever order they come, and says so', async () => {
    for (const order of [
      ['grant', 'deny'],
      ['deny', 'grant'],
    ]) {
      const { ticketId, path } = await asked('de')
      const { text } = await desk.call('GET', path)
      const answers: Answer[] = []
      for (const choice of order)
        answers.push(await desk.call('POST', path, { raw: choosing(text, choice), headers: FORM }))
      expect(await statusOf(ticketId)).to.equal('denied')
      if (order[0] === 'grant') continue
      expect(answers.map(({ status }) => status)).to.deep.equal([303, 409])
      const shown = answers[1]?.text ?? ''
      expect(shown).to.contain('Vorher wurde ein Nein festgehalten')
      const again = await desk.call('POST', path, { raw: choosing(shown, 'grant'), headers: FORM })
      expect([again.status, await statusOf(ticketId)]).to.deep.equal([303, 'granted'])
    }
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

  it('says what its configuration and its staff have written, as words and never as markup', async () => {
    const evil = '<b onclick="x">&\'Acme</b>'
    const own = await startDesk({
      env: { VOUCH_CONTROLLER_NAME: evil, VOUCH_CONTROLLER_CONTACT: `${evil}@acme.example` },
    })
    const ticketId = await openedTicket(own, '7001')
    const { body } = await own.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
    const path = new URL(body.url).pathname
    await press(own, path, 'grant')
    const shown = [
      await own.call('GET', path),
      await own.call('GET', `${path}?lang=ar`),
      await own.call('GET', `${path}/receipt`),
    ]
    await own.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: '7002' })
    shown.push(await own.call('GET', path))
    await own.stop()
    expect(shown.map(({ status }) => status)).to.deep.equal([200, 200, 200, 410])
    for (const { text } of shown) {
      expect(text).to.not.match(/<b[ >]| onclick="/)
      expect(text.replace(/<\/?bdi[^>]*>/g, '')).to.contain(escapeHtml(evil))
    }
  })

  it('offers yes and no as the same element, with nothing that sets one apart', async () => {
    const { path } = await asked()
    const buttons = buttonsOf(await desk.call('GET', path))
    expect(buttons).to.deep.equal([
      '<button name="choice" value="grant">Yes, I agree</button>',
      '<button name="choice" value="deny">No, I do not agree</button>',
      '<button name="choice" value="defer">Decide later</button>',
      '<button name="choice" value="access">What do you hold about me?</button>',
      '<button name="choice" value="object">Object to this use</button>',
    ])
  })

  const choices = { grant: 'granted', deny: 'denied', withdraw: 'withdrawn', defer: 'requested' } as const
  for (const [choice, status] of Object.entries(choices))
    it(`records ${status} by the answer ${choice}, and shows the page again`, async () => {
      const { ticketId, path } = await asked()
      const answered = await answer(path, choice)
      expect([answered.status, answered.headers.get('location')]).to.deep.equal([
        303,
        `${path}?lang=en#answer`,
      ])
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
    expect(buttonsOf(await desk.call('GET', path))[0]).to.equal(
      '<button name="choice" value="withdraw">Withdraw my consent</button>',
    )
  })

  it('takes the open drafts away at once when the requester withdraws', async () => {
    const { ticketId, requesterId, path } = await asked()
    await answer(path, 'grant')
    const made = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId }))
    expect(made.draft?.status).to.equal('ready')
    await answer(path, 'withdraw')
    expect(await statusOf(ticketId)).to.equal('withdrawn')
    expect((await desk.api(AGENT, 'GET', `/drafts/${made.draft?.id}`)).status).to.equal(404)
  })

  describe('in another language', () => {
    it('speaks the language that it was asked in, and switches by a link', async () => {
      const { path } = await asked('de')
      expect((await desk.call('GET', path)).text).to.contain('<html lang="de" dir="ltr">')
      const english = await desk.call('GET', `${path}?lang=en`)
      expect(english.text).to.contain('<html lang="en" dir="ltr">')
      expect(english.text).to.contain('<a href="?lang=de" lang="de" hreflang="de">Deutsch</a>')
      expect(buttonsOf(english).join()).to.contain('Yes, I agree')
    })

    it('is read from right to left in Arabic, with names, addresses and numbers as they are written', async () => {
      const { path, message } = await asked('ar-EG')
      expect(message).to.match(/^نود استخدام/)
      const { text } = await desk.call('GET', path)
      expect(text).to.contain('<html lang="ar" dir="rtl">').and.to.contain('نعم، أوافق')
      expect(text).to.contain('<bdi dir="ltr">Acme GmbH</bdi>')
      expect(text).to.match(/hreflang="pt-BR"><bdi>/)
      expect(text).to.contain('<bdi dir="ltr">privacy@acme.example</bdi>')
      expect(text).to.not.match(/[\u0660-\u0669]/)
      expect((await desk.call('GET', `${path}?lang=ja`)).text)
        .to.contain('<html lang="ja" dir="ltr">')
        .and.to.contain('はい、同意します')
        .and.to.not.contain('<bdi')
    })

    it('is one Portuguese in Brazil and another elsewhere, and the one that was read is on record', async () => {
      const { ticketId, path } = await asked('pt-BR')
      expect((await desk.call('GET', path)).text)
        .to.contain('lang="pt-BR"')
        .and.to.contain('Sim, eu concordo')
      for (const lang of ['pt', 'pt-PT'])
        expect((await desk.call('GET', `${path}?lang=${lang}`)).text)
          .to.contain('lang="pt" dir')
          .and.to.contain('Sim, aceito')
      await answer(path, 'grant')
      const { consent } = (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body
      expect([consent.status, consent.noticeLocale]).to.deep.equal(['granted', 'pt-BR'])
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
    const refused = async (path: string, status: number, title: string) => {
      const page = await desk.call('GET', path, { headers: { 'accept-language': 'en' } })
      expect([page.status, page.text.includes(title)]).to.deep.equal([status, true])
      expect(buttonsOf(page)).to.deep.equal([])
      if (path.length > 40) expect(page.text).to.not.contain(path.slice('/c/'.length))
      expectSafe(page)
      const sent = { raw: 'choice=grant', headers: { ...FORM, 'accept-language': 'en' } }
      expect((await desk.call('POST', path, sent)).status).to.equal(status)
      return page.text
    }

    it('says the same to a wrong and to a replaced one, and changes nothing', async () => {
      const replaced = await asked()
      await desk.api(AGENT, 'POST', `/tickets/${replaced.ticketId}/consent/requests`, {})
      const paths = [`/c/${'x'.repeat(43)}`, '/c/x', '/c/..%2f..%2fetc', replaced.path]
      const before = desk.dump()
      const texts = []
      for (const path of paths) texts.push(await refused(path, 404, 'This link is not valid'))
      expect(new Set(texts).size).to.equal(1)
      expect(texts[0]).to.not.contain('Acme')
      expect(desk.dump()).to.equal(before)
    })

    it('tells who was sent it that the ticket changed hands, and nothing of whose it is', async () => {
      const moved = await asked()
      await desk.api(AGENT, 'PUT', `/tickets/${moved.ticketId}`, { requesterId: '22' })
      const before = desk.dump()
      const text = await refused(moved.path, 410, 'This link no longer belongs to this request')
      expect(text).to.not.match(/\b22\b/)
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
        if (choice !== null) await press(own, path, choice)
        links.push({ path, ticketId })
      }
      own.world.pass(14 * DAY)
      const [granted, open] = links
      const ended = await own.call('GET', open?.path ?? '')
      expect([ended.status, ended.text.includes('It worked until')]).to.deep.equal([410, true])
      expect((await press(own, open?.path ?? '', 'grant')).status).to.equal(410)
      expect((await own.call('GET', granted?.path ?? '')).status).to.equal(200)
      await press(own, granted?.path ?? '', 'withdraw')
      const view = await own.api(AGENT, 'GET', `/tickets/${granted?.ticketId}`)
      expect(view.body.consent.status).to.equal('withdrawn')
      await own.stop()
    })
  })

  describe('asked what is held about the requester', () => {
    const cases = () => desk.rows('select * from request_case')

    it('opens a request with its last day, shows it, and opens no second', async () => {
      const { path } = await asked('de')
      const opened = await answer(path, 'access')
      expect(opened.headers.get('location')).to.equal(`${path}?lang=de#rights`)
      const count = cases().length
      const page = await desk.call('GET', path)
      expect(page.text).to.match(/Ihre Anfrage vom [^<]+ ist eingegangen\. Sie erhalten bis [^<]+ Antwort\./)
      expect(buttonsOf(page).join()).to.not.contain('value="access"')
      const before = desk.dump()
      for (const _again of [1, 2, 3]) expect((await answer(path, 'access')).status).to.equal(303)
      expect(desk.dump()).to.equal(before)
      expect(cases()).to.have.length(count)
    })

    it('leaves the consent as it was', async () => {
      const { ticketId, path } = await asked()
      await answer(path, 'access')
      expect(await statusOf(ticketId)).to.equal('requested')
    })

    it('opens none from a form of another link, nor from none', async () => {
      const [mine, other] = [await asked(), await asked()]
      const page = await desk.call('GET', mine.path)
      const before = desk.dump()
      for (const raw of [choosing(page.text, 'access'), 'choice=access'])
        expect((await desk.call('POST', other.path, { raw, headers: FORM })).status).to.equal(400)
      expect(desk.dump()).to.equal(before)
    })
  })

  describe('after too many changes', () => {
    it('says so with a time, and still takes a no', async () => {
      const { ticketId, path } = await asked()
      for (let time = 0; time < 10; time += 1) {
        await answer(path, 'grant')
        await answer(path, 'withdraw')
      }
      const before = desk.dump()
      const busy = await answer(path, 'grant')
      expect([busy.status, busy.headers.get('retry-after')]).to.deep.equal([429, '3600'])
      expect(busy.text).to.contain('There were many changes through this link')
      expectSafe(busy)
      expect(desk.dump()).to.equal(before)
      expect((await answer(path, 'object')).status).to.equal(303)
      expect((await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.overlays).to.deep.equal([
        'objected',
      ])
    })
  })

  describe('when the notice has changed', () => {
    it('shows what is other, asks again, and records the new one', async () => {
      const own = await startDesk()
      const ticketId = newTicketId()
      await own.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
      const { body } = await own.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {})
      const path = new URL(body.url).pathname
      await press(own, path, 'grant')
      const again = await own.restart({ VOUCH_CONTROLLER_CONTACT: 'dpo@acme.example' })
      const page = await again.call('GET', path)
      expect(page.text).to.contain('The notice has changed')
      expect(page.text).to.contain('<dt>Before</dt><dd>Acme GmbH. You reach us at: privacy@acme.example.')
      expect(page.text).to.contain('<dt>Now</dt><dd>Acme GmbH. You reach us at: dpo@acme.example.')
      expect(buttonsOf(page).slice(0, 2).join()).to.match(/grant.*deny/)
      await press(again, path, 'grant')
      expect((await again.call('GET', path)).text).to.not.contain('The notice has changed')
      const view = await again.api(AGENT, 'GET', `/tickets/${ticketId}`)
      expect([view.body.consent.status, view.body.consent.noticeVersion]).to.deep.equal(['granted', 2])
      await again.stop()
    })
  })

  describe('its receipt', () => {
    it('is there once something was said, and not before', async () => {
      const { path } = await asked()
      expect((await desk.call('GET', path)).text).to.not.contain('/receipt')
      expect((await desk.call('GET', `${path}/receipt`)).status).to.equal(400)
      await answer(path, 'deny')
      expect((await desk.call('GET', path)).text).to.contain(`${path.slice('/c/'.length)}/receipt"`)
    })

    it('is a signed record to download, that names neither the link nor the ticket', async () => {
      const { ticketId, requesterId, path } = await asked('fr')
      await answer(`${path}?lang=fr`, 'grant')
      const before = desk.dump()
      const file = await desk.call('GET', `${path}/receipt.jsonld`)
      expect(file.headers.get('content-type')).to.equal('application/ld+json; charset=utf-8')
      expect(file.headers.get('content-disposition')).to.equal(
        'attachment; filename="consent-receipt.jsonld"',
      )
      const record = JSON.parse(file.text)
      expect(signerOfDocument(record)).to.equal(didKeyOf(tempKeyring(desk.dataDir).checkpointKey))
      const entry = desk.audit()[record['vouch:audit'].index]
      expect([entry?.type, entry?.decision]).to.deep.equal(['consent.changed', 'granted'])
      expect(record['dct:language']).to.equal('fr')
      for (const secret of [path.slice('/c/'.length), `"${ticketId}"`, `"${requesterId}"`])
        expect(file.text).to.not.contain(secret)
      expect(desk.dump()).to.equal(before)
    })

    it('names the tool of ours once, however many of them the record names', async () => {
      const { path } = await asked()
      await answer(path, 'grant')
      const { body } = await desk.call('GET', `${path}/receipt.jsonld`)
      const recipients = body['dpv:hasProcess']['dpv:hasRecipient']
      const doubled = { ...body['dpv:hasProcess'], 'dpv:hasRecipient': [...recipients, ...recipients] }
      const words = projectWords().of('en')
      const page = receiptPage(words, 'en', { ...body, 'dpv:hasProcess': doubled })
      expect(page.split(escapeHtml(words.consentReceipt.ownTool)).length).to.equal(2)
    })

    for (const language of WORD_LANGUAGES)
      it(`names what the notice named, as the record does: ${language}`, async () => {
        const { path } = await asked(language)
        const words = projectWords().of(language)
        const notice = (await desk.call('GET', `${path}?lang=${language}`)).text
        await answer(path, 'grant')
        const record = JSON.parse((await desk.call('GET', `${path}/receipt.jsonld`)).text)
        const receipt = (await desk.call('GET', `${path}/receipt?lang=${language}`)).text
        const fields = record['dpv:hasProcess']['dpv:hasPersonalData']['vouch:fields']
        const { dataIs, dataSubject, dataLocale } = words.consentReceipt
        const named = { requester_text: dataIs, subject: dataSubject, locale: dataLocale }
        for (const field of TICKET_FIELDS) {
          const inNotice = notice.includes(escapeHtml(words.notice.facts.field[field]))
          expect(fields.includes(field), field).to.equal(inNotice)
          expect(receipt.includes(escapeHtml(named[field])), field).to.equal(inNotice)
        }
        expect(fields).to.deep.equal([...TICKET_FIELDS])
      })

    for (const language of WORD_LANGUAGES)
      it(`is a page to print without the link in it: ${language}`, async () => {
        const { path } = await asked(language)
        await answer(path, 'grant')
        const page = await desk.call('GET', `${path}/receipt?lang=${language}`)
        expect(page.status).to.equal(200)
        expect(page.text).to.contain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
        expect(page.text).to.contain('Musterweg 1, 10115 Berlin')
        expect(page.text).to.contain('did:key:z6Mk')
        expect(page.text).to.match(/(?<!\d)30( days| Tage| jours| días| giorni| dagen| dias| dni|日| يوما)/)
        expect(page.text).to.not.contain(path.slice('/c/'.length))
        expect(page.text).to.not.match(/\{\w+\}|undefined|not stated/)
        expectSafe(page)
      })
  })

  for (const language of WORD_LANGUAGES)
    it(`has all its sentences in ${language}, asked and answered`, async () => {
      const { path } = await asked(language)
      const { text } = await desk.call('GET', path)
      for (const choice of [null, 'defer', 'grant', 'withdraw', 'object', 'access']) {
        // From the page as it was first opened: the other buttons are gone from the later ones.
        const sent = { raw: choosing(text, choice ?? ''), headers: FORM }
        if (choice !== null) expect((await desk.call('POST', path, sent)).status, choice).to.equal(303)
        const page = await desk.call('GET', path)
        expect(page.text).to.contain(`<html lang="${language}"`)
        expect(page.text).to.not.match(/\{\w+\}|undefined|Invalid/)
        expectSafe(page)
      }
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
        const { text } = await desk.call('GET', path)
        const form = choosing(text, '').replace('&choice=', '')
        const body = headers === FORM ? `${form}&${raw}` : raw
        const answered = await desk.call('POST', path, { raw: body, headers })
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
    expect(answered.headers.get('location')).to.equal(`${path}?lang=en#answer`)
  })

  // It reads the file itself.
  if (POSTGRES === null)
    it('leaves its link in no log, no store and no address of another', async () => {
      const { path } = await asked()
      const token = path.slice('/c/'.length)
      for (const choice of ['grant', 'withdraw', 'nonsense', 'access', 'object']) await answer(path, choice)
      for (const rest of ['', '/receipt', '/receipt.jsonld', '/more', '?lang=de', '/receipt/../..'])
        expect((await desk.call('GET', `/c/${token}${rest}`)).headers.get('referrer-policy')).to.equal(
          'no-referrer',
        )
      await desk.call('DELETE', path)
      await desk.call('POST', path, { raw: '%', headers: FORM })
      for (const route of ['/c/:link', '/c/:link/receipt', '/c/:link/receipt.jsonld'])
        expect(desk.logged()).to.contain(`"route":"${route}"`)
      expect(desk.logged()).to.not.contain(token)
      expect(desk.dump()).to.not.contain(token)
      const files = readdirSync(desk.dataDir).filter((name) => statSync(join(desk.dataDir, name)).isFile())
      expect(files).to.include('vouch.sqlite')
      for (const name of files)
        expect(readFileSync(join(desk.dataDir, name)).includes(token), name).to.equal(false)
    })

  it('opens nothing but itself with its token', async () => {
    const { path } = await asked()
    const token = path.slice('/c/'.length)
    const elsewhere = ['/api/v1/me', '/api/v1/console/requests', '/api/v1/console/audit/entries']
    for (const place of elsewhere) {
      const answered = await desk.call('GET', place, { authorization: `Bearer ${token}` })
      expect([answered.status, answered.body.code]).to.deep.equal([401, 'NOT_SIGNED_IN'])
    }
  })

  it('is laid out by logical sides only, so that it can be read from right to left', () => {
    const css = readFileSync(new URL('src/look/notice.css', projectRoot()), 'utf8')
    const physical =
      /(?:^|[\s;{])(?:(?:margin|padding|border|inset)-(?:left|right)|left|right|float|clear)\s*:|text-align:\s*(?:left|right)|(?:margin|padding|inset):\s*\S+\s+\S+\s+\S+\s+[^;\s]+/
    const lines = css.split('\n').filter((line) => physical.test(line))
    expect(lines).to.deep.equal([])
    for (const bad of [
      '  left: 0;',
      '  margin-right: 2px;',
      '  text-align: left;',
      '  padding: 1px 2px 3px 4px;',
    ])
      expect(physical.test(bad), bad).to.equal(true)
  })

  /** Set by compliance or by the ticket's channel; the page shows them. */
  const overlays = {
    restrict: 'Your data is set aside while a question about it is clarified.',
    hold_minor: 'This request is closed for the drafting tool.',
  } as const
  for (const [kind, sentence] of Object.entries(overlays))
    it(`says what is the case under the overlay of ${kind}, and withdrawing still works`, async () => {
      const { ticketId, path } = await asked()
      await answer(path, 'grant')
      const [row] = desk.rows(`select ticket_ref from ticket where ticket_id = '${ticketId}'`)
      desk.tamper((database) => {
        const event = JSON.stringify({
          kind,
          at: desk.world.now().toISOString(),
          by: 'compliance',
          channel: null,
          noticeVersion: null,
        })
        database
          .prepare(
            `insert into consent_event (account_id, ticket_ref, seq, event, actor_ref, requester_ref)
               select account_id, ticket_ref, 99, ?, actor_ref, requester_ref
               from consent_event where ticket_ref = ? limit 1`,
          )
          .run(event, row?.ticket_ref)
      })
      const page = await desk.call('GET', path)
      expect(page.text).to.contain(sentence)
      expect(buttonsOf(page).join()).to.not.contain('value="grant"')
      expect((await answer(path, 'withdraw')).status).to.equal(303)
      expect(await statusOf(ticketId)).to.equal('withdrawn')
    })

  it('is objected to in one step, and says what comes next', async () => {
    const { ticketId, path } = await asked()
    await answer(path, 'grant')
    await answer(path, 'object')
    expect((await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.overlays).to.deep.equal([
      'objected',
    ])
    const page = await desk.call('GET', path)
    expect(page.text).to.contain('You have objected.')
    expect(page.text).to.contain('Our data protection team looks at your objection.')
    expect(buttonsOf(page).join()).to.not.match(/value="(grant|object)"/)
  })
})

describe('the page of a requester whose yes is for all their requests', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  after(() => desk.stop())

  const asked = async (locale: string) => {
    const ticketId = await openedTicket(desk)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale })
    return { ticketId, path: new URL(body.url).pathname }
  }
  const statusOf = async (ticketId: string) =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status

  it('says that the trouble is ours, in the language of whoever looks, when the store fails', async () => {
    const { path } = await asked('de')
    desk.tamper((database) => database.exec('alter table consent_link rename to consent_link_gone'))
    try {
      for (const language of WORD_LANGUAGES) {
        const words = projectWords().of(language).consentPage
        const answer = await desk.call('GET', path, { headers: { 'accept-language': language } })
        expect([answer.status, answer.headers.get('retry-after')]).to.deep.equal([503, '5'])
        expect(answer.headers.get('content-type')).to.match(/^text\/html/)
        expect(answer.text).to.contain(`<h1>${escapeHtml(words.troubleTitle)}</h1>`)
        const text = fillIn(words.trouble, { when: waitWords(5, language) })
        expect(answer.text).to.contain(escapeHtml(text)).and.not.contain('STORE_UNAVAILABLE')
        expectSafe(answer)
      }
    } finally {
      desk.tamper((database) => database.exec('alter table consent_link_gone rename to consent_link'))
    }
    expect((await desk.call('GET', path)).status).to.equal(200)
  })

  it('takes every answer, however many come from an address, and no more forms that it never showed than looks', async () => {
    const own = await startDesk({ env: { VOUCH_CALLS_A_MINUTE: 'address=6' } })
    const ticketId = await openedTicket(own)
    const { body } = await own.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
    const path = new URL(body.url).pathname
    const { text } = await own.call('GET', path)
    const post = (at: string, raw: string) => own.call('POST', at, { raw, headers: FORM })
    const stranger = `/c/${'x'.repeat(43)}`
    const forms = [
      choosing(text, 'deny'),
      'choice=deny',
      choosing(text, 'deny').replace(/form=.{9}/, 'form=000000000'),
    ]
    const told = []
    for (const raw of [...forms, ...forms]) told.push((await post(stranger, raw)).status)
    expect(told).to.deep.equal([404, 404, 404, 429, 429, 429])
    const before = own.dump()
    expect((await post(path, 'choice=deny')).status).to.equal(429)
    expect(own.dump()).to.equal(before)
    for (const choice of ['deny', 'grant', 'withdraw'])
      expect((await post(path, choosing(text, choice))).status, choice).to.be.oneOf([303, 409])
    expect((await own.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status).to.equal('denied')
    await own.stop()
  })

  it('shows the notice that has just changed in place of taking a yes to the old one', async () => {
    const { ticketId, path } = await asked('de')
    const read = await desk.call('GET', path)
    const rules = { version: 0, cooldownMonths: 6, remembers: true }
    expect((await desk.api(COMPLIANCE, 'PUT', '/console/consent-rules', rules)).status).to.equal(200)
    const answered = await desk.call('POST', path, { raw: choosing(read.text, 'grant'), headers: FORM })
    expect(answered.status).to.equal(409)
    expect(answered.text).to.contain('<aside class="changes" role="alert">')
    expect(answered.text).to.contain('Die Hinweise wurden soeben geändert')
    expect(answered.text).to.contain('Ihre Einwilligung gilt auch für Ihre anderen Anfragen an uns')
    expect(await statusOf(ticketId)).to.equal('expired')
    const again = await desk.call('POST', path, { raw: choosing(answered.text, 'grant'), headers: FORM })
    expect([again.status, await statusOf(ticketId)]).to.deep.equal([303, 'granted'])
    const late = await desk.call('POST', path, { raw: choosing(read.text, 'deny'), headers: FORM })
    expect([late.status, await statusOf(ticketId)]).to.deep.equal([303, 'denied'])
  })

  for (const language of WORD_LANGUAGES)
    it(`says so, and so does the receipt: ${language}`, async () => {
      const words = projectWords().of(language)
      const { ticketId, path } = await asked(language)
      const one = await desk.call('GET', path)
      expect(one.text).to.contain(escapeHtml(words.consentPage.objectHint))
      await press(desk, path, 'grant')
      expect(await statusOf(ticketId)).to.equal('granted')
      const page = await desk.call('GET', path)
      expect(page.text).to.contain(escapeHtml(words.consentPage.grantedAll))
      expect(page.text).to.contain(escapeHtml(words.consentPage.objectHintAll))
      const receipt = await desk.call('GET', `${path}/receipt?lang=${language}`)
      expect(receipt.text).to.contain(escapeHtml(words.consentReceipt.purposeAll))
      expect(receipt.text).to.contain(escapeHtml(words.consentReceipt.dataAll))
      expect(receipt.text).to.not.contain(escapeHtml(words.consentReceipt.purposeIs))
      const record = JSON.parse((await desk.call('GET', `${path}/receipt.jsonld`)).text)
      expect(record['vouch:covers']).to.equal('all-requests')
      await press(desk, path, 'withdraw')
      expect((await desk.call('GET', path)).text).to.contain(escapeHtml(words.consentPage.withdrawnAll))
    })
})
