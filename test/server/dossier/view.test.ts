import { expect } from 'chai'
import { findPeople, noteDraftOpened, noteReceiptOpened, openDossier } from '../../../server/dossier/index.ts'
import type { FindOrder } from '../../../src/domain/dossier-api.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { type DossierGround, dossierGround, HELPDESK, OFFICER } from '../../support/dossier-ground.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ACCOUNT, heldPerson, write } from '../../support/held-person.ts'

describe('a dossier', () => {
  let ground: DossierGround
  beforeEach(async () => {
    ground = await dossierGround()
  })
  afterEach(() => ground.close())

  const given = () => ({
    rooms: ground.rooms.rooms,
    holders: ground.rooms.holders,
    ticketUrl: (ticketId: string) => `${HELPDESK}/agent/tickets/${ticketId}`,
  })
  const find = (order: FindOrder) =>
    ground.store.transact((tx) => findPeople(ground.rooms.rooms, tx, OFFICER, order))
  const open = (requesterRef: string) =>
    ground.store.transact((tx) => openDossier(given(), tx, OFFICER, { requesterRef, purpose: 'person_asks' }))

  it('is found by user id and by ticket number', async () => {
    const expected = {
      ...{ requesterRef: 'anna-requester', helpdeskUserId: '360001', tickets: 1, ticketIds: ['5'] },
      ...{ since: '2026-03-05T10:00:00.000Z', joinedWith: 0 },
    }
    expect(await find({ by: 'user', values: ['360001'] })).to.deep.equal([expected])
    expect(await find({ by: 'ticket', values: ['5'] })).to.deep.equal([expected])
    expect((await find({ by: 'user', values: ['360001', '360002'] })).length).to.equal(2)
  })

  it('finds on a ticket whoever it belonged to before', async () => {
    ground.store.tamper((database) =>
      database.exec("update ticket set requester_ref = 'ben-requester' where ticket_id = '5'"),
    )
    const refs = (await find({ by: 'ticket', values: ['5'] })).map(({ requesterRef }) => requesterRef)
    expect([...refs].sort()).to.deep.equal(['anna-requester', 'ben-requester'])
  })

  it('says honestly that there is nobody, and that is on record without saying who was meant', async () => {
    expect(await find({ by: 'user', values: ['999888777'] })).to.deep.equal([])
    expect(await find({ by: 'ticket', values: ['777888999'] })).to.deep.equal([])
    expect(ground.entries().slice(-2)).to.deep.equal([
      'dossier.not_found: not_found',
      'dossier.not_found: not_found',
    ])
    const headers = JSON.stringify(ground.store.rows('select header from audit_entry'))
    expect(headers).to.not.include('999888777').and.not.include('777888999')
  })

  it('shows everything of the person, what they are called, where it went, and nothing of others', async () => {
    const view = await open('anna-requester')
    expect(view).to.deep.include({ helpdeskUserId: '360001', people: 1, erased: false, locale: 'en' })
    expect(view.total).to.equal(Object.values(ground.anna.rows).flat().length + 1)
    const said = JSON.stringify(view)
    expect(said).to.include('anna sentence').and.include('anna evidence').and.include('anna note')
    expect(said).to.not.include('ben-').and.not.include('360002')
    expect(view.acts).to.deep.equal(['restrict', 'object'])
    expect(view.ticketUrls).to.deep.equal({ '5': `${HELPDESK}/agent/tickets/5` })
    expect(view.summary.find((span) => span.class === 'question')?.keptDays).to.equal(30)
  })

  it('notes that it was opened before anything is read, and shows that too', async () => {
    const view = await open('anna-requester')
    expect(ground.entries().at(-1)).to.equal('dossier.opened: opened')
    expect(view.accesses[0]).to.deep.include({ kind: 'dossier', purpose: 'person_asks', mine: true })
    const audit = { append: () => Promise.reject(new Fault('AUDIT_UNAVAILABLE', 'full')) }
    const rooms = { ...ground.rooms.rooms, audit }
    const refused = ground.store.transact((tx) =>
      openDossier({ ...given(), rooms }, tx, OFFICER, {
        requesterRef: 'anna-requester',
        purpose: 'person_asks',
      }),
    )
    expect(await faultFrom(() => refused)).to.equal('AUDIT_UNAVAILABLE')
  })

  it('is none for somebody unknown', async () => {
    expect(await faultFrom(() => open('nobody'))).to.equal('NOT_FOUND')
    expect(ground.entries()).to.not.include('dossier.opened: opened')
  })

  it('holds all records that the helpdesk has joined', async () => {
    const { keys } = ground.rooms.rooms
    const twin = heldPerson(keys, 'twin', '360009', '9', 3)
    write(ground.store, twin)
    ground.store.tamper((database) =>
      database
        .prepare("insert into helpdesk_fact values (?, ?, 'merged', ?, '2026-04-01T00:00:00.000Z', 'e', '')")
        .run(ACCOUNT, `person/${twin.who.digest}`, ground.anna.who.digest),
    )
    const view = await open('anna-requester')
    expect(view.people).to.equal(2)
    const said = JSON.stringify(view)
    expect(said).to.include('anna sentence').and.include('twin sentence').and.not.include('ben-')
    expect((await find({ by: 'user', values: ['360001'] }))[0]?.joinedWith).to.equal(1)
  })

  it('tells who opened a draft and a receipt', async () => {
    const { rooms } = ground.rooms
    await ground.store.transact(async (tx) => {
      await noteDraftOpened(rooms, tx, OFFICER, 'anna-draft')
      await noteReceiptOpened(rooms, tx, OFFICER, 'anna-decision')
      await noteDraftOpened(rooms, tx, OFFICER, 'no-such-draft')
    })
    expect(ground.entries().slice(-2)).to.deep.equal(['draft.opened: opened', 'receipt.opened: opened'])
    const kinds = (await open('anna-requester')).accesses.map(({ kind, purpose }) => `${kind} ${purpose}`)
    expect(kinds).to.include('draft work').and.include('receipt work')
  })
})
