import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  newTicketId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
} from '../../support/drafting-desk.ts'

const POLICY = {
  version: 0,
  actions: ['search'],
  fields: ['requester_text'],
  draftsPerTicket: 3,
  maxChars: 500,
  validDays: 7,
}
const TEMPLATES = {
  locale: 'en-us',
  greetingNamed: 'Dear {name},',
  greetingUnnamed: 'Dear customer,',
  closing: 'Yours\nAcme',
  notCoveredBridge: '',
}

describe('the settings of drafting', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const putPolicy = (change: object = {}) =>
    desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...POLICY, ...change })
  const putTemplates = (change: object = {}, locale = 'en-us') =>
    desk.api(ADMIN, 'PUT', `/console/templates/${locale}`, { ...TEMPLATES, ...change })

  describe('the scope policy', () => {
    it('holds at once for every ticket, opened before or after', async () => {
      const before = await openedTicket(desk)
      expect((await putPolicy()).body).to.deep.equal({ ...POLICY, version: 1 })
      const after = await openedTicket(desk)
      const scopes = await Promise.all(
        [before, after].map(async (id) => (await desk.api(AGENT, 'GET', `/tickets/${id}`)).body.scope),
      )
      expect(scopes.map(({ actions }) => actions)).to.deep.equal([['search'], ['search']])
      expect(scopes[1]).to.deep.include({
        fields: ['requester_text'],
        limits: { draftsPerTicket: 3, maxChars: 500 },
        expiresAt: '2026-11-27T09:00:00.000Z',
      })
    })

    it('is not overwritten unseen: the second of two admins gets CONFLICT, and nothing is lost', async () => {
      await putPolicy()
      const before = desk.dump()
      const second = await putPolicy({ validDays: 5 })
      expect([second.status, second.body.code]).to.deep.equal([409, 'CONFLICT'])
      expect(desk.dump()).to.equal(before)
      expect((await putPolicy({ version: 1, validDays: 5 })).body.version).to.equal(2)
    })

    it('is changed by one of two who save at the same time', async () => {
      const answers = await Promise.all([putPolicy({ validDays: 1 }), putPolicy({ validDays: 2 })])
      expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 409])
      expect(desk.rows('select * from scope_policy').length).to.equal(1)
    })

    it('keeps every version, and audits each change', async () => {
      await putPolicy()
      await putPolicy({ version: 1, validDays: 5 })
      expect(desk.rows('select version from scope_policy order by version')).to.deep.equal([
        { version: 1 },
        { version: 2 },
      ])
      const changes = desk.audit().filter(({ type }) => type === 'scope_policy.changed')
      expect(changes.map(({ object }) => object.ref)).to.deep.equal(['1', '2'])
    })

    it('lets an admin renew a ticket under the policy of now, and nobody else', async () => {
      const ticketId = await openedTicket(desk)
      await putPolicy()
      const refused = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/renewals`)
      expect(refused.status).to.equal(403)
      const renewed = await desk.api(ADMIN, 'POST', `/tickets/${ticketId}/scope/renewals`)
      expect(renewed.body.scope.actions).to.deep.equal(['search'])
      // The notice follows the policy too.
      const types = desk.audit().map(({ type }) => type)
      expect(types.slice(-2)).to.deep.equal(['scope.renewed', 'notice.activated'])
    })
  })

  describe('the templates', () => {
    it('are the built-in ones until an admin writes others, each locale by itself', async () => {
      const first = await desk.api(ADMIN, 'GET', '/console/templates/en-us')
      expect(first.body).to.include({ locale: 'en-us', greetingUnnamed: 'Hello,' })
      await putTemplates()
      expect((await desk.api(ADMIN, 'GET', '/console/templates/en-us')).body).to.deep.equal({
        ...TEMPLATES,
        version: 1,
      })
      expect((await desk.api(ADMIN, 'GET', '/console/templates/de')).body.greetingUnnamed).to.equal(
        'Guten Tag,',
      )
    })

    it('are not overwritten unseen: the second of two admins gets CONFLICT, and nothing is lost', async () => {
      expect((await putTemplates({ version: 0 })).body.version).to.equal(1)
      const before = desk.dump()
      const second = await putTemplates({ version: 0, closing: 'Bye' })
      expect([second.status, second.body.code]).to.deep.equal([409, 'CONFLICT'])
      expect(desk.dump()).to.equal(before)
      expect((await putTemplates({ version: 1, closing: 'Bye' })).body).to.include({
        version: 2,
        closing: 'Bye',
      })
    })

    it('are changed by one of two who save at the same time', async () => {
      const answers = await Promise.all([
        putTemplates({ version: 0, closing: 'Bye' }),
        putTemplates({ version: 0, closing: 'See you' }),
      ])
      expect(answers.map(({ status }) => status).toSorted()).to.deep.equal([200, 409])
      expect(desk.audit().filter(({ type }) => type === 'templates.changed').length).to.equal(1)
    })

    it('are saved over any by a program that names no version, and each language counts by itself', async () => {
      await putTemplates()
      expect((await putTemplates({ closing: 'Bye' })).body).to.include({ version: 2, closing: 'Bye' })
      expect((await desk.api(ADMIN, 'GET', '/console/templates/de')).body.version).to.equal(0)
    })

    it('that were stored before they had versions are the first', async () => {
      await putTemplates()
      const [row] = desk.rows('select body from template')
      const { version, ...body } = JSON.parse(String(row?.body))
      expect(version).to.equal(1)
      desk.tamper((store) => store.prepare('update template set body = ?').run(JSON.stringify(body)))
      expect((await desk.api(ADMIN, 'GET', '/console/templates/en-us')).body.version).to.equal(1)
      expect((await putTemplates({ version: 0 })).status).to.equal(409)
      expect((await putTemplates({ version: 1 })).body.version).to.equal(2)
    })

    it('stand in the next draft', async () => {
      await putTemplates()
      const ticketId = await consentedTicket(desk)
      const order = orderFor(ticketId, REFUND_QUESTION, { namePlaceholder: '⟦NAME_1⟧' })
      const said = (await draft(desk, order)).draft?.sentences.map(({ text }) => text)
      expect(said?.at(0)).to.equal('Dear ⟦NAME_1⟧,')
      expect(said?.at(-1)).to.equal('Yours\nAcme')
    })

    it('stand in the next draft also when they were typed with carriage returns', async () => {
      await putTemplates({ closing: 'Yours\r\nAcme' })
      const ticketId = await consentedTicket(desk)
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.draft?.sentences.at(-1)?.text).to.equal('Yours\nAcme')
      expect(run.draft?.receipt.verdicts.dropped).to.equal(0)
    })

    it('may be left empty, and are then not said', async () => {
      await putTemplates({ greetingUnnamed: '', closing: '' })
      const ticketId = await consentedTicket(desk)
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.draft?.sentences.map(({ kind }) => kind)).to.deep.equal(['quote', 'quote'])
    })

    it('leave no word of theirs in the audit log', async () => {
      await putTemplates()
      const entry = desk.audit().at(-1)
      expect(entry).to.deep.include({
        type: 'templates.changed',
        object: { kind: 'templates', ref: 'en-us' },
      })
      expect(JSON.stringify(entry)).to.not.contain('Acme')
    })

    const refused: Readonly<Record<string, readonly [object, string, number]>> = {
      'the named greeting has no place for the name': [{ greetingNamed: 'Dear customer,' }, 'en-us', 400],
      'the version is none': [{ version: -1 }, 'en-us', 400],
      'the locale of address and body differ': [{}, 'de', 400],
      'the locale is none': [{}, '..%2F..', 404],
      'a sentence is too long': [{ closing: 'x'.repeat(1_001) }, 'en-us', 400],
      'a sentence holds a sign that nobody sees': [{ closing: 'Yours\u200B' }, 'en-us', 400],
    }
    for (const [name, [change, locale, status]] of Object.entries(refused))
      it(`are not stored when ${name}`, async () => {
        await desk.sessionOf(ADMIN)
        const before = desk.dump()
        expect((await putTemplates(change, locale)).status).to.equal(status)
        expect(desk.dump()).to.equal(before)
      })
  })

  it('are read by compliance and written by admins alone', async () => {
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    expect((await desk.api(COMPLIANCE, 'GET', '/console/scope-policy')).status).to.equal(200)
    expect((await desk.api(COMPLIANCE, 'PUT', '/console/scope-policy', POLICY)).status).to.equal(403)
    expect((await desk.api(AGENT, 'GET', '/console/scope-policy')).status).to.equal(403)
    const ticketId = newTicketId()
    const opened = await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
    expect(opened.body.scope.actions).to.deep.equal(['draft', 'rewrite', 'search'])
  })
})
