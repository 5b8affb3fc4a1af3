import { expect } from 'chai'
import fc from 'fast-check'
import { ADMIN, AGENT, type Answer, COMPLIANCE, type Harness } from '../support/companion-harness.ts'
import { openedTicket, readyDraft, startDesk } from '../support/drafting-desk.ts'
import { mangledJson, mangledText } from '../support/fuzz-inputs.ts'
import { type FuzzRow, fuzz, fuzzRuns, fuzzTable, fuzzTarget } from '../support/fuzz-run.ts'
import { type CallPlace, methodOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { wrongCalls } from '../support/route-fuzz.ts'
import { sendWebhook } from '../support/signed-webhook.ts'

const RUNS = fuzzRuns(6)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const STAFF = { agent: AGENT, staff: ADMIN, admin: ADMIN, compliance: COMPLIANCE }

/** What takes the ground away from the others comes after them. */
const LAST = /kill-switch|roles|erasures|incidents|drills|live|retention|policy|allowlist|four-eyes/

/** @throws Error when the answer is one that nobody meant to give. */
function meant({ status, text }: Answer): void {
  if (status === 500 || text.includes('UNEXPECTED')) throw new Error(`${status}: ${text}`)
  if (/\bat .+\(.+:\d+:\d+\)|node_modules|SQLITE_/.test(text)) throw new Error(`shows its inside: ${text}`)
}

describe('every route', () => {
  let desk: Harness
  let at: CallPlace
  let consent: string
  const rows: FuzzRow[] = []

  /** A call before may have changed who may do what. */
  const enroll = () =>
    desk.tamper((database) => {
      const statement = database.prepare('insert or ignore into agent_role values (?, ?, ?, ?)')
      for (const [agentId, role] of [
        [ADMIN, 'admin'],
        [COMPLIANCE, 'compliance'],
      ])
        statement.run('acme', agentId, role, '2026-01-01T00:00:00.000Z')
    })

  before(async () => {
    desk = await startDesk()
    await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
    const { ticketId, draft } = await readyDraft(desk)
    at = { ticketId, draftId: draft.id }
    const asked = await openedTicket(desk, '22')
    consent = new URL((await desk.api(AGENT, 'POST', `/tickets/${asked}/consent/requests`, {})).body.url)
      .pathname
  })
  after(async () => {
    const calls = rows.map(({ runs }) => runs)
    const all = calls.reduce((sum, count) => sum + count, 0)
    process.stdout.write(
      `${fuzzTable(rows)}\n${all} calls of ${rows.length} routes and pages, ` +
        `${Math.min(...calls)}–${Math.max(...calls)} each; seed ${SEED}\n`,
    )
    await desk.stop()
  })

  const names = Object.keys(ROUTE_CALLS)
  const ordered = [...names.filter((name) => !LAST.test(name)), ...names.filter((name) => LAST.test(name))]
  const check = async (target: Parameters<typeof fuzz>[0]) => {
    const row = await fuzz(target, RUNS, SEED)
    rows.push(row)
    expect(row.broken).to.deep.equal([])
  }

  for (const name of ordered)
    it(`${name} answers in words, whatever it is sent`, async function () {
      this.timeout(0)
      enroll()
      const as = STAFF[ROUTE_CALLS[name]?.who ?? 'agent']
      await check(
        fuzzTarget({
          name,
          inputs: wrongCalls(name, at),
          take: async ({ path, given }) => meant(await desk.call(methodOf(name), path, { ...given, as })),
        }),
      )
    })

  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const forms = mangledText([
    'choice=grant&notice=x&language=de&form=a.b',
    'choice=withdraw',
    'token=a.b.c',
    'lang=de&__proto__=1',
    'choice[]=1&choice[a]=2',
    'ask=1&form=x',
  ])
  const addresses = mangledText([
    '/',
    '/c/',
    '/p/',
    '/r/',
    '/c/x/receipt',
    '/c/x/receipt.jsonld',
    '/app/sidebar.js',
    '/livez',
    '/readyz',
    '/api/v1/openapi.json',
    '/api',
    '/sidebar?origin=x',
    '/console',
  ]).map(
    (text) =>
      `/${text
        .slice(1, 6_000)
        .toWellFormed()
        .replace(/[^\u0021-\u007e]/gu, (sign) => encodeURIComponent(sign))
        .replaceAll('#', '%23')}`,
  )

  it('the addresses of pages answer in words, whatever they are', async function () {
    this.timeout(0)
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD')
    await check(
      fuzzTarget({
        name: 'pages: any address',
        inputs: fc.record({ method, path: addresses, raw: forms }),
        take: async ({ method, path, raw }) =>
          meant(
            await desk.call(
              method,
              path,
              method === 'GET' || method === 'HEAD' ? {} : { raw, headers: form },
            ),
          ),
      }),
    )
  })

  it("the requester's page answers in words, whatever form comes back", async function () {
    this.timeout(0)
    const shown = await desk.call('GET', consent)
    const held = [...shown.text.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    )
    const good = ['deny', 'defer', 'grant', 'object', 'withdraw', 'access'].map((choice) =>
      new URLSearchParams([...held, ['choice', choice]]).toString(),
    )
    expect(held).to.have.length.greaterThan(1)
    await check(
      fuzzTarget({
        name: 'post /c/:link',
        inputs: fc.record({
          raw: mangledText(good),
          rest: fc.constantFrom('', '?lang=de', '?lang=xx', '/receipt', '?lang[]=1'),
        }),
        take: async ({ raw, rest }) => {
          meant(await desk.call('POST', `${consent}${rest}`, { raw, headers: form }))
          meant(await desk.call('GET', `${consent}${rest}`))
        },
      }),
    )
  })

  it('the webhook answers in words, whatever the helpdesk signs', async function () {
    this.timeout(0)
    const event = {
      ...{
        id: 'e',
        type: 'zen:event-type:ticket.requester_changed',
        time: '2026-11-20T09:00:00.000Z',
        account_id: 7,
        event: { current: '9' },
      },
      detail: { id: at.ticketId, requester_id: 22, tags: ['a'], via: { channel: 'email' } },
    }
    const kinds = [
      'ticket.merged',
      'ticket.created',
      'ticket.tags_changed',
      'ticket.custom_field_changed',
      'user.deleted',
      'user.merged',
    ].map((kind) =>
      mangledJson({
        ...event,
        type: `zen:event-type:${kind}`,
        event: {
          target_ticket_id: '3',
          current: { value: 'x', id: '4' },
          custom_field: { id: '5' },
          tags_added: ['x'],
        },
      }),
    )
    const bodies = fc.oneof(
      ...kinds.map((kind) => kind.map((value) => JSON.stringify(value) ?? '')),
      mangledText([JSON.stringify(event)]),
    )
    await check(
      fuzzTarget({
        name: 'post /webhooks/zendesk',
        inputs: fc.record({ body: bodies, id: fc.nat() }),
        take: async ({ body, id }) =>
          meant(
            await sendWebhook(desk, {
              ticketId: '1',
              body: body.replace('"id":"e"', `"id":"e${id}"`).toWellFormed(),
            }),
          ),
      }),
    )
  })

  it('and the log still verifies after all of it', async () => {
    enroll()
    expect((await desk.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
    expect(desk.logged()).to.not.match(/"message":"unexpected"/)
  })
})
