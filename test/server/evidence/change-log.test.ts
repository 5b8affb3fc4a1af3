import { expect } from 'chai'
import { CHANGE_OF } from '../../../server/evidence/change-log.ts'
import { typesOf } from '../../../server/evidence/entry-catalogue.ts'
import type { ChangeLogView, ChangeRow } from '../../../src/domain/evidence-api.ts'
import { ADMIN, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { startEvidenceDesk } from '../../support/evidence-ground.ts'

const read = async (desk: Harness, query = ''): Promise<ChangeLogView> =>
  (await desk.api(COMPLIANCE, 'GET', `/console/evidence/changes?from=2026-11-01&to=2026-11-30${query}`)).body
const newest = (view: ChangeLogView, what: ChangeRow['what']) => view.rows.find((row) => row.what === what)
const POLICY = {
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
}

describe('the change log', () => {
  let desk: Harness
  before(async () => {
    desk = await startEvidenceDesk()
    await desk.api(ADMIN, 'PUT', '/console/allowlist', {
      version: 0,
      selection: { allow: [{ articleId: 'refund' }], deny: [] },
    })
    await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...POLICY, version: 0, validDays: 20 })
    await desk.api(ADMIN, 'PUT', `/console/roles/${OTHER_AGENT}`, { roles: ['admin'] })
    // Wider than before: it waits, and the second admin approves it.
    await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...POLICY, version: 1, validDays: 40 })
    const [waiting] = (await desk.api(OTHER_AGENT, 'GET', '/console/changes')).body
    await desk.api(OTHER_AGENT, 'POST', `/console/changes/${waiting.changeId}/decisions`, {
      decision: 'approve',
    })
  })
  after(() => desk.stop())

  it('names author and approver, and what became different, from the versions stored', async () => {
    const view = await read(desk)
    const refs = new Map(
      (await desk.api(ADMIN, 'GET', '/console/evidence/access')).body.rows.map(
        ({ agentId, agentRef }: { agentId: string; agentRef: string }) => [agentId, agentRef],
      ),
    )
    expect(newest(view, 'scope_policy')).to.deep.include({
      version: '2',
      author: refs.get(ADMIN),
      approver: refs.get(OTHER_AGENT),
      diff: [
        { sign: '-', path: 'validDays', value: '20' },
        { sign: '+', path: 'validDays', value: '40' },
      ],
    })
    expect(newest(view, 'allowlist')).to.deep.include({
      version: '1',
      author: refs.get(ADMIN),
      approver: null,
      diff: [
        { sign: '+', path: 'allow', value: '{"articleId":"refund"}' },
        { sign: '+', path: 'deny', value: '[]' },
      ],
    })
    expect(newest(view, 'roles')).to.deep.include({
      author: refs.get(ADMIN),
      diff: [{ sign: '+', path: 'roles', value: '"admin"' }],
    })
    expect(newest(view, 'notice')?.diff.length).to.be.greaterThan(0)
  })

  it('holds every change of the period that the log holds, and only those asked for', async () => {
    const view = await read(desk)
    const logged = desk.audit().filter(({ type }) => type in CHANGE_OF)
    expect(view.rows.map(({ index }) => index)).to.deep.equal(logged.map(({ index }) => index).reverse())
    const roles = await read(desk, '&what=roles')
    expect(roles.rows.length).to.be.greaterThan(1)
    expect([...new Set(roles.rows.map(({ what }) => what))]).to.deep.equal(['roles'])
    expect(
      (await desk.api(COMPLIANCE, 'GET', '/console/evidence/changes?from=2026-11-01&to=2026-11-30&what=all'))
        .status,
    ).to.equal(400)
  })

  it('knows every type of change that the control map shows for change management', () => {
    const shown = typesOf('CC8.1').filter((type) => !type.startsWith('change.'))
    expect(shown.filter((type) => !(type in CHANGE_OF))).to.deep.equal([])
  })

  it('tells who took the account back from its agents', async () => {
    expect((await desk.api(ADMIN, 'PUT', '/console/set-up/live', { live: false })).status).to.equal(200)
    const row = newest(await read(desk), 'settings')
    expect(row).to.deep.include({
      type: 'account.live_changed',
      diff: [
        { sign: '-', path: 'live', value: 'true' },
        { sign: '+', path: 'live', value: 'false' },
      ],
    })
  })

  it('tells which budget took the place of none', async () => {
    const budget = { currency: 'EUR', perMonth: 5_000_000, providers: [] }
    const order = { version: 0, prices: [], budget }
    expect((await desk.api(ADMIN, 'PUT', '/console/spending', order)).status).to.equal(200)
    const row = newest(await read(desk), 'settings')
    expect(row).to.deep.include({ type: 'spending.changed', version: '1' })
    expect(row?.diff).to.deep.equal([
      { sign: '+', path: 'prices', value: '[]' },
      { sign: '+', path: 'budget', value: JSON.stringify(budget) },
    ])
  })

  it('tells what ran from when on, once for each configuration, and what was different', async () => {
    const starts = () => desk.audit().filter(({ type }) => type === 'config.started')
    expect(starts()).to.have.length(1)
    desk = await desk.restart()
    expect(starts()).to.have.length(1)
    desk = await desk.restart({ VOUCH_BACKUP_DAYS: '60', VOUCH_EVENTS_URL: '' })
    expect(starts()).to.have.length(2)
    const row = newest(await read(desk), 'provider')
    expect(row).to.deep.include({
      author: 'system:start',
      approver: null,
      diff: [
        { sign: '-', path: 'backupDays', value: '35' },
        { sign: '+', path: 'backupDays', value: '60' },
      ],
    })
    expect(starts()[1]?.detail).to.deep.include({ provider: 'extractive', changed: ['backupDays'] })
    // Neither who is responsible nor a secret is written down.
    const facts = JSON.stringify(desk.rows('select facts from config_start'))
    for (const hidden of ['a secret of at least', 'privacy@acme.example', 'BEGIN PUBLIC'])
      expect(facts).not.to.contain(hidden)
  })

  it('leaves the house as a table, and that as an entry', async () => {
    const path = '/console/evidence/changes-export?from=2026-11-01&to=2026-11-30'
    const { text, status } = await desk.api(COMPLIANCE, 'GET', path)
    expect(status).to.equal(200)
    expect(text).to.contain('"scope_policy"')
    expect(text).not.to.match(new RegExp(`"${ADMIN}"`))
    expect(desk.audit().at(-1)).to.deep.include({
      type: 'evidence.exported',
      object: { kind: 'evidence', ref: 'changes' },
    })
    const before = desk.audit().length
    expect((await desk.api(ADMIN, 'GET', path)).status).to.equal(403)
    expect(desk.audit().filter(({ type }) => type === 'evidence.exported')).to.have.length(1)
    expect(desk.audit().length).to.be.at.least(before)
  })
})
