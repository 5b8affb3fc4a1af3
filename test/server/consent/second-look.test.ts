import { expect } from 'chai'
import { loggedIn } from '../../support/access-ground.ts'
import {
  COLLEAGUE,
  type ConsentGround,
  consentGround,
  EVIDENCE,
  OFFICER,
} from '../../support/consent-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { goodEvent } from '../../support/gate-cases.ts'
import { AGENT, RECIPIENTS } from '../../support/ticket-ground.ts'

describe('the second look at a relayed yes', () => {
  let ground: ConsentGround

  beforeEach(async () => {
    ground = await consentGround()
  })
  afterEach(() => ground.store.close())

  const ruleOf = async (act: () => Promise<unknown>) => (await wholeFaultFrom(act)).detail.rule

  it('shows a colleague the evidence, and puts on record that they read it', async () => {
    await ground.relayed()
    expect(await ground.opensEvidence(COLLEAGUE)).to.deep.equal({
      evidence: EVIDENCE,
      channel: 'phone',
      saidAt: '2026-11-20T09:00:00.000Z',
      noticeLocale: 'de',
      localeReason: null,
      relayedAt: '2026-11-20T09:00:00.000Z',
      mine: false,
      epoch: 1,
    })
    const entry = (await loggedIn(ground.store)).at(-1)
    expect(entry).to.deep.include({
      type: 'consent.evidence_opened',
      decision: 'opened',
      detail: { epoch: 1 },
    })
    expect(JSON.stringify(entry)).not.to.contain('Keller')
    expect((await ground.opensEvidence(AGENT)).mine).to.equal(true)
  })

  it('grants what a colleague confirms, for half a year from when it was relayed', async () => {
    await ground.relayed()
    ground.world.pass(3 * DAY)
    await ground.opensEvidence(COLLEAGUE)
    expect(await ground.look(COLLEAGUE, 'confirm', 1)).to.deep.include({
      status: 'granted',
      awaiting: null,
      noticeVersion: 1,
      validUntil: '2027-05-19T09:00:00.000Z',
      disclosedRecipients: RECIPIENTS,
    })
  })

  it('grants nothing to a colleague who has not opened the evidence of this very yes', async () => {
    await ground.relayed()
    expect(await ruleOf(() => ground.look(COLLEAGUE, 'confirm', 1))).to.equal('EVIDENCE_NOT_READ')
    await ground.opensEvidence(OFFICER)
    expect(await ruleOf(() => ground.look(COLLEAGUE, 'confirm', 1))).to.equal('EVIDENCE_NOT_READ')
    await ground.opensEvidence(COLLEAGUE)
    await ground.relayed()
    expect(await ruleOf(() => ground.look(COLLEAGUE, 'confirm', 2))).to.equal('EVIDENCE_NOT_READ')
    expect(await ground.consent()).to.deep.include({ status: 'unknown', epoch: 2 })
    expect((await loggedIn(ground.store)).filter(({ decision }) => decision === 'granted')).to.deep.equal([])
    await ground.opensEvidence(COLLEAGUE)
    expect((await ground.look(COLLEAGUE, 'confirm', 2)).status).to.equal('granted')
  })

  it('is not taken by the agent who relayed it, and nothing is granted', async () => {
    await ground.relayed()
    expect(await ruleOf(() => ground.look(AGENT, 'confirm', 1))).to.equal('SECOND_LOOK_BY_SAME_AGENT')
    expect(await ground.consent()).to.deep.include({ status: 'unknown', epoch: 1 })
    expect((await loggedIn(ground.store)).filter(({ decision }) => decision === 'granted')).to.deep.equal([])
  })

  it('leaves the status as it was when it finds no yes; whoever relayed it can take it back', async () => {
    await ground.relayed()
    expect(await ground.look(COLLEAGUE, 'reject', 1)).to.deep.include({ status: 'unknown', awaiting: null })
    await ground.relayed()
    expect(await ground.look(AGENT, 'reject', 3)).to.deep.include({ status: 'unknown', awaiting: null })
  })

  it('is about the words that were looked at: another act since makes it void', async () => {
    await ground.relayed()
    await ground.relayed()
    expect(await faultFrom(() => ground.look(COLLEAGUE, 'confirm', 1))).to.equal('CONFLICT')
    expect((await ground.consent()).status).to.equal('unknown')
  })

  it('has nothing to look at without a relayed yes, after a no, and after two weeks', async () => {
    expect(await ruleOf(() => ground.opensEvidence(COLLEAGUE))).to.equal('NOTHING_TO_CONFIRM')
    await ground.relayed()
    await ground.record(goodEvent('deny', { noticeVersion: 1 }))
    expect(await ruleOf(() => ground.look(COLLEAGUE, 'confirm', 2))).to.equal('NOTHING_TO_CONFIRM')
    expect((await loggedIn(ground.store)).map(({ type }) => type)).not.to.include('consent.evidence_opened')
  })

  it('lapses after two weeks', async () => {
    await ground.relayed()
    ground.world.pass(14 * DAY)
    expect(await ruleOf(() => ground.look(COLLEAGUE, 'confirm', 1))).to.equal('NOTHING_TO_CONFIRM')
    expect((await ground.consent()).awaiting).to.equal(null)
  })

  it('grants nothing once another notice is in force', async () => {
    await ground.relayed()
    await ground.opensEvidence(COLLEAGUE)
    await ground.newNotice('Drafts, and more')
    expect(await ruleOf(() => ground.look(COLLEAGUE, 'confirm', 1))).to.equal('NOTICE_CHANGED')
    expect((await ground.consent()).status).to.equal('unknown')
  })
})
