import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  ALLOWED,
  ARTICLES,
  consentedTicket,
  draft,
  draftRow,
  draftsMade,
  grant,
  orderFor,
  REFUND_QUESTION,
  REQUESTER,
  startDesk,
  withdraw,
} from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { sendWebhook } from '../../support/signed-webhook.ts'

const isRefund = ({ articleId, locale }: { articleId: string; locale: string }) =>
  articleId === 'refund' && locale === 'en-us'

/** What happens between the gate's yes and the store, and how the draft must end. */
interface Turn {
  readonly act: (desk: Harness, ticketId: string) => unknown
  readonly reasons: readonly string[]
}

const TURNS: Readonly<Record<string, Turn>> = {
  'the agent records a withdrawal': {
    act: (desk, ticketId) => withdraw(desk, ticketId),
    reasons: ['CONSENT_NOT_GRANTED'],
  },
  'the consent is recorded anew': {
    act: async (desk, ticketId) => {
      expect((await grant(desk, ticketId)).status).to.equal(201)
    },
    reasons: ['CONSENT_CHANGED'],
  },
  'the consent is recorded once more': {
    act: (desk, ticketId) => grant(desk, ticketId),
    reasons: ['CONSENT_CHANGED'],
  },
  'the consent has moved on, though nobody took the draft away': {
    act: (desk) =>
      desk.tamper((database) =>
        database.exec(
          `insert into consent_event select account_id, ticket_ref, seq + 2, event, actor_ref, requester_ref, null, null
             from consent_event where seq = 1`,
        ),
      ),
    reasons: ['CONSENT_CHANGED'],
  },
  'what it is made from is corrected': {
    act: async (desk, ticketId) => {
      await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
      const [ticket] = desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)
      const order = { requesterRef: ticket?.requester_ref, note: 'It was Tuesday', about: null }
      expect((await desk.api(COMPLIANCE, 'POST', '/console/corrections', order)).status).to.equal(200)
    },
    reasons: ['RECORD_CORRECTED'],
  },
  'the consent runs out': {
    act: (desk) => desk.world.pass(180 * DAY),
    reasons: ['CONSENT_NOT_GRANTED', 'SCOPE_EXPIRED'],
  },
  'the helpdesk says that the requester is another': {
    act: (desk, ticketId) => sendWebhook(desk, { ticketId, requesterId: '22' }),
    reasons: ['CONSENT_NOT_GRANTED', 'REQUESTER_MISMATCH'],
  },
  'the page names another requester': {
    act: (desk, ticketId) => desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: '22' }),
    reasons: ['CONSENT_NOT_GRANTED', 'REQUESTER_MISMATCH'],
  },
  'the scope ends': {
    act: (desk) => desk.world.pass(31 * DAY),
    reasons: ['SCOPE_EXPIRED'],
  },
  'the scope loses the action': {
    act: (desk, ticketId) =>
      desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { removeActions: ['draft'] }),
    reasons: ['ACTION_NOT_IN_SCOPE'],
  },
  'the scope loses the field': {
    act: (desk, ticketId) =>
      desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, { removeFields: ['requester_text'] }),
    reasons: ['FIELD_NOT_IN_SCOPE'],
  },
  'the scope denies the cited article': {
    act: (desk, ticketId) =>
      desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
        denyArticles: [{ articleId: 'refund' }],
      }),
    reasons: ['ARTICLE_CHANGED'],
  },
  'the allowlist denies the cited article': {
    act: async (desk) => {
      const { body } = await desk.api(ADMIN, 'GET', '/console/allowlist')
      await desk.api(ADMIN, 'PUT', '/console/allowlist', {
        version: body.version,
        selection: { ...ALLOWED, deny: [{ articleId: 'refund' }] },
      })
    },
    reasons: ['ARTICLE_CHANGED'],
  },
  'the cited article is changed': {
    act: (desk) =>
      desk.sync(
        ARTICLES.map((article) => (isRefund(article) ? { ...article, title: 'Refunds, anew' } : article)),
      ),
    reasons: ['ARTICLE_CHANGED'],
  },
  'the cited article is taken down': {
    act: (desk) => desk.sync(ARTICLES.filter((article) => !isRefund(article))),
    reasons: ['ARTICLE_CHANGED'],
  },
  'the cited article is restricted': {
    act: (desk) =>
      desk.sync(
        ARTICLES.map((article) => (isRefund(article) ? { ...article, visibility: 'restricted' } : article)),
      ),
    reasons: ['ARTICLE_CHANGED'],
  },
  'the cited article is marked outdated': {
    act: (desk) =>
      desk.sync(ARTICLES.map((article) => (isRefund(article) ? { ...article, outdated: true } : article))),
    reasons: ['ARTICLE_CHANGED'],
  },
}

describe('storing a draft', () => {
  let desk: Harness
  beforeEach(async () => {
    desk = await startDesk()
  })
  afterEach(() => desk.stop())

  for (const [name, { act, reasons }] of Object.entries(TURNS))
    it(`discards the draft and shows nothing of it, when ${name} while it is written`, async () => {
      const ticketId = await consentedTicket(desk)
      desk.drafter.during = async () => {
        await act(desk, ticketId)
        return undefined
      }
      const order = orderFor(ticketId, REFUND_QUESTION)
      const run = await draft(desk, order)
      expect(run.reasons).to.deep.equal(reasons)
      expect(run.events.map(({ event }) => event)).to.deep.equal(['accepted', 'refused'])
      expect(draftRow(desk, order.draftId)).to.include({
        status: 'discarded',
        sealed_content: null,
        receipt: null,
      })
      expect(desk.audit().filter(({ type }) => type === 'draft.made')).to.deep.equal([])
      expect(desk.audit().at(-1)).to.deep.include({
        type: 'draft.discarded',
        object: { kind: 'draft', ref: order.draftId },
      })
      expect(desk.audit().at(-1)?.detail).to.deep.equal({ reasons })
      expect(draftsMade(desk, ticketId)).to.equal(0)
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.verdict).to.equal('intact')
    })

  it('says that the server stood still, when another one has closed the draft meanwhile and nothing else changed', async () => {
    const ticketId = await consentedTicket(desk)
    const order = orderFor(ticketId, REFUND_QUESTION)
    desk.drafter.during = async () => {
      desk.tamper((database) =>
        database
          .prepare("update draft set status = 'discarded' where draft_id = ? and status = 'drafting'")
          .run(order.draftId),
      )
      return undefined
    }
    const run = await draft(desk, order)
    expect(run.events.map(({ event }) => event)).to.deep.equal(['accepted', 'fault'])
    expect(run.events.at(-1)).to.deep.include({ code: 'SERVER_STALLED' })
    expect(draftRow(desk, order.draftId)).to.include({ status: 'discarded', sealed_content: null })
    // Whoever closed it has said so: nothing is said of it once more.
    expect(
      desk.audit().filter(({ type }) => type === 'draft.made' || type === 'draft.discarded'),
    ).to.have.length(0)
    desk.drafter.during = async () => undefined
    expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
  })

  it('keeps the draft when what changed does not touch it', async () => {
    const ticketId = await consentedTicket(desk)
    desk.drafter.during = async () => {
      await desk.api(AGENT, 'POST', `/tickets/${ticketId}/scope/narrowings`, {
        denyArticles: [{ articleId: 'shipping' }],
        removeFields: ['subject'],
      })
      await desk.sync(ARTICLES.filter(({ articleId }) => articleId !== 'kettle'))
      await desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER })
      return undefined
    }
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(run.draft?.status).to.equal('ready')
    expect(draftsMade(desk, ticketId)).to.equal(1)
  })

  it('seals the words under the key of the requester: not one of them lies open in the store', async () => {
    const ticketId = await consentedTicket(desk)
    const order = orderFor(ticketId, REFUND_QUESTION)
    const { draft: made } = await draft(desk, order)
    const quote = made?.sentences.find(({ kind }) => kind === 'quote')?.text ?? ''
    const row = JSON.stringify(draftRow(desk, order.draftId))
    expect(quote.length).to.be.greaterThan(20)
    expect(row).to.not.contain(quote)
    const [person] = desk.rows('select * from requester')
    expect(JSON.stringify(person)).to.not.contain(`"${REQUESTER}"`)
  })

  it('does not open a draft that was sealed for another one', async () => {
    const ticketId = await consentedTicket(desk)
    const [first, second] = [orderFor(ticketId, REFUND_QUESTION), orderFor(ticketId, REFUND_QUESTION)]
    await draft(desk, first)
    await draft(desk, second)
    desk.tamper((database) => {
      database
        .prepare(
          'update draft set sealed_content = (select sealed_content from draft where draft_id = ?) where draft_id = ?',
        )
        .run(first.draftId, second.draftId)
    })
    const read = await desk.api(AGENT, 'GET', `/drafts/${second.draftId}`)
    expect([read.status, read.body.code]).to.deep.equal([503, 'STORE_UNAVAILABLE'])
    expect((await desk.api(AGENT, 'GET', `/drafts/${first.draftId}`)).status).to.equal(200)
  })

  it('stores no draft that cannot be audited', async () => {
    const ticketId = await consentedTicket(desk)
    const order = orderFor(ticketId, REFUND_QUESTION)
    desk.drafter.during = () => {
      desk.tamper((database) =>
        database.exec(
          "create trigger stop before insert on audit_entry begin select raise(abort, 'full'); end",
        ),
      )
      return undefined
    }
    const run = await draft(desk, order)
    expect(run.events.map(({ event }) => event)).to.deep.equal(['accepted', 'fault'])
    expect(run.code).to.equal('AUDIT_UNAVAILABLE')
    expect(draftRow(desk, order.draftId)).to.include({ sealed_content: null, receipt: null })
    desk.tamper((database) => database.exec('drop trigger stop'))
    expect(draftsMade(desk, ticketId)).to.equal(0)
  })
})
