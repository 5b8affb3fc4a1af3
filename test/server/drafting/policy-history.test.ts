import { expect } from 'chai'
import { putApproved, SECOND_ADMIN } from '../../support/approval-ground.ts'
import { ADMIN, AGENT, type Harness } from '../../support/companion-harness.ts'
import { startDesk } from '../../support/drafting-desk.ts'

const POLICY = {
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
}

describe('the history of the scope policy', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  const put = (change: object) => desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...POLICY, ...change })
  const versions = async (query = '') =>
    (await desk.api(ADMIN, 'GET', `/console/scope-policy/versions${query}`)).body

  it('says who made each version hold, when, and what became different, newest first', async () => {
    expect(await versions()).to.deep.equal([])
    await put({ version: 0, validDays: 20 })
    await putApproved(desk, '/console/scope-policy', { ...POLICY, version: 1, draftsPerTicket: 12 })
    expect(await versions()).to.deep.equal([
      {
        version: 2,
        changedAt: '2026-11-20T09:00:00.000Z',
        changedBy: SECOND_ADMIN,
        proposedBy: ADMIN,
        diff: [
          { sign: '-', path: 'draftsPerTicket', value: '10' },
          { sign: '+', path: 'draftsPerTicket', value: '12' },
          { sign: '-', path: 'validDays', value: '20' },
          { sign: '+', path: 'validDays', value: '30' },
        ],
      },
      {
        version: 1,
        changedAt: '2026-11-20T09:00:00.000Z',
        changedBy: ADMIN,
        proposedBy: null,
        diff: [
          { sign: '-', path: 'validDays', value: '30' },
          { sign: '+', path: 'validDays', value: '20' },
        ],
      },
    ])
  })

  it('goes on below the version that was shown last', async () => {
    await put({ version: 0, validDays: 20 })
    await put({ version: 1, validDays: 19 })
    const [first, ...rest] = await versions('?before=2')
    expect([first.version, first.diff.length, rest]).to.deep.equal([1, 2, []])
    expect(await versions('?before=1')).to.deep.equal([])
    const odd = await desk.api(ADMIN, 'GET', '/console/scope-policy/versions?before=newest')
    expect([odd.status, odd.body.code]).to.deep.equal([400, 'BAD_REQUEST'])
  })

  it('still shows a version that this release cannot use, and nobody where none was kept', async () => {
    await put({ version: 0, validDays: 20 })
    desk.tamper((database) =>
      database.exec(
        `update scope_policy set changed_by = null, policy = '{"version":1,"validDays":1,"later":true}'`,
      ),
    )
    const [only] = await versions()
    expect(only.changedBy).to.equal(null)
    expect(only.diff).to.deep.include({ sign: '+', path: 'later', value: 'true' })
  })

  it('is not told to whoever only drafts', async () => {
    expect((await desk.api(AGENT, 'GET', '/console/scope-policy/versions')).status).to.equal(403)
  })
})
