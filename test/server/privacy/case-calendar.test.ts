import { expect } from 'chai'
import { calendarOfCountry, changeCalendar, readCalendar } from '../../../server/privacy/index.ts'
import { COMPLIANCE, type RequestGround, requestGround } from '../../support/request-ground.ts'

describe('the working days of an account', () => {
  let ground: RequestGround
  beforeEach(async () => {
    ground = await requestGround()
  })
  afterEach(() => ground.store.close())

  it('are those of the controller’s country until somebody chooses', () => {
    expect(calendarOfCountry('DE')).to.deep.equal({ region: 'DE', extraDays: [], timeZone: 'Europe/Berlin' })
    for (const country of [null, 'US', 'toString'])
      expect(calendarOfCountry(country)).to.deep.equal({ region: 'none', extraDays: [], timeZone: 'UTC' })
  })

  it('are changed with an entry, and move no day that was counted before', async () => {
    const before = await ground.open()
    const chosen = { region: 'none', extraDays: ['2026-12-24', '2026-12-24'], timeZone: 'UTC' }
    await ground.store.transact((tx) => changeCalendar(ground.privacy, tx, COMPLIANCE, chosen))
    const kept = await ground.store.transact((tx) => readCalendar(ground.privacy, tx, 'acme'))
    expect(kept).to.deep.equal({ ...chosen, extraDays: ['2026-12-24'] })
    expect((await ground.read(before.caseId)).dueOn).to.equal(before.dueOn)
    expect(ground.entries().at(-1)).to.deep.include({
      type: 'request_calendar.changed',
      detail: { region: 'none', zone: 'UTC', days: ['2026-12-24'] },
    })
    expect((await ground.open({ kind: 'erasure' })).calendar).to.equal('none')
  })
})
