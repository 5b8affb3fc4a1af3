import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { changeFourEyes } from '../../../server/approvals/index.ts'
import {
  bulkExportChange,
  fetchPackage,
  handOut,
  issueExportLink,
  makePackage,
  plannedBulk,
  refuseOpenLog,
} from '../../../server/dossier/index.ts'
import type { Agent } from '../../../src/domain/account.ts'
import { type DossierGround, dossierGround, exportsIn, OFFICER } from '../../support/dossier-ground.ts'
import { DAY, HOUR } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { ACCOUNT } from '../../support/held-person.ts'

const ORDER = { locale: 'en', maskOthers: true }
const COLLEAGUE: Agent = { accountId: ACCOUNT, agentId: '4714', roles: ['compliance'] }

describe('a bulk export', () => {
  let ground: DossierGround
  const make = (mark: string, by = OFFICER) => makePackage(ground.rooms, by, `${mark}-requester`, ORDER)
  const permit = async (
    requesterRefs: string[],
    what: 'people' | 'log_words' = 'people',
    asked = OFFICER,
  ) => {
    const { rooms, transact } = ground.rooms
    await transact(async (tx) => {
      const plan = await plannedBulk(rooms, tx, asked, { what, requesterRefs })
      await bulkExportChange(rooms).apply(tx, COLLEAGUE, plan, 'bulk_export')
    })
  }
  /** Everything that an export leaves behind. */
  const left = () => ({
    entries: ground.entries(),
    packages: ground.store.rows('select * from export_package'),
    links: ground.store.rows('select * from export_link'),
    looks: ground.store.rows('select * from access_log'),
    files: readdirSync(join(exportsIn(ground.folder), '..')).includes('exports')
      ? readdirSync(exportsIn(ground.folder))
      : [],
  })

  beforeEach(async () => {
    ground = await dossierGround()
  })
  afterEach(() => ground.close())

  const ways: Record<string, (packageOfBen: string) => Promise<unknown>> = {
    'making a package': () => make('ben'),
    'fetching what a colleague made': async (packageId) =>
      (await fetchPackage(ground.rooms, OFFICER, packageId)).content.leave(),
    'sending a link to it': (packageId) => issueExportLink(ground.rooms, OFFICER, packageId),
    'writing one to a file': () => handOut(ground.rooms, OFFICER, 'ben-requester', ORDER, async () => {}),
  }
  for (const [name, way] of Object.entries(ways))
    it(`of a second person needs two people, by ${name}: nothing leaves, nothing is noted`, async () => {
      const { packageId } = await make('ben', COLLEAGUE)
      await make('anna')
      const before = left()
      expect(await faultFrom(() => way(packageId))).to.equal('SECOND_PERSON_NEEDED')
      expect(left()).to.deep.equal(before)
      await permit(['ben-requester'])
      await way(packageId)
      expect(ground.entries().slice(before.entries.length)[0]).to.equal('export.permitted: people')
    })

  it('is none for the same person again, for another member of staff, or on another day', async () => {
    await make('anna')
    await make('anna')
    await make('ben', COLLEAGUE)
    ground.world.pass(DAY - HOUR)
    expect(await faultFrom(() => make('ben'))).to.equal('SECOND_PERSON_NEEDED')
    ground.world.pass(HOUR)
    await make('ben')
  })

  it('is permitted to whoever asked, for whom they asked, for a week', async () => {
    await permit(['ben-requester'])
    await make('anna')
    await make('ben')
    expect(await faultFrom(() => make('anna'))).to.equal('SECOND_PERSON_NEEDED')
    await make('anna', COLLEAGUE)
    expect(await faultFrom(() => make('ben', COLLEAGUE))).to.equal('SECOND_PERSON_NEEDED')
    ground.world.pass(7 * DAY)
    await make('anna')
    expect(await faultFrom(() => make('ben'))).to.equal('SECOND_PERSON_NEEDED')
  })

  it('needs nobody where the account has turned four eyes off', async () => {
    await make('anna')
    await ground.store.transact((tx) => changeFourEyes(ground.rooms.rooms, tx, COLLEAGUE, 'off'))
    await make('ben')
  })

  it('of the log with its words opened needs two people too, and a permit for people is none', async () => {
    const { rooms, transact } = ground.rooms
    const ask = () => transact((tx) => refuseOpenLog(rooms, tx, OFFICER))
    await permit(['ben-requester'])
    expect(await faultFrom(ask)).to.equal('SECOND_PERSON_NEEDED')
    await permit([], 'log_words')
    await ask()
    await make('anna')
    await make('ben')
  })

  it('cannot be asked for somebody of whom nothing is held', async () => {
    expect(await faultFrom(() => permit(['nobody']))).to.equal('NOT_FOUND')
    expect(
      ground.store.rows("select * from export_permit where permit_id not like '%-permit'"),
    ).to.deep.equal([])
  })
})
