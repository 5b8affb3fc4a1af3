import { existsSync, readdirSync } from 'node:fs'
import { expect } from 'chai'
import { ADMIN, AGENT, type Answer, COMPLIANCE, type Harness } from '../support/companion-harness.ts'
import { readyDraft, startDesk } from '../support/drafting-desk.ts'
import { tableOf, testLimitMs } from '../support/fuzz-run.ts'
import { expectProblem, expectSafe } from '../support/problem-checks.ts'
import { methodOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { setPlan } from '../support/spending-ground.ts'
import { POSTGRES } from '../support/test-database.ts'
import { firstAccount } from '../support/two-accounts.ts'

/**
 * They begin work that goes on by itself, which another suite ends; a stop holds by its file, without the store; and
 * a page's own end of its session leaves no line in the log (`http/sessions`).
 */
const ELSEWHERE = /syncs|drills|simulations|replays|bundles|kill-switch|session\/departures/

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

/** An act as it was tried: while the store failed, and at once again when it did not. */
interface Tried {
  readonly route: string
  readonly under: Answer
  readonly after: number
  /** It was not refused, and then it wrote something. */
  readonly slipped: boolean
}

const PATTERNS = Object.keys(ROUTE_CALLS).map((name) => {
  const pattern = name.slice(name.indexOf(' ') + 1).replace(/:\w+/g, '[^/]+')
  return { name, is: new RegExp(`^${methodOf(name)} /api/v1${pattern}$`) }
})
const routeOf = (method: string, path: string) =>
  PATTERNS.find(({ is }) => is.test(`${method} ${path}`))?.name ?? ''

/** All that lies in the store, and which packages lie beside it. */
function kept(desk: Harness): string {
  const packages = `${desk.dataDir}/exports`
  return `${existsSync(packages) ? readdirSync(packages).sort() : ''}\n${desk.dump()}`
}

/** The same desk; but whatever is done at it, the store fails under it first. */
function failingFirst(desk: Harness, fault: { begin: string; end: string }, tried: Tried[]): Harness {
  const sessions = new Map<string, string>()
  /** As it was seen last, while nothing was done since: on a database it takes a while to look. */
  let seen: string | null = null
  const signIn = async (agentId: string) => {
    const session = await desk.sessionOf(agentId)
    if (sessions.get(agentId) !== session) seen = null
    sessions.set(agentId, session)
  }
  const call: Harness['call'] = async (method, path, given = {}) => {
    const route = routeOf(method, path)
    if (method === 'GET' || route === '' || ELSEWHERE.test(route)) {
      seen = null
      return desk.call(method, path, given)
    }
    // Signing in is an act of its own.
    if (given.as !== undefined) await signIn(given.as)
    const before = seen ?? kept(desk)
    desk.tamper((database) => database.exec(fault.begin))
    const under = await desk
      .call(method, path, given)
      .finally(() => desk.tamper((database) => database.exec(fault.end)))
    expectSafe(under)
    seen = kept(desk)
    expect(seen === before, `${route} is whole or not there`).to.equal(true)
    const answer = await desk.call(method, path, given)
    const isTaken = answer.status < 300
    if (isTaken) seen = null
    // What was not refused had nothing to write, neither then nor now.
    const slipped = under.status < 500 && isTaken && kept(desk) !== before
    tried.push({ route, under, after: answer.status, slipped })
    return answer
  }
  return {
    ...desk,
    call,
    api: (as, method, path, body) =>
      call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) }),
  }
}

/** What an account of before does not come to by itself. Each must have worked at its second try. */
async function actFurther(desk: Harness): Promise<void> {
  const done = async (as: string, method: string, path: string, body?: unknown) => {
    const answer = await desk.api(as, method, path, body)
    expect(answer.status, `${method} ${path}: ${answer.text}`).to.be.within(200, 299)
    return answer.body
  }
  const { draft, ticketId } = await readyDraft(desk)
  const at = {
    requesterRef: String(
      desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)[0]?.requester_ref,
    ),
  }
  const people = '/console/requesters'
  await done(AGENT, 'POST', `/drafts/${draft.id}/dismissals`, { reason: 'not_needed' })
  await done(COMPLIANCE, 'POST', `${people}/dossiers`, { ...at, purpose: 'person_asks' })
  const { packageId } = await done(COMPLIANCE, 'POST', `${people}/packages`, {
    ...at,
    locale: 'de',
    maskOthers: true,
  })
  await done(COMPLIANCE, 'POST', `${people}/packages/${packageId}/downloads`)
  await done(COMPLIANCE, 'POST', `${people}/packages/${packageId}/shreddings`)
  await done(COMPLIANCE, 'POST', '/console/corrections', {
    ...at,
    note: 'The name was misspelt.',
    about: null,
  })
  await done(COMPLIANCE, 'POST', '/console/person-acts', {
    ...at,
    act: 'restrict',
    reason: 'asked',
    toldAt: null,
  })
  const { request } = await done(COMPLIANCE, 'POST', '/console/requests', {
    ...{ kind: 'access', channel: 'email', who: { ticketId }, locale: 'de', another: true },
    receivedOn: desk.world.now().toISOString().slice(0, 10),
  })
  const ofCase = `/console/requests/${request.caseId}`
  const noted = await done(COMPLIANCE, 'POST', `${ofCase}/notes`, {
    version: request.version,
    text: 'By phone',
  })
  await done(COMPLIANCE, 'POST', `${ofCase}/moves`, {
    kind: 'withdraw',
    version: noted.request.version,
    reason: 'By phone',
  })
  const token = await done(ADMIN, 'POST', '/console/tokens', {
    name: 'Figures',
    scopes: ['reports:read'],
    days: 30,
    addresses: [],
  })
  await done(ADMIN, 'POST', `/console/tokens/${token.token.tokenId}/revocations`)
  const { version } = await done(ADMIN, 'GET', '/console/helpdesk-settings')
  await done(ADMIN, 'PUT', '/console/helpdesk-settings/minor-tags', { version, minorTags: ['under_age'] })
  await setPlan(desk, { prices: [], budget: null })
  const policy = await done(ADMIN, 'GET', '/console/scope-policy')
  await done(ADMIN, 'PUT', '/console/scope-policy', { ...policy, draftsPerTicket: 7 })
}

describe('a store that fails under a running companion', () => {
  const counts: string[][] = []
  after(() =>
    process.stdout.write(
      `${tableOf(['fault', 'acts', 'kinds', 'refused in words', 'half-written'], counts)}\n`,
    ),
  )

  for (const [fault, how] of Object.entries(FAULTS))
    it(`${fault}: every act is refused in words, changes nothing, and is done when it is tried again`, async function () {
      this.timeout(testLimitMs(1, 15_000))
      const desk = await startDesk()
      const tried: Tried[] = []
      const failing = failingFirst(desk, how, tried)
      await firstAccount(failing)
      await actFurther(failing)
      const through = tried.filter(({ slipped }) => slipped)
      expect(
        through.map(({ route, under, after }) => `${route}: ${under.status}, then ${after}`),
      ).to.deep.equal([])
      const refused = tried.filter(({ under }) => under.status >= 500)
      for (const { route, under } of refused) {
        expect(under.body.code, route).to.be.oneOf(['AUDIT_UNAVAILABLE', 'STORE_UNAVAILABLE'])
        expectProblem(under, under.status, under.body.code)
        expect(Number(under.headers.get('retry-after')), route).to.be.greaterThan(0)
      }
      expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
      expect(desk.logged()).to.not.contain('disk full')
      const acts = refused.filter(({ after }) => after < 300)
      const kinds = new Set(acts.map(({ route }) => route))
      expect(kinds.size).to.be.at.least(50)
      counts.push([fault, String(acts.length), String(kinds.size), String(acts.length), '0'])
      await desk.stop()
    })
})
