import { expect } from 'chai'
import fc from 'fast-check'
import { ADMIN, AGENT, type Answer, COMPLIANCE } from '../support/companion-harness.ts'
import { type FuzzDesk, fuzzDesk } from '../support/fuzz-desk.ts'
import { mangledJson, mangledText } from '../support/fuzz-inputs.ts'
import {
  type FuzzRow,
  fuzz,
  fuzzRuns,
  fuzzShare,
  fuzzTable,
  fuzzTarget,
  testLimitMs,
} from '../support/fuzz-run.ts'
import { methodOf, ROUTE_CALLS } from '../support/route-calls.ts'
import { wrongCalls } from '../support/route-fuzz.ts'
import { sendWebhook } from '../support/signed-webhook.ts'

const RUNS = fuzzRuns(6)
const SEED = Number(process.env.VOUCH_FUZZ_SEED ?? 20261127)
const STAFF = { agent: AGENT, staff: ADMIN, admin: ADMIN, compliance: COMPLIANCE }

/** What takes the ground away from the others comes after them. */
const LAST = /kill-switch|roles|erasures|incidents|drills|live|retention|policy|allowlist|four-eyes/

/** @throws Error when the answer is one that nobody meant to give. */
function meant({ status, text }: Answer): void {
  if (status >= 500 || /"code":\s?"UNEXPECTED"/.test(text)) throw new Error(`${status}: ${text}`)
  if (/node_modules|SQLITE_|\bat .{1,200}\(.{1,200}:\d+:\d+\)/.test(text))
    throw new Error(`shows its inside: ${text}`)
}

/** In a long run each route has a ground of its own. */
const IS_LONG = RUNS > 100

describe('every route', () => {
  let desk: FuzzDesk
  const rows: FuzzRow[] = []

  // A long run is put behind everything else on its machine.
  before(async function () {
    this.timeout(testLimitMs(1, 3_000))
    desk = await fuzzDesk()
  })
  after(async () => {
    const calls = rows.map(({ runs }) => runs)
    const all = calls.reduce((sum, count) => sum + count, 0)
    process.stdout.write(
      `${fuzzTable(rows)}\n${all} calls of ${rows.length} routes and pages, ` +
        `${Math.min(...calls)}–${Math.max(...calls)} each; seed ${SEED}\n`,
    )
  })

  const names = Object.keys(ROUTE_CALLS)
  const ordered = [...names.filter((name) => !LAST.test(name)), ...names.filter((name) => LAST.test(name))]
  const check = async (target: Parameters<typeof fuzz>[0]) => {
    if (IS_LONG) await desk.renew()
    desk.enroll()
    const row = await fuzz({ ...target, between: desk.rest }, RUNS, SEED)
    rows.push(row)
    // A long run that is ended before its end has shown what it has done.
    if (IS_LONG) process.stdout.write(`${fuzzTable([row])}\n`)
    expect(row.broken).to.deep.equal([])
  }

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

  const addressesOfPages = async () => {
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD')
    await check(
      fuzzTarget({
        name: 'pages: any address',
        inputs: fc.record({ method, path: addresses, raw: forms }),
        take: async ({ method, path, raw }) =>
          meant(
            await desk
              .now()
              .call(method, path, method === 'GET' || method === 'HEAD' ? {} : { raw, headers: form }),
          ),
      }),
    )
  }

  const requestersPage = async () => {
    const { consent } = desk
    const shown = await desk.now().call('GET', consent)
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
          meant(await desk.now().call('POST', `${consent}${rest}`, { raw, headers: form }))
          meant(await desk.now().call('GET', `${consent}${rest}`))
        },
      }),
    )
  }

  const signedWebhook = async () => {
    const event = {
      ...{
        id: 'e',
        type: 'zen:event-type:ticket.requester_changed',
        time: '2026-11-20T09:00:00.000Z',
        account_id: 7,
        event: { current: '9' },
      },
      detail: { id: desk.at.ticketId, requester_id: 22, tags: ['a'], via: { channel: 'email' } },
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
            await sendWebhook(desk.now(), {
              ticketId: '1',
              body: body.replace('"id":"e"', `"id":"e${id}"`).toWellFormed(),
            }),
          ),
      }),
    )
  }

  const TRIED: readonly (readonly [string, () => Promise<void>])[] = [
    ...ordered.map((name): [string, () => Promise<void>] => [
      name,
      async () => {
        const as = STAFF[ROUTE_CALLS[name]?.who ?? 'agent']
        await check(
          fuzzTarget({
            name,
            inputs: wrongCalls(name, desk.at),
            take: async ({ path, given }) =>
              meant(await desk.now().call(methodOf(name), path, { ...given, as })),
          }),
        )
      },
    ]),
    ['any address of a page', addressesOfPages],
    ["the requester's page and its form", requestersPage],
    ['the webhook that the helpdesk signs', signedWebhook],
  ]

  for (const [name, act] of fuzzShare(TRIED))
    it(`${name}: answered in words, whatever it is sent`, async function () {
      this.timeout(testLimitMs(RUNS, 5, 3_000))
      await act()
    })

  it('and the log still verifies after all of it, and names nobody', async function () {
    this.timeout(testLimitMs(RUNS, 5, 3_000))
    await desk.stop()
  })
})
