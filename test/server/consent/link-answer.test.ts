import { expect } from 'chai'
import type { LinkChoice } from '../../../server/consent/index.ts'
import {
  activateNotice,
  issueConsentLink,
  keepNotice,
  linkForm,
  openConsentLink,
  readConsent,
  takeLinkAnswer,
} from '../../../server/consent/index.ts'
import { openTicket, readTicket } from '../../../server/tickets/index.ts'
import { faultFrom } from '../../support/fault-from.ts'
import {
  MODEL_NOTICE_FACTS,
  type NoticeGround,
  noticeGround,
  PLAIN_FACTS,
} from '../../support/notice-ground.ts'
import { AGENT, REQUESTER_ID, TICKET_ID } from '../../support/ticket-ground.ts'

describe('an answer on the page', () => {
  let ground: NoticeGround
  let token: string

  beforeEach(async () => {
    ground = await noticeGround()
    const { rooms, store } = ground
    token = await store.transact(async (tx) => {
      await keepNotice(rooms, tx, 'acme')
      const ticket = await openTicket(rooms, tx, AGENT, { ticketId: TICKET_ID, requesterId: REQUESTER_ID })
      return (await issueConsentLink(rooms, tx, AGENT, ticket, 'de')).token
    })
  })
  afterEach(() => ground.store.close())

  const shown = () =>
    ground.store.transact(async (tx) => {
      const { link, notice, state } = await openConsentLink(ground.rooms, tx, token)
      const form = linkForm(ground.rooms, link, notice.digest, 'de', state.noAt)
      return { noticeDigest: notice.digest, language: 'de', form, version: notice.version }
    })
  const take = (choice: LinkChoice, { version: _version, ...form }: Awaited<ReturnType<typeof shown>>) =>
    ground.store.transact((tx) => takeLinkAnswer(ground.rooms, tx, token, { ...form, choice }))
  const consent = () =>
    ground.store.transact(async (tx) => {
      const { ticketRef } = await readTicket(tx, 'acme', TICKET_ID)
      return (await readConsent(tx, 'acme', ticketRef, ground.world.now())).state
    })

  for (const choice of ['grant', 'defer'] as const)
    it(`takes no ${choice} to a notice that has become untrue, and puts the true one in force`, async () => {
      const before = await shown()
      ground.facts = MODEL_NOTICE_FACTS
      expect(await take(choice, before)).to.equal('renewed')
      expect((await consent()).status).to.equal('expired')
      const now = await shown()
      expect([before.version, now.version]).to.deep.equal([1, 2])
      expect(await faultFrom(() => take(choice, before))).to.equal('CONFLICT')
      expect(await take('grant', now)).to.equal('taken')
      expect(await consent()).to.deep.include({
        ...{ status: 'granted', noticeVersion: 2 },
        disclosedRecipients: MODEL_NOTICE_FACTS.recipients,
      })
    })

  for (const [choice, status] of [
    ['deny', 'denied'],
    ['withdraw', 'withdrawn'],
  ] as const)
    it(`takes a ${choice} under whatever notice was shown`, async () => {
      const before = await shown()
      ground.facts = MODEL_NOTICE_FACTS
      expect(await take(choice, before)).to.equal('taken')
      expect((await consent()).status).to.equal(status)
    })

  it('takes no yes while a notice that people wrote says what is no longer so, and every no', async () => {
    const { rooms, store } = ground
    await store.transact(async (tx) => {
      const { notice } = await keepNotice(rooms, tx, 'acme')
      const { texts, recipients, written } = notice
      const title = { ...texts, de: { title: 'Anders', lead: 'x', sections: [] } }
      await activateNotice(rooms, tx, 'acme', {
        ...{ texts: title, recipients, written, origin: 'written', facts: PLAIN_FACTS },
      })
    })
    ground.facts = MODEL_NOTICE_FACTS
    const form = await shown()
    expect(await faultFrom(() => take('grant', form))).to.equal('NOTICE_OUTDATED')
    expect((await consent()).status).to.equal('requested')
    expect(await take('deny', form)).to.equal('taken')
    expect((await consent()).status).to.equal('denied')
    ground.facts = PLAIN_FACTS
    expect(await take('grant', await shown())).to.equal('taken')
  })

  it('renews nothing for a form that is not ours', async () => {
    const before = await shown()
    ground.facts = MODEL_NOTICE_FACTS
    expect(await faultFrom(() => take('grant', { ...before, form: 'x' }))).to.equal('BAD_REQUEST')
    expect((await shown()).version).to.equal(1)
  })
})
