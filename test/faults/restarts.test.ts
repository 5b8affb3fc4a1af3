import { existsSync, readdirSync, rmSync } from 'node:fs'
import { expect } from 'chai'
import { decide, SECOND_COMPLIANCE, withSecondPeople } from '../support/approval-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, startHarness } from '../support/companion-harness.ts'
import { dice } from '../support/dice.ts'
import {
  consentedTicket,
  draft,
  draftRow,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../support/drafting-desk.ts'
import { eventually } from '../support/eventually.ts'
import { type FourPages, fourPages } from '../support/four-pages.ts'
import { boundOf, fuzzRuns, tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { type Photograph, photographs } from '../support/photographs.ts'
import { POSTGRES } from '../support/test-database.ts'

/** How many of the moments of each act a server is started from. */
const MOMENTS = fuzzRuns(4)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)

/** One act, how it is begun, and what must be true of a server that starts from a moment in it. */
interface Story {
  begin(desk: Harness): Promise<{
    act(): Promise<unknown>
    /** What the server of before has acknowledged must be there; else all of it or nothing, and the act can be done now. */
    holds(after: Harness, acknowledged: boolean): Promise<void>
  }>
}

if (POSTGRES === null)
  describe('a server that is killed in the middle of an act, and started again', () => {
    let center: FourPages
    const counts: string[][] = []
    before(async () => {
      center = await fourPages()
    })
    after(() => {
      center.close()
      const head = [
        'killed in the middle of',
        'moments',
        'started from',
        'lost',
        'half-written',
        '95 % bound',
      ]
      process.stdout.write(`${tableOf(head, counts)}\nseed ${SEED}\n`)
    })

    const synced = async (desk: Harness) => {
      await desk.api(ADMIN, 'POST', '/console/syncs')
      await eventually(async () => {
        const { body } = await desk.api(ADMIN, 'GET', '/console/syncs/latest')
        expect(body.status, JSON.stringify(body.problems)).to.equal('done')
      })
    }
    const textsOf = (desk: Harness) =>
      new Set(
        desk
          .rows(`select passages from article where source = '${center.origin}'`)
          .map(({ passages }) => (String(passages).includes('new words') ? 'new' : 'old')),
      )

    const STORIES: Readonly<Record<string, Story>> = {
      'a sync': {
        async begin(desk) {
          center.text = 'old words'
          await synced(desk)
          center.text = 'new words'
          return {
            act: () => synced(desk),
            async holds(after, acknowledged) {
              const texts = [...textsOf(after)]
              expect(texts).to.have.length(1)
              if (acknowledged) expect(texts).to.deep.equal(['new'])
              await synced(after)
              expect([...textsOf(after)]).to.deep.equal(['new'])
            },
          }
        },
      },
      'a draft': {
        async begin(desk) {
          const ticketId = await consentedTicket(desk)
          const order = orderFor(ticketId, REFUND_QUESTION)
          return {
            act: () => draft(desk, order),
            async holds(after, acknowledged) {
              const row = draftRow(after, order.draftId)
              if (acknowledged) expect(row?.status).to.equal('ready')
              const open = row?.status === 'ready'
              if (row !== undefined && !open)
                expect([row.status, row.sealed_content, row.receipt]).to.deep.equal(['discarded', null, null])
              const read = await after.api(AGENT, 'GET', `/drafts/${order.draftId}`)
              expect(read.status < 300 && read.body.status === 'ready').to.equal(open)
              expect((await draft(after, orderFor(ticketId, REFUND_QUESTION))).draft).to.not.equal(undefined)
            },
          }
        },
      },
      'an export': {
        async begin(desk) {
          const requesterRef = await personOf(desk)
          const order = { requesterRef, locale: 'de', maskOthers: true }
          const make = (at: Harness) => at.api(COMPLIANCE, 'POST', '/console/requesters/packages', order)
          const take = async (at: Harness, packageId: string) =>
            (
              await at.call('POST', `/api/v1/console/requesters/packages/${packageId}/downloads`, {
                as: COMPLIANCE,
              })
            ).status
          let made = ''
          return {
            act: async () => {
              made = (await make(desk)).body.packageId
            },
            async holds(after, acknowledged) {
              const rows = after
                .rows("select package_id from export_package where status = 'ready'")
                .map((row) => String(row.package_id))
              if (acknowledged) expect(rows).to.include(made)
              for (const packageId of rows) expect(await take(after, packageId)).to.equal(200)
              const folder = `${after.dataDir}/exports`
              const files = existsSync(folder) ? readdirSync(folder) : []
              expect(files.sort()).to.deep.equal(rows.map((id) => `${id}.package`).sort())
              expect(
                after.rows("select package_id from export_package where status = 'making'"),
              ).to.deep.equal([])
              expect(await take(after, (await make(after)).body.packageId)).to.equal(200)
            },
          }
        },
      },
      'an erasure': {
        async begin(desk) {
          const requesterRef = await personOf(desk)
          const asked = await desk.api(COMPLIANCE, 'POST', '/console/erasures', {
            requesterRef,
            caseId: null,
          })
          const { changeId } = asked.body.change
          const approve = (at: Harness) => decide(at, SECOND_COMPLIANCE, changeId, 'approve')
          const left = (at: Harness) =>
            at.rows(
              `select requester_ref from requester where requester_ref = '${requesterRef}' and digest not like 'gone:%'`,
            ).length
          const told = async (at: Harness) =>
            (await at.api(COMPLIANCE, 'GET', '/console/erasures')).body.length
          return {
            act: async () => expect((await approve(desk)).status).to.equal(200),
            async holds(after, acknowledged) {
              if (acknowledged) expect(left(after)).to.equal(0)
              if (left(after) === 1) {
                expect(await told(after), 'reported as not done').to.equal(0)
                expect((await approve(after)).status, 'still open to be decided').to.equal(200)
              }
              expect([left(after), await told(after)]).to.deep.equal([0, 1])
              const drafts = after.rows(
                'select count(*) as n from draft d where not exists (select 1 from ticket t where t.ticket_ref = d.ticket_ref)',
              )
              expect(drafts[0]?.n).to.equal(0)
            },
          }
        },
      },
    }

    async function personOf(desk: Harness): Promise<string> {
      const ticketId = await consentedTicket(desk)
      await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      const search = { by: 'ticket', values: [ticketId] }
      return (await desk.api(COMPLIANCE, 'POST', '/console/requesters/searches', search)).body[0].requesterRef
    }

    /** The last one is of after it was acknowledged; it is always among them. */
    function some(all: readonly Photograph[], most: number): readonly Photograph[] {
      const [thrown, last] = [dice(SEED), all.at(-1)]
      const rest = all.slice(0, -1).toSorted(() => thrown.below(3) - 1)
      return last === undefined ? [] : [...rest.slice(0, most), last]
    }

    for (const [name, { begin }] of Object.entries(STORIES))
      it(`${name}: nothing acknowledged is lost, nothing is half-written, and it can be done or is done`, async function () {
        this.timeout(testLimitMs(MOMENTS + 1, 300, 2_000))
        const env = { VOUCH_HELP_CENTER_URL: center.origin }
        const desk = await startDesk({ env })
        await withSecondPeople(desk)
        for (const agent of [ADMIN, AGENT, COMPLIANCE, SECOND_COMPLIANCE]) await desk.sessionOf(agent)
        const { act, holds } = await begin(desk)
        const all = await photographs(desk.dataDir, act)
        await desk.stop()
        const chosen = some(all, MOMENTS)
        for (const { folder, acknowledged } of chosen) {
          const after = await startHarness({ dataDir: folder, world: desk.world, env })
          expect(after.rows("select draft_id from draft where status = 'drafting'")).to.deep.equal([])
          await holds(after, acknowledged)
          expect((await after.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
          await after.stop()
          rmSync(folder, { recursive: true, force: true })
        }
        counts.push([name, String(all.length), String(chosen.length), '0', '0', boundOf(chosen.length)])
        expect(all.length).to.be.greaterThan(1)
      })
  })
