import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { storedDigest } from '../../../server/audit/index.ts'
import { issueConsentLink, relayConsent } from '../../../server/consent/index.ts'
import type { RecordConsentRequest } from '../../../src/domain/consent-api.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { POSTGRES } from '../../support/test-database.ts'
import { AGENT, type TicketGround, ticketGround } from '../../support/ticket-ground.ts'

const WORDS = 'Ms Keller said yes on the phone, maria.keller@example.com'

describe('consent relayed by an agent', () => {
  let ground: TicketGround

  beforeEach(async () => {
    ground = await ticketGround()
  })
  afterEach(() => ground.store.close())

  async function relay(event: RecordConsentRequest['event'], evidence: string, channel = 'phone' as const) {
    const ticket = await ground.ticket()
    return ground.store.transact((tx) =>
      relayConsent(ground.rooms, tx, AGENT, ticket, { event, channel, evidence, locale: 'de-at' }),
    )
  }

  it('waits for a second look, with evidence, and says that an agent relayed it', async () => {
    const ref = ground.rooms.keys.digest('agent', 'acme', AGENT.agentId)
    expect(await relay('grant', WORDS)).to.deep.include({
      status: 'unknown',
      awaiting: { byRef: ref, at: '2026-11-20T09:00:00.000Z', noticeVersion: 1 },
      validUntil: null,
    })
    const [row] = ground.store.rows('select event from consent_event')
    expect((await loggedIn(ground.store)).at(-1)).to.deep.include({
      actor: { kind: 'agent', ref: ground.rooms.keys.digest('agent', 'acme', AGENT.agentId) },
      decision: 'unknown',
      detail: {
        ...{ event: 'relay_grant', epoch: 1, channel: 'phone', notice: 1 },
        record: storedDigest(JSON.parse(String(row?.event))),
      },
    })
  })

  for (const [name, evidence] of Object.entries({ 'no evidence': '', 'blanks as evidence': ' \n\t ' }))
    it(`is not taken with ${name}, and nothing is recorded`, async () => {
      const fault = await wholeFaultFrom(() => relay('grant', evidence))
      expect({ code: fault.code, ...fault.detail }).to.deep.equal({
        code: 'ILLEGAL_TRANSITION',
        rule: 'GRANT_NEEDS_REQUESTER_OR_EVIDENCE',
      })
      expect((await ground.consent()).epoch).to.equal(0)
      expect(ground.store.rows('select * from consent_event')).to.deep.equal([])
      expect((await loggedIn(ground.store)).filter(({ type }) => type === 'consent.changed')).to.deep.equal(
        [],
      )
    })

  describe('of a notice that was shown in some language', () => {
    type Order = Partial<Pick<RecordConsentRequest, 'noticeLocale' | 'localeReason' | 'event'>>
    async function relayIn(order: Order) {
      const ticket = await ground.ticket()
      return ground.store.transact((tx) =>
        relayConsent(ground.rooms, tx, AGENT, ticket, {
          ...{ event: 'grant', channel: 'phone', evidence: WORDS, locale: 'en-us' },
          ...order,
        }),
      )
    }
    const lastEvent = () =>
      JSON.parse(String(ground.store.rows('select event from consent_event').at(-1)?.event))
    beforeEach(async () => {
      const facets = { brandId: null, formId: null, groupId: null, tags: null, channel: null }
      const { ticketRef } = await ground.ticket()
      await ground.store.transact((tx) =>
        tx.setTicketFacets('acme', ticketRef, JSON.stringify([{ ...facets, locale: 'de-AT' }])),
      )
    })

    it('names the ticket’s own where nothing else is said, and keeps no reason for it', async () => {
      await relayIn({ localeReason: 'translated' })
      expect(lastEvent().noticeLocale).to.equal('de')
      expect(lastEvent().facts.ticketLocales).to.deep.equal(['de-AT'])
      expect(lastEvent().facts).to.not.have.property('localeReason')
    })

    it('is no yes in another language than the ticket’s, and is one with a reason, on record', async () => {
      const fault = await wholeFaultFrom(() => relayIn({ noticeLocale: 'en' }))
      expect([fault.code, fault.detail.rule]).to.deep.equal([
        'ILLEGAL_TRANSITION',
        'NOTICE_IN_ANOTHER_LANGUAGE',
      ])
      expect((await ground.consent()).epoch).to.equal(0)
      const state = await relayIn({ noticeLocale: 'en', localeReason: 'reads_it' })
      expect(state.awaiting).to.not.equal(null)
      expect([lastEvent().noticeLocale, lastEvent().facts.localeReason]).to.deep.equal(['en', 'reads_it'])
      expect((await loggedIn(ground.store)).at(-1)?.detail).to.include({ localeReason: 'reads_it' })
    })

    it('is no yes in a language that there is no notice in, and a no all the same', async () => {
      expect(await faultFrom(() => relayIn({ noticeLocale: 'pl' }))).to.equal('BAD_REQUEST')
      expect((await ground.consent()).epoch).to.equal(0)
      expect((await relayIn({ noticeLocale: 'pl', event: 'deny' })).status).to.equal('denied')
    })
  })

  it('is no yes when it was said before there was the notice that it would be to', async () => {
    const ticket = await ground.ticket()
    const said = (event: RecordConsentRequest['event'], saidAt: string) =>
      ground.store.transact((tx) =>
        relayConsent(ground.rooms, tx, AGENT, ticket, {
          ...{ event, channel: 'phone', evidence: WORDS, locale: 'de', saidAt },
        }),
      )
    const fault = await wholeFaultFrom(() => said('grant', '2026-11-19T09:00:00.000Z'))
    expect(fault.detail).to.deep.equal({ rule: 'EVIDENCE_BEFORE_REQUEST' })
    expect((await ground.consent()).epoch).to.equal(0)
    expect((await said('grant', '2026-11-20T09:00:00.000Z')).awaiting).to.not.equal(null)
    // A no holds whenever it was said.
    expect((await said('deny', '2020-01-01T00:00:00.000Z')).status).to.equal('denied')
  })

  it('is withdrawn without any evidence, at any time', async () => {
    await relay('grant', WORDS)
    expect((await relay('withdraw', '')).status).to.equal('withdrawn')
    expect((await relay('withdraw', '')).status).to.equal('withdrawn')
  })

  it('is not granted after a no, whatever the evidence, not even after asking again', async () => {
    for (const no of ['deny', 'withdraw'] as const) {
      await relay(no, WORDS)
      const fault = await wholeFaultFrom(() => relay('grant', WORDS))
      expect(fault.detail).to.deep.equal({ rule: 'GRANT_AFTER_NO_NEEDS_REQUESTER' })
      expect((await ground.consent()).status).not.to.equal('granted')
    }
    const links = ground.store.rows('select * from consent_link')
    const ticket = await ground.ticket()
    const asked = await wholeFaultFrom(() =>
      ground.store.transact((tx) => issueConsentLink(ground.rooms, tx, AGENT, ticket, 'de')),
    )
    expect(asked.detail).to.deep.equal({ rule: 'REQUEST_AFTER_NO' })
    expect(ground.store.rows('select * from consent_link')).to.deep.equal(links)
    expect((await ground.consent()).status).to.equal('withdrawn')
  })

  // It reads the file itself.
  if (POSTGRES === null)
    it('keeps the evidence sealed: the file holds no word of it', async () => {
      await relay('grant', WORDS)
      ground.store.tamper((db) => db.pragma('wal_checkpoint(TRUNCATE)'))
      const bytes = readFileSync(ground.store.file)
      for (const piece of [
        'Keller',
        'keller@',
        'on the phone',
        Buffer.from(WORDS).toString('base64').slice(0, 20),
      ])
        expect(bytes.includes(piece), piece).to.equal(false)
    })

  it("opens the evidence with that person's key, for that event alone", async () => {
    await relay('grant', WORDS)
    const { ticketRef, requesterRef } = await ground.ticket()
    const [row] = ground.store.rows(
      'select e.seq, e.sealed_evidence, r.wrapped_key from consent_event e, requester r',
    )
    const open = (about: string) =>
      ground.rooms.keys.unsealFor(
        String(row?.wrapped_key),
        `acme/${requesterRef}`,
        String(row?.sealed_evidence),
        about,
      )
    expect(open(`consent.evidence/${ticketRef}/${row?.seq}`)).to.equal(WORDS)
    expect(await faultFrom(() => open(`consent.evidence/${ticketRef}/2`))).to.equal('STORE_UNAVAILABLE')
    expect(await faultFrom(() => open(`consent.evidence/other/${row?.seq}`))).to.equal('STORE_UNAVAILABLE')
  })

  it('is no yes in words said before the question, or tomorrow', async () => {
    const ticket = await ground.ticket()
    await ground.store.transact((tx) => issueConsentLink(ground.rooms, tx, AGENT, ticket, 'de'))
    for (const saidAt of ['2026-11-20T08:59:59.000Z', '2026-11-21T09:00:00.000Z']) {
      const order = { event: 'grant', channel: 'phone', evidence: WORDS, locale: 'de', saidAt } as const
      const fault = await wholeFaultFrom(() =>
        ground.store.transact((tx) => relayConsent(ground.rooms, tx, AGENT, ticket, order)),
      )
      expect(fault.detail).to.deep.equal({ rule: 'EVIDENCE_BEFORE_REQUEST' })
    }
    expect((await ground.consent()).awaiting).to.equal(null)
  })

  it('stops drafting at once when it is an objection, or a sign of a minor', async () => {
    expect((await relay('object', '')).overlays).to.deep.equal(['objected'])
    expect((await relay('hold_minor', '')).overlays).to.deep.equal(['objected', 'minor_hold'])
  })
})
