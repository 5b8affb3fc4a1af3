import { readdirSync } from 'node:fs'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { DOCUMENT_KINDS } from '../../../src/domain/evidence-api.ts'
import { AGENT, COMPLIANCE, ENVIRONMENT, type Harness } from '../../support/companion-harness.ts'
import { startEvidenceDesk } from '../../support/evidence-ground.ts'
import { OCSF_EVENT } from '../../support/ocsf-schema.ts'
import { envOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const PERIOD = ['--from', '2026-11-01', '--to', '2026-11-30']

describe('vouch evidence', () => {
  let desk: Harness
  before(async () => {
    desk = await startEvidenceDesk()
    await desk.stop()
    desk = await desk.restart()
  })
  after(() => desk.stop())

  async function run(args: readonly string[], data = desk.dataDir) {
    const [out, err]: [string[], string[]] = [[], []]
    const code = await runCli(['evidence', ...args, '--data', data], {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: envOf(data),
    })
    return { code, out, err: err.join('\n') }
  }

  it('prints every list, and writes nothing into the store', async () => {
    const before = desk.dump()
    const log = desk.audit()
    const events = (await run(['events', ...PERIOD])).out.map((line) => JSON.parse(line))
    expect(events).to.have.length(log.length)
    expect(events.filter((event) => !OCSF_EVENT.safeParse(event).success)).to.deep.equal([])
    const rest = await run(['events', '--after', String(log.length - 3)])
    expect(rest.out.map((line) => JSON.parse(line).metadata.sequence)).to.deep.equal([
      log.length - 2,
      log.length - 1,
    ])
    expect((await run(['events', '--after', String(log.length - 1)])).out).to.deep.equal([])
    const population = await run(['population', ...PERIOD, '--criterion', 'CC6.2'])
    expect(JSON.parse(population.out.at(-1) ?? '')).to.include({ kind: 'end', read: log.length })
    const controls = JSON.parse((await run(['controls', ...PERIOD, '--language', 'de'])).out.join('\n'))
    expect(controls.span).to.include({ first: 0, last: log.length - 1 })
    expect((await run(['access'])).out.join('\n')).to.contain('"compliance"')
    expect((await run(['changes', ...PERIOD])).out.join('\n')).to.contain('"config.started"')
    expect(desk.dump()).to.equal(before)
  })

  describe('document', () => {
    const make = async (args: readonly string[], given: Readonly<Record<string, string>> = ENVIRONMENT) => {
      const [out, err]: [string[], string[]] = [[], []]
      const code = await runCli(['evidence', 'document', ...args, '--data', desk.dataDir], {
        out: (line) => out.push(line),
        err: (line) => err.push(line),
        env: { ...envOf(desk.dataDir), ...given },
      })
      return { code, out: out.join('\n'), err: err.join('\n') }
    }
    const made = () => desk.audit().filter(({ type }) => type === 'document.generated')

    it('makes each of the documents as the console does, on record', async () => {
      for (const kind of DOCUMENT_KINDS) {
        const before = made().length
        const json = await make([kind, '--as', COMPLIANCE, '--format', 'json', '--language', 'de'])
        expect([json.code, json.err], kind).to.deep.equal([0, ''])
        const { body } = await desk.api(COMPLIANCE, 'POST', '/console/evidence/documents', {
          kind,
          language: 'de',
        })
        const { madeAt: _at, ...printed } = JSON.parse(json.out)
        expect(body.document, kind).to.deep.include(printed)
        expect(made().length, kind).to.equal(before + 2)
      }
      const page = await make(['retention', '--as', COMPLIANCE])
      expect(page.out).to.match(/^<!doctype html>/i)
    })

    it('is made for nobody else, and of nothing that is unknown: nothing is noted', async () => {
      const before = desk.dump()
      const wrong: readonly (readonly string[])[] = [
        ['retention', '--as', AGENT],
        ['retention'],
        ['everything', '--as', COMPLIANCE],
        ['retention', '--as', COMPLIANCE, '--format', 'pdf'],
        ['retention', '--as', COMPLIANCE, '--language', 'xx'],
        ['retention', 'dpia', '--as', COMPLIANCE],
      ]
      for (const args of wrong) {
        const { code, out } = await make(args)
        expect([code === 0, out], args.join(' ')).to.deep.equal([false, ''])
      }
      expect((await make(['retention', '--as', COMPLIANCE], {})).err).to.contain('CONFIG_INVALID')
      expect(desk.dump()).to.equal(before)
    })

    it('says the periods that hold now', async () => {
      const days = async () => (await make(['retention', '--as', COMPLIANCE, '--format', 'json'])).out
      const { settings } = (await desk.api(COMPLIANCE, 'GET', '/console/retention')).body
      const rules = {
        ...settings.rules,
        receipt: { days: 777, reason: null },
        consent: { days: 666, reason: null },
      }
      // A number by itself: three signs alone may stand in a hash.
      expect(await days()).to.not.match(/\b777\b/)
      const saved = await desk.api(COMPLIANCE, 'PUT', '/console/retention', { ...settings, rules })
      expect(saved.status).to.equal(200)
      expect(await days())
        .to.match(/\b777\b/)
        .and.match(/\b666\b/)
    })
  })

  const WRONG: Readonly<Record<string, readonly string[]>> = {
    'no list': [],
    'a list that does not exist': ['everything'],
    'no period': ['population'],
    'a criterion that does not exist': ['population', ...PERIOD, '--criterion', 'P1.2'],
    'a format that does not exist': ['population', ...PERIOD, '--format', 'xlsx'],
    'a place that is none': ['events', '--after', 'x'],
    'an account that is not here': ['access', '--account', 'other'],
    'an option that does not exist': ['access', '--all'],
  }
  for (const [name, args] of Object.entries(WRONG))
    it(`says 4, and prints no list: ${name}`, async () => {
      const { code, out, err } = await run(args)
      expect(code).to.equal(4)
      expect(out).to.deep.equal([])
      expect(err).to.match(/^vouch: /)
    })

  it('makes no keys and no store where there are none', async () => {
    const empty = tempFolder()
    expect((await run(['access'], empty)).code).to.equal(4)
    expect(readdirSync(empty)).to.deep.equal([])
  })

  it('says 1 when an entry is missing, instead of a list that looks whole', async () => {
    desk.tamper((database) => database.prepare('delete from audit_entry where idx = 2').run())
    const { code, out, err } = await run(['population', ...PERIOD])
    expect(code).to.equal(1)
    expect(out.filter((line) => line.includes('"end"'))).to.deep.equal([])
    expect(err).to.contain('AUDIT_CHAIN_BROKEN')
  })
})
