import { expect } from 'chai'
import {
  eraseRequester,
  linkToCase,
  moveRequestCase,
  possibleMoves,
  recordLetter,
  textsOfCase,
} from '../../../server/privacy/index.ts'
import { REQUEST_STATUSES } from '../../../src/domain/request-case.ts'
import { moveCase, newCase } from '../../../src/domain/request-moves.ts'
import { CASE_ACTORS, CASE_EVENTS } from '../../../src/domain/request-table.ts'
import { failing } from '../../support/audit-log.ts'
import { erasingRooms } from '../../support/erasure-ground.ts'
import { DAY } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { COMPLIANCE, type RequestGround, requestGround } from '../../support/request-ground.ts'

const WORDS = 'Jonas wrote again on Monday'

describe('what compliance does with a request', () => {
  let ground: RequestGround
  beforeEach(async () => {
    ground = await requestGround()
  })
  afterEach(() => ground.store.close())
  const textsOf = async (caseId: string) => {
    const request = await ground.read(caseId)
    return ground.store.transact(async (tx) => [
      ...(
        await textsOfCase(ground.privacy, tx, 'acme', request, await tx.requestEvents('acme', caseId))
      ).values(),
    ])
  }
  const refused = async (act: () => Promise<unknown>, code = 'ILLEGAL_TRANSITION') => {
    const before = ground.stored()
    expect(await faultFrom(act)).to.equal(code)
    expect(ground.stored()).to.equal(before)
  }

  it('goes from a letter to closing, each step an entry and a line of the history', async () => {
    const { caseId } = await ground.open()
    for (const kind of ['confirm_identity', 'collect', 'submit', 'approve'] as const)
      await ground.move(caseId, kind)
    await refused(() => ground.move(caseId, 'deliver'))
    await ground.letter(caseId, 'answer_access')
    ground.world.pass(3 * DAY)
    await ground.move(caseId, 'deliver')
    const closed = await ground.move(caseId, 'close', WORDS)
    expect(closed).to.deep.include({ status: 'closed', version: 8 })
    expect(closed.endedAt).to.equal(ground.world.now().toISOString())
    expect(ground.entries().map(({ decision }) => decision)).to.deep.equal([
      ...['received', 'confirm_identity', 'collect', 'submit', 'approve', 'letter_sent', 'deliver', 'close'],
    ])
    expect(ground.entries()[6]?.detail).to.deep.include({ from: 'ready', to: 'delivered', late: 'false' })
    const seqs = ground.store.rows('select seq from request_event order by seq').map(({ seq }) => seq)
    expect(seqs).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7])
    await refused(() => ground.letter(caseId, 'answer_access'))
  })

  it('keeps what is written under the requester’s own key alone', async () => {
    const { caseId } = await ground.open()
    await ground.note(caseId, WORDS)
    await ground.letter(caseId, 'acknowledgement', 'Dear Jonas, thank you')
    await ground.move(caseId, 'ask_identity', 'the address is new')
    const stored = ground.stored()
    for (const words of ['Jonas', 'Monday', 'the address is new']) expect(stored).to.not.contain(words)
    expect(await textsOf(caseId)).to.deep.equal([WORDS, 'Dear Jonas, thank you', 'the address is new'])
  })

  it('stops the clock, lets it go on, and says both in the log', async () => {
    const { caseId, dueOn } = await ground.open()
    await ground.move(caseId, 'ask_identity', 'the address is new')
    ground.world.pass(10 * DAY)
    const clear = await ground.move(caseId, 'confirm_identity')
    expect(clear.pauses).to.have.length(1)
    expect(clear.dueOn > dueOn).to.equal(true)
    expect(ground.entries().at(-1)?.detail).to.deep.include({ due_before: dueOn, due_after: clear.dueOn })
  })

  it('extends once, when the requester was told in the first month', async () => {
    const { caseId, dueOn } = await ground.open()
    await refused(() => ground.move(caseId, 'extend', 'many tickets'))
    await ground.letter(caseId, 'extension')
    await refused(() => ground.move(caseId, 'extend'))
    const extended = await ground.move(caseId, 'extend', 'many tickets')
    expect(extended.dueOn > dueOn).to.equal(true)
    await refused(() => ground.move(caseId, 'extend', 'many tickets'))
    const late = await ground.open({ kind: 'erasure' })
    ground.world.pass(40 * DAY)
    await ground.letter(late.caseId, 'extension')
    await refused(() => ground.move(late.caseId, 'extend', 'many tickets'))
  })

  it('refuses only with a reason and after the letter', async () => {
    const { caseId } = await ground.open()
    await refused(() => ground.move(caseId, 'refuse', 'excessive'))
    await ground.letter(caseId, 'refusal')
    await refused(() => ground.move(caseId, 'refuse'))
    expect((await ground.move(caseId, 'refuse', 'excessive')).status).to.equal('refused')
  })

  it('approves the answer to an erasure only when it was carried out, or nothing was there', async () => {
    const { caseId } = await ground.open({ kind: 'erasure' })
    for (const kind of ['confirm_identity', 'collect', 'submit'] as const) await ground.move(caseId, kind)
    await refused(() => ground.move(caseId, 'approve'))
    const by = { actor: { kind: 'system', ref: 'erasure' }, as: 'system' } as const
    const link = { product: 'erasure_executed', ref: 'change-1' }
    await ground.store.transact((tx) => linkToCase(ground.privacy, tx, 'acme', caseId, by, link))
    expect((await ground.move(caseId, 'approve')).status).to.equal('ready')
  })

  it('answers an erasure after it was carried out: what was written before is gone, the case is not', async () => {
    const { caseId } = await ground.open({ kind: 'erasure' })
    for (const kind of ['confirm_identity', 'collect', 'submit'] as const) await ground.move(caseId, kind)
    await ground.note(caseId, WORDS)
    const { requesterRef, dueOn } = await ground.read(caseId)
    const actor = { kind: 'agent', ref: 'pseudonym' } as const
    const order = { requesterRef, caseId, actor, source: 'compliance', deadInHelpdesk: false } as const
    await ground.store.transact((tx) => eraseRequester(erasingRooms(ground.rooms), tx, 'acme', order))
    expect(await ground.read(caseId)).to.deep.include({ status: 'review', dueOn })
    await ground.move(caseId, 'approve')
    expect(await textsOf(caseId)).to.deep.equal([])
    await ground.letter(caseId, 'answer_erasure', 'Your data is erased')
    expect((await ground.move(caseId, 'deliver')).status).to.equal('delivered')
    expect(await textsOf(caseId)).to.deep.equal(['Your data is erased'])
    expect(ground.stored()).to.not.contain('Jonas')
  })

  it('links a package once, however often it is said', async () => {
    const { caseId } = await ground.open()
    const by = { actor: { kind: 'system', ref: 'export' }, as: 'system' } as const
    const link = () =>
      ground.store.transact((tx) =>
        linkToCase(ground.privacy, tx, 'acme', caseId, by, { product: 'export', ref: 'package-1' }),
      )
    await link()
    await link()
    expect(ground.entries().filter(({ type }) => type === 'request.linked')).to.have.length(1)
  })

  it('opens no second one of a kind unawares, and finds the twin of a duplicate', async () => {
    const first = await ground.open()
    await refused(() => ground.open(), 'CONFLICT')
    await refused(() => ground.move(first.caseId, 'mark_duplicate'))
    const second = await ground.open({ another: true })
    expect((await ground.move(second.caseId, 'mark_duplicate')).status).to.equal('duplicate')
    await refused(() => ground.move(first.caseId, 'mark_duplicate'))
  })

  it('opens one for a person whom nothing is held about yet', async () => {
    const request = await ground.open({ who: { userId: '777' } })
    expect(request.ticketRef).to.equal(null)
    expect(JSON.stringify(ground.store.rows('select * from requester'))).to.not.match(/\b777\b/)
    await refused(() => ground.open({ who: { ticketId: '4040' } }), 'NOT_FOUND')
  })

  it('counts from the day it came, which is never tomorrow', async () => {
    const day = ground.world.now().toISOString().slice(0, 4)
    const request = await ground.open({ receivedOn: `${day}-01-02` })
    expect(request).to.deep.include({ receivedOn: `${day}-01-02`, receivedAt: `${day}-01-02T12:00:00.000Z` })
    await refused(() => ground.open({ kind: 'erasure', receivedOn: '2999-01-01' }), 'BAD_REQUEST')
    const { caseId, version } = request
    const order = { version, letter: 'acknowledgement', channel: 'email', text: 'x' } as const
    for (const sentOn of ['2999-01-01', '2001-01-01'])
      await refused(
        () =>
          ground.store.transact((tx) =>
            recordLetter(ground.privacy, tx, COMPLIANCE, caseId, { ...order, sentOn }),
          ),
        'BAD_REQUEST',
      )
  })

  it('overwrites nothing that somebody has not seen', async () => {
    const { caseId } = await ground.open()
    const order = {
      kind: 'confirm_identity',
      version: 1,
      reason: null,
      identityWay: 'own_link',
      twinId: null,
    } as const
    const move = () =>
      ground.store.transact((tx) => moveRequestCase(ground.privacy, tx, COMPLIANCE, caseId, order))
    await move()
    await refused(move, 'CONFLICT')
    const elsewhere = { ...COMPLIANCE, accountId: 'other' }
    await refused(
      () => ground.store.transact((tx) => moveRequestCase(ground.privacy, tx, elsewhere, caseId, order)),
      'NOT_FOUND',
    )
  })

  it('does nothing when the log cannot be written', async () => {
    const { caseId, version } = await ground.open()
    const order = {
      kind: 'confirm_identity',
      version,
      reason: null,
      identityWay: 'own_link',
      twinId: null,
    } as const
    await refused(
      () =>
        ground.store.transact((tx) =>
          moveRequestCase(
            ground.privacy,
            failing(tx, 'writeAuditEntry', new Error('disk')),
            COMPLIANCE,
            caseId,
            order,
          ),
        ),
      'AUDIT_UNAVAILABLE',
    )
  })

  it('is told what could come next, and what it lacks', async () => {
    const request = await ground.open()
    const steps = await ground.store.transact((tx) => possibleMoves(ground.privacy, tx, 'acme', request))
    const lacks = Object.fromEntries(steps.map(({ kind, lacks }) => [kind, lacks]))
    expect(lacks).to.deep.equal({
      ...{ ask_identity: null, confirm_identity: null, withdraw: null },
      ...{ extend: 'EXTENSION_NOT_TOLD', refuse: 'REFUSAL_NOT_TOLD', mark_duplicate: 'DUPLICATE_OF_NOTHING' },
    })
  })
})

describe('the steps of a request', () => {
  const CALENDAR = { region: 'DE', extraDays: [], timeZone: 'Europe/Berlin' }
  const LETTERS = (['answer_access', 'extension', 'refusal'] as const).map((letter) => ({
    ...{ letter, sentOn: '2026-03-09' },
  }))

  it('are those of docs/requests.md, one after the other, and none that leaves one out', () => {
    const led = REQUEST_STATUSES.flatMap((status) =>
      CASE_EVENTS.flatMap((kind) =>
        CASE_ACTORS.flatMap((by) => {
          const state = { ...newCase('access', '2026-03-05', CALENDAR), status }
          const verdict = moveCase(
            state,
            {
              ...{ kind, by, on: '2026-03-10', hasReason: true, identityWay: 'own_link' },
              ...{ twin: true, erased: true, letters: LETTERS },
            },
            CALENDAR,
          )
          return verdict.outcome === 'moved' ? [`${status} ${kind} ${verdict.state.status}, ${by}`] : []
        }),
      ),
    )
    const working = (status: string) => [
      `${status} extend ${status}, compliance`,
      `${status} refuse refused, compliance`,
      ...(status === 'review' || status === 'ready'
        ? [`${status} refuse_partly partially_refused, compliance`]
        : []),
      `${status} mark_duplicate duplicate, compliance`,
      `${status} withdraw withdrawn, requester`,
      `${status} withdraw withdrawn, compliance`,
    ]
    expect(led).to.have.members([
      'received ask_identity identity_pending, compliance',
      'received confirm_identity verified, requester',
      'received confirm_identity verified, compliance',
      'identity_pending confirm_identity verified, requester',
      'identity_pending confirm_identity verified, compliance',
      'verified ask_identity identity_pending, compliance',
      'verified collect collecting, compliance',
      'collecting submit review, compliance',
      'review send_back collecting, compliance',
      'review approve ready, compliance',
      'ready send_back collecting, compliance',
      'ready deliver delivered, compliance',
      'delivered close closed, compliance',
      ...['received', 'identity_pending', 'verified', 'collecting', 'review', 'ready'].flatMap(working),
    ])
  })
})
