import { expect } from 'chai'
import { createAuditLog } from '../../server/audit/index.ts'
import { runClock } from '../../server/cli/clock.ts'
import { runDoctor } from '../../server/cli/doctor.ts'
import { confirmClock, passClock, readLeap } from '../../server/clock.ts'
import { ADMIN, AGENT, ENVIRONMENT, type Harness } from '../support/companion-harness.ts'
import { readyDraft, startDesk } from '../support/drafting-desk.ts'
import { DAY, fakeWorld, HOUR, START } from '../support/fake-world.ts'
import { faultFrom } from '../support/fault-from.ts'
import { memoryStore, tempKeyring } from '../support/memory-store.ts'
import { envOf } from '../support/store-of.ts'

describe('the clock that destruction goes by', () => {
  const setUp = async () => {
    const [store, world, keys] = [await memoryStore(), fakeWorld(), tempKeyring()]
    const rooms = { world, audit: createAuditLog(world, keys) }
    const pass = (account = 'acme') => store.transact((tx) => passClock(tx, account, world))
    const confirm = () =>
      store.transact((tx) => confirmClock(rooms, tx, 'acme', { kind: 'agent', ref: 'somebody' }))
    const told = () => store.transact(async (tx) => (await tx.auditHead('acme'))?.tree.size ?? 0)
    return { store, world, pass, confirm, told }
  }

  it('may go on for a week without a sweep, and stand still or go back', async () => {
    const { world, pass } = await setUp()
    for (const ms of [0, HOUR, 7 * DAY, -30 * DAY, 7 * DAY]) {
      world.pass(ms)
      expect(await pass()).to.equal(null)
    }
  })

  it('has leapt when it went on for longer: nothing is noted, so it has leapt at the next sweep too', async () => {
    const { world, pass, told, store } = await setUp()
    await pass()
    world.pass(7 * DAY + 1)
    const leap = { from: START, to: world.now().toISOString() }
    expect([await pass(), await pass()]).to.deep.equal([leap, leap])
    expect(await store.transact((tx) => readLeap(tx, 'acme', world))).to.deep.equal(leap)
    expect(await told()).to.equal(0)
    // Set right again, it has not.
    world.pass(-7 * DAY)
    expect(await pass()).to.equal(null)
  })

  it('is of one account: a sweep of another says nothing of it', async () => {
    const { world, pass } = await setUp()
    await pass()
    await pass('globex')
    world.pass(6 * DAY)
    await pass('globex')
    world.pass(6 * DAY)
    expect([await pass('globex'), (await pass()) === null]).to.deep.equal([null, false])
  })

  it('is right when somebody says so, once, with an entry of its own', async () => {
    const { world, pass, confirm, told } = await setUp()
    await pass()
    expect([await faultFrom(confirm), await told()]).to.deep.equal(['CONFLICT', 0])
    world.pass(30 * DAY)
    expect(await confirm()).to.deep.equal({ from: START, to: world.now().toISOString() })
    expect([await pass(), await told()]).to.deep.equal([null, 1])
    expect([await faultFrom(confirm), await told()]).to.deep.equal(['CONFLICT', 1])
  })

  describe('in a companion', function () {
    this.timeout(240_000)

    it('that is years ahead destroys nothing before a person has confirmed it, and then does', async () => {
      let desk: Harness = await startDesk()
      await readyDraft(desk)
      const held = () => [
        desk.rows('select * from draft').length,
        desk.audit().filter(({ type }) => type === 'retention.executed').length,
      ]
      const terminal = () => {
        const said: string[] = []
        const env = { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: desk.dataDir }
        return { said, out: (line: string) => said.push(line), err: (line: string) => said.push(line), env }
      }
      const clock = async (...args: readonly string[]) => {
        const at = terminal()
        return `${await runClock(args, at, desk.world)} ${at.said.join(' ')}`
      }
      const before = held()
      expect(before).to.deep.equal([1, 0])
      expect(await clock()).to.match(/^0 The clock has not leapt/)
      desk.world.pass(2_000 * DAY)
      desk = await desk.restart()
      expect(held()).to.deep.equal(before)
      const leapt = desk
        .logged()
        .split('\n')
        .filter((line) => line.includes('CLOCK_LEAPT'))
      expect(leapt).to.have.length.greaterThan(0)
      for (const line of leapt) expect(line).to.contain('Next: set the clock, or vouch clock --confirm')
      expect(await clock()).to.match(
        /^3 The clock says 2032-.* Next: set the clock, or vouch clock --confirm/,
      )
      const doctor = terminal()
      await runDoctor([], doctor, desk.world)
      expect(doctor.said.join('\n')).to.match(/^FAILS clock: The clock says 2032-/m)
      expect(await faultFrom(() => clock('--confirm', '--as', AGENT))).to.equal('NOT_PERMITTED')
      expect(await faultFrom(() => clock('--confirm'))).to.equal('BAD_REQUEST')
      expect(desk.audit().some(({ type }) => type === 'clock.confirmed')).to.equal(false)
      desk = await desk.restart()
      expect(held()).to.deep.equal(before)
      expect(await clock('--confirm', '--as', ADMIN)).to.match(/^0 The log says that 2032-/)
      desk = await desk.restart()
      expect(held()[1]).to.be.greaterThan(0)
      expect(desk.audit().filter(({ type }) => type === 'clock.confirmed')).to.have.length(1)
      await desk.stop()
    })
  })
})
