import { expect } from 'chai'
import { createAuditLog } from '../../../server/audit/index.ts'
import { runCli } from '../../../server/cli/main.ts'
import { openTicket } from '../../../server/tickets/index.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { tempKeyring } from '../../support/memory-store.ts'
import { commandEnv, newPlace, openStoreOf, storedIn } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch request', () => {
  let data: string
  async function run(...args: string[]) {
    const [out, err]: [string[], string[]] = [[], []]
    const typed = ['request', ...args, '--data', data]
    const code = await runCli(typed, {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      env: { VOUCH_CONTROLLER_COUNTRY: 'DE', ...commandEnv(typed) },
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  const asked = (...more: string[]) => ['open', '--kind', 'access', '--as', '14', ...more]

  beforeEach(async () => {
    data = tempFolder()
    await newPlace(data)
    const keys = tempKeyring(data)
    const world = fakeWorld()
    const store = await openStoreOf(data)
    await store.transact(async (tx) => {
      await tx.setRoles('acme', '14', ['compliance'], '2026-01-01T00:00:00.000Z')
      await tx.setRoles('acme', '7', ['admin'], '2026-01-01T00:00:00.000Z')
      const rooms = { world, keys, audit: createAuditLog(world, keys) }
      const agent = { accountId: 'acme', agentId: '7', roles: ['admin'] } as const
      await openTicket(rooms, tx, agent, { ticketId: '20416', requesterId: '360001' })
    })
    await store.close()
  })

  it('opens one for a ticket or a person, and lists it by its last day', async () => {
    expect(await run('list')).to.deep.include({ code: 0, out: 'no request is open' })
    const opened = await run(...asked('--ticket', '20416', '--language', 'de'))
    expect(opened.code, opened.err).to.equal(0)
    expect(opened.out).to.match(/^request \d{4}-00001 is open; the answer is due on \d{4}-\d\d-\d\d$/)
    expect((await run('list')).out).to.match(
      /^\d{4}-00001 {2}\d{4}-\d\d-\d\d {2}\d+ days left {2}access {2}received$/,
    )
    const late = await run(...asked('--user', '360002', '--received', '2026-01-05', '--json'))
    expect(JSON.parse(late.out).dueOn).to.equal('2026-02-05')
    const all = await run('list', '--json')
    expect(all.code).to.equal(2)
    expect(JSON.parse(all.out).map(({ dueOn }: { dueOn: string }) => dueOn)[0]).to.equal('2026-02-05')
    expect(all.out).to.not.contain('360002')
  })

  it('is refused without the role, for a twin, and for a ticket that nobody knows; nothing is written', async () => {
    expect((await run(...asked('--user', '360001'))).code).to.equal(0)
    const before = (await run('list', '--json')).out
    expect((await run('open', '--kind', 'access', '--user', '360009', '--as', '7')).code).to.equal(2)
    expect((await run(...asked('--user', '360001'))).code).to.equal(4)
    expect((await run(...asked('--ticket', '999'))).code).to.equal(4)
    expect((await run('list', '--json')).out).to.equal(before)
    expect((await run(...asked('--user', '360001', '--another'))).code).to.equal(0)
  })

  const ODD: readonly (readonly string[])[] = [
    [],
    ['close'],
    ['open'],
    ['open', '--kind', 'nothing', '--user', '1', '--as', '14'],
    ['open', '--kind', 'access', '--as', '14'],
    ['open', '--kind', 'access', '--user', '1', '--ticket', '2', '--as', '14'],
    ['open', '--kind', 'access', '--user', 'jonas@example.org', '--as', '14'],
    ['open', '--kind', 'access', '--user', '1', '--as', 'me'],
    ['open', '--kind', 'access', '--user', '1', '--as', '14', '--received', 'yesterday'],
    ['list', '--nothing'],
  ]
  for (const args of ODD)
    it(`does nothing for "${args.join(' ')}"`, async () => {
      const before = storedIn(data)
      expect((await run(...args)).code).to.equal(4)
      expect(storedIn(data) === before).to.equal(true)
    })
})
