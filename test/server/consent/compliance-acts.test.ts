import { expect } from 'chai'
import { actOnConsent, complianceActs } from '../../../server/consent/index.ts'
import { COMPLIANCE_ACTS, type ComplianceAct } from '../../../src/domain/consent-api.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { type ConsentGround, consentGround, OFFICER, onNotice } from '../../support/consent-ground.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { goodEvent } from '../../support/gate-cases.ts'

const REASON = 'Ms Keller’s sister had answered'

describe('the acts of compliance on a consent', () => {
  let ground: ConsentGround

  beforeEach(async () => {
    ground = await consentGround()
    await ground.record(onNotice(goodEvent('set_basis', { legalBasis: 'legitimate_interest' }), 1))
  })
  afterEach(() => ground.store.close())

  async function act(which: ComplianceAct, rest: { reason?: string; toldAt?: string; epoch?: number } = {}) {
    const ticket = await ground.ticket()
    const { epoch } = await ground.consent()
    const order = { act: which, reason: '', epoch, ...rest }
    return ground.store.transact((tx) => actOnConsent(ground.rooms, tx, OFFICER, ticket, order))
  }
  const offered = async () => complianceActs(await ground.consent())

  it('restrict, and lift only after the requester was told', async () => {
    expect((await act('restrict')).overlays).to.deep.equal(['restricted'])
    const fault = await wholeFaultFrom(() => act('lift_restriction'))
    expect(fault.detail).to.deep.equal({ rule: 'LIFT_NEEDS_TELLING' })
    expect((await ground.consent()).overlays).to.deep.equal(['restricted'])
    const early = await wholeFaultFrom(() => act('lift_restriction', { toldAt: '2026-11-20T08:59:59.000Z' }))
    expect(early.detail).to.deep.equal({ rule: 'LIFT_NEEDS_TELLING' })
    expect((await ground.consent()).overlays).to.deep.equal(['restricted'])
    const lifted = await act('lift_restriction', { toldAt: '2026-11-20T09:00:00.000Z' })
    expect(lifted.overlays).to.deep.equal([])
  })

  it('hold for a minor, and lift with evidence', async () => {
    await act('hold_minor')
    expect((await wholeFaultFrom(() => act('lift_minor_hold'))).detail).to.deep.equal({
      rule: 'LIFT_NEEDS_GUARDIAN',
    })
    expect((await act('lift_minor_hold', { reason: 'the mother wrote' })).overlays).to.deep.equal([])
  })

  it('decide on an objection with a written reason', async () => {
    await ground.record(goodEvent('object'))
    expect((await wholeFaultFrom(() => act('overrule_objection'))).detail).to.deep.equal({
      rule: 'REASON_NEEDED',
    })
    expect((await act('overrule_objection', { reason: REASON })).overlays).to.deep.equal([])
    await ground.record(goodEvent('object'))
    expect((await act('uphold_objection', { reason: REASON })).status).to.equal('denied')
  })

  it('declare invalid with a reason, which is sealed and in no entry', async () => {
    expect((await wholeFaultFrom(() => act('invalidate'))).detail).to.deep.equal({ rule: 'REASON_NEEDED' })
    expect((await act('invalidate', { reason: REASON })).status).to.equal('invalidated')
    expect(JSON.stringify(await loggedIn(ground.store))).not.to.contain('Keller')
    const kept = JSON.stringify(ground.store.rows('select event, sealed_evidence from consent_event'))
    expect(kept).not.to.contain('Keller')
  })

  it('are about what was looked at', async () => {
    expect(await faultFrom(() => act('restrict', { epoch: 0 }))).to.equal('CONFLICT')
    expect((await ground.consent()).overlays).to.deep.equal([])
  })

  it('are offered where there is something that they are about', async () => {
    expect(await offered()).to.deep.equal(['restrict', 'hold_minor', 'invalidate'])
    for (const kind of ['object', 'restrict', 'hold_minor'] as const) await ground.record(goodEvent(kind))
    expect(await offered()).to.have.members(
      COMPLIANCE_ACTS.filter((each) => each !== 'restrict' && each !== 'hold_minor'),
    )
    await ground.record(goodEvent('erase'))
    expect(await offered()).to.deep.equal([])
  })
})
