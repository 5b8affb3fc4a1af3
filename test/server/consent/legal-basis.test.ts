import { expect } from 'chai'
import {
  changeLegalBasis,
  followLegalBasis,
  parseLegalBasis,
  readLegalBasis,
} from '../../../server/consent/index.ts'
import { CONSENT_BASIS, type LegalBasisView } from '../../../src/domain/consent-api.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { type ConsentGround, consentGround, onNotice } from '../../support/consent-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { goodEvent } from '../../support/gate-cases.ts'

const REVIEW = '2027-11-20T09:00:00.000Z'
const INTEREST: LegalBasisView = {
  version: 0,
  basis: 'legitimate_interest',
  reference: 'LIA-2026-3',
  objectionPath: 'By reply to any message, or at privacy@acme.example.',
  reviewBy: REVIEW,
}
const CONTRACT = { ...INTEREST, basis: 'contract', reference: 'terms-7', objectionPath: '' } as const

describe('the legal basis of the account', () => {
  let ground: ConsentGround

  beforeEach(async () => {
    ground = await consentGround()
  })
  afterEach(() => ground.store.close())

  const change = (order: LegalBasisView) =>
    ground.store.transact((tx) =>
      changeLegalBasis(ground.rooms, tx, 'acme', { kind: 'agent', ref: 'officer' }, order),
    )
  async function follow() {
    const ticket = await ground.ticket()
    return ground.store.transact((tx) => followLegalBasis(ground.rooms, tx, 'acme', ticket))
  }
  const statusAfter = async () => {
    await follow()
    return (await ground.consent()).status
  }

  it('is consent until compliance has said otherwise, and then asks nothing of a ticket', async () => {
    expect(await ground.store.transact((tx) => readLegalBasis(tx, 'acme'))).to.deep.equal(CONSENT_BASIS)
    expect([await follow(), (await ground.consent()).epoch]).to.deep.equal([false, 0])
  })

  it('makes consent not required on a ticket, with basis, reference and review on record', async () => {
    await change(INTEREST)
    expect(await follow()).to.equal(true)
    expect(await ground.consent()).to.deep.include({
      status: 'not_required',
      legalBasis: 'legitimate_interest',
      basisRef: 'LIA-2026-3',
      validUntil: REVIEW,
      epoch: 1,
    })
    expect([await follow(), (await ground.consent()).epoch]).to.deep.equal([false, 1])
    expect((await loggedIn(ground.store)).at(-1)?.actor).to.deep.equal({ kind: 'system', ref: 'legal_basis' })
  })

  for (const no of ['deny', 'withdraw', 'object'] as const)
    it(`does not go over a ${no}`, async () => {
      await ground.record(goodEvent(no))
      await change(INTEREST)
      expect([await follow(), (await ground.consent()).epoch]).to.deep.equal([false, 1])
    })

  it('does not go over a yes, a question or what was declared invalid', async () => {
    await change(INTEREST)
    for (const [kind, status] of [
      ['request', 'requested'],
      ['grant', 'granted'],
      ['invalidate', 'invalidated'],
    ] as const) {
      await ground.record(onNotice(goodEvent(kind), 1))
      expect(await statusAfter()).to.equal(status)
    }
  })

  it('holds half a year after a no', async () => {
    await ground.record(goodEvent('deny'))
    await change(INTEREST)
    ground.world.pass(180 * DAY)
    expect(await statusAfter()).to.equal('denied')
    ground.world.pass(DAY)
    expect(await statusAfter()).to.equal('not_required')
  })

  it('ends on every ticket with the change to another, which then holds', async () => {
    await change(INTEREST)
    await follow()
    await ground.addDraft('d1', 'ready')
    await change({ ...CONTRACT, version: 1 })
    expect(await ground.consent()).to.deep.include({ status: 'expired', endedBy: 'superseded_basis' })
    expect(ground.drafts()).to.deep.equal(['d1: discarded'])
    await follow()
    expect(await ground.consent()).to.deep.include({ legalBasis: 'contract', basisRef: 'terms-7' })
    await change({ ...CONSENT_BASIS, version: 2 })
    expect(await statusAfter()).to.equal('expired')
  })

  it('is ended when a ticket is next read where the change had not reached it', async () => {
    await change(INTEREST)
    await follow()
    const { ticketRef } = await ground.ticket()
    await ground.store.transact((tx) =>
      tx.addLegalBasis('acme', 'ai_reply_drafting', { ...CONTRACT, version: 2 }, REVIEW),
    )
    expect(await follow()).to.equal(true)
    expect((await ground.consent()).basisRef).to.equal('terms-7')
    const events = await ground.store.transact((tx) => tx.consentEvents('acme', ticketRef))
    expect(events.map(({ event }) => event.kind)).to.deep.equal(['set_basis', 'expire', 'set_basis'])
  })

  it('is set anew under a new notice, because the notice names the recipients', async () => {
    await change(INTEREST)
    await follow()
    await ground.newNotice('Another recipient')
    await follow()
    expect(await ground.consent()).to.deep.include({ status: 'not_required', noticeVersion: 2 })
  })

  it('is over at its review', async () => {
    await change({ ...INTEREST, reviewBy: '2026-11-30T09:00:00.000Z' })
    await follow()
    ground.world.pass(10 * DAY)
    expect(await statusAfter()).to.equal('expired')
    expect(await follow()).to.equal(false)
  })

  it('is changed from what it is, and from nothing else', async () => {
    await change(INTEREST)
    expect(await faultFrom(() => change(CONTRACT))).to.equal('CONFLICT')
    expect((await ground.store.transact((tx) => readLegalBasis(tx, 'acme'))).basis).to.equal(
      'legitimate_interest',
    )
  })

  const { version: _from, ...BARE } = INTEREST
  const WRONG: Record<string, unknown> = {
    nothing: null,
    'another word': { ...BARE, basis: 'public_task' },
    'a contract without its reference': { ...BARE, basis: 'contract', reference: ' ' },
    'an interest without its assessment': { ...BARE, reference: '' },
    'an interest without a way to object': { ...BARE, objectionPath: '' },
    'half a character as a reference': { ...BARE, reference: 'LIA \ud800' },
    'no review': { ...BARE, reviewBy: null },
    'a review in the past': { ...BARE, reviewBy: '2026-11-20T09:00:00.000Z' },
    'a field that nobody knows': { ...BARE, silently: true },
  }
  for (const [name, body] of Object.entries(WRONG))
    it(`cannot be ${name}`, async () => {
      const now = new Date('2026-11-20T09:00:00.000Z')
      const { version: _version, ...whole } = INTEREST
      expect(await faultFrom(() => parseLegalBasis(body, now))).to.equal('BAD_REQUEST')
      expect(parseLegalBasis(whole, now)).to.deep.equal(whole)
    })
})
