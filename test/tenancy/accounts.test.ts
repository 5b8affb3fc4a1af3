import { expect } from 'chai'
import fc from 'fast-check'
import { type Answer, type Harness, startHarness } from '../support/companion-harness.ts'
import { boundOf, fuzzRuns } from '../support/fuzz-run.ts'
import { methodOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { sendWebhook } from '../support/signed-webhook.ts'
import {
  type CrossCall,
  crossCalls,
  neverWas,
  OTHER,
  OWN_REQUESTER,
  OWN_WORDS,
  rowsOf,
  STAFF,
  type TwoAccounts,
  twoAccounts,
  withId,
} from '../support/two-accounts.ts'

const RUNS = fuzzRuns(150)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)

/** What an answer says, without what is never the same twice. */
function saidBy({ status, body, text }: Answer): string {
  if (body === undefined)
    return `${status} ${text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '#').length > 0 ? 'text' : ''}`
  const keys: string[] = []
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) keys.push(path)
    else if (Array.isArray(value)) walk(value[0], `${path}[]`)
    else for (const [key, each] of Object.entries(value)) walk(each, `${path}.${key}`)
  }
  walk(body, '')
  return `${status} ${body.code ?? ''} ${[...new Set(keys)].sort().join(' ')}`
}

describe('two accounts in one store', () => {
  let both: TwoAccounts
  let first: Harness
  let second: Harness
  /** Everything of the first account, as it lies in the store. */
  const kept = () => JSON.stringify(rowsOf(first, 'acme'))
  /** Words of the first account that no answer to the second may hold, whatever it was asked for. */
  let secrets: readonly string[]

  before(async function () {
    this.timeout(120_000)
    both = await twoAccounts()
    ;({ first, second } = both)
    // The first one's own clock-work is not what is watched here.
    await first.stop()
    first = await startHarness({
      dataDir: both.first.dataDir,
      world: both.first.world,
      drafter: both.first.drafter,
    })
    const uuids = both.ids
      .map(({ id }) => id)
      .filter((id) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) && !id.startsWith('00000000'))
    secrets = [OWN_REQUESTER, OWN_WORDS, ...uuids]
  })
  after(async () => {
    await second.stop()
    await first.stop()
  })

  const names = Object.keys(ROUTE_CALLS)

  async function tried(given: CrossCall, id: string): Promise<Answer> {
    const call = ROUTE_CALLS[given.name]
    const { path, body } = withId(given.name, both.place, given.place, id)
    return second.call(methodOf(given.name), path, {
      as: STAFF[call?.who ?? 'agent'],
      ...(call?.body == null ? {} : { body }),
    })
  }

  /** Also an id of the second account: a number that both have, or a ticket that an attempt has opened. */
  const isOwn = (id: string) =>
    rowsOf(first, OTHER).some(([, rows]) =>
      rows.some((row) => Object.values(row).some((value) => String(value) === id)),
    )

  /** `null`: nothing was told. */
  async function told(given: CrossCall): Promise<string | null> {
    const owned = both.ids[given.id]
    if (owned === undefined) return null
    const place = `${given.name} #${given.place} with ${owned.kind}`
    for (let round = 0; ; round += 1) {
      const before = saidBy(await tried(given, neverWas(owned.id, given.seed + round)))
      const answer = await tried(given, owned.id)
      const leaked = secrets.filter((secret) => secret !== owned.id && answer.text.includes(secret))
      if (leaked.length > 0) return `${place}: told ${leaked[0]}`
      const after = saidBy(await tried(given, neverWas(owned.id, given.seed + round + 500)))
      const said = saidBy(answer)
      // What the second account did itself may change an answer in between; it does not do so each time.
      if (said === before || said === after || isOwn(owned.id)) return null
      if (round === 3) return `${place}: ${said.slice(0, 200)} instead of ${before.slice(0, 200)}`
    }
  }

  it('tell each other nothing and change nothing of each other, whatever id is tried', async function () {
    this.timeout(0)
    expect(both.ids.length).to.be.greaterThan(100)
    const before = kept()
    const found: string[] = []
    const counts = new Map<string, number>()
    for (const given of fc.sample(crossCalls(names, both.ids), { numRuns: RUNS, seed: SEED })) {
      const leak = await told(given)
      if (leak !== null) found.push(leak)
      counts.set(given.name, (counts.get(given.name) ?? 0) + 1)
    }
    process.stdout.write(
      `      ${RUNS} attempts over ${counts.size} routes and ${both.ids.length} ids: ${found.length} leaks (95 % bound ${boundOf(RUNS)}), seed ${SEED}\n`,
    )
    expect(found).to.deep.equal([])
    expect(kept()).to.equal(before)
  })

  it('open no page with a link of the other', async () => {
    expect(both.links.length).to.be.greaterThan(1)
    const before = kept()
    for (const link of both.links)
      for (const rest of ['', ...(link.startsWith('/c/') ? ['/receipt', '/receipt.jsonld'] : [])]) {
        const unknown = await second.call('GET', `${link.slice(0, 3)}${'A'.repeat(43)}${rest}`)
        const answer = await second.call('GET', `${link}${rest}`)
        expect([answer.status, answer.text], `${link}${rest}`).to.deep.equal([unknown.status, unknown.text])
        for (const choice of ['confirm', 'withdraw', 'deny', 'access'])
          expect(
            (
              await second.call('POST', link, {
                raw: `choice=${choice}`,
                headers: { 'content-type': 'application/x-www-form-urlencoded' },
              })
            ).status,
          ).to.equal(404)
      }
    expect(kept()).to.equal(before)
  })

  it('let nobody in with a session or a token of the other', async () => {
    expect(both.token).to.match(/^vouch_pat_/)
    const session = await first.sessionOf('11')
    for (const [name, { path, body }] of Object.entries(ROUTE_CALLS))
      for (const secret of [session, both.token]) {
        const given = body === null ? {} : { body: body(both.place) }
        const answer = await second.call(methodOf(name), `/api/v1${path(both.place)}`, {
          ...given,
          authorization: `Bearer ${secret}`,
        })
        expect(answer.status, name).to.be.oneOf([401, 429])
      }
  })

  it('take no webhook that was signed for the other, and nothing about the other from their own', async () => {
    const before = kept()
    const about = { ticketId: both.place.ticketId, requesterId: OWN_REQUESTER }
    expect((await sendWebhook(second, about)).status).to.equal(401)
    for (const type of [
      'user.deleted',
      'user.merged',
      'ticket.merged',
      'ticket.requester_changed',
      'ticket.permanently_deleted',
    ])
      for (const id of [OWN_REQUESTER, both.place.ticketId])
        await sendWebhook(second, {
          ...about,
          ticketId: id,
          type: `zen:event-type:${type}`,
          secret: 'another secret of 24 characters',
          event: { target_ticket_id: both.place.ticketId, current: '9' },
        })
    expect(kept()).to.equal(before)
    expect(
      second.rows(`select count(*) as n from webhook_event where account_id = '${OTHER}'`)[0]?.n,
    ).to.be.greaterThan(0)
  })
})
