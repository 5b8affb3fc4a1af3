import { expect } from 'chai'
import {
  createPatience,
  FailedAttempt,
  type PatienceRules,
} from '../../../../server/adapters/model/patience.ts'
import { Fault, type FaultCode } from '../../../../src/domain/fault.ts'
import { faultFrom, wholeFaultFrom } from '../../../support/fault-from.ts'

const RULES: PatienceRules = { attempts: 2, firstPauseMs: 1, longestPauseMs: 50, restMs: 600_000 }

function failing(code: FaultCode, again: boolean, retryAfterMs = 0) {
  let asked = 0
  return {
    asked: () => asked,
    attempt: async () => {
      asked += 1
      throw new FailedAttempt(new Fault(code, 'x'), again, retryAfterMs)
    },
  }
}

describe('the patience with a provider', () => {
  it('asks as often as it may when asking again may help', async () => {
    const { attempt, asked } = failing('PROVIDER_UNREACHABLE', true)
    expect(await faultFrom(() => createPatience(RULES).ask(attempt))).to.equal('PROVIDER_UNREACHABLE')
    expect(asked()).to.equal(3)
  })

  it('asks once when it would not help, and once when the wait would be too long', async () => {
    for (const one of [failing('PROVIDER_FAILED', false), failing('PROVIDER_BUSY', true, 51)]) {
      await faultFrom(() => createPatience(RULES).ask(one.attempt))
      expect(one.asked()).to.equal(1)
    }
  })

  it('waits at least as long as it was asked to', async () => {
    const { attempt, asked } = failing('PROVIDER_BUSY', true, 40)
    const began = performance.now()
    await faultFrom(() => createPatience(RULES).ask(attempt))
    expect(asked()).to.equal(3)
    // Two pauses; a timer never rings early by more than a millisecond.
    expect(performance.now() - began).to.be.at.least(2 * 39)
  })

  it('leaves a provider alone that fails more than it answers, and not one that answers', async () => {
    const patience = createPatience({ ...RULES, attempts: 0 })
    const { attempt, asked } = failing('PROVIDER_TIMEOUT', false)
    for (let at = 0; at < 20; at += 1) expect(await patience.ask(async () => at)).to.equal(at)
    for (let at = 0; at < 8; at += 1)
      expect(await faultFrom(() => patience.ask(attempt))).to.equal('PROVIDER_TIMEOUT')
    expect(await patience.ask(async () => 'fine')).to.equal('fine')
    expect(await faultFrom(() => patience.ask(attempt))).to.equal('PROVIDER_TIMEOUT')
    expect(await faultFrom(() => patience.ask(attempt))).to.equal('PROVIDER_PAUSED')
    expect(asked()).to.equal(9)
  })

  it('says in how many seconds a provider may be asked again, where that is known', async () => {
    const WAITS: Readonly<Record<string, readonly [waitMs: number, said: unknown]>> = {
      'what the provider asked for, in whole seconds': [20_400, 21],
      'nothing where it asked for nothing': [0, undefined],
      'no more than an hour': [86_400_000, 3_600],
    }
    for (const [name, [waitMs, said]] of Object.entries(WAITS)) {
      const { attempt } = failing('PROVIDER_BUSY', true, waitMs)
      const { code, detail } = await wholeFaultFrom(() =>
        createPatience({ ...RULES, attempts: 0 }).ask(attempt),
      )
      expect([code, detail.retryAfterSeconds], name).to.deep.equal(['PROVIDER_BUSY', said])
    }
    const patience = createPatience({ ...RULES, attempts: 0 })
    const { attempt } = failing('PROVIDER_TIMEOUT', false)
    for (let at = 0; at < 6; at += 1) await faultFrom(() => patience.ask(attempt))
    const paused = await wholeFaultFrom(() => patience.ask(attempt))
    expect([paused.code, paused.detail.retryAfterSeconds]).to.deep.equal(['PROVIDER_PAUSED', 600])
  })

  it('hands on what is no failure of a provider as it is', async () => {
    const gone = new Fault('SHUTTING_DOWN', 'gone')
    expect(await faultFrom(() => createPatience(RULES).ask(() => Promise.reject(gone)))).to.equal(
      'SHUTTING_DOWN',
    )
  })
})
