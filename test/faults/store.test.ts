import { expect } from 'chai'
import { ADMIN, AGENT, type Answer, COMPLIANCE, type Harness } from '../support/companion-harness.ts'
import { readyDraft, startDesk } from '../support/drafting-desk.ts'
import { tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { expectProblem, expectSafe } from '../support/problem-checks.ts'
import { type CallPlace, methodOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { POSTGRES } from '../support/test-database.ts'

const STAFF = { agent: AGENT, staff: ADMIN, admin: ADMIN, compliance: COMPLIANCE }
/** They begin work that goes on by itself, which another suite ends. */
const RUNS_ON = /syncs|drills|simulations|replays|bundles/
/** It ends the page's own session as time would, which leaves no line in the log (`http/sessions`), so it is done without one. */
const WITHOUT_LINE = 'post /session/departures'

/** What happens to the store, and how it is mended. Each is a row of another program, never a stub. */
const FAULTS: Readonly<Record<string, { readonly begin: string; readonly end: string }>> = {
  'the log cannot be written':
    POSTGRES === null
      ? {
          begin:
            "create trigger full before insert on audit_entry begin select raise(abort, 'disk full'); end",
          end: 'drop trigger full',
        }
      : {
          begin: 'alter table audit_entry add constraint disk_full check (false) not valid',
          end: 'alter table audit_entry drop constraint disk_full',
        },
  'a table is gone': {
    begin: 'alter table audit_head rename to audit_head_gone',
    end: 'alter table audit_head_gone rename to audit_head',
  },
}

describe('a store that fails under a running companion', () => {
  let desk: Harness
  let at: CallPlace
  const counts: string[][] = []

  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const { ticketId, draft } = await readyDraft(desk)
    at = { ticketId, draftId: draft.id }
    for (const agent of [ADMIN, AGENT, COMPLIANCE]) await desk.sessionOf(agent)
  })
  after(async () => {
    process.stdout.write(
      `${tableOf(['fault', 'acts', 'done', 'refused in words', 'half-written'], counts)}\n`,
    )
    await desk.stop()
  })

  const tried = Object.keys(ROUTE_CALLS).filter(
    (name) => !name.startsWith('get ') && !RUNS_ON.test(name) && name !== WITHOUT_LINE,
  )
  const call = (name: string): Promise<Answer> => {
    const { who, path, body } = ROUTE_CALLS[name] ?? never()
    return desk.call(methodOf(name), `/api/v1${path(at)}`, {
      as: STAFF[who],
      ...(body === null ? {} : { body: body(at) }),
    })
  }
  const never = (): never => {
    throw new Error('no such route')
  }

  for (const [fault, { begin, end }] of Object.entries(FAULTS))
    it(`${fault}: every act is whole or not there, and says so`, async function () {
      this.timeout(testLimitMs(1, 500))
      const before = desk.dump()
      desk.tamper((database) => database.exec(begin))
      let [done, refused] = [0, 0]
      try {
        for (const name of tried) {
          const answer = await call(name)
          expectSafe(answer)
          if (answer.status >= 500) {
            expect(answer.body.code, name).to.be.oneOf(['AUDIT_UNAVAILABLE', 'STORE_UNAVAILABLE'])
            expectProblem(answer, answer.status, answer.body.code)
            expect(Number(answer.headers.get('retry-after')), name).to.be.greaterThan(0)
            refused += 1
          } else done += answer.status < 300 ? 1 : 0
        }
      } finally {
        desk.tamper((database) => database.exec(end))
      }
      expect(refused).to.be.greaterThan(3)
      // Without a line in the log nothing was done: what answered well changed nothing either.
      expect(desk.dump()).to.equal(before)
      counts.push([fault, String(tried.length), String(done), String(refused), '0'])
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
      expect(desk.logged()).to.not.contain('disk full')
    })
})
