import { createHash } from 'node:crypto'
import { expect } from 'chai'
import {
  answerConsentLink,
  GRANT_DAYS,
  LINK_DAYS,
  MOST_ACTS_AN_HOUR,
  RECORD_DAYS,
} from '../../../server/consent/consent-links.ts'
import {
  issueConsentLink,
  LINK_CHOICES,
  type LinkChoice,
  linkForm,
  openConsentLink,
  readConsent,
} from '../../../server/consent/index.ts'
import { personSubject, requesterOf } from '../../../server/tickets/index.ts'
import { UNKNOWN_CONSENT } from '../../../src/domain/consent.ts'
import { loggedIn } from '../../support/access-ground.ts'
import { failing } from '../../support/audit-log.ts'
import { DAY, MINUTE } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { AGENT, RECIPIENTS, type TicketGround, ticketGround } from '../../support/ticket-ground.ts'

describe('the consent link', () => {
  let ground: TicketGround

  beforeEach(async () => {
    ground = await ticketGround()
  })
  afterEach(() => ground.store.close())

  async function issue(): Promise<string> {
    const ticket = await ground.ticket()
    const made = await ground.store.transact((tx) => issueConsentLink(ground.rooms, tx, AGENT, ticket, 'de'))
    return made.token
  }
  function open(token: string) {
    return ground.store.transact((tx) => openConsentLink(ground.rooms, tx, token))
  }
  /** As the page's own form would send it, in that language; of a link that does not open, of whatever page. */
  function formOf(token: string, language = 'de') {
    return ground.store.transact(async (tx) => {
      const link = await tx.consentLink(createHash('sha256').update(token).digest('hex'))
      const noticeDigest = (await tx.currentNotice('acme'))?.digest ?? ''
      if (link === null) return { noticeDigest, language, form: 'x' }
      const { state } = await readConsent(tx, 'acme', link.ticketRef, ground.world.now())
      return {
        noticeDigest,
        language,
        form: linkForm(ground.rooms, link, noticeDigest, language, state.noAt),
      }
    })
  }
  async function answer(token: string, choice: LinkChoice, language?: string) {
    const form = await formOf(token, language)
    return ground.store.transact((tx) => answerConsentLink(ground.rooms, tx, token, { ...form, choice }))
  }
  function wholeStore(): unknown {
    return ['ticket', 'consent_event', 'consent_link', 'draft', 'audit_entry', 'audit_head'].map((table) =>
      ground.store.rows(`select * from ${table}`),
    )
  }

  for (const [shown, recorded] of [
    ['en', 'en'],
    ['de', 'de'],
    ['pl', 'de'],
  ] as const)
    it(`records the language that the notice was read in: ${shown} is ${recorded}`, async () => {
      const token = await issue()
      await answer(token, 'grant', shown)
      expect((await ground.consent()).noticeLocale).to.equal(recorded)
    })

  it('is issued, shown, granted and withdrawn through the same address', async () => {
    const token = await issue()
    expect(await ground.consent()).to.deep.include({
      status: 'requested',
      epoch: 1,
      noticeVersion: 1,
      noticeLocale: 'de',
      disclosedRecipients: [],
    })
    const shown = await open(token)
    expect(shown.notice.texts.de?.lead).to.equal('Dürfen wir?')

    ground.world.pass(MINUTE)
    await answer(token, 'grant')
    expect(await ground.consent()).to.deep.equal({
      ...UNKNOWN_CONSENT,
      status: 'granted',
      overlays: [],
      legalBasis: 'consent',
      epoch: 2,
      noticeVersion: 1,
      noticeLocale: 'de',
      validUntil: '2027-05-19T09:01:00.000Z',
      changedAt: '2026-11-20T09:01:00.000Z',
      requestedAt: '2026-11-20T09:00:00.000Z',
      disclosedRecipients: RECIPIENTS,
    })

    await answer(token, 'withdraw')
    expect(await ground.consent()).to.deep.include({ status: 'withdrawn', epoch: 3 })
  })

  it('is told to the log act by act: who, which status, and neither the token nor a person', async () => {
    const token = await issue()
    await answer(token, 'grant')
    await answer(token, 'withdraw')
    const entries = (await loggedIn(ground.store)).slice(2)
    expect(entries.map(({ type, actor, decision }) => `${actor.kind}: ${type} ${decision}`)).to.deep.equal([
      'agent: consent.changed requested',
      'agent: consent.link_issued issued',
      'requester: consent.changed granted',
      'requester: consent.changed withdrawn',
    ])
    expect(JSON.stringify(entries)).not.to.include(token)
  })

  it('is stored only as a digest', async () => {
    const token = await issue()
    expect(token).to.match(/^[\w-]{43}$/)
    expect(JSON.stringify(wholeStore())).not.to.include(token)
  })

  it('changes nothing by being looked at, however often', async () => {
    const token = await issue()
    const before = wholeStore()
    for (let times = 0; times < 5; times += 1) await open(token)
    expect(wholeStore()).to.deep.equal(before)
    await answer(token, 'grant')
    expect(wholeStore()).not.to.deep.equal(before)
  })

  it('takes the same answer twice without a second act', async () => {
    const token = await issue()
    for (const choice of ['grant', 'withdraw', 'deny'] as const) {
      await answer(token, choice)
      const before = wholeStore()
      await answer(token, choice)
      expect(wholeStore(), choice).to.deep.equal(before)
    }
  })

  it('takes no back and forth for a no: the requester may change their mind, both ways', async () => {
    const token = await issue()
    const statuses: string[] = []
    for (const choice of ['deny', 'grant', 'withdraw', 'grant', 'deny'] as const)
      statuses.push((await answer(token, choice)).status)
    expect(statuses).to.deep.equal(['denied', 'granted', 'withdrawn', 'granted', 'denied'])
  })

  /** Links that must all look the same from outside; each row makes one out of a good link. */
  const UNKNOWN: Record<string, (good: string) => Promise<string> | string> = {
    'that nobody issued': () => 'A'.repeat(43),
    'with one character changed': (good) => (good.startsWith('A') ? 'B' : 'A') + good.slice(1),
    'that is cut': (good) => good.slice(0, -1),
    'that is longer': (good) => `${good}A`,
    'that is empty': () => '',
    'that is a path': () => '../../etc/passwd',
    'that is a piece of SQL': () => "' or 1=1 --",
    'that is its own digest': () =>
      String(ground.store.rows('select link_hash from consent_link')[0]?.link_hash),
    'that a newer one replaced': async (good) => {
      await issue()
      return good
    },
  }
  for (const [name, make] of Object.entries(UNKNOWN))
    it(`is unknown, and does nothing, ${name}`, async () => {
      const token = await make(await issue())
      const before = wholeStore()
      const opened = await wholeFaultFrom(() => open(token))
      const codes = [opened.code]
      for (const choice of ['grant', 'deny', 'withdraw'] as const)
        codes.push(await faultFrom(() => answer(token, choice)))
      expect(new Set(codes)).to.deep.equal(new Set(['LINK_UNKNOWN']))
      expect({ message: opened.message, detail: opened.detail }).to.deep.equal({
        message: 'this link is not valid, or no longer',
        detail: {},
      })
      expect(wholeStore()).to.deep.equal(before)
    })

  /** Whoever holds one of these was sent it: they are told what became of it, and nothing of anybody else. */
  const ENDED: Record<string, { why: string; make: (good: string) => Promise<void> | void }> = {
    'without an answer': { why: 'ended', make: () => ground.world.pass(LINK_DAYS * DAY) },
    'long after a no': {
      why: 'ended',
      make: async (good) => {
        await answer(good, 'deny')
        ground.world.pass(RECORD_DAYS * DAY)
      },
    },
    'long after the consent ran out': {
      why: 'ended',
      make: async (good) => {
        await answer(good, 'grant')
        ground.world.pass((GRANT_DAYS + RECORD_DAYS) * DAY)
      },
    },
    'when the ticket belongs to somebody else': {
      why: 'moved',
      make: async () => {
        const { ticketRef } = await ground.ticket()
        await ground.store.transact(async (tx) => {
          const { requesterRef } = await requesterOf(ground.rooms, tx, 'acme', '999')
          await tx.setTicketRequester('acme', ticketRef, requesterRef, 'webhook')
        })
      },
    },
  }
  for (const [name, { why, make }] of Object.entries(ENDED))
    it(`has ended, and does nothing, ${name}`, async () => {
      const token = await issue()
      await make(token)
      const before = wholeStore()
      const opened = await wholeFaultFrom(() => open(token))
      expect([opened.code, opened.detail.why]).to.deep.equal(['LINK_ENDED', why])
      for (const choice of LINK_CHOICES)
        expect(await faultFrom(() => answer(token, choice))).to.equal('LINK_ENDED')
      expect(JSON.stringify(opened.detail)).to.not.match(/999|360001/)
      expect(wholeStore()).to.deep.equal(before)
    })

  it('is heard for a no, and for nothing else, when the helpdesk has joined its holder with another record', async () => {
    const token = await issue()
    const digestOf = (id: string) => ground.rooms.keys.digest('requester', 'acme', id)
    const { ticketRef } = await ground.ticket()
    await ground.store.transact(async (tx) => {
      const { requesterRef } = await requesterOf(ground.rooms, tx, 'acme', '999')
      await tx.setTicketRequester('acme', ticketRef, requesterRef, 'webhook')
      const subject = personSubject(digestOf('360001'))
      const at = ground.world.now().toISOString()
      await tx.keepFact('acme', {
        subject,
        kind: 'merged',
        key: digestOf('999'),
        at,
        eventId: 'e1',
        value: at,
      })
    })
    expect((await open(token)).open).to.equal(false)
    const before = wholeStore()
    for (const choice of ['grant', 'defer'] as const)
      expect(await faultFrom(() => answer(token, choice))).to.equal('LINK_ENDED')
    expect(wholeStore()).to.deep.equal(before)
    expect((await answer(token, 'object')).overlays).to.deep.equal(['objected'])
    expect((await answer(token, 'deny')).status).to.equal('denied')
  })

  it('shows an answer for a month past its end, and then takes only a no', async () => {
    const token = await issue()
    await answer(token, 'deny')
    ground.world.pass(RECORD_DAYS * DAY - 1)
    expect((await open(token)).open).to.equal(false)
    const before = wholeStore()
    for (const choice of ['grant', 'defer'] as const)
      expect(await faultFrom(() => answer(token, choice))).to.equal('LINK_ENDED')
    expect(wholeStore()).to.deep.equal(before)
    expect((await answer(token, 'object')).overlays).to.deep.equal(['objected'])
  })

  describe('given a form', () => {
    const forged: Record<string, (form: Awaited<ReturnType<typeof formOf>>) => object> = {
      'that is made up': () => ({ form: 'A'.repeat(43) }),
      'that is made up before the dot': ({ form }) => ({ form: form.replace(/^.*\./, `${'A'.repeat(43)}.`) }),
      'that is empty before the dot': ({ form }) => ({ form: form.replace(/^.*\./, '.') }),
      'that is empty': () => ({ form: '' }),
      'for another notice': () => ({ noticeDigest: '0'.repeat(64) }),
      'for another language': () => ({ language: 'en' }),
    }
    for (const [name, change] of Object.entries(forged))
      for (const choice of LINK_CHOICES)
        it(`takes no ${choice} with one ${name}`, async () => {
          const token = await issue()
          const form = await formOf(token)
          const before = wholeStore()
          const sent = { ...form, ...change(form), choice }
          expect(
            await faultFrom(() =>
              ground.store.transact((tx) => answerConsentLink(ground.rooms, tx, token, sent)),
            ),
          ).to.equal('BAD_REQUEST')
          expect(wholeStore()).to.deep.equal(before)
        })

    it('takes none of another link', async () => {
      const token = await issue()
      const form = await formOf(token)
      const other = await issue()
      const before = wholeStore()
      const sent = { ...form, choice: 'grant' as const }
      expect(
        await faultFrom(() =>
          ground.store.transact((tx) => answerConsentLink(ground.rooms, tx, other, sent)),
        ),
      ).to.equal('BAD_REQUEST')
      expect(wholeStore()).to.deep.equal(before)
    })

    for (const choice of ['grant', 'defer'] as const)
      it(`takes no ${choice} from a page that was shown before a no, and every no`, async () => {
        const token = await issue()
        const form = await formOf(token)
        const send = (said: LinkChoice) =>
          ground.store.transact((tx) => answerConsentLink(ground.rooms, tx, token, { ...form, choice: said }))
        await send('deny')
        ground.world.pass(MINUTE)
        const before = wholeStore()
        const fault = await wholeFaultFrom(() => send(choice))
        expect([fault.code, fault.detail.why]).to.deep.equal(['CONFLICT', 'no'])
        expect(wholeStore()).to.deep.equal(before)
        expect((await send('object')).overlays).to.deep.equal(['objected'])
      })

    it('takes the yes of a page that shows the no', async () => {
      const token = await issue()
      await answer(token, 'deny')
      ground.world.pass(MINUTE)
      expect((await answer(token, 'grant')).status).to.equal('granted')
    })

    it('takes no yes that was said to the notice before, and every no', async () => {
      const token = await issue()
      const form = await formOf(token)
      await ground.newNotice('Drafts, and more')
      const send = (choice: LinkChoice) =>
        ground.store.transact((tx) => answerConsentLink(ground.rooms, tx, token, { ...form, choice }))
      const before = wholeStore()
      for (const choice of ['grant', 'defer'] as const)
        expect(await faultFrom(() => send(choice))).to.equal('CONFLICT')
      expect(wholeStore()).to.deep.equal(before)
      expect((await send('deny')).status).to.equal('denied')
      expect((await send('object')).overlays).to.deep.equal(['objected'])
    })
  })

  describe('however often it is used', () => {
    const toAndFro = async (token: string, times: number) => {
      for (let time = 0; time < times; time += 1) {
        await answer(token, 'grant')
        await answer(token, 'withdraw')
      }
    }

    it('takes ten times a yes in an hour, then says when it takes the next', async () => {
      const token = await issue()
      await toAndFro(token, MOST_ACTS_AN_HOUR)
      ground.world.pass(MINUTE)
      const before = wholeStore()
      const fault = await wholeFaultFrom(() => answer(token, 'grant'))
      expect([fault.code, fault.detail.retryAfterSeconds]).to.deep.equal(['TOO_MANY_REQUESTS', 59 * 60])
      expect(wholeStore()).to.deep.equal(before)
      ground.world.pass(59 * MINUTE)
      expect((await answer(token, 'grant')).status).to.equal('granted')
    })

    it('takes every no, also past that', async () => {
      const token = await issue()
      await toAndFro(token, MOST_ACTS_AN_HOUR - 1)
      await answer(token, 'grant')
      expect((await answer(token, 'withdraw')).status).to.equal('withdrawn')
      expect(await faultFrom(() => answer(token, 'grant'))).to.equal('TOO_MANY_REQUESTS')
      expect((await answer(token, 'object')).overlays).to.deep.equal(['objected'])
    })

    it('bounds what one link can add to the record, whatever is pressed', async () => {
      const token = await issue()
      for (let time = 0; time < 60; time += 1)
        for (const choice of LINK_CHOICES)
          await answer(token, choice).then(
            () => undefined,
            () => undefined,
          )
      const [row] = ground.store.rows('select count(*) as count from consent_event')
      expect(row?.count).to.be.at.most(2 * MOST_ACTS_AN_HOUR + 3)
    })
  })

  it('is good until its last moment', async () => {
    const token = await issue()
    ground.world.pass(LINK_DAYS * DAY - 1)
    expect((await answer(token, 'grant')).status).to.equal('granted')
  })

  it('withdraws a consent long after it could have given one', async () => {
    const token = await issue()
    await answer(token, 'grant')
    ground.world.pass((GRANT_DAYS - 1) * DAY)
    expect((await answer(token, 'withdraw')).status).to.equal('withdrawn')
    // The page that the requester is led back to must say that it worked.
    expect((await open(token)).state.status).to.equal('withdrawn')
    expect(await faultFrom(() => answer(token, 'grant'))).to.equal('LINK_ENDED')
    expect((await ground.consent()).status).to.equal('withdrawn')
  })

  it('replaces the one before: only the newest opens', async () => {
    const [first, second] = [await issue(), await issue()]
    expect(await faultFrom(() => open(first))).to.equal('LINK_UNKNOWN')
    expect((await open(second)).state.status).to.equal('requested')
    expect(ground.store.rows('select count(*) as count from consent_link')).to.deep.equal([{ count: 1 }])
  })

  it('is not issued while a consent holds, and the old link stays', async () => {
    const token = await issue()
    await answer(token, 'grant')
    const before = wholeStore()
    const fault = await wholeFaultFrom(issue)
    expect({ code: fault.code, ...fault.detail }).to.deep.equal({
      code: 'ILLEGAL_TRANSITION',
      rule: 'REQUEST_WHILE_DRAFTABLE',
    })
    expect(wholeStore()).to.deep.equal(before)
    expect((await open(token)).state.status).to.equal('granted')
  })

  it('is issued anew when the consent has run out, and the ticket is then asked for', async () => {
    await answer(await issue(), 'grant')
    const { epoch } = await ground.consent()
    ground.world.pass(GRANT_DAYS * DAY)
    expect((await ground.consent()).status).to.equal('expired')
    const token = await issue()
    expect(await ground.consent()).to.deep.include({ status: 'requested', epoch: epoch + 1 })
    await answer(token, 'grant')
    expect(await ground.consent()).to.deep.include({ status: 'granted', epoch: epoch + 2 })
  })

  it('is issued anew when the notice has changed since the consent, and asks with the new notice', async () => {
    await answer(await issue(), 'grant')
    await ground.newNotice('Drafts, and more')
    const token = await issue()
    expect(await ground.consent()).to.deep.include({ status: 'requested', noticeVersion: 2 })
    expect((await open(token)).notice.texts.en?.title).to.equal('Drafts, and more')
    expect(await answer(token, 'grant')).to.deep.include({ status: 'granted', noticeVersion: 2 })
  })

  it('shows the notice in force, asks with it anew, and says which was shown before', async () => {
    const token = await issue()
    await ground.newNotice('Drafts, and more')
    const opened = await open(token)
    expect([opened.notice.version, opened.before?.version]).to.deep.equal([2, 1])
    expect(await answer(token, 'grant')).to.deep.include({ status: 'granted', noticeVersion: 2 })
    expect((await open(token)).before).to.equal(null)
    const kinds = (await open(token)).events.map(({ event }) => `${event.by}: ${event.kind}`)
    expect(kinds).to.deep.equal(['agent: request', 'system: request', 'requester: grant'])
  })

  it('asks again, under the same link, who had agreed to the notice before', async () => {
    const token = await issue()
    await answer(token, 'grant')
    await ground.newNotice('Drafts, and more')
    expect((await open(token)).before?.version).to.equal(1)
    expect(await answer(token, 'grant')).to.deep.include({ status: 'granted', noticeVersion: 2 })
  })

  it('takes "later" as an answer, and a yes after it', async () => {
    const token = await issue()
    expect(await answer(token, 'defer')).to.deep.include({ status: 'requested', deferred: true })
    const before = wholeStore()
    await answer(token, 'defer')
    expect(wholeStore()).to.deep.equal(before)
    expect((await answer(token, 'grant')).status).to.equal('granted')
  })

  it('takes the same answer once when it is sent twice at the same moment', async () => {
    for (const choice of LINK_CHOICES) {
      const token = await issue()
      const size = (await open(token)).events.length
      await Promise.all([answer(token, choice), answer(token, choice), answer(token, choice)])
      expect((await open(token)).events.length - size, choice).to.equal(1)
      await ground.store.close()
      ground = await ticketGround()
    }
  })

  it('names the audit entry of each act', async () => {
    const token = await issue()
    await answer(token, 'grant')
    const entries = await loggedIn(ground.store)
    const { events } = await open(token)
    expect(events.map(({ auditIndex }) => entries[auditIndex ?? -1]?.type)).to.deep.equal([
      'consent.changed',
      'consent.changed',
    ])
  })

  it('is not issued when the entry cannot be written, and nothing is asked', async () => {
    const before = wholeStore()
    const ticket = await ground.ticket()
    const code = await faultFrom(() =>
      ground.store.transact((tx) =>
        issueConsentLink(
          ground.rooms,
          failing(tx, 'writeAuditEntry', new Error('full')),
          AGENT,
          ticket,
          'de',
        ),
      ),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(wholeStore()).to.deep.equal(before)
  })

  it('grants nothing when the entry cannot be written', async () => {
    const token = await issue()
    const form = { ...(await formOf(token)), choice: 'grant' as const }
    const before = wholeStore()
    const code = await faultFrom(() =>
      ground.store.transact((tx) =>
        answerConsentLink(ground.rooms, failing(tx, 'writeAuditEntry', new Error('full')), token, form),
      ),
    )
    expect(code).to.equal('AUDIT_UNAVAILABLE')
    expect(wholeStore()).to.deep.equal(before)
    expect((await ground.consent()).status).to.equal('requested')
  })
})
