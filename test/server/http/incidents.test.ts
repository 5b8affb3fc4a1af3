import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { eraseRequester } from '../../../server/privacy/index.ts'
import { addMonths } from '../../../src/domain/due-dates.ts'
import { type IncidentFacts, NO_TEXTS, NOTHING_KNOWN } from '../../../src/domain/incident.ts'
import type { AffectedReport, IncidentView } from '../../../src/domain/incident-api.ts'
import { REQUESTER_LANGUAGES } from '../../../src/domain/notice.ts'
import { withSecondPeople } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { erasingRooms } from '../../support/erasure-ground.ts'
import { HOUR, MINUTE } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { changeQuoted } from '../../support/recall-ground.ts'
import { MODEL_FACTS, scriptedModel } from '../../support/scripted-model.ts'
import { openStoreOf } from '../../support/store-of.ts'

const SECRET = 'The mailbox of Erika Mustermann was opened by a stranger.'
const facts = (
  change: Partial<IncidentFacts> = {},
  texts: Partial<IncidentFacts['texts']> = {},
): IncidentFacts => ({
  ...NOTHING_KNOWN,
  ...change,
  texts: { ...NO_TEXTS, nature: SECRET, awareWhy: 'Two tickets prove it.', ...texts },
})

describe('incidents', () => {
  const model = scriptedModel()
  let desk: Harness
  before(async () => {
    desk = await startDesk({ model })
    await withSecondPeople(desk)
  })
  beforeEach(async () => {
    desk.world.pass(MINUTE)
    for (const as of [ADMIN, AGENT, OTHER_AGENT, COMPLIANCE]) await desk.sessionOf(as)
  })
  after(() => desk.stop())

  const call = (method: string, path: string, body?: unknown, as = COMPLIANCE) =>
    desk.api(as, method, `/console/${path}`, body)
  const now = () => desk.world.now().toISOString()
  const suspect = async (given = facts()): Promise<IncidentView> =>
    (await call('POST', 'incidents', { suspectedAt: now(), facts: given })).body
  const move = (incident: IncidentView, name: string, at = now()) =>
    call('POST', `incidents/${incident.incidentId}/moves`, { version: incident.version, move: name, at })
  const phase = (incident: IncidentView, given: IncidentFacts) =>
    call('POST', `incidents/${incident.incidentId}/phases`, { version: incident.version, facts: given })
  const entriesOf = ({ incidentId }: IncidentView) =>
    desk
      .audit()
      .filter(({ object }) => object.ref === incidentId)
      .map(({ type, decision }) => `${type} ${decision}`)

  it('run from a suspicion to an end, with a clock from awareness, and every phase is kept', async () => {
    const opened = await suspect()
    expect([opened.status, opened.dueAt, opened.version]).to.deep.equal(['suspected', null, 1])
    const aware: IncidentView = (await move(opened, 'confirm')).body
    expect(Date.parse(aware.dueAt ?? '') - desk.world.now().getTime()).to.equal(72 * HOUR)
    const known = facts(
      { tellAuthority: 'yes', tellPersons: 'no', persons: { min: 1, max: 9 } },
      { authorityWhy: 'risk', personsWhy: 'low risk' },
    )
    const second: IncidentView = (await phase(aware, known)).body
    desk.world.pass(HOUR)
    const contained: IncidentView = (await move(second, 'contain')).body
    const notified: IncidentView = (await move(contained, 'notify')).body
    const proof = { target: 'authority', at: now(), reference: 'LfDI 4711' }
    const told: IncidentView = (await call('POST', `incidents/${opened.incidentId}/proofs`, proof)).body
    expect(told.proofs).to.deep.equal([
      { target: 'authority', at: now(), phase: notified.version, reference: 'LfDI 4711' },
    ])
    const closed: IncidentView = (await move(notified, 'close')).body
    expect([closed.status, closed.phases.length]).to.deep.equal(['closed', 5])
    expect(closed.phases.at(-1)?.facts.persons).to.equal(null)
    expect(closed.dueAt).to.equal(aware.dueAt)
    expect(entriesOf(opened)).to.deep.equal([
      'incident.suspected suspected',
      'incident.moved confirmed',
      'incident.phase recorded',
      'incident.moved contained',
      'incident.moved notified',
      'incident.told authority',
      'incident.moved closed',
    ])
    expectProblem(await phase(closed, known), 409, 'ILLEGAL_TRANSITION')
    // Nobody's words are anywhere in the open, neither in the log nor in a table.
    expect(desk.dump()).not.to.include('Mustermann').and.not.to.include('LfDI 4711')
    expect(desk.logged()).not.to.include('Mustermann')
    const { csv } = (await call('GET', 'incident-register')).body
    expect(csv).to.include(opened.incidentId).and.to.include('Mustermann')
  })

  it('late by a second need the reason of it, and then say that they were late', async () => {
    const aware: IncidentView = (await move(await suspect(), 'confirm')).body
    const told = facts({ tellAuthority: 'yes' })
    const decided: IncidentView = (await phase(aware, told)).body
    desk.world.pass(72 * HOUR + 1_000)
    const refused = await move(decided, 'notify')
    expectProblem(refused, 409, 'ILLEGAL_TRANSITION')
    expect(refused.body.detail).to.include('reason_missing')
    const reasoned: IncidentView = (
      await phase(decided, facts({ tellAuthority: 'yes' }, { lateWhy: 'holidays' }))
    ).body
    const notified: IncidentView = (await move(reasoned, 'notify')).body
    expect((notified.notifiedAt ?? '') > (notified.dueAt ?? '')).to.equal(true)
  })

  it('stay in the register once somebody was aware, and need a reason to be called off', async () => {
    const only: IncidentView = (await move(await suspect(), 'dismiss')).body
    const aware: IncidentView = (await move(await suspect(), 'confirm')).body
    const before = desk.audit().length
    const barred = await move(aware, 'dismiss')
    expectProblem(barred, 409, 'ILLEGAL_TRANSITION')
    expect([barred.body.detail.includes('reason_missing'), desk.audit().length]).to.deep.equal([true, before])
    const why: IncidentView = (await phase(aware, facts({}, { authorityWhy: 'The mailbox was empty.' }))).body
    const off: IncidentView = (await move(why, 'dismiss')).body
    expect([only.status, off.status]).to.deep.equal(['false_alarm', 'false_alarm'])
    const { csv } = (await call('GET', 'incident-register')).body
    expect(csv).to.include(off.incidentId).and.to.include('The mailbox was empty.')
    expect(csv).not.to.include(only.incidentId)
  })

  it('run against the clock as soon as the role is a controller’s, from the moment of awareness', async () => {
    const opened = await suspect(facts({ role: 'processor' }))
    const aware: IncidentView = (await move(opened, 'confirm')).body
    expect(aware.dueAt).to.equal(null)
    desk.world.pass(HOUR)
    const known: IncidentView = (await phase(aware, facts())).body
    expect(Date.parse(known.dueAt ?? '') - Date.parse(aware.awareAt ?? '')).to.equal(72 * HOUR)
    const back: IncidentView = (await phase(known, facts({ role: 'processor' }))).body
    expect(back.dueAt).to.equal(known.dueAt)
  })

  it('are opened, confirmed and told of at clocks that are minutes from the server’s, and never at a moment that was not', async () => {
    const inAWhile = (ms: number) => new Date(desk.world.now().getTime() + ms).toISOString()
    const opened: IncidentView = (
      await call('POST', 'incidents', { suspectedAt: inAWhile(4 * MINUTE), facts: facts() })
    ).body
    expect(opened.suspectedAt, 'ahead').to.equal(now())
    const early: IncidentView = (await move(opened, 'confirm', inAWhile(-4 * MINUTE))).body
    expect([early.status, early.awareAt], 'behind').to.deep.equal(['confirmed', opened.suspectedAt])
    const other = await suspect()
    const aware: IncidentView = (await move(other, 'confirm', inAWhile(5_000))).body
    expect(aware.awareAt).to.equal(now())
    expect(aware.dueAt).to.equal(inAWhile(72 * HOUR))
    expect(desk.audit().findLast(({ type }) => type === 'incident.moved')?.detail).to.include({ at: now() })
    const proof = { target: 'authority', at: inAWhile(5_000), reference: 'LfDI 4712' }
    const told: IncidentView = (await call('POST', `incidents/${other.incidentId}/proofs`, proof)).body
    expect(told.proofs.map(({ at }) => at)).to.deep.equal([now()])
  })

  it('are moved by one person at a time', async () => {
    const opened = await suspect()
    await move(opened, 'confirm')
    const before = desk.audit().length
    expectProblem(await phase(opened, facts()), 409, 'CONFLICT')
    expectProblem(await move(opened, 'dismiss'), 409, 'CONFLICT')
    expect(desk.audit().length).to.equal(before)
  })

  const refused: Readonly<Record<string, (incident: IncidentView) => Promise<unknown>>> = {
    'a move in the future': (incident) => move(incident, 'confirm', '2099-01-01T00:00:00.000Z'),
    'awareness before the suspicion': (incident) => move(incident, 'confirm', '2020-01-01T00:00:00.000Z'),
    'a move by a clock that is further ahead than clocks are apart': (incident) =>
      move(incident, 'confirm', new Date(desk.world.now().getTime() + 6 * MINUTE).toISOString()),
    'a suspicion in the future': () =>
      call('POST', 'incidents', { suspectedAt: '2099-01-01T00:00:00.000Z', facts: facts() }),
    'more at least than at most': (incident) => phase(incident, facts({ persons: { min: 2, max: 1 } })),
    'a fact that nobody knows': (incident) =>
      phase(incident, { ...facts(), weather: 'bad' } as IncidentFacts),
    'half a character': (incident) => phase(incident, facts({}, { nature: '\ud800' })),
    'proof of a telling in the future': ({ incidentId }) =>
      call('POST', `incidents/${incidentId}/proofs`, {
        target: 'authority',
        at: '2099-01-01T00:00:00.000Z',
        reference: 'x',
      }),
    'a letter in a language without words': ({ incidentId }) =>
      call('POST', `incidents/${incidentId}/letters`, {
        target: 'persons',
        locale: 'tlh',
        anew: false,
        figures: null,
      }),
    'a window that ends before it begins': () =>
      call('POST', 'affected', { query: { from: now(), to: '2020-01-01T00:00:00.000Z' }, all: false }),
  }
  for (const [name, ask] of Object.entries(refused))
    it(`are not touched by ${name}`, async () => {
      const incident = await suspect()
      const before = desk.dump()
      expectProblem((await ask(incident)) as Awaited<ReturnType<typeof call>>, 400, 'BAD_REQUEST')
      expect(desk.dump()).to.equal(before)
    })

  it('are seen by compliance alone', async () => {
    for (const as of [ADMIN, AGENT])
      for (const path of ['incidents', 'incident-signals', 'incident-register', 'incident-drills'])
        expectProblem(await call('GET', path, undefined, as), 403, 'NOT_PERMITTED')
    expectProblem(await call('POST', 'incident-drills', { really: false }, ADMIN), 403, 'NOT_PERMITTED')
  })

  describe('and whom they touch', () => {
    const from = '2026-01-01T00:00:00.000Z'
    const affected = async (query: object = {}): Promise<AffectedReport & { csv: string }> =>
      (await call('POST', 'affected', { query: { from, to: now(), ...query }, all: true })).body
    let mine: string
    let articleId: string
    before(async () => {
      const made = await readyDraft(desk)
      mine = made.ticketId
      articleId = made.draft.passages[0]?.articleId ?? ''
      await draft(desk, orderFor(await consentedTicket(desk, '22'), REFUND_QUESTION, { requesterId: '22' }))
      // Stays in the house.
      await draft(
        desk,
        orderFor(await consentedTicket(desk, '23'), REFUND_QUESTION, {
          requesterId: '23',
          drafter: 'extractive',
        }),
      )
    })

    it('are counted: persons, tickets, fields, bytes, recipients, and what is not known is said', async () => {
      const report = await affected()
      expect(report).to.include({
        drafts: 3,
        requests: 2,
        persons: 3,
        erasedTickets: 0,
        countries: null,
        more: 0,
      })
      expect(report.bytes).to.be.greaterThan(0)
      expect(report.fields).to.deep.equal({ requester_text: 2 })
      expect(Object.keys(report.recipients)).to.deep.equal(['openai-eu eu.api.openai.com EEA+CH'])
      expect(report.tickets.map(({ ticketId }) => ticketId)).to.include(mine)
      expect(report.csv.split('\r\n')).to.have.length(5)
      // Each line leads to an entry of the log.
      const [{ drafts = [] } = {}] = report.tickets.filter(({ ticketId }) => ticketId === mine)
      expect(desk.audit()[drafts[0]?.entry ?? -1]?.object.ref).to.equal(drafts[0]?.draftId)
    })

    const narrowings: Readonly<Record<string, [() => object, number]>> = {
      'by a provider': [() => ({ provider: MODEL_FACTS.provider }), 2],
      'by another provider': [() => ({ provider: 'mistral' }), 0],
      'by an article': [() => ({ articleId }), 3],
      'by an article that nobody quoted': [() => ({ articleId: 'nobody' }), 0],
      'by the agent': [() => ({ agentId: AGENT }), 3],
      'by another agent': [() => ({ agentId: OTHER_AGENT }), 0],
      'by a scope that never was': [() => ({ scopeHash: 'x' }), 0],
      'by the month of the keys': [() => ({ keyMonth: '2026-11' }), 3],
      'by a month without keys': [() => ({ keyMonth: '2026-01' }), 0],
      'by a window before': [() => ({ to: '2026-02-01T00:00:00.000Z' }), 0],
      'by a window after': [() => ({ from: '2027-01-01T00:00:00.000Z', to: '2027-02-01T00:00:00.000Z' }), 0],
    }
    for (const [name, [query, drafts]] of Object.entries(narrowings))
      it(`are found ${name}: ${drafts}`, async () => {
        expect((await affected(query())).drafts).to.equal(drafts)
      })

    for (const deadInHelpdesk of [false, true])
      it(`hold those who were erased since as a count, without a number (dead in the helpdesk: ${deadInHelpdesk})`, async () => {
        const own = await startDesk()
        await withSecondPeople(own)
        await readyDraft(own)
        const [person] = own.rows('select requester_ref as ref from ticket where drafts_made > 0')
        const keys = openKeyring(own.dataDir)
        const store = await openStoreOf(own.dataDir)
        await store.transact((tx) =>
          eraseRequester(erasingRooms({ world: own.world, keys }), tx, 'acme', {
            ...{ requesterRef: String(person?.ref), caseId: null, source: 'compliance', deadInHelpdesk },
            actor: { kind: 'agent', ref: 'ag_1' },
          }),
        )
        await store.close()
        const query = { from, to: own.world.now().toISOString() }
        const ask = async (change: object) =>
          (
            await own.api(COMPLIANCE, 'POST', '/console/affected', {
              query: { ...query, ...change },
              all: true,
            })
          ).body
        for (const change of [{}, { keyMonth: '2024-01' }, { keyMonth: query.to.slice(0, 7) }]) {
          const report = await ask(change)
          expect(report).to.include({ drafts: 1, persons: 0, erasedTickets: 1 })
          expect(report.tickets).to.deep.equal([])
        }
        await own.stop()
      })
  })

  it('are found by an article, also when only somebody who was erased had a draft on its former version', async () => {
    const own = await startDesk()
    await withSecondPeople(own)
    const made = await readyDraft(own)
    const [passage] = made.draft.passages
    await changeQuoted(own)
    const [person] = own.rows('select requester_ref as ref from ticket where drafts_made > 0')
    const keys = openKeyring(own.dataDir)
    const store = await openStoreOf(own.dataDir)
    await store.transact((tx) =>
      eraseRequester(erasingRooms({ world: own.world, keys }), tx, 'acme', {
        ...{ requesterRef: String(person?.ref), caseId: null, source: 'compliance', deadInHelpdesk: false },
        actor: { kind: 'agent', ref: 'ag_1' },
      }),
    )
    await store.close()
    expect(own.rows('select * from draft_citation')).to.deep.equal([])
    const query = {
      ...{ from: '2026-01-01T00:00:00.000Z', to: own.world.now().toISOString() },
      articleId: passage?.articleId,
    }
    const { body } = await own.api(COMPLIANCE, 'POST', '/console/affected', { query, all: true })
    expect(body).to.include({ drafts: 1, persons: 0, erasedTickets: 1 })
    await own.stop()
  })

  it('are counted for one of them by name: the entry leads to it, and says when a file was taken', async () => {
    const incident = await suspect()
    const query = { from: '2026-01-01T00:00:00.000Z', to: now() }
    const ask = (all: boolean, incidentId = incident.incidentId) =>
      call('POST', 'affected', { query, all, incidentId })
    expect((await ask(false)).status).to.equal(200)
    expect((await ask(true)).body.csv).to.include('ticket,draft,audit_entry')
    expect(entriesOf(incident)).to.deep.equal([
      'incident.suspected suspected',
      'incident.affected_read read',
      'incident.affected_read exported',
    ])
    const before = desk.dump()
    expectProblem(await ask(true, '00000000-0000-7000-8000-00000000ffff'), 404, 'NOT_FOUND')
    expect(desk.dump()).to.equal(before)
  })

  it('are downloaded as a page, which is audited', async () => {
    const incident = await suspect()
    const figures = { from: '2026-01-01T00:00:00.000Z', to: now() }
    const path = `incidents/${incident.incidentId}/pages`
    const { status, body } = await call('POST', path, { locale: 'de', figures })
    expect([status, body.html.includes(SECRET), body.html.includes('lang="de"')]).to.deep.equal([
      ...[200, true, true],
    ])
    expect(entriesOf(incident).at(-1)).to.equal('incident.exported exported')
    const before = desk.dump()
    expectProblem(await call('POST', path, { locale: 'tlh', figures }), 400, 'BAD_REQUEST')
    expectProblem(await call('POST', path, { locale: 'de', figures }, ADMIN), 403, 'NOT_PERMITTED')
    expect(desk.dump()).to.equal(before)
  })

  describe('their letters', () => {
    const letter = (incident: IncidentView, order: object) =>
      call('POST', `incidents/${incident.incidentId}/letters`, { anew: false, figures: null, ...order })

    it('are filled in from the record, say what is missing, and are kept in versions', async () => {
      const incident = await suspect()
      const figures = { from: '2026-01-01T00:00:00.000Z', to: now() }
      const { body } = await letter(incident, { target: 'authority', locale: 'en', figures })
      expect(body.text).to.include(SECRET).and.to.include('NOT KNOWN YET').and.to.include('persons')
      expect([body.version, body.missing]).to.deep.equal([
        0,
        ['categories', 'persons', 'records', 'contact', 'consequences', 'measures'],
      ])
      for (const [locale, unknown] of Object.entries({ fr: 'PAS ENCORE CONNU', es: 'AÚN NO SE SABE' }))
        expect((await letter(incident, { target: 'authority', locale, figures })).body.text)
          .to.include(SECRET)
          .and.to.include(unknown)
          .and.not.to.include('NOT KNOWN YET')
      const path = `incidents/${incident.incidentId}/letters`
      const order = { target: 'authority', locale: 'en', version: 0, text: 'As we told you on the phone …' }
      expect((await call('PUT', path, order)).body.version).to.equal(1)
      expectProblem(await call('PUT', path, order), 409, 'CONFLICT')
      const again = await letter(incident, { target: 'authority', locale: 'en' })
      expect(again.body).to.include({ version: 1, text: order.text })
      const anew = await letter(incident, { target: 'authority', locale: 'en', anew: true })
      expect(anew.body.text).to.include(SECRET)
      expect(desk.dump()).not.to.include('on the phone')
    })

    for (const locale of REQUESTER_LANGUAGES)
      it(`speak to the persons in ${locale}`, async () => {
        const { body } = await letter(await suspect(), { target: 'persons', locale })
        expect(body.text).to.include(SECRET)
        expect(body.missing).to.deep.equal(['contact', 'consequences', 'measures'])
        expect(body.text.split('\n').length).to.be.greaterThan(10)
      })
  })

  describe('a drill', () => {
    for (const really of [false, true])
      it(`runs every step, is timed, undoes itself and is in no register${really ? ', really' : ''}`, async () => {
        const { status, body } = await call('POST', 'incident-drills', { really })
        expect(status).to.equal(201)
        expect(body.steps.map(({ step }: { step: string }) => step)).to.deep.equal([
          ...['open', 'pull', 'seen', 'report', 'letter', 'undo'],
        ])
        expect(body.really).to.equal(really)
        const { incidents } = (await call('GET', 'incidents')).body
        const drill = incidents.find(({ incidentId }: IncidentView) => incidentId === body.incidentId)
        expect(drill).to.include({ drill: true, status: 'false_alarm' })
        expect((await call('GET', 'incident-register')).body.csv).not.to.include(body.incidentId)
        const stops = (await call('GET', 'kill-switch')).body.stops
        expect(stops.filter(({ liftedAt }: { liftedAt: string | null }) => liftedAt === null)).to.deep.equal(
          [],
        )
        const { drills, dueOn } = (await call('GET', 'incident-drills')).body
        expect(drills[0]).to.deep.equal(body)
        expect(dueOn).to.equal(addMonths(now().slice(0, 10), 3))
        const page = await call('GET', `incident-drills/${body.incidentId}`)
        expect(page.body.html).to.include(body.incidentId).and.to.include('It ran to its end.')
      })

    it('that nobody ran has no page', async () => {
      const nobody = 'incident-drills/00000000-0000-7000-8000-00000000ffff'
      expectProblem(await call('GET', nobody), 404, 'NOT_FOUND')
      expectProblem(await call('GET', 'incident-drills/x'), 404, 'NOT_FOUND')
    })
  })

  it('are suggested by what looks wrong in the log, and no clock runs', async () => {
    expect((await call('GET', 'incident-signals')).body).to.deep.equal([])
    desk.tamper((database) =>
      database.exec(
        `update audit_entry set header = replace(header, '"decision":', '"decision" :') where idx = 3`,
      ),
    )
    // In what was read before: it shows when every entry is read again, once a day or when somebody asks.
    expect((await call('GET', 'audit/check?whole=1')).body.verdict).to.equal('broken')
    const [signal] = (await call('GET', 'incident-signals')).body
    expect(signal).to.include({ kind: 'audit_broken', count: 1 })
    desk.tamper((database) =>
      database.exec(
        `update audit_entry set header = replace(header, '"decision" :', '"decision":') where idx = 3`,
      ),
    )
    expect((await call('GET', 'incident-signals')).body).to.deep.equal([])
  })
})
