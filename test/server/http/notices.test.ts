import { expect } from 'chai'
import { REQUESTER_LANGUAGES } from '../../../src/domain/notice.ts'
import type { NoticesView } from '../../../src/domain/notice-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  draft,
  grant,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const POLICY = {
  actions: ['draft', 'rewrite', 'search'],
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
}

describe('the notices routes', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    // One admin widens the policy here, alone.
    await desk.api(COMPLIANCE, 'PUT', '/console/four-eyes', { version: 0, mode: 'off' })
  })
  afterEach(() => desk.stop())

  const ask = (method: string, path: string, body?: unknown, as = COMPLIANCE) =>
    desk.api(as, method, `/console/notices${path}`, body)
  const view = async (): Promise<NoticesView> => (await ask('GET', '')).body
  const policy = (version: number, fields: readonly string[]) =>
    desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...POLICY, version, fields })
  const statusOf = async (ticketId: string) =>
    (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status
  const refusals = async (ticketId: string) =>
    (await draft(desk, orderFor(ticketId, REFUND_QUESTION))).reasons

  /** Writes one sentence of its own and activates it. */
  async function writeOwn(dpo = 'Jo Ferrer'): Promise<void> {
    const { body: started } = await ask('POST', '/drafts', { from: 'active' })
    const words = { ...started.draft.written.en, dpo }
    const saved = await ask('PUT', '/drafts', { saved: 1, locale: 'en', words })
    const { factsDigest } = saved.body as NoticesView
    const answer = await ask('POST', '/activations', { saved: 2, factsDigest, change: 'version' })
    expect(answer.status, answer.text).to.equal(200)
  }

  it('show admins and compliance staff what holds, in every language, with its facts', async () => {
    for (const as of [ADMIN, COMPLIANCE]) {
      const { status, body } = await ask('GET', '', undefined, as)
      expect(status).to.equal(200)
      expect(Object.keys(body.active.texts)).to.deep.equal([...REQUESTER_LANGUAGES])
      expect(body).to.deep.include({ standing: 'current', draft: null })
      expect(body.facts.recipients).to.deep.equal(['extractive@local'])
    }
    expectProblem(await ask('GET', '', undefined, AGENT), 403, 'NOT_PERMITTED')
  })

  it('let an admin write none', async () => {
    const before = desk.dump()
    expectProblem(await ask('POST', '/drafts', { from: 'active' }, ADMIN), 403, 'NOT_PERMITTED')
    expectProblem(await ask('PUT', '/locales', { locales: ['en'] }, ADMIN), 403, 'NOT_PERMITTED')
    expect(desk.dump()).to.equal(before)
  })

  it('carry a change from draft to activation: the requester’s page says it from then on', async () => {
    await writeOwn('Jo Ferrer, dpo@acme.example')
    const { active, draft: left } = await view()
    expect([active.version, active.origin, active.activatedBy, left]).to.deep.equal([
      2,
      'written',
      COMPLIANCE,
      null,
    ])
    const ticketId = await openedTicket(desk)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
    const page = await desk.call('GET', new URL(body.url).pathname)
    expect(page.text).to.contain('Jo Ferrer, dpo@acme.example').and.to.contain('Notice version 2')
  })

  it('name every missing place when an incomplete one is to be activated, and activate nothing', async () => {
    const { body } = await ask('POST', '/drafts', { from: 'active' })
    const words = { ...body.draft.written.de, dpo: ' ', complaint: '' }
    const { body: seen } = await ask('PUT', '/drafts', { saved: 1, locale: 'de', words })
    const before = desk.dump()
    const answer = await ask('POST', '/activations', {
      saved: 2,
      factsDigest: seen.factsDigest,
      change: 'version',
    })
    expectProblem(answer, 422, 'NOTICE_INCOMPLETE')
    expect(answer.body.invalid).to.deep.equal(['de.dpo', 'de.complaint'])
    expect(desk.dump()).to.equal(before)
  })

  it('take no hidden characters, no unknown part or language, and store nothing of them', async () => {
    const { body } = await ask('POST', '/drafts', { from: 'built_in' })
    const { en } = body.draft.written
    const before = desk.dump()
    for (const order of [
      { saved: 1, locale: 'en', words: { ...en, dpo: 'Jo\u202eoreF' } },
      { saved: 1, locale: 'en', words: { ...en, dpo: '\ud800' } },
      { saved: 1, locale: 'en', words: { ...en, recipientsToo: 'x' } },
      { saved: 1, locale: 'en', words: { title: 'only' } },
      { saved: 1, locale: 'en', words: { ...en, dpo: 'x'.repeat(2_001) } },
      { saved: 1, locale: 'sv', words: en },
      { saved: 0, locale: 'en', words: en },
    ])
      expectProblem(await ask('PUT', '/drafts', order), 400, 'BAD_REQUEST')
    for (const path of ['/1/9', '/9/0', '/x/0', '/1/-1'])
      expectProblem(await ask('GET', path), 404, 'NOT_FOUND')
    expect(desk.dump()).to.equal(before)
  })

  for (const basis of ['consent', 'contract', 'legitimate_interest'] as const)
    it(`preview the very page that a requester opens first, where drafting rests on ${basis}`, async () => {
      if (basis !== 'consent') {
        const rests = {
          basis,
          reference: 'terms-7',
          objectionPath: 'By mail.',
          reviewBy: '2027-11-20T09:00:00.000Z',
        }
        const put = await desk.api(COMPLIANCE, 'PUT', '/console/legal-basis', { version: 0, basis: rests })
        expect(put.status, put.text).to.equal(200)
      }
      const { active } = await view()
      const { version } = active
      const { body } = await ask('POST', '/previews', { locale: 'fr', version, text: active.texts.fr })
      // Of what is still being written: as the account stands now.
      const { body: next } = await ask('POST', '/previews', {
        ...{ locale: 'fr', version: version + 1, text: active.texts.fr },
      })
      const ticketId = await openedTicket(desk)
      const asked = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'fr' })
      const page = await desk.call('GET', new URL(asked.body.url).pathname)
      // But for what ties the form to one link.
      const plain = (html: string) => html.replace(/<input type="hidden"[^>]*>/g, '')
      const parts = (html: string) => [
        plain(html).slice(plain(html).indexOf('<main>'), plain(html).indexOf('</main>')),
        plain(html).slice(plain(html).indexOf('<section class="rights"'), plain(html).indexOf('<footer>')),
      ]
      expect(parts(body.html)).to.deep.equal(parts(page.text))
      expect(parts(next.html)).to.deep.equal(parts(page.text))
      const choices = [...page.text.matchAll(/value="(grant|deny|defer|object)"/g)].map(
        ([, choice]) => choice,
      )
      expect(choices).to.deep.equal(basis === 'consent' ? ['grant', 'deny', 'defer', 'object'] : ['object'])
    })

  it('preview no markup of whoever writes it', async () => {
    const evil = { title: '<script>', lead: '', sections: [{ heading: '"', text: '<img>' }] }
    const { body: safe } = await ask('POST', '/previews', { locale: 'en', version: 1, text: evil })
    expect(safe.html).to.not.contain('<script').and.to.not.contain('<img')
  })

  it('let a generated notice follow the scope policy, and end consents that knew less', async () => {
    await policy(0, ['requester_text'])
    expect((await view()).active).to.deep.include({ version: 1, revision: 1 })
    const ticketId = await openedTicket(desk)
    await grant(desk, ticketId)
    expect(await refusals(ticketId)).to.deep.equal([])
    await policy(1, ['requester_text', 'subject'])
    expect(await refusals(ticketId)).to.deep.equal(['CONSENT_NOT_GRANTED'])
    expect(await statusOf(ticketId)).to.equal('expired')
    expect((await view()).active).to.deep.include({ version: 2, revision: 0, origin: 'generated' })
    await grant(desk, ticketId)
    expect(await refusals(ticketId)).to.deep.equal([])
  })

  it('stop drafting and asking under a written notice that no longer tells the truth, until it is made anew', async () => {
    await policy(0, ['requester_text'])
    await writeOwn()
    const ticketId = await openedTicket(desk)
    await grant(desk, ticketId)
    expect(await refusals(ticketId)).to.deep.equal([])
    await policy(1, ['requester_text', 'subject'])
    const outdated = await view()
    expect([outdated.standing, outdated.changedFacts]).to.deep.equal(['outdated', ['fields']])
    expect(await refusals(ticketId)).to.deep.equal(['NOTICE_SUPERSEDED'])
    const before = desk.dump()
    expectProblem(
      await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, {}),
      409,
      'NOTICE_OUTDATED',
    )
    expectProblem(await grant(desk, ticketId), 409, 'NOTICE_OUTDATED')
    expect(desk.dump()).to.equal(before)
    const { factsDigest } = outdated
    expect(await statusOf(ticketId)).to.equal('granted')
    await ask('POST', '/activations', { saved: null, factsDigest, change: 'version' })
    // In the same transaction: nobody had to open the ticket for it.
    const ended = desk
      .audit()
      .filter(({ type }) => type === 'consent.changed')
      .at(-1)
    expect([ended?.actor.ref, ended?.decision]).to.deep.equal(['expiry', 'expired'])
    const renewed = await view()
    expect([renewed.active.version, renewed.standing]).to.deep.equal([3, 'current'])
    expect(JSON.stringify(renewed.active.texts.en)).to.contain('Jo Ferrer').and.to.contain('subject line')
    expect(await statusOf(ticketId)).to.equal('expired')
    expect(await refusals(ticketId)).to.deep.equal(['CONSENT_NOT_GRANTED'])
    await grant(desk, ticketId)
    expect(await refusals(ticketId)).to.deep.equal([])
  })

  it('leave consents as they are with a correction', async () => {
    const ticketId = await openedTicket(desk)
    await grant(desk, ticketId)
    await policy(0, ['requester_text'])
    expect((await view()).active).to.deep.include({ version: 1, revision: 1 })
    expect([await statusOf(ticketId), await refusals(ticketId)]).to.deep.equal(['granted', []])
  })

  it('take a withdrawal under any notice', async () => {
    await policy(0, ['requester_text'])
    await writeOwn()
    const ticketId = await openedTicket(desk)
    await grant(desk, ticketId)
    await policy(1, ['requester_text', 'subject'])
    const answer = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/events`, {
      event: 'withdraw',
      channel: 'email',
      evidence: '',
    })
    expect([answer.status, answer.body.consent.status]).to.deep.equal([201, 'withdrawn'])
  })

  it('keep a field of an older ticket’s scope here that the notice no longer names', async () => {
    const ticketId = await openedTicket(desk)
    await policy(0, ['requester_text'])
    await grant(desk, ticketId)
    const { body } = await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)
    expect(body.scope.fields).to.deep.equal(['requester_text'])
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { subject: 'Refund' }))
    expect(run.reasons).to.deep.equal(['FIELD_NOT_IN_SCOPE'])
  })

  it('switch languages: the page offers only those', async () => {
    await ask('PUT', '/locales', { locales: ['pl', 'en'] })
    const ticketId = await openedTicket(desk)
    const { body } = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'pl' })
    const page = await desk.call('GET', new URL(body.url).pathname)
    expect(page.text.match(/hreflang="(\w+)"/g)).to.deep.equal(['hreflang="en"'])
    expect(page.text).to.contain('Polski').and.to.contain('Podstawa prawna')
  })
})
