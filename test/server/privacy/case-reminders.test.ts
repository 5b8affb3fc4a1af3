import { expect } from 'chai'
import type { Setback } from '../../../server/one-by-one.ts'
import { sweepReminders } from '../../../server/privacy/index.ts'
import { DAY } from '../../support/fake-world.ts'
import { noSetback } from '../../support/no-setback.ts'
import { type RequestGround, requestGround } from '../../support/request-ground.ts'

describe('the reminders of requests', () => {
  let ground: RequestGround
  beforeEach(async () => {
    ground = await requestGround()
  })
  afterEach(() => ground.store.close())
  const sweep = (setback: Setback = noSetback) =>
    sweepReminders(ground.privacy, ground.store.transact, 'acme', { setback })
  const told = () =>
    ground
      .entries()
      .filter(({ type }) => type === 'request.reminded')
      .map(({ detail }) => detail.reminder)

  it('come once each: at half, a week before, on the day', async () => {
    await ground.open()
    expect(await sweep()).to.equal(0)
    for (let day = 0; day < 40; day += 1) {
      ground.world.pass(DAY)
      await Promise.all([sweep(), sweep()])
    }
    expect(told()).to.deep.equal(['half', 'week', 'last_day'])
  })

  it('come all at once for a case that nobody has looked at, and to none that is over', async () => {
    const { caseId } = await ground.open()
    ground.world.pass(60 * DAY)
    expect(await sweep()).to.equal(3)
    expect(await sweep()).to.equal(0)
    await ground.move(caseId, 'withdraw', 'said so')
    ground.world.pass(60 * DAY)
    expect(await sweep()).to.equal(0)
  })

  it('wait while the clock stands still, and begin again for a new last day', async () => {
    const { caseId } = await ground.open()
    await ground.move(caseId, 'ask_identity', 'new address')
    ground.world.pass(60 * DAY)
    expect(await sweep()).to.equal(0)
    await ground.move(caseId, 'confirm_identity')
    ground.world.pass(14 * DAY)
    const first = await sweep()
    await ground.letter(caseId, 'extension')
    await ground.move(caseId, 'extend', 'many tickets')
    ground.world.pass(60 * DAY)
    expect([first > 0, (await sweep()) > 0]).to.deep.equal([true, true])
    expect(
      new Set(
        ground.entries().flatMap(({ type, detail }) => (type === 'request.reminded' ? [detail.due] : [])),
      ).size,
    ).to.equal(2)
  })

  it('come for every other case where one cannot be read, which is told', async () => {
    const first = await ground.open()
    await ground.open({ kind: 'rectification' })
    ground.store.tamper((database) =>
      database.prepare("update request_case set reminded = '{' where case_id = ?").run(first.caseId),
    )
    ground.world.pass(60 * DAY)
    const setbacks: string[] = []
    expect(await sweep((name) => setbacks.push(name))).to.equal(3)
    expect(setbacks).to.deep.equal(['reminders'])
    expect(told()).to.have.length(3)
  })
})
