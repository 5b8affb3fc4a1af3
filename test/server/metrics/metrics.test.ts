import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { text as readText } from 'node:stream/consumers'
import { expect } from 'chai'
import fc from 'fast-check'
import { parse } from 'yaml'
import { z } from 'zod'
import { createMetrics, type MetricsFacts } from '../../../server/metrics/index.ts'
import { AGENT, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../support/drafting-desk.ts'
import { eventually } from '../../support/eventually.ts'
import { DAY } from '../../support/fake-world.ts'

const FACTS: MetricsFacts = {
  ...{ runningDrafts: 2, stopped: false, ready: true, entries: 10, signedEntries: 7, signedSecondsAgo: null },
  ...{ copiesBehind: 0, syncSecondsAgo: 60, logHolds: true, storeBytes: 1_000, freeBytes: null },
  keySeconds: { master: 86_400, session: 60, log: 0 },
}
const PERSON = '360000000777'

/** Every series: its name and labels, without its figure. */
function seriesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/ \S+$/, ''))
    .toSorted()
}

const scrape = async (at: Harness) =>
  (await fetch(`http://127.0.0.1:${at.companion.metricsPort}/metrics`)).text()

/** What the label may hold, whatever happened. */
const LABELS: Readonly<Record<string, RegExp>> = {
  method: /^(GET|HEAD|POST|PUT|PATCH|DELETE|other)$/,
  route: /^(none|other|\/(?:[a-z0-9.-]+|:[a-zA-Z]+)?(?:\/(?:[a-z0-9._-]+|:[a-zA-Z]+))*)$/,
  status: /^(\dxx|other)$/,
  code: /^[A-Z_]+$|^other$/,
  type: /^[a-z_]+(\.[a-z_]+)*$|^[A-Z][A-Za-z]+$|^other$/,
  reason: /^[A-Z_]+$|^other$/,
  outcome: /^(done|left|other|[A-Z_]+)$/,
  directive: /^(other|[a-z-]+)$/,
  sweep: /^[a-z]+$/,
  le: /^(\+Inf|[0-9.e-]+)$/,
  quantile: /^[0-9.]+$/,
  kind: /^(major|minor|incremental|weakcb)$/,
  space: /^[a-z_]+$/,
  key: /^(?:master|session|log)$/,
  version: /^v\d+\.\d+\.\d+$/,
  major: /^\d+$/,
  minor: /^\d+$/,
  patch: /^\d+$/,
}

function strangeLabels(text: string): readonly string[] {
  return [...text.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)]
    .filter(([, name = '', value = '']) => LABELS[name]?.test(value) !== true)
    .map(([pair]) => pair)
}

describe('figures', () => {
  it('are served on a port of their own where one is named, and nowhere else', async () => {
    const silent = await startDesk()
    expect(silent.companion.metricsPort).to.equal(null)
    expect((await silent.call('GET', '/metrics')).status).to.equal(404)
    await silent.stop()
    const at = await startDesk({ env: { VOUCH_METRICS_PORT: '0' } })
    expect((await at.call('GET', '/metrics')).status).to.equal(404)
    expect(await scrape(at)).to.match(/^vouch_ready 1$/m)
    await at.stop()
  })

  it('tell what was drafted and refused, by route and reason, and of nobody', async () => {
    const at = await startDesk({ env: { VOUCH_METRICS_PORT: '0' } })
    const granted = await consentedTicket(at, PERSON)
    const made = await draft(at, orderFor(granted, REFUND_QUESTION, { requesterId: PERSON }))
    const other = await openedTicket(at, '360000000888')
    await draft(at, orderFor(other, REFUND_QUESTION, { requesterId: '360000000888' }))
    await at.call('GET', `/api/v1/tickets/${granted}/${PERSON}?email=somebody@acme.example`, { as: AGENT })
    const text = await scrape(at)
    expect(text).to.match(/^vouch_acts_total\{type="draft\.made"\} 1$/m)
    expect(text).to.match(/^vouch_refusals_total\{type="[a-z.]+",reason="CONSENT_NOT_GRANTED"\} 1$/m)
    expect(text).to.match(
      /^vouch_http_request_seconds_count\{method="POST",route="\/api\/v1\/drafts",status="2xx"\} 2$/m,
    )
    expect(text).to.match(/^vouch_faults_total\{code="NOT_FOUND"\} \d+$/m)
    expect(text).to.match(/^vouch_store_transaction_seconds_count\{outcome="done"\} \d+$/m)
    expect(text).to.match(/^vouch_audit_log_holds 1$/m)
    expect(text).to.match(/^vouch_provider_requests_waiting 0$/m)
    for (const key of ['master', 'session', 'log'])
      expect(text).to.match(new RegExp(`^vouch_key_age_seconds\\{key="${key}"\\} [\\d.e+]+$`, 'm'))
    expect(strangeLabels(text)).to.deep.equal([])
    // Seconds and sums hold any short number sooner or later: names and labels hold none.
    const named = text.replaceAll(/ [\d.e+-]+$/gm, '')
    expect(named).to.include('vouch_key_age_seconds{key="log"}\n')
    for (const word of [PERSON, granted, String(made.draft?.id), 'acme', 'somebody', 'refund'])
      expect(named, word).to.not.include(word)
    await at.stop()
  })

  it('count what was due and could not be done, which the log tells without saying of whom', async () => {
    const at = await startDesk({ env: { VOUCH_METRICS_PORT: '0' }, sweepEveryMs: 100 })
    const [poison, other] = [await consentedTicket(at, PERSON), await consentedTicket(at, '360000000888')]
    const add =
      "insert into webhook_event (account_id, event_id, received_at) values ('acme', 'old', '2020-01-01T00:00:00.000Z')"
    at.tamper((database) => {
      const broken = `update consent_event set event = '{' where ticket_ref = (select ticket_ref from ticket where ticket_id = ?)`
      database.prepare(broken).run(poison)
      database.exec('alter table page_session rename to page_session_away')
      database.exec(add)
    })
    at.world.pass(6 * DAY)
    // Behind what fails others are done: events of the helpdesk past their days go.
    await eventually(async () => expect(at.rows('select * from webhook_event')).to.deep.equal([]))
    await eventually(async () =>
      expect(await scrape(at)).to.match(/^vouch_sweep_failures_total\{sweep="sessions"\} [1-9]/m),
    )
    at.world.pass(400 * DAY)
    await eventually(async () =>
      expect(at.rows("select * from consent_standing where status = 'expired'")).to.have.length(1),
    )
    await eventually(async () =>
      expect(await scrape(at)).to.match(/^vouch_sweep_failures_total\{sweep="consents"\} [1-9]/m),
    )
    expect(strangeLabels(await scrape(at))).to.deep.equal([])
    const lines = at
      .logged()
      .split('\n')
      .filter((line) => line.includes('something due was not done'))
    expect(lines.length).to.be.greaterThan(0)
    for (const word of [PERSON, poison, other]) expect(lines.join(), word).to.not.include(word)
    at.tamper((database) => database.exec('alter table page_session_away rename to page_session'))
    await at.stop()
  })

  it('count whoever asks to be connected elsewhere, who is answered as by any other method that nobody has', async () => {
    const at = await startDesk({ env: { VOUCH_METRICS_PORT: '0' } })
    const socket = connect(Number(new URL(at.origin).port), '127.0.0.1')
    socket.write('CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: elsewhere.example:443\r\n\r\n')
    const said = await readText(socket)
    expect(said).to.match(/^HTTP\/1\.1 40[45] /)
    expect(said.toLowerCase()).to.contain('content-type: application/problem+json')
    const { requestId, status } = JSON.parse(said.slice(said.indexOf('\r\n\r\n')))
    const lines = at
      .logged()
      .split('\n')
      .filter((line) => line.includes(requestId))
    expect(lines.map((line) => JSON.parse(line))).to.have.length(1)
    expect(JSON.parse(String(lines[0]))).to.include({ method: 'CONNECT', route: 'none', status })
    expect(at.logged()).to.not.contain('elsewhere')
    expect(await scrape(at)).to.match(
      /^vouch_http_request_seconds_count\{method="other",route="none",status="4xx"\} 1$/m,
    )
    await at.stop()
  })

  it('gain no series from whatever addresses and methods somebody makes up', async () => {
    const at = await startDesk({ env: { VOUCH_METRICS_PORT: '0' } })
    const ask = (method: string, path: string) =>
      fetch(`${at.origin}${path}`, { method }).then((answer) => answer.text())
    const paths = fc.array(fc.webPath({ size: 'medium' }), { minLength: 1, maxLength: 1 })
    // The routes that answer without a session, each once.
    const known = ['/livez', '/readyz', '/sidebar', '/console', '/app/x', '/api/v1/nothing', '/api/v1/me']
    for (const path of known) for (const method of ['GET', 'POST', 'PUT', 'DELETE']) await ask(method, path)
    await ask('GET', '/c/unknown-token')
    await ask('GET', '/api/v1/tickets/1/why')
    await scrape(at)
    const before = seriesOf(await scrape(at)).filter((name) => name.startsWith('vouch_'))
    await fc.assert(
      fc.asyncProperty(
        paths,
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
        async ([path = ''], method) => {
          await ask(method, `/api/v1/nothing${path}`)
          await ask(method, `/api/v1/tickets/${encodeURIComponent(path)}/why`).catch(() => undefined)
        },
      ),
      { numRuns: 150 },
    )
    const text = await scrape(at)
    expect(strangeLabels(text)).to.deep.equal([])
    const gained = seriesOf(text).filter((name) => name.startsWith('vouch_') && !before.includes(name))
    // Methods that a route does not know end in the same few answers.
    expect(
      gained.filter((name) => !/route="(none|\/api\/v1\/tickets\/:ticketId\/why)"/.test(name)),
    ).to.deep.equal([])
    expect(gained.length).to.be.lessThan(60)
    await at.stop()
  })

  it('count under `other` what is in no list, and take no more routes than there can be', async () => {
    const metrics = createMetrics()
    const seen = { method: 'GET', status: 200, seconds: 0.01, code: null }
    for (let each = 0; each < 2_000; each += 1) metrics.request({ ...seen, route: `/made/up/${each}` })
    metrics.request({ ...seen, method: 'PROPFIND', route: '/x', status: 999 })
    metrics.act({ type: 'draft.made', decision: 'refused', detail: { reasons: ['what the ticket says'] } })
    const text = await metrics.text(FACTS)
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route))
    expect(routes.size).to.equal(401)
    expect(text).to.match(/_count\{method="GET",route="other",status="2xx"\} 1600$/m)
    expect(text).to.match(/_count\{method="other",route="other",status="other"\} 1$/m)
    expect(text).to.include('vouch_refusals_total{type="draft.made",reason="other"} 1')
    expect(text).to.not.include('what the ticket says')
  })

  it('say that something is not known, rather than 0', async () => {
    const text = await createMetrics().text(FACTS)
    expect(text).to.match(/^vouch_checkpoint_age_seconds Nan$/im)
    expect(text).to.match(/^vouch_disk_free_bytes Nan$/im)
    expect(text).to.match(/^vouch_audit_entries_unsigned 3$/m)
  })

  it('are what the alarms look at, and each alarm says what to do', async () => {
    const file = readFileSync(new URL('../../../docs/operations/alerts.yml', import.meta.url), 'utf8')
    const rule = z.strictObject({
      alert: z.string().regex(/^Vouch[A-Za-z]+$/),
      expr: z.string(),
      for: z
        .string()
        .regex(/^\d+[smhd]$/)
        .optional(),
      labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
      annotations: z.strictObject({ summary: z.string(), runbook: z.string() }),
    })
    const { groups } = z
      .strictObject({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })
      .parse(parse(file))
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.length).to.be.greaterThan(8)
    const metrics = createMetrics()
    const text = await metrics.text(FACTS)
    const known = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name))
    for (const { alert, expr, annotations } of rules) {
      for (const [name] of expr.matchAll(/\b(?:vouch|nodejs|process)_[a-z_]+\b/g))
        expect(
          known.has(name.replace(/_(?:bucket|count|sum)$/, '')) || known.has(name),
          `${alert}: ${name}`,
        ).to.equal(true)
      const path = annotations.runbook.split('#')[0] ?? ''
      expect(() => readFileSync(new URL(`../../../${path}`, import.meta.url)), alert).to.not.throw()
    }
  })
})
