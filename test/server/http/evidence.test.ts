import { expect } from 'chai'
import { storedLeafHash } from '../../../server/audit/index.ts'
import { CRITERION_IDS } from '../../../server/evidence/index.ts'
import type { ControlMapView, ControlView } from '../../../src/domain/evidence-api.ts'
import { STAFF_LANGUAGES } from '../../../src/domain/staff-language.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { startEvidenceDesk } from '../../support/evidence-ground.ts'
import { OCSF_EVENT } from '../../support/ocsf-schema.ts'
import { expectProblem } from '../../support/problem-checks.ts'

const PERIOD = 'from=2026-11-01&to=2026-11-30'
const at = (what: string, query = PERIOD) => `/console/evidence/${what}?${query}`
const read = (desk: Harness, what: string, query = PERIOD, as = COMPLIANCE) =>
  desk.api(as, 'GET', at(what, query))
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const control = (map: ControlMapView, criterion: string): ControlView | undefined =>
  map.controls.find((one) => one.criterion === criterion)

describe('the auditor’s pack over HTTP', () => {
  let desk: Harness
  before(async () => {
    desk = await startEvidenceDesk()
  })
  after(() => desk.stop())

  it('counts each control over the log itself, and says plainly what it cannot show', async () => {
    const { status, body } = await read(desk, 'controls')
    expect(status).to.equal(200)
    const map: ControlMapView = body
    const log = desk.audit()
    const roleChanges = log.filter(({ type }) => type === 'role.changed').length
    expect(roleChanges).to.be.greaterThan(0)
    expect(map.controls.map(({ criterion }) => criterion)).to.deep.equal(CRITERION_IDS)
    expect(control(map, 'CC6.2')).to.deep.include({
      level: 'full',
      count: roleChanges,
      types: [
        'role.changed',
        'token.created',
        'token.revoked',
        'access.reviewed',
        'account.connection_changed',
      ],
    })
    expect(map.span).to.deep.include({ first: 0, last: log.length - 1, count: log.length })
    expect(map.span.headSize).to.equal(log.length)
    const unshown = map.controls.filter(({ level }) => level === 'none')
    expect(unshown.map(({ criterion }) => criterion)).to.include.members(['CC1', 'CC5', 'CC6.4', 'CC9.2'])
    expect(unshown.filter(({ count, shows, bring }) => count > 0 || shows !== null || bring === null)).to.eql(
      [],
    )
    const silent = map.controls.filter(({ level, shows, bring }) =>
      level === 'part' ? shows === null || bring === null : level === 'full' && shows === null,
    )
    expect(silent).to.deep.equal([])
    expect(control((await read(desk, 'controls', `${PERIOD}&language=de`)).body, 'CC6.4')?.title).to.equal(
      'Physischer Zugang zu Einrichtungen',
    )
  })

  it('says each criterion in every language that staff read, shown and brought where English has it', async () => {
    const words = async (language: string) =>
      (await read(desk, 'controls', `${PERIOD}&language=${language}`)).body.controls.map(
        ({ criterion, title, shows, bring }: ControlView) => ({ criterion, title, shows, bring }),
      )
    const shape = (all: readonly ControlView[]) =>
      all.map(({ criterion, shows, bring }) => [criterion, shows === null, bring === null])
    const english = await words('en')
    for (const language of STAFF_LANGUAGES.filter((one) => one !== 'en')) {
      const own = await words(language)
      expect(shape(own), language).to.deep.equal(shape(english))
      const same = own.filter(({ title }: ControlView, at: number) => title === english[at].title)
      expect(same, language).to.deep.equal([])
    }
  })

  it('counts nothing outside of the period', async () => {
    const { body } = await read(desk, 'controls', 'from=2026-01-01&to=2026-06-30')
    expect(body.span).to.include({ first: null, last: null, count: 0 })
    expect(body.controls.filter(({ count }: ControlView) => count > 0)).to.deep.equal([])
  })

  it('says in words that a list cannot even begin', async () => {
    const move = (from: number, to: number) =>
      desk.tamper((database) => database.exec(`update audit_entry set idx = ${to} where idx = ${from}`))
    // Before the first one nobody looks: further on it would be found by the turn that signs.
    move(0, -1)
    const answer = await read(desk, 'events')
    move(-1, 0)
    expectProblem(answer, 503, 'AUDIT_CHAIN_BROKEN')
    expect(answer.headers.get('content-disposition')).to.equal(null)
    expect((await read(desk, 'events')).status).to.equal(200)
  })

  it('hands out a population whose every line can be hashed, and whose end says that it is whole', async () => {
    const { text, headers } = await read(desk, 'population', `${PERIOD}&criterion=CC6.2`)
    expect(headers.get('content-disposition')).to.contain('population-CC6.2-2026-11-01-2026-11-30.jsonl')
    const [head, ...rest] = lines(text)
    const end = rest.pop()
    const wanted = desk
      .audit()
      .filter(({ type }) =>
        ['role.changed', 'token.created', 'token.revoked', 'access.reviewed'].includes(type),
      )
    expect(rest.map(({ index }) => index)).to.deep.equal(wanted.map(({ index }) => index))
    expect(
      rest.filter(({ header, leafHash }) => storedLeafHash(header).toString('hex') !== leafHash),
    ).to.deep.equal([])
    expect(head).to.deep.include({ kind: 'vouch-population/v1', account: 'acme', criterion: 'CC6.2' })
    expect(head.log.checkpoint).to.be.a('string')
    expect(end).to.deep.equal({ kind: 'end', entries: wanted.length, read: head.log.count })
    // The taking away is itself in the log that was taken.
    expect(desk.audit().at(-1)).to.deep.include({
      type: 'evidence.exported',
      object: { kind: 'evidence', ref: 'population' },
      detail: { from: '2026-11-01', to: '2026-11-30', criterion: 'CC6.2', format: 'jsonl' },
    })
  })

  it('hands out every entry of the period, as a table too', async () => {
    const { text } = await read(desk, 'population', `${PERIOD}&format=csv`)
    const rows = text.trimEnd().split('\r\n')
    const entries = desk.audit().length
    expect(rows).to.have.length(entries + 3)
    expect(rows[1]).to.match(/^"index","at","type"/)
    expect(rows.at(-1)).to.equal(`"end","${entries}","${entries}"`)
  })

  it('hands out each entry as an event of OCSF, under the entry’s own id', async () => {
    const { text } = await read(desk, 'events')
    const events = lines(text)
    expect(events).to.have.length(desk.audit().length)
    expect(events.filter((event) => !OCSF_EVENT.safeParse(event).success)).to.deep.equal([])
    expect(events.map(({ metadata }) => metadata.sequence)).to.deep.equal(
      events.map((_event, index) => index),
    )
    // Nobody is named: staff by pseudonym only.
    for (const id of [`"${ADMIN}"`, `"${COMPLIANCE}"`, 'privacy@acme.example'])
      expect(text).not.to.contain(id)
  })

  it('is for compliance alone: nobody else is answered, and no entry says that anything was taken', async () => {
    for (const as of [ADMIN, AGENT])
      for (const what of ['controls', 'population', 'events']) {
        const before = desk.audit().length
        // Opening the page is an entry of its own: it is made before.
        await desk.sessionOf(as)
        const opened = desk.audit().length
        const answer = await read(desk, what, PERIOD, as)
        expect(answer.status, `${as} ${what}`).to.equal(403)
        expect(answer.text).not.to.contain('role.changed')
        expect(desk.audit().length).to.equal(opened)
        expect(opened).to.be.at.least(before)
      }
  })

  const WRONG: Readonly<Record<string, readonly [string, string]>> = {
    'a period that ends before it begins': ['controls', 'from=2026-12-01&to=2026-11-01'],
    'no period': ['controls', ''],
    'a language that nobody wrote': ['controls', `${PERIOD}&language=sv`],
    'a criterion that does not exist': ['population', `${PERIOD}&criterion=P1.2`],
    'a format that does not exist': ['population', `${PERIOD}&format=xlsx`],
    'a day that does not exist': ['events', 'from=2026-02-30&to=2026-03-01'],
  }
  for (const [name, [what, query]] of Object.entries(WRONG))
    it(`refuses, and notes no export: ${name}`, async () => {
      const before = desk.audit().length
      const { status, body } = await read(desk, what, query)
      expect([status, body.code]).to.deep.equal([400, 'BAD_REQUEST'])
      expect(desk.audit().length).to.equal(before)
    })
})

const TEMPLATES = {
  ...{ locale: 'de', greetingNamed: 'Hallo {name},', greetingUnnamed: 'Hallo,', notCoveredBridge: '' },
}
/** More than are read at once, so that the answer has begun when the store gives out. */
const ENTRIES = 260
const AT_ONCE = 20

describe('a list of the auditor’s pack that breaks off', () => {
  let desk: Harness
  before(async () => {
    desk = await startEvidenceDesk()
    await desk.sessionOf(ADMIN)
    const put = (_: unknown, entry: number) =>
      desk.api(ADMIN, 'PUT', '/console/templates/de', { ...TEMPLATES, closing: String(entry) })
    for (let done = 0; done < ENTRIES; done += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, put))
    // All of it is signed: the turn that signs reads what came since, and would rightly take the damage for another log.
    desk = await desk.restart()
  })
  after(() => desk.stop())

  it('is no whole answer to whoever fetches it, and comes whole once the store is', async () => {
    const session = await desk.sessionOf(COMPLIANCE)
    const fetched = async () => {
      const answer = await fetch(`${desk.origin}/api/v1${at('events')}`, {
        headers: { authorization: `Bearer ${session}` },
      })
      const end = await answer.text().then(
        (text) => lines(text).length,
        () => 'broken off',
      )
      return [answer.status, end]
    }
    const count = desk.audit().length
    expect(count).to.be.greaterThan(ENTRIES)
    const move = (from: number, to: number) =>
      desk.tamper((store) => store.prepare('update audit_entry set idx = ? where idx = ?').run(to, from))
    const [there, away] = [ENTRIES - 1, -1]
    move(there, away)
    expect(await fetched()).to.deep.equal([200, 'broken off'])
    move(away, there)
    const [status, whole] = await fetched()
    expect(status).to.equal(200)
    expect(whole).to.be.at.least(count)
  })
})
