import { expect } from 'chai'
import { type Answer, type Harness, startHarness } from '../support/companion-harness.ts'
import { boundOf, fuzzRuns, testLimitMs } from '../support/fuzz-run.ts'
import { methodOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { sendWebhook } from '../support/signed-webhook.ts'
import {
  type CrossCall,
  changedRows,
  crossCalls,
  type FirstAccount,
  firstAccount,
  neverWas,
  OTHER_SECRET,
  OWN_REQUESTER,
  OWN_WORDS,
  putBack,
  type Rows,
  rolesAgain,
  rowsOf,
  type SecondAccount,
  STAFF,
  secondAccount,
  textOf,
  withId,
} from '../support/two-accounts.ts'

const RUNS = fuzzRuns(150)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
/** After so many attempts another account goes on: one that has done much answers more slowly, and no longer as new. */
const AN_ACCOUNT = 500
/** After so many the first account's rows are compared. */
const A_BLOCK = 25
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** What an answer says, without what is never the same twice. */
function saidBy({ status, body, text }: Answer): string {
  if (body === undefined) return `${status} ${text === '' ? '' : 'text'}`
  const keys: string[] = []
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) keys.push(path)
    else if (Array.isArray(value)) walk(value[0], `${path}[]`)
    else for (const [key, each] of Object.entries(value)) walk(each, `${path}.${key}`)
  }
  walk(body, '')
  return `${status} ${body.code ?? ''} ${[...new Set(keys)].sort().join(' ')}`
}

/** Attempts of one second account. */
class Attempts {
  /** What it was given in a call that was taken: it may be told that again. */
  readonly #taken = new Set<string>()
  readonly #secrets: readonly string[]
  readonly statuses = new Map<number, number>()
  readonly first: FirstAccount
  readonly second: SecondAccount

  constructor(first: FirstAccount, second: SecondAccount) {
    this.first = first
    this.second = second
    const own = textOf(this.#rows())
    const long = first.ids.map(({ id }) => id).filter((id) => id.length >= 16)
    const secret = [...long, ...first.titles].filter(
      (each) => !each.startsWith('00000000-0000-4000') && !own.includes(each),
    )
    this.#secrets = [OWN_REQUESTER, OWN_WORDS, ...secret]
  }

  #rows(): Rows {
    return rowsOf(this.second.desk, this.second.accountId)
  }

  async #tried(given: CrossCall, id: string): Promise<Answer> {
    const call = ROUTE_CALLS[given.name]
    const at = (given.own ? this.second : this.first).place
    const { path, body } = withId(given.name, at, given.place, id)
    const method = methodOf(given.name)
    const answer = await this.second.desk.call(method, path, {
      as: STAFF[call?.who ?? 'agent'],
      ...(call?.body == null ? {} : { body }),
    })
    if (method !== 'GET' && answer.status < 300) this.#taken.add(id)
    if (given.name.startsWith('put /console/roles')) rolesAgain(this.second)
    return answer
  }

  /** A word of the first account's that this account never gave and does not have, too. */
  #leakedIn(text: string, id: string): string | undefined {
    const found = this.#secrets.filter(
      (secret) => secret !== id && !this.#taken.has(secret) && text.includes(secret),
    )
    if (found.length === 0) return undefined
    const own = textOf(this.#rows())
    return found.find((secret) => UUID.test(secret) || !own.includes(secret))
  }

  /** Also an id of the second account: a number that both have, or a ticket that an attempt has opened. */
  #isOwn(id: string): boolean {
    const held = (row: object) => Object.values(row).some((value) => String(value) === id)
    return this.#taken.has(id) || [...this.#rows().values()].some((rows) => rows.some(held))
  }

  nameOf(given: CrossCall): string {
    const { kind = '', id = '' } = this.first.ids[given.id] ?? {}
    return `${given.name} #${given.place}${given.own ? ' beside own' : ''} with ${id} (${kind})`
  }

  /** `null`: nothing was told. */
  async told(given: CrossCall): Promise<string | null> {
    const id = this.first.ids[given.id]?.id ?? ''
    for (let round = 0; ; round += 1) {
      const before = saidBy(await this.#tried(given, neverWas(id, given.seed + round)))
      const answer = await this.#tried(given, id)
      if (round === 0) this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1)
      const leaked = this.#leakedIn(answer.text, id)
      if (leaked !== undefined) return `${this.nameOf(given)}: told ${leaked}`
      const said = saidBy(answer)
      if (said === before) return null
      // What the second account did itself may change an answer in between; it does not do so each time.
      const after = saidBy(await this.#tried(given, neverWas(id, given.seed + round + 500)))
      if (said === after || this.#isOwn(id)) return null
      if (round === 3)
        return `${this.nameOf(given)}: ${said.slice(0, 200)} instead of ${before.slice(0, 200)}`
    }
  }

  /** Which of these changed rows of the first account, tried one by one; all of them when none does it again. */
  async changers(block: readonly CrossCall[], kept: Rows): Promise<readonly string[]> {
    const desk = this.first.desk
    const found: string[] = []
    const all = changedRows(kept, rowsOf(desk, 'acme'))
    putBack(desk, 'acme', kept, all)
    for (const given of block) {
      await this.#tried(given, this.first.ids[given.id]?.id ?? '')
      const changed = changedRows(kept, rowsOf(desk, 'acme'))
      if (changed.length === 0) continue
      found.push(`${this.nameOf(given)}: changed ${changed}`)
      putBack(desk, 'acme', kept, changed)
    }
    if (found.length > 0) return found
    return [`one of these changed ${all}: ${block.map((given) => this.nameOf(given)).join('; ')}`]
  }
}

function countedBy<T>(all: readonly T[], keyOf: (one: T) => string | number): readonly number[] {
  const counts = new Map<string | number, number>()
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1)
  return [...counts.values()]
}

describe('two accounts in one store', () => {
  let first: Harness
  let one: FirstAccount
  /** Everything of the first account, as it lies in the store. */
  const kept = () => textOf(rowsOf(first, 'acme'))

  before(async function () {
    this.timeout(240_000)
    const made = await firstAccount()
    // The first one's own clock-work is not what is watched here.
    await made.desk.stop()
    first = await startHarness({
      dataDir: made.desk.dataDir,
      world: made.desk.world,
      drafter: made.desk.drafter,
    })
    one = { ...made, desk: first }
  })
  after(() => first.stop())

  const names = Object.keys(ROUTE_CALLS)

  it('tell each other nothing and change nothing of each other, whatever id is tried', async function () {
    this.timeout(testLimitMs(RUNS, 30, 5_000))
    expect(one.ids.length).to.be.greaterThan(150)
    const before = rowsOf(first, 'acme')
    const found: string[] = []
    const statuses = new Map<number, number>()
    const { fitting, calls } = crossCalls(names, one, RUNS, SEED)
    for (let from = 0; from < calls.length; from += AN_ACCOUNT) {
      const second = await secondAccount(first, `globex-${from / AN_ACCOUNT}`)
      const attempts = new Attempts(one, second)
      const mine = calls.slice(from, from + AN_ACCOUNT)
      for (let start = 0; start < mine.length; start += A_BLOCK) {
        const block = mine.slice(start, start + A_BLOCK)
        for (const given of block) {
          const leak = await attempts.told(given)
          if (leak !== null) found.push(leak)
        }
        if (changedRows(before, rowsOf(first, 'acme')).length > 0)
          found.push(...(await attempts.changers(block, before)))
      }
      await second.desk.stop()
      for (const [status, count] of attempts.statuses)
        statuses.set(status, (statuses.get(status) ?? 0) + count)
    }
    const [routes, ids] = [countedBy(calls, ({ name }) => name), countedBy(calls, ({ id }) => id)]
    const spread = (counts: readonly number[]) => `${Math.min(...counts)}–${Math.max(...counts)} each`
    process.stdout.write(
      `      ${RUNS} attempts over ${routes.length} routes (${spread(routes)}) and ${ids.length} of ${one.ids.length} ids ` +
        `(${spread(ids)}): ${found.length} leaks (95 % bound ${boundOf(RUNS)}), seed ${SEED}\n` +
        `      ${Math.min(fitting, Math.floor(RUNS / 2))} of the ${fitting} ids in places that are made for them; ` +
        `answered with ${[...statuses]
          .sort()
          .map(([status, count]) => `${status}: ${count}`)
          .join(', ')}\n`,
    )
    expect(found).to.deep.equal([])
    if (RUNS >= 10_000) expect([routes.length, ids.length]).to.deep.equal([names.length, one.ids.length])
  })

  describe('of which the second', () => {
    let second: SecondAccount
    before(async () => {
      second = await secondAccount(first, 'globex')
    })
    after(() => second.desk.stop())

    it('open no page with a link of the other', async () => {
      expect(one.links.length).to.be.greaterThan(1)
      const before = kept()
      for (const link of one.links)
        for (const rest of ['', ...(link.startsWith('/c/') ? ['/receipt', '/receipt.jsonld'] : [])]) {
          const unknown = await second.desk.call('GET', `${link.slice(0, 3)}${'A'.repeat(43)}${rest}`)
          const answer = await second.desk.call('GET', `${link}${rest}`)
          expect([answer.status, answer.text], `${link}${rest}`).to.deep.equal([unknown.status, unknown.text])
          for (const choice of ['confirm', 'withdraw', 'deny', 'access'])
            expect(
              (
                await second.desk.call('POST', link, {
                  raw: `choice=${choice}`,
                  headers: { 'content-type': 'application/x-www-form-urlencoded' },
                })
              ).status,
            ).to.equal(404)
        }
      expect(kept()).to.equal(before)
    })

    it('let nobody in with a session or a token of the other', async () => {
      expect(one.token).to.match(/^vouch_pat_/)
      const session = await first.sessionOf('11')
      for (const [name, { path, body }] of Object.entries(ROUTE_CALLS))
        for (const secret of [session, one.token]) {
          const given = body === null ? {} : { body: body(one.place) }
          const answer = await second.desk.call(methodOf(name), `/api/v1${path(one.place)}`, {
            ...given,
            authorization: `Bearer ${secret}`,
          })
          expect(answer.status, name).to.be.oneOf([401, 429])
        }
    })

    it('take no webhook that was signed for the other, and nothing about the other from their own', async () => {
      const before = kept()
      const about = { ticketId: one.place.ticketId, requesterId: OWN_REQUESTER }
      expect((await sendWebhook(second.desk, about)).status).to.equal(401)
      for (const type of [
        'user.deleted',
        'user.merged',
        'ticket.merged',
        'ticket.requester_changed',
        'ticket.permanently_deleted',
      ])
        for (const id of [OWN_REQUESTER, one.place.ticketId])
          await sendWebhook(second.desk, {
            ...about,
            ticketId: id,
            type: `zen:event-type:${type}`,
            secret: OTHER_SECRET,
            event: { target_ticket_id: one.place.ticketId, current: '9' },
          })
      expect(kept()).to.equal(before)
      expect(
        second.desk.rows(
          `select count(*) as n from webhook_event where account_id = '${second.accountId}'`,
        )[0]?.n,
      ).to.be.greaterThan(0)
    })
  })
})
