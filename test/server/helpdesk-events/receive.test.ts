import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { tagDigest } from '../../../server/tickets/index.ts'
import { ACCOUNT_ID, ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { press } from '../../support/consent-page.ts'
import {
  consentedTicket,
  draft,
  grant,
  newTicketId,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { MINUTE } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { sendWebhook, type WebhookParts } from '../../support/signed-webhook.ts'
import { POSTGRES } from '../../support/test-database.ts'

const OTHER = '22'

describe('an event of the helpdesk', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  })
  // Each test in a minute of its own: events and acts are told apart by their time.
  beforeEach(() => desk.world.pass(MINUTE))
  afterEach(() => desk.drafter.reset())
  after(() => desk.stop())

  const send = async (parts: WebhookParts & { type: string }) => {
    desk.world.pass(5_000)
    const answer = await sendWebhook(desk, { ...parts, type: `zen:event-type:${parts.type}` })
    expect(answer.status).to.equal(204)
  }
  const mergeInto = (ticketId: string, into: string, requesterId: string) =>
    send({ type: 'ticket.merged', ticketId, requesterId, event: { target_ticket_id: into } })
  const view = async (ticketId: string) => (await desk.api(AGENT, 'GET', `/tickets/${ticketId}`)).body
  const refusalsOf = async (ticketId: string, requesterId = REQUESTER) =>
    (await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId }))).reasons
  const evidence = (ticketId: string) =>
    desk.rows(
      `select count(e.sealed_evidence) n from consent_event e join ticket t on t.ticket_ref = e.ticket_ref
         where t.ticket_id = '${ticketId}'`,
    )[0]?.n

  const wordsOfDrafts = (ticketId: string) =>
    desk.rows(
      `select d.draft_id from draft d join ticket t on t.ticket_ref = d.ticket_ref
         where t.ticket_id = '${ticketId}' and d.sealed_content is not null`,
    )

  it('is written down and changes nothing else when its type is not known', async () => {
    const ticketId = await consentedTicket(desk)
    const tables = ['webhook_event', 'audit_entry', 'audit_head', 'webhook_heard']
    const before = desk.dump(tables)
    await send({ type: 'organization.created', ticketId })
    await send({ type: 'user.name_changed', ticketId })
    expect(desk.dump(tables)).to.equal(before)
    expect(desk.audit().at(-1)?.decision).to.equal('zen:event-type:user.name_changed')
  })

  it('of another account is answered 404 and leaves nothing, where the account is known', async () => {
    const closed = await startDesk({ env: { VOUCH_WEBHOOK_ACCOUNT: '8' } })
    const ticketId = await consentedTicket(closed)
    const before = closed.dump()
    expectProblem(await sendWebhook(closed, { ticketId, requesterId: OTHER }), 404, 'NOT_FOUND')
    expect(closed.dump()).to.equal(before)
    await closed.stop()
    const open = await startDesk({ env: { VOUCH_WEBHOOK_ACCOUNT: '7' } })
    expect((await sendWebhook(open, { ticketId: '1', requesterId: OTHER })).status).to.equal(204)
    await open.stop()
  })

  describe('that says two tickets were merged', () => {
    it('ends drafting in the one that went, names the other, and asks no model', async () => {
      const [gone, stays] = [await consentedTicket(desk), await consentedTicket(desk)]
      await mergeInto(gone, stays, REQUESTER)
      expect(await refusalsOf(gone)).to.deep.equal(['TICKET_MERGED'])
      expect(desk.drafter.calls).to.equal(0)
      const { refusals } = await view(gone)
      expect(refusals).to.deep.equal([
        { refusal: { reason: 'TICKET_MERGED', into: stays }, nextStep: 'open_merged_ticket' },
      ])
      expect((await view(stays)).consent.status).to.equal('granted')
      expect(await refusalsOf(stays)).to.deep.equal([])
    })

    it('raises the epoch of both', async () => {
      const [gone, stays] = [await consentedTicket(desk), await consentedTicket(desk)]
      const before = [await view(gone), await view(stays)].map(({ consent }) => consent.epoch)
      await mergeInto(gone, stays, REQUESTER)
      const after = [await view(gone), await view(stays)].map(({ consent }) => consent.epoch)
      expect(after.map((epoch, index) => epoch > before[index])).to.deep.equal([true, true])
    })

    it("carries the same person's no, and never a yes", async () => {
      const [refused, stays] = [await consentedTicket(desk), await consentedTicket(desk)]
      await withdraw(desk, refused)
      await mergeInto(refused, stays, REQUESTER)
      expect((await view(stays)).consent.status).to.equal('withdrawn')
      const [agreed, unasked] = [await consentedTicket(desk), await openedTicket(desk)]
      await mergeInto(agreed, unasked, REQUESTER)
      expect((await view(unasked)).consent.status).to.equal('unknown')
    })

    it("carries nothing of another person's", async () => {
      const [other, stays] = [await openedTicket(desk, OTHER), await consentedTicket(desk)]
      await withdraw(desk, other)
      await mergeInto(other, stays, OTHER)
      expect((await view(stays)).consent.status).to.equal('granted')
    })

    it('waits for a ticket that is not known yet', async () => {
      const [unknown, stays] = [newTicketId(), await consentedTicket(desk)]
      await mergeInto(unknown, stays, REQUESTER)
      await send({
        type: 'ticket.tags_changed',
        ticketId: unknown,
        requesterId: REQUESTER,
        event: { tags_added: ['vouch_form_no'] },
      })
      expect((await view(stays)).consent.status).to.equal('denied')
      expect(await refusalsOf(unknown)).to.include('TICKET_MERGED')
    })
  })

  describe('after which somebody says no on the ticket that went', () => {
    const askedOn = async (): Promise<{ ticketId: string; address: string }> => {
      const ticketId = await openedTicket(desk)
      const asked = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
      return { ticketId, address: new URL(asked.body.url).pathname }
    }

    it('reaches the other ticket at once through the old link, and takes its drafts away', async () => {
      const { ticketId: gone, address } = await askedOn()
      await press(desk, address, 'grant')
      const [stays, bystander] = [await consentedTicket(desk), await consentedTicket(desk)]
      await mergeInto(gone, stays, REQUESTER)
      desk.world.pass(MINUTE)
      await grant(desk, stays)
      await draft(desk, orderFor(stays, REFUND_QUESTION))
      expect(wordsOfDrafts(stays).length).to.equal(1)
      desk.world.pass(MINUTE)
      expect((await press(desk, address, 'withdraw')).status).to.equal(303)
      expect((await view(stays)).consent.status).to.equal('withdrawn')
      expect(wordsOfDrafts(stays)).to.deep.equal([])
      expect((await view(bystander)).consent.status).to.equal('granted')
    })

    it('reaches it across two merges', async () => {
      const { ticketId: gone, address } = await askedOn()
      const [middle, stays] = [await openedTicket(desk), await consentedTicket(desk)]
      await mergeInto(gone, middle, REQUESTER)
      await mergeInto(middle, stays, REQUESTER)
      desk.world.pass(MINUTE)
      await press(desk, address, 'deny')
      expect((await view(stays)).consent.status).to.equal('denied')
    })

    const others = {
      'an agent takes down': (ticketId: string) => withdraw(desk, ticketId),
      'compliance staff restrict': async (ticketId: string) => {
        const { epoch } = (await view(ticketId)).consent
        const order = { act: 'restrict', reason: 'asked by letter', epoch }
        return desk.api(COMPLIANCE, 'POST', `/console/consents/${ticketId}/acts`, order)
      },
    }
    for (const [name, act] of Object.entries(others))
      it(`reaches it at once when it is one that ${name}, and takes its drafts away`, async () => {
        const [gone, stays, bystander] = [
          await consentedTicket(desk),
          await consentedTicket(desk),
          await consentedTicket(desk),
        ]
        await mergeInto(gone, stays, REQUESTER)
        await draft(desk, orderFor(stays, REFUND_QUESTION))
        expect(wordsOfDrafts(stays).length).to.equal(1)
        desk.world.pass(MINUTE)
        expect((await act(gone)).status).to.be.within(200, 204)
        const [there, here] = [(await view(gone)).consent, (await view(stays)).consent]
        expect([here.saidNo, here.overlays]).to.deep.equal([there.saidNo, there.overlays])
        expect(here.saidNo || here.overlays.length > 0).to.equal(true)
        expect(await refusalsOf(stays)).to.not.deep.equal([])
        expect(wordsOfDrafts(stays)).to.deep.equal([])
        expect((await view(bystander)).refusals).to.deep.equal([])
      })

    it('does not speak for another person', async () => {
      const { ticketId: gone, address } = await askedOn()
      const stays = await consentedTicket(desk, OTHER)
      await mergeInto(gone, stays, REQUESTER)
      await grant(desk, stays)
      const { status } = (await view(stays)).consent
      await press(desk, address, 'deny')
      expect((await view(gone)).consent.status).to.equal('denied')
      expect((await view(stays)).consent.status).to.equal(status)
    })
  })

  describe('that says where a ticket stands', () => {
    const filed = async (ticketId: string) =>
      JSON.parse(String(desk.rows(`select facets from ticket where ticket_id = '${ticketId}'`)[0]?.facets))
    const session = (ticketId: string, brandId: string) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, {
        requesterId: REQUESTER,
        locale: 'de',
        tags: ['vip'],
        facets: { brandId, formId: null, groupId: null, channel: 'email' },
      })
    const tell = (ticketId: string, brand_id: string, time?: string) =>
      send({
        type: 'ticket.brand_changed',
        ticketId,
        requesterId: REQUESTER,
        detail: { brand_id, tags: ['legal'] },
        ...(time === undefined ? {} : { time }),
      })

    it('wins over the session, and by its own time over what comes late', async () => {
      const ticketId = newTicketId()
      const earlier = desk.world.now().toISOString()
      await session(ticketId, '8')
      await tell(ticketId, '9')
      const told = {
        brandId: '9',
        formId: null,
        groupId: null,
        tags: [tagDigest(openKeyring(desk.dataDir), ACCOUNT_ID, 'legal')],
        locale: 'de',
        channel: 'email',
      }
      expect(await filed(ticketId)).to.deep.equal([told])
      await tell(ticketId, '8', earlier)
      expect(await filed(ticketId)).to.deep.equal([told])
    })

    it('cannot be left behind by a session that says something else', async () => {
      const ticketId = newTicketId()
      await tell(ticketId, '9')
      await session(ticketId, '8')
      const all = await filed(ticketId)
      expect(all.map(({ brandId }: { brandId: string }) => brandId)).to.include('9')
      const legal = tagDigest(openKeyring(desk.dataDir), ACCOUNT_ID, 'legal')
      for (const { tags } of all) expect(tags).to.include(legal)
    })

    it('is met by a rule about one of its tags, and leaves no tag as text behind', async () => {
      const own = await startDesk()
      const { body: policy } = await own.api(ADMIN, 'GET', '/console/scope-policy')
      const rules = ['legal', 'vip'].map((tag) => ({
        id: tag,
        name: tag,
        when: { tags: [tag] },
        restrict: { limits: { draftsPerTicket: 3 } },
      }))
      await own.api(ADMIN, 'PUT', '/console/scope-policy', { ...policy, rules })
      const ticketId = await openedTicket(own)
      await sendWebhook(own, {
        ticketId,
        requesterId: REQUESTER,
        type: 'zen:event-type:ticket.created',
        detail: { tags: ['legal', 'erika_mustermann'] },
      })
      const { steps } = (await own.api(ADMIN, 'GET', `/console/tickets/${ticketId}/why`)).body
      const matched = steps.map((step: { rule: string; match: string }) => [step.rule, step.match])
      expect(matched).to.deep.include(['legal', 'matches'])
      expect(matched).to.deep.include(['vip', 'differs'])
      expect(own.dump()).to.not.contain('erika_mustermann')
      await own.stop()
    })
  })

  describe('that says a person was deleted', () => {
    // It reads the file itself.
    if (POSTGRES === null)
      it('leaves nothing of theirs under a seal, in whatever table, and all of others', async () => {
        const [theirs, others] = [await consentedTicket(desk, '65'), await consentedTicket(desk, '66')]
        for (const [ticketId, requesterId] of [
          [theirs, '65'],
          [others, '66'],
        ] as const)
          await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId }))
        desk.tamper((database) =>
          database.exec(
            `insert into request_case (account_id, case_id, case_number, kind, status, channel, ticket_ref,
             requester_ref, locale, received_at, received_on, due_on, internal_due_on, extended, pauses, calendar,
             reminded, version, sealed_note)
             select account_id, 'case-' || ticket_id, ticket_id, 'access', 'closed', 'page', ticket_ref,
             requester_ref, 'en', '', '', '', '', 0, '[]', 'none', '[]', 1, 'a note'
             from ticket where ticket_id in ('${theirs}', '${others}');
           insert into request_event (account_id, case_id, seq, requester_ref, kind, at, actor, actor_ref, detail,
             sealed_text)
             select account_id, case_id, 0, requester_ref, 'note_added', '', 'compliance', '', '{}', 'a note'
             from request_case where case_id like 'case-%'`,
          ),
        )
        // Of each table with a sealed column: how many of its rows about this ticket's person hold something.
        const sealedOf = (ticketId: string) =>
          desk
            .rows(
              `select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c
               where m.type = 'table' and c.name like 'sealed%' and m.name <> 'requester' and exists
                 (select 1 from pragma_table_info(m.name) o where o.name = 'requester_ref') order by 1`,
            )
            .map(({ table, column }) => [
              table,
              desk.rows(
                `select count(${column}) as n from ${table} where requester_ref =
                 (select requester_ref from ticket where ticket_id = '${ticketId}')`,
              )[0]?.n,
            ])
        const before = sealedOf(theirs).filter(([, count]) => count !== 0)
        expect(before.map(([table]) => table)).to.deep.equal([
          'audit_payload',
          'consent_event',
          'draft',
          'recorded_question',
          'request_case',
          'request_event',
        ])
        for (const [table, count] of before)
          if (table === 'audit_payload') expect(Number(count)).to.be.greaterThan(2)
          else expect(count, String(table)).to.equal(1)
        const [othersBefore, key] = [sealedOf(others), desk.rows('select wrapped_key from requester')]
        await send({ type: 'user.deleted', ticketId: '65' })
        for (const [table, count] of sealedOf(theirs)) expect(count, String(table)).to.equal(0)
        expect(sealedOf(others)).to.deep.equal(othersBefore)
        expect(desk.rows('select wrapped_key from requester')).to.not.deep.equal(key)
      })

    for (const [name, parts] of Object.entries({
      'user.deleted': { type: 'user.deleted' },
      'user.active_changed': { type: 'user.active_changed', event: { current: false } },
    }))
      it(`(${name}) erases what is held about them, and an older event brings nothing back`, async () => {
        const person = name === 'user.deleted' ? '61' : '62'
        const ticketId = await consentedTicket(desk, person)
        expect(evidence(ticketId)).to.equal(1)
        const earlier = desk.world.now().toISOString()
        await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId: person }))
        expect(wordsOfDrafts(ticketId).length).to.equal(1)
        await send({ ...parts, ticketId: person })
        const left = desk.dump(['webhook_event', 'audit_entry', 'audit_head', 'ticket', 'helpdesk_fact'])
        expect((await view(ticketId)).consent.overlays).to.deep.equal(['erased'])
        expect(evidence(ticketId)).to.equal(0)
        expect(wordsOfDrafts(ticketId)).to.deep.equal([])
        await send({ type: 'ticket.created', ticketId, requesterId: person, time: earlier })
        expect((await view(ticketId)).consent.overlays).to.deep.equal(['erased'])
        expect(evidence(ticketId)).to.equal(0)
        expect(await refusalsOf(ticketId, person)).to.include('CONSENT_OVERLAY')
        expect(left).to.not.contain('yes, in the second message')
      })

    it('leaves others alone, and an active person too', async () => {
      const ticketId = await consentedTicket(desk)
      await send({ type: 'user.active_changed', ticketId: REQUESTER, event: { current: true } })
      await send({ type: 'user.deleted', ticketId: '63' })
      expect((await view(ticketId)).consent.status).to.equal('granted')
    })

    it('lets the ticket pass to somebody else, of whom nothing is known', async () => {
      const ticketId = await consentedTicket(desk, '64')
      await send({ type: 'user.deleted', ticketId: '64' })
      await send({ type: 'ticket.requester_changed', ticketId, requesterId: OTHER })
      const { consent } = await view(ticketId)
      expect([consent.status, consent.overlays]).to.deep.equal(['unknown', []])
    })
  })

  it('that joins two records of a person lets neither lose a no, and asks for every yes anew', async () => {
    const [mine, yours] = [await consentedTicket(desk, '71'), await consentedTicket(desk, '72')]
    await withdraw(desk, yours)
    const agreed = await consentedTicket(desk, '72')
    await send({ type: 'user.merged', ticketId: '71', event: { target_user_id: '72' } })
    expect((await view(mine)).consent.status).to.equal('withdrawn')
    expect((await view(agreed)).consent.saidNo).to.equal(true)
    // The old number still finds the person.
    const opened = await desk.api(AGENT, 'PUT', `/tickets/${mine}`, { requesterId: '71' })
    expect(JSON.stringify(opened.body.refusals)).to.not.contain('REQUESTER_MISMATCH')
  })

  it('that joins two records leaves the link that one of them holds open to a no, and to nothing else', async () => {
    const joinedTicket = async (one: string, other: string) => {
      const ticketId = newTicketId()
      await send({ type: 'ticket.created', ticketId, requesterId: one })
      const asked = await desk.api(AGENT, 'POST', `/tickets/${ticketId}/consent/requests`, { locale: 'en' })
      const address = new URL(asked.body.url).pathname
      await press(desk, address, 'grant')
      await send({ type: 'user.merged', ticketId: one, event: { target_user_id: other } })
      return { ticketId, address }
    }
    const { ticketId, address } = await joinedTicket('73', '74')
    expect((await view(ticketId)).consent.status).to.equal('unknown')
    // A yes is asked anew, of the record that goes on.
    expect((await press(desk, address, 'grant')).status).to.equal(410)
    expect((await view(ticketId)).consent.status).to.equal('unknown')
    desk.world.pass(MINUTE)
    await grant(desk, ticketId)
    expect(await refusalsOf(ticketId, '74')).to.deep.equal([])
    expect(wordsOfDrafts(ticketId).length).to.equal(1)
    expect((await press(desk, address, 'withdraw')).status).to.equal(303)
    expect((await view(ticketId)).consent.status).to.equal('withdrawn')
    expect(wordsOfDrafts(ticketId)).to.deep.equal([])
    expect(await refusalsOf(ticketId, '74')).to.include('CONSENT_NOT_GRANTED')
    // Nobody else's ticket: the other record was never theirs.
    const moved = await joinedTicket('75', '76')
    await send({ type: 'ticket.requester_changed', ticketId: moved.ticketId, requesterId: OTHER })
    await grant(desk, moved.ticketId)
    expect((await press(desk, moved.address, 'withdraw')).status).to.equal(410)
    expect((await view(moved.ticketId)).consent.saidNo).to.equal(false)
  })

  it('that deletes a ticket ends drafting in it; restoring opens it; deleting for good empties it', async () => {
    const ticketId = await consentedTicket(desk)
    await send({ type: 'ticket.soft_deleted', ticketId, requesterId: REQUESTER })
    expect(await refusalsOf(ticketId)).to.deep.equal(['TICKET_DELETED'])
    await send({ type: 'ticket.undeleted', ticketId, requesterId: REQUESTER })
    expect(await refusalsOf(ticketId)).to.deep.equal([])
    expect(evidence(ticketId)).to.equal(1)
    const before = desk.world.now().toISOString()
    await send({ type: 'ticket.permanently_deleted', ticketId, requesterId: REQUESTER })
    expect(await refusalsOf(ticketId)).to.include('TICKET_DELETED')
    expect(evidence(ticketId)).to.equal(0)
    expect((await view(ticketId)).consent.overlays).to.deep.equal(['erased'])
    const erasures = () =>
      desk
        .audit()
        .filter(({ type }) => type === 'erasure.executed')
        .map(({ object, actor }) => [object.kind, actor.kind])
    expect(erasures()).to.deep.equal([['ticket', 'helpdesk']])
    // A repeat, or an older event that comes late, writes nothing down and brings nothing back.
    await send({ type: 'ticket.permanently_deleted', ticketId, requesterId: REQUESTER })
    await send({ type: 'ticket.comment_added', ticketId, requesterId: REQUESTER, time: before })
    expect(erasures()).to.deep.equal([['ticket', 'helpdesk']])
    expect((await view(ticketId)).consent.overlays).to.deep.equal(['erased'])
  })

  it('that only bins a ticket erases nothing of it', async () => {
    const ticketId = await consentedTicket(desk)
    const erasures = () => desk.audit().filter(({ type }) => type === 'erasure.executed').length
    const before = erasures()
    await send({ type: 'ticket.soft_deleted', ticketId, requesterId: REQUESTER })
    expect(erasures()).to.equal(before)
    expect(evidence(ticketId)).to.equal(1)
  })

  it('that comes late cannot undo a newer one', async () => {
    const ticketId = await openedTicket(desk)
    const earlier = desk.world.now().toISOString()
    await send({ type: 'ticket.requester_changed', ticketId, requesterId: OTHER })
    desk.world.pass(MINUTE)
    await grant(desk, ticketId)
    await send({ type: 'ticket.requester_changed', ticketId, requesterId: REQUESTER, time: earlier })
    expect((await view(ticketId)).consent.status).to.equal('granted')
    expect(await refusalsOf(ticketId, OTHER)).to.deep.equal([])
  })

  describe("of the ticket's form", () => {
    const created = (ticketId: string, change: Readonly<Record<string, unknown>>) =>
      send({
        type: 'ticket.created',
        ticketId,
        requesterId: REQUESTER,
        detail: {
          submitter_id: REQUESTER,
          actor_id: REQUESTER,
          via: { channel: 'web' },
          tags: ['vouch_form_yes'],
          ...change,
        },
      })

    it('grants nothing while the account names no notice beside the form', async () => {
      const ticketId = newTicketId()
      await created(ticketId, {})
      expect((await view(ticketId)).consent.status).to.equal('unknown')
    })

    it('is obeyed when it says no, whoever set it', async () => {
      const ticketId = await consentedTicket(desk)
      const change = { tags_added: ['vouch_form_no'], tags_removed: [] }
      await send({ type: 'ticket.tags_changed', ticketId, requesterId: REQUESTER, event: change })
      expect((await view(ticketId)).consent.status).to.equal('denied')
      const unticked = await consentedTicket(desk)
      const taken = { tags_added: [], tags_removed: ['vouch_form_yes'] }
      await send({ type: 'ticket.tags_changed', ticketId: unticked, requesterId: REQUESTER, event: taken })
      expect((await view(unticked)).consent.status).to.equal('denied')
    })
  })

  describe('of a form that is about all tickets of a person', () => {
    let own: Harness
    before(async () => {
      own = await startDesk()
      await own.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
      const rules = { version: 0, cooldownMonths: 6, remembers: true }
      expect((await own.api(COMPLIANCE, 'PUT', '/console/consent-rules', rules)).status).to.equal(200)
      const minor = { version: 0, minorTags: ['under_age'] }
      expect((await own.api(ADMIN, 'PUT', '/console/helpdesk-settings/minor-tags', minor)).status).to.equal(
        200,
      )
    })
    after(() => own.stop())

    const tell = async (type: string, ticketId: string, parts: Partial<WebhookParts>) => {
      own.world.pass(5_000)
      const answer = await sendWebhook(own, { ticketId, ...parts, type: `zen:event-type:ticket.${type}` })
      expect(answer.status).to.equal(204)
    }
    const standing = async (ticketId: string) => {
      const { status, overlays, saidNo } = (await own.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent
      return { status, overlays, saidNo }
    }
    const WORDS: Readonly<
      Record<string, { tag: string; there: { status: string; overlays: readonly string[]; saidNo: boolean } }>
    > = {
      'a no': { tag: 'vouch_form_no', there: { status: 'withdrawn', overlays: [], saidNo: true } },
      'too young': {
        tag: 'under_age',
        there: { status: 'granted', overlays: ['minor_hold'], saidNo: false },
      },
    }
    /** A person who has said yes for all of theirs, and a ticket that another one hands over to them. */
    const prepared = async (tag: string) => {
      const person = newTicketId()
      const theirs = newTicketId()
      await tell('created', theirs, { requesterId: person })
      expect((await grant(own, theirs)).body.consent).to.include({ status: 'granted', wide: true })
      const handed = newTicketId()
      await tell('created', handed, { requesterId: '99' })
      own.world.pass(MINUTE)
      const time = own.world.now().toISOString()
      return {
        ...{ person, theirs, handed },
        handover: () => tell('requester_changed', handed, { requesterId: person, time }),
        word: () =>
          tell('tags_changed', handed, {
            ...{ requesterId: person, time, detail: { tags: [tag] } },
            event: { tags_added: [tag], tags_removed: [] },
          }),
      }
    }
    for (const [name, { tag, there }] of Object.entries(WORDS)) {
      it(`reaches them with ${name} also when the same event hands the ticket over`, async () => {
        for (const [first, second] of [
          ['handover', 'word'],
          ['word', 'handover'],
        ] as const) {
          const story = await prepared(tag)
          await story[first]()
          await story[second]()
          expect(await standing(story.theirs), first).to.deep.equal(there)
        }
      })

      it(`does not reach them anew with ${name} when the ticket comes back`, async () => {
        const { theirs, handed, person, handover, word } = await prepared(tag)
        await handover()
        await word()
        await tell('requester_changed', handed, { requesterId: '99' })
        const before = await own.api(AGENT, 'GET', `/tickets/${theirs}`)
        await tell('requester_changed', handed, { requesterId: person })
        expect((await standing(handed)).saidNo).to.equal(there.saidNo)
        expect((await own.api(AGENT, 'GET', `/tickets/${theirs}`)).body.consent).to.deep.equal(
          before.body.consent,
        )
      })

      it(`is not undone, where it has reached them with ${name}, by whatever happens there next`, async () => {
        const { theirs, person, handover, word } = await prepared(tag)
        await handover()
        await word()
        await tell('comment_added', theirs, { requesterId: person })
        expect(await standing(theirs)).to.deep.equal(there)
      })
    }
  })

  describe('that suspends a person', () => {
    const suspend = (userId: string, current: boolean, time?: string) =>
      send({
        ...{ type: 'user.suspended_changed', ticketId: userId, event: { current, previous: !current } },
        ...(time === undefined ? {} : { time }),
      })
    const open = (ticketId: string, requesterId: string, unfit: readonly string[]) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId, unfit })
    const why = async (ticketId: string) => JSON.stringify((await view(ticketId)).refusals)

    it('ends drafting on each of their tickets at once, asks no model, and on nobody else’s', async () => {
      const [mine, also, other] = [
        await consentedTicket(desk, '81'),
        await consentedTicket(desk, '81'),
        await consentedTicket(desk, '82'),
      ]
      const before = (await view(mine)).revision
      await suspend('81', true)
      for (const ticketId of [mine, also]) {
        expect(await refusalsOf(ticketId, '81')).to.deep.equal(['REQUESTER_UNFIT'])
        expect(await why(ticketId)).to.contain('"why":"suspended"')
      }
      expect(desk.drafter.calls).to.equal(0)
      // An open sidebar watches this number.
      expect((await view(mine)).revision).to.be.greaterThan(before)
      expect(await refusalsOf(other, '82')).to.deep.equal([])
      await suspend('81', false)
      expect(await refusalsOf(mine, '81')).to.deep.equal([])
    })

    it('keeps a draft that was made before from being inserted', async () => {
      const ticketId = await consentedTicket(desk, '83')
      const made = await draft(desk, orderFor(ticketId, REFUND_QUESTION, { requesterId: '83' }))
      const insert = () =>
        desk.api(AGENT, 'POST', `/drafts/${made.draft?.id}/insertions`, {
          sentenceIds: made.draft?.sentences.map(({ id }) => id),
          ...{ how: 'insert', lastCommentId: '501' },
        })
      await suspend('83', true)
      const refused = await insert()
      expect(JSON.stringify(refused.body)).to.contain('REQUESTER_UNFIT')
      await suspend('83', false)
      expect((await insert()).body.outcome).to.equal('allowed')
    })

    it('is not undone by a session, and is lifted by the helpdesk although one had said so before', async () => {
      const ticketId = await consentedTicket(desk, '84')
      await suspend('84', true)
      await open(ticketId, '84', [])
      expect(await refusalsOf(ticketId, '84')).to.deep.equal(['REQUESTER_UNFIT'])
      await open(ticketId, '84', ['suspended'])
      await suspend('84', false)
      expect(await refusalsOf(ticketId, '84')).to.deep.equal([])
      // Whoever opens it later and sees them suspended knows better than an event that is older.
      desk.world.pass(MINUTE)
      await open(ticketId, '84', ['suspended'])
      expect(await refusalsOf(ticketId, '84')).to.deep.equal(['REQUESTER_UNFIT'])
    })

    it('counts by its own time, and holds for tickets that come later', async () => {
      const earlier = desk.world.now().toISOString()
      desk.world.pass(MINUTE)
      await suspend('85', true)
      await suspend('85', false, earlier)
      const ticketId = await consentedTicket(desk, '85')
      expect(await refusalsOf(ticketId, '85')).to.deep.equal(['REQUESTER_UNFIT'])
    })

    it('leaves nothing of it behind once they are deleted', async () => {
      const kept = () => desk.rows("select count(*) n from helpdesk_fact where kind = 'suspended'")[0]?.n
      const before = kept()
      await suspend('86', true)
      expect(kept()).to.equal(Number(before) + 1)
      await send({ type: 'user.deleted', ticketId: '86' })
      await suspend('86', true)
      expect(kept()).to.equal(before)
    })
  })

  it('is not needed to see that the requester is a colleague: the session says so, until it does not', async () => {
    const ticketId = await consentedTicket(desk)
    const open = (unfit: readonly string[]) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER, unfit })
    await open(['agent'])
    expect(await refusalsOf(ticketId)).to.deep.equal(['REQUESTER_UNFIT'])
    expect(desk.drafter.calls).to.equal(0)
    expectProblem(await open(['tired']), 400, 'BAD_REQUEST')
    await open([])
    expect(await refusalsOf(ticketId)).to.deep.equal([])
  })
})
