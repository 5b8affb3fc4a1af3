import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  closeLeftPackages,
  fetchByLink,
  fetchPackage,
  issueExportLink,
  makePackage,
  shredPackage,
  sweepPackages,
  viewExportLink,
} from '../../../server/dossier/index.ts'
import { eraseRequester } from '../../../server/privacy/index.ts'
import { createUnderWay } from '../../../server/under-way.ts'
import { Fault } from '../../../src/domain/fault.ts'
import {
  bytesOf,
  type DossierGround,
  dossierGround,
  exportsIn,
  OFFICER,
} from '../../support/dossier-ground.ts'
import { erasingRooms } from '../../support/erasure-ground.ts'
import { DAY, HOUR } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ACCOUNT } from '../../support/held-person.ts'
import { noSetback } from '../../support/no-setback.ts'
import { readZip } from '../../support/zip-listing.ts'

const ORDER = { locale: 'en', maskOthers: true }

describe('packages', () => {
  let ground: DossierGround
  const made = () => makePackage(ground.rooms, OFFICER, 'anna-requester', ORDER)
  const files = () => readdirSync(exportsIn(ground.folder))
  const exportsOn = () => ground.entries().filter((entry) => entry.startsWith('export'))
  const row = (packageId: string) => ground.store.transact((tx) => tx.packageById(ACCOUNT, packageId))

  beforeEach(async () => {
    ground = await dossierGround()
  })
  afterEach(() => ground.close())

  it('are made, on record, and open for staff', async () => {
    const { packageId, records, bytes } = await made()
    const opened = await fetchPackage(ground.rooms, OFFICER, packageId)
    const zip = await bytesOf(opened.content)
    expect(zip.length).to.equal(bytes)
    expect(readZip(zip).get('data.json')?.toString()).to.include('anna sentence')
    expect(records).to.be.greaterThan(10)
    expect(exportsOn()).to.deep.equal(['export.made: made', 'export.downloaded: downloaded'])
    const looks = await ground.store.transact((tx) => tx.accessesOf(ACCOUNT, 'anna-requester', 10))
    expect(looks.map(({ kind, objectRef }) => `${kind} ${objectRef}`)).to.include(`export ${packageId}`)
  })

  it('lie under a key of their own each, since their pieces are only numbered', async () => {
    const packages = [await made(), await made()]
    const beginnings = packages.map(({ packageId }) =>
      readFileSync(join(exportsIn(ground.folder), `${packageId}.package`)).toString('hex', 0, 8),
    )
    // As every ZIP begins: equal words under equal keys and numbers would be equal bytes.
    const [first] = await Promise.all(
      packages.map(async ({ packageId }) =>
        bytesOf((await fetchPackage(ground.rooms, OFFICER, packageId)).content),
      ),
    )
    expect(first?.toString('latin1', 0, 2)).to.equal('PK')
    expect(new Set(beginnings).size).to.equal(2)
  })

  it('open by a link once, for whoever has it, and looking at the link takes nothing away', async () => {
    const { packageId } = await made()
    const { token } = await issueExportLink(ground.rooms, OFFICER, packageId)
    await viewExportLink(ground.rooms, token)
    await viewExportLink(ground.rooms, token)
    expect(readZip(await bytesOf((await fetchByLink(ground.rooms, token)).content)).size).to.be.greaterThan(5)
    expect(await faultFrom(() => fetchByLink(ground.rooms, token))).to.equal('LINK_ENDED')
    expect(await faultFrom(() => viewExportLink(ground.rooms, token))).to.equal('LINK_ENDED')
    expect(exportsOn()).to.deep.equal([
      'export.made: made',
      'export.link_issued: issued',
      'export.downloaded: downloaded',
    ])
  })

  it('open for one of two who press at once', async () => {
    const { token } = await issueExportLink(ground.rooms, OFFICER, (await made()).packageId)
    const got = await Promise.allSettled([fetchByLink(ground.rooms, token), fetchByLink(ground.rooms, token)])
    expect(got.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', 'rejected'])
    for (const one of got) if (one.status === 'fulfilled') await bytesOf(one.value.content)
    expect(exportsOn().filter((entry) => entry.startsWith('export.downloaded'))).to.have.length(1)
  })

  it('have links that are kept as a digest only', async () => {
    const { token } = await issueExportLink(ground.rooms, OFFICER, (await made()).packageId)
    expect(JSON.stringify(ground.store.rows('select * from export_link'))).to.not.include(token)
    expect(JSON.stringify(ground.store.rows('select * from audit_entry'))).to.not.include(token)
    const other = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
    for (const wrong of ['', 'x', other, `${token}x`])
      expect(await faultFrom(() => fetchByLink(ground.rooms, wrong))).to.equal('LINK_UNKNOWN')
  })

  it('end after a week: no link opens, staff get nothing, and the sweep shreds file and key', async () => {
    const { packageId } = await made()
    const { token } = await issueExportLink(ground.rooms, OFFICER, packageId)
    ground.world.pass(7 * DAY - 1)
    await viewExportLink(ground.rooms, token)
    expect(await sweepPackages(ground.rooms, ACCOUNT, noSetback)).to.equal(0)
    ground.world.pass(1)
    expect(await faultFrom(() => fetchByLink(ground.rooms, token))).to.equal('LINK_ENDED')
    expect(await faultFrom(() => fetchPackage(ground.rooms, OFFICER, packageId))).to.equal('NOT_FOUND')
    expect(exportsOn()).to.not.include('export.downloaded: downloaded')
    expect(await sweepPackages(ground.rooms, ACCOUNT, noSetback)).to.equal(1)
    expect(files()).to.deep.equal([])
    expect(await row(packageId)).to.deep.include({ status: 'shredded', sealedKey: null })
    expect(exportsOn().at(-1)).to.equal('export.shredded: shredded')
  })

  it('are shredded by hand, once', async () => {
    const { packageId } = await made()
    await shredPackage(ground.rooms, OFFICER, packageId)
    expect(files()).to.deep.equal([])
    expect(await faultFrom(() => fetchPackage(ground.rooms, OFFICER, packageId))).to.equal('NOT_FOUND')
    expect(await faultFrom(() => shredPackage(ground.rooms, OFFICER, packageId))).to.equal('CONFLICT')
  })

  it('are not made without an entry: nothing is written', async () => {
    const audit = { append: () => Promise.reject(new Fault('AUDIT_UNAVAILABLE', 'full')) }
    const rooms = { ...ground.rooms, rooms: { ...ground.rooms.rooms, audit } }
    expect(await faultFrom(() => makePackage(rooms, OFFICER, 'anna-requester', ORDER))).to.equal(
      'AUDIT_UNAVAILABLE',
    )
    expect(ground.store.rows("select * from export_package where status <> 'shredded'")).to.deep.equal([])
    expect(await ground.rooms.shelf.list()).to.deep.equal([])
  })

  it('are thrown away when the person is erased while they are made', async () => {
    const { shelf } = ground.rooms
    const erasing = {
      ...ground.rooms,
      shelf: {
        ...shelf,
        async write(...given: Parameters<typeof shelf.write>) {
          const written = await shelf.write(...given)
          ground.store.tamper((database) =>
            database.exec("update requester set wrapped_key = '' where requester_ref = 'anna-requester'"),
          )
          return written
        },
      },
    }
    expect(await faultFrom(() => makePackage(erasing, OFFICER, 'anna-requester', ORDER))).to.equal('CONFLICT')
    expect(files()).to.deep.equal([])
    expect(ground.store.rows("select status from export_package where status <> 'shredded'")).to.deep.equal([
      { status: 'failed' },
    ])
  })

  it('of which nobody knows lie nowhere after the next sweep', async () => {
    const { shelf } = ground.rooms
    const stray = '00000000-0000-7000-8000-00000000ffff'
    await shelf.write(
      stray,
      Buffer.alloc(32).toString('base64url'),
      (async function* () {
        yield Buffer.from('left behind')
      })(),
    )
    const { packageId } = await made()
    expect(await sweepPackages(ground.rooms, ACCOUNT, noSetback)).to.equal(1)
    expect(files()).to.deep.equal([`${packageId}.package`])
  })

  it('whose file cannot be taken away keep no other from being shredded, and that is told', async () => {
    const first = await made()
    const { packageId } = await made()
    const { shelf } = ground.rooms
    const rooms = {
      ...ground.rooms,
      shelf: {
        ...shelf,
        remove: (id: string) =>
          id === first.packageId ? Promise.reject(new Error('EPERM')) : shelf.remove(id),
      },
    }
    ground.world.pass(7 * DAY)
    const told: string[] = []
    expect(await sweepPackages(rooms, ACCOUNT, (sweep) => told.push(sweep))).to.equal(1)
    expect(files()).to.deep.equal([`${first.packageId}.package`])
    for (const id of [first.packageId, packageId])
      expect(await row(id)).to.deep.include({ status: 'shredded', sealedKey: null })
    // When it is due, and where it still lies.
    expect(told).to.deep.equal(['packages', 'packages'])
  })

  const halfMade = async (server: string | null) => {
    const { packageId } = await made()
    ground.store.tamper((database) =>
      database
        .prepare("update export_package set status = 'making', server = ? where package_id = ?")
        .run(server, packageId),
    )
    return packageId
  }

  for (const [whose, server] of Object.entries({
    'a server that is gone': 'server-2',
    'this server, which is at it no more': 'server-1',
    'a version that named none': null,
  }))
    it(`left half made by ${whose} are closed once, and can be made again`, async () => {
      const packageId = await halfMade(server)
      expect(await closeLeftPackages(ground.rooms, ACCOUNT, noSetback)).to.equal(1)
      expect(await row(packageId)).to.deep.include({ status: 'failed', sealedKey: null })
      expect([files(), exportsOn().at(-1)]).to.deep.equal([[], 'export.failed: failed'])
      const entries = ground.entries().length
      expect(await closeLeftPackages(ground.rooms, ACCOUNT, noSetback)).to.equal(0)
      expect(ground.entries().length).to.equal(entries)
      expect((await made()).status).to.equal('ready')
    })

  it('that another server makes are left to it, however long it takes', async () => {
    ground.others.add('server-2')
    const packageId = await halfMade('server-2')
    ground.world.pass(2 * HOUR)
    expect(await closeLeftPackages(ground.rooms, ACCOUNT, noSetback)).to.equal(0)
    expect(await row(packageId)).to.include({ status: 'making' })
    expect(files()).to.deep.equal([`${packageId}.package`])
  })

  it('that are being made here are not taken for left', async () => {
    const { shelf } = ground.rooms
    let looked: number | undefined
    const rooms = {
      ...ground.rooms,
      shelf: {
        ...shelf,
        async write(...given: Parameters<typeof shelf.write>) {
          looked = await closeLeftPackages(ground.rooms, ACCOUNT, noSetback)
          return shelf.write(...given)
        },
      },
    }
    expect((await makePackage(rooms, OFFICER, 'anna-requester', ORDER)).status).to.equal('ready')
    expect(looked).to.equal(0)
  })

  it('that were closed meanwhile are not closed a second time by whoever made them', async () => {
    const { shelf } = ground.rooms
    const others = {
      ...ground.rooms,
      underWay: createUnderWay('server-2', { others: async () => new Set() }),
    }
    const rooms = {
      ...ground.rooms,
      shelf: {
        ...shelf,
        async write(...given: Parameters<typeof shelf.write>) {
          await closeLeftPackages(others, ACCOUNT, noSetback)
          return shelf.write(...given)
        },
      },
    }
    expect(await faultFrom(() => makePackage(rooms, OFFICER, 'anna-requester', ORDER))).to.equal('CONFLICT')
    expect(exportsOn()).to.deep.equal(['export.made: made', 'export.failed: failed'])
    expect(files()).to.deep.equal([])
  })

  it('of somebody who was erased open no more, and the next sweep takes their files', async () => {
    const { packageId } = await made()
    const { token } = await issueExportLink(ground.rooms, OFFICER, packageId)
    const { world, keys } = ground.rooms.rooms
    const erased = { requesterRef: 'anna-requester', caseId: null, source: 'compliance' as const }
    const actor = { kind: 'agent', ref: 'pseudonym' } as const
    await ground.store.transact((tx) =>
      eraseRequester(erasingRooms({ world, keys }), tx, ACCOUNT, { ...erased, actor, deadInHelpdesk: false }),
    )
    expect(await faultFrom(() => fetchByLink(ground.rooms, token))).to.equal('LINK_UNKNOWN')
    expect(await faultFrom(() => fetchPackage(ground.rooms, OFFICER, packageId))).to.equal('NOT_FOUND')
    expect(files()).to.have.length(1)
    expect(await sweepPackages(ground.rooms, ACCOUNT, noSetback)).to.equal(1)
    expect(files()).to.deep.equal([])
    const before = exportsOn()
    expect(await faultFrom(() => made())).to.equal('CONFLICT')
    expect([
      exportsOn(),
      ground.store.rows("select * from export_package where requester_ref = 'anna-requester'"),
    ]).to.deep.equal([before, []])
  })

  it('are made of nobody who is not there', async () => {
    expect(await faultFrom(() => makePackage(ground.rooms, OFFICER, 'nobody', ORDER))).to.equal('NOT_FOUND')
    expect(exportsOn()).to.deep.equal([])
  })
})
