import { readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import { REQUESTER, readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { DAY } from '../../support/fake-world.ts'
import { expectProblem } from '../../support/problem-checks.ts'
import { readZip } from '../../support/zip-listing.ts'

const ROOT = '/console/requesters'

describe('the requesters routes', () => {
  let desk: Harness
  let ticketId: string
  let draftId: string
  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const made = await readyDraft(desk)
    ticketId = made.ticketId
    draftId = made.draft.id
  })
  after(() => desk.stop())

  const found = async () =>
    (await desk.api(COMPLIANCE, 'POST', `${ROOT}/searches`, { by: 'ticket', values: [ticketId] })).body[0]
      .requesterRef as string
  const made = async (locale = 'de') => {
    const order = { requesterRef: await found(), locale, maskOthers: true }
    return (await desk.api(COMPLIANCE, 'POST', `${ROOT}/packages`, order)).body.packageId as string
  }
  /** As the person does: a press on the page behind the link. */
  const press = async (url: string) => fetch(url, { method: 'POST' })
  const linkOf = async (packageId: string) => {
    const { body } = await desk.api(COMPLIANCE, 'POST', `${ROOT}/packages/${packageId}/links`)
    return desk.origin + new URL(body.url as string).pathname
  }
  const types = () => desk.audit().map(({ type }) => type)

  it('find the person of a ticket and of a user id, and open what is held of them', async () => {
    const requesterRef = await found()
    const byId = await desk.api(COMPLIANCE, 'POST', `${ROOT}/searches`, { by: 'user', values: [REQUESTER] })
    expect(byId.body[0]).to.deep.include({ requesterRef, helpdeskUserId: REQUESTER })
    const { body } = await desk.api(COMPLIANCE, 'POST', `${ROOT}/dossiers`, {
      requesterRef,
      purpose: 'complaint',
    })
    expect(body.records.map((record: { class: string }) => record.class)).to.include.members([
      'draft',
      'consent',
      'receipt',
      'ticket',
    ])
    expect(body.accesses[0]).to.deep.include({ kind: 'dossier', purpose: 'complaint', mine: true })
    expect(types().at(-1)).to.equal('dossier.opened')
    expect(desk.logged()).to.not.include(`"${REQUESTER}"`)
  })

  it('say honestly that there is nobody', async () => {
    const none = await desk.api(COMPLIANCE, 'POST', `${ROOT}/searches`, { by: 'user', values: ['555'] })
    expect([none.status, none.body]).to.deep.equal([200, []])
    expect(types().at(-1)).to.equal('dossier.not_found')
  })

  it('are closed to everybody without the role, and then nothing is noted or made', async () => {
    const order = { requesterRef: await found(), purpose: 'person_asks' }
    for (const as of [ADMIN, AGENT]) {
      const before = desk.dump()
      expect((await desk.api(as, 'POST', `${ROOT}/dossiers`, order)).status).to.equal(403)
      expect((await desk.api(as, 'POST', `${ROOT}/searches`, { by: 'user', values: ['5'] })).status).to.equal(
        403,
      )
      expect(desk.dump()).to.equal(before)
    }
  })

  it('refuse what cannot be a number, a purpose or a person, and store nothing of it', async () => {
    const before = desk.dump()
    for (const [path, body] of [
      ['searches', { by: 'email', values: ['anna@example.com'] }],
      ['searches', { by: 'user', values: ['anna@example.com'] }],
      ['searches', { by: 'user', values: [] }],
      ['dossiers', { requesterRef: 'x', purpose: 'curiosity' }],
      ['packages', { requesterRef: '../x', locale: 'de', maskOthers: true }],
      ['packages', { requesterRef: 'x', locale: 'xx', maskOthers: true }],
    ] as const)
      expect((await desk.api(COMPLIANCE, 'POST', `${ROOT}/${path}`, body)).status, path).to.equal(400)
    const nobody = { requesterRef: 'nobody', purpose: 'person_asks' }
    expect((await desk.api(COMPLIANCE, 'POST', `${ROOT}/dossiers`, nobody)).status).to.equal(404)
    expect(desk.dump()).to.equal(before)
    expect(desk.logged()).to.not.include('anna@example.com')
  })

  it('hand a package to staff, with what the person asked about in their language', async () => {
    const packageId = await made()
    const session = await desk.sessionOf(COMPLIANCE)
    const answer = await fetch(`${desk.origin}/api/v1${ROOT}/packages/${packageId}/downloads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${session}` },
    })
    expect(answer.headers.get('content-type')).to.equal('application/zip')
    expect(answer.headers.get('content-disposition')).to.equal(
      `attachment; filename="vouch-${packageId}.zip"`,
    )
    const files = readZip(Buffer.from(await answer.arrayBuffer()))
    expect(files.get('index.html')?.toString()).to.include('Entwürfe von Antworten an Sie')
    expect(files.get('csv/draft.csv')?.toString()).to.include(draftId)
    expect([...files.keys()].filter((name) => name.startsWith('receipts/')).length).to.be.greaterThan(0)
  })

  it('hand it to whoever has the link, once; looking does not count, and the token is nowhere', async () => {
    const packageId = await made()
    const url = await linkOf(packageId)
    const page = await fetch(url)
    expect(page.status).to.equal(200)
    expect(await page.text())
      .to.include('Ihre Daten liegen bereit')
      .and.include('Bricht der Download ab, ist die Datei nicht vollständig.')
      .and.include('<form method="post">')
    expect((await fetch(url)).status).to.equal(200)
    const taken = await press(url)
    expect(taken.headers.get('content-disposition')).to.equal(`attachment; filename="vouch-${packageId}.zip"`)
    expect(readZip(Buffer.from(await taken.arrayBuffer())).has('index.html')).to.equal(true)
    expect((await press(url)).status).to.equal(410)
    expect((await fetch(url)).status).to.equal(410)
    const token = url.split('/').at(-1) ?? ''
    expect(desk.logged()).to.not.include(token)
    expect(desk.dump()).to.not.include(token)
    expect(types().filter((type) => type === 'export.downloaded').length).to.equal(2)
  })

  for (const [what, status, change] of [
    ['is gone', 404, (path: string) => renameSync(path, `${path}.aside`)],
    ['was changed', 503, (path: string) => truncateSync(path, 50)],
  ] as const)
    it(`use up no link, note no look and send no file when the file of a package ${what}`, async () => {
      const packageId = await made()
      const url = await linkOf(packageId)
      const path = `${desk.dataDir}/exports/${packageId}.package`
      const whole = readFileSync(path)
      await desk.sessionOf(COMPLIANCE)
      const before = desk.dump()
      change(path)
      const byLink = await press(url)
      expect([byLink.status, byLink.headers.get('content-type')]).to.deep.equal([
        status,
        'text/html; charset=utf-8',
      ])
      const byStaff = await desk.api(COMPLIANCE, 'POST', `${ROOT}/packages/${packageId}/downloads`)
      expectProblem(byStaff, status, status === 404 ? 'NOT_FOUND' : 'STORE_UNAVAILABLE')
      for (const { headers } of [byLink, byStaff]) expect(headers.get('content-disposition')).to.equal(null)
      expect(desk.dump()).to.equal(before)
      writeFileSync(path, whole)
      expect((await press(url)).headers.get('content-type')).to.equal('application/zip')
    })

  it('answer a wrong link like any other that is not there, and hand out nothing', async () => {
    const before = desk.dump()
    const answer = await press(`${desk.origin}/p/${'A'.repeat(43)}`)
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([
      404,
      'text/html; charset=utf-8',
    ])
    expect(desk.dump()).to.equal(before)
  })

  it('shred a package at once, and by themselves after a week', async () => {
    const packageId = await made()
    const url = await linkOf(packageId)
    expect((await desk.api(COMPLIANCE, 'POST', `${ROOT}/packages/${packageId}/shreddings`)).status).to.equal(
      204,
    )
    expect((await press(url)).status).to.equal(404)
    const late = await linkOf(await made())
    desk.world.pass(7 * DAY)
    expect((await press(late)).status).to.equal(410)
  })

  it('note when an agent opens a stored draft or its receipt again, and tell the person', async () => {
    await desk.api(AGENT, 'GET', `/drafts/${draftId}`)
    const decisionId = desk.rows('select decision_id from decision')[0]?.decision_id
    await desk.api(AGENT, 'GET', `/decisions/${String(decisionId)}`)
    expect(types().slice(-2)).to.deep.equal(['draft.opened', 'receipt.opened'])
    const opened = () => types().filter((type) => type === 'draft.opened').length
    const before = opened()
    expect((await desk.api(COMPLIANCE, 'GET', `/drafts/${draftId}`)).status).to.equal(404)
    expect(opened()).to.equal(before)
    const { body } = await desk.api(COMPLIANCE, 'POST', `${ROOT}/dossiers`, {
      requesterRef: await found(),
      purpose: 'quality',
    })
    const kinds = body.accesses.map(
      (look: { kind: string; purpose: string }) => `${look.kind} ${look.purpose}`,
    )
    expect(kinds).to.include.members(['draft work', 'receipt work', 'export person_fetches'])
  })
})
