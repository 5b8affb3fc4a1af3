import { expect } from 'chai'
import { openCompanion } from '../../../src/companion/companion.ts'
import { readPageSession } from '../../../src/companion/session.ts'
import { troubleFrom, Unreachable } from '../../../src/companion/trouble.ts'
import type { DraftEvent, DraftOrder } from '../../../src/domain/api.ts'
import { FAULT_CODES } from '../../../src/domain/fault.ts'
import { draftEvents, EGRESS, modelEvents, SUMMARY, ticketView } from '../../support/fake-companion.ts'
import { faultFrom } from '../../support/fault-from.ts'

const START = Date.parse('2026-11-23T08:00:00Z')
const MINUTE = 60_000
const SESSION = {
  token: 'first',
  expiresAt: new Date(START + 15 * MINUTE).toISOString(),
  place: 'sidebar',
  apiBase: '/api/v1',
} as const

interface Sent {
  readonly method: string
  readonly url: string
  readonly token: string
  readonly body: string
}
type Answer = (sent: Sent) => Response | Promise<Response>

const json = (value: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json', ...headers } })
const problem = (status: number, code: string) =>
  json({ type: 'about:blank', title: code, status, code, requestId: 'req-1' }, status)
const stream = (...chunks: readonly string[]) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
        controller.close()
      },
    }),
  )

function world(answer: Answer) {
  const sent: Sent[] = []
  const timers: { at: number; act: () => void }[] = []
  let time = START
  const companion = openCompanion(SESSION, {
    async fetch(url, init) {
      const headers = new Headers(init.headers)
      const entry = {
        method: init.method ?? '',
        url,
        token: headers.get('authorization') ?? '',
        body: typeof init.body === 'string' ? init.body : '',
      }
      sent.push(entry)
      return answer(entry)
    },
    now: () => time,
    after(milliseconds, act) {
      const timer = { at: time + milliseconds, act }
      timers.push(timer)
      return () => {
        const index = timers.indexOf(timer)
        if (index !== -1) timers.splice(index, 1)
      }
    },
  })
  return {
    companion,
    sent,
    timers,
    async pass(milliseconds: number) {
      time += milliseconds
      for (const timer of timers.filter(({ at }) => at <= time)) {
        timers.splice(timers.indexOf(timer), 1)
        timer.act()
      }
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

const renewing: Answer = ({ url }) =>
  url.endsWith('/session/renewals')
    ? json({ token: 'second', expiresAt: new Date(START + 30 * MINUTE).toISOString() })
    : json(ticketView())

const ORDER: DraftOrder = {
  draftId: 'd1',
  ticketId: '5',
  requesterId: '77',
  comments: [],
  lastCommentId: '1',
  replaced: {},
}

async function troubleOf(run: () => Promise<unknown>) {
  return run().then(
    () => null,
    (error: unknown) => troubleFrom(error),
  )
}

describe('src/companion', () => {
  it('sends the session as Bearer, and nowhere else', async () => {
    const { companion, sent } = world(() => json(ticketView()))
    await companion.readTicket('35436')
    expect(sent).to.deep.equal([
      { method: 'GET', url: '/api/v1/tickets/35436', token: 'Bearer first', body: '' },
    ])
  })

  it('writes ids into addresses so that they stay ids', async () => {
    const { companion, sent } = world(() => json(ticketView()))
    await companion.readTicket('../session?x')
    expect(sent[0]?.url).to.equal('/api/v1/tickets/..%2Fsession%3Fx')
  })

  it('renews when half of its time is over, even when nothing is asked', async () => {
    const { companion, sent, pass } = world(renewing)
    await pass(7 * MINUTE)
    expect(sent).to.deep.equal([])
    await pass(MINUTE)
    expect(sent.map(({ method, url }) => `${method} ${url}`)).to.deep.equal(['POST /api/v1/session/renewals'])
    await companion.readTicket('5')
    expect(sent.at(-1)?.token).to.equal('Bearer second')
  })

  it('renews once for many requests at the same time', async () => {
    const { companion, sent, timers, pass } = world(renewing)
    timers.length = 0
    await pass(14 * MINUTE)
    await Promise.all([companion.readTicket('5'), companion.readTicket('5'), companion.readTicket('5')])
    expect(sent.filter(({ url }) => url.endsWith('renewals')).length).to.equal(1)
    expect(sent.filter(({ token }) => token === 'Bearer second').length).to.equal(3)
  })

  it('goes by the clock of the server', async () => {
    const { companion, sent } = world(({ url }) =>
      url.endsWith('/session/renewals')
        ? json({ token: 'second', expiresAt: new Date(START + 60 * MINUTE).toISOString() })
        : json(ticketView(), 200, { date: new Date(START + 14 * MINUTE).toUTCString() }),
    )
    await companion.readTicket('5')
    await companion.readTicket('5')
    expect(sent.map(({ url }) => url.slice(7))).to.deep.equal([
      '/tickets/5',
      '/session/renewals',
      '/tickets/5',
    ])
  })

  it('tells once that the session has ended, sends nothing more, and holds no token', async () => {
    const { companion, sent, pass } = world(() => problem(401, 'SESSION_EXPIRED'))
    const ends: string[] = []
    companion.page.onEnded((how) => ends.push(how))
    expect(ends).to.deep.equal([])
    for (const _ of [1, 2])
      expect(await troubleOf(() => companion.readTicket('5'))).to.deep.equal({
        kind: 'signed_out',
        code: 'SESSION_EXPIRED',
      })
    await pass(20 * MINUTE)
    expect(sent).to.have.length(1)
    companion.page.onEnded((how) => ends.push(`late ${how}`))
    expect(ends).to.deep.equal(['ended', 'late ended'])
  })

  it('is over by the clock when no renewal came through, though the server never said so', async () => {
    const { companion, pass } = world(() => Promise.reject(new TypeError('no network')))
    const ends: string[] = []
    companion.page.onEnded((how) => ends.push(how))
    await pass(13 * MINUTE)
    expect(ends).to.deep.equal([])
    for (let seconds = 0; seconds < 180; seconds += 5) await pass(5_000)
    expect(ends).to.deep.equal(['lapsed'])
  })

  it('outlives a server that is away for seven minutes, whenever it goes', async () => {
    let away = false
    const { companion, sent, pass } = world((given) =>
      away ? Promise.reject(new TypeError('no network')) : renewing(given),
    )
    const ends: string[] = []
    companion.page.onEnded((how) => ends.push(how))
    await pass(7.4 * MINUTE)
    away = true
    for (let seconds = 0; seconds < 7 * 60; seconds += 5) await pass(5_000)
    away = false
    for (let seconds = 0; seconds < 60; seconds += 5) await pass(5_000)
    expect(ends).to.deep.equal([])
    await companion.readTicket('5')
    expect(sent.at(-1)?.token).to.equal('Bearer second')
  })

  it('knows a time that ran out while the computer slept from a session that somebody ended', async () => {
    const slept = world(() => {
      const late = { date: new Date(START + 60 * MINUTE).toUTCString() }
      const body = { type: 'about:blank', title: '', status: 401, code: 'SESSION_EXPIRED', requestId: 'r' }
      return json(body, 401, late)
    })
    const ends: string[] = []
    slept.companion.page.onEnded((how) => ends.push(how))
    await slept.pass(60 * MINUTE)
    expect(ends).to.deep.equal(['lapsed'])
  })

  it('signs out at the server first; when it cannot be told, the session lives on', async () => {
    let answer: Answer = () => Promise.reject(new TypeError('no network'))
    const { companion, sent } = world((given) => answer(given))
    const ends: string[] = []
    companion.page.onEnded((how) => ends.push(how))
    expect(await troubleOf(() => companion.page.signOut())).to.deep.equal({ kind: 'offline' })
    expect(ends).to.deep.equal([])
    answer = () => new Response(null, { status: 204 })
    await companion.page.signOut()
    expect(ends).to.deep.equal(['signed_out'])
    expect(sent.map(({ url, token }) => `${url} ${token}`)).to.deep.equal([
      '/api/v1/session/sign-outs Bearer first',
      '/api/v1/session/sign-outs Bearer first',
    ])
    expect(await troubleOf(() => companion.readTicket('5'))).to.include({ kind: 'signed_out' })
    expect(sent).to.have.length(2)
  })

  it('says once that the page goes, with the session, and is over', async () => {
    const { companion, sent } = world(() => new Response(null, { status: 204 }))
    companion.page.leave()
    companion.page.leave()
    expect(sent.map(({ method, url, token }) => `${method} ${url} ${token}`)).to.deep.equal([
      'POST /api/v1/session/departures Bearer first',
    ])
    expect(await troubleOf(() => companion.readTicket('5'))).to.include({ kind: 'signed_out' })
  })

  it('renews no more after it is closed', async () => {
    const { companion, sent, pass } = world(renewing)
    companion.close()
    await pass(20 * MINUTE)
    expect(sent).to.deep.equal([])
  })

  for (const code of ['NOT_SIGNED_IN', 'SESSION_EXPIRED', 'TOKEN_REPLAYED'] as const) {
    it(`says that only a reload helps after ${code}`, async () => {
      const { companion, sent } = world(() => problem(401, code))
      expect(await troubleOf(() => companion.readTicket('5'))).to.deep.equal({ kind: 'signed_out', code })
      expect(sent.length, 'it is not tried again').to.equal(1)
    })
  }

  for (const code of FAULT_CODES) {
    it(`knows the problem ${code}`, async () => {
      const { companion } = world(() => problem(500, code))
      expect(await faultFrom(() => companion.readTicket('5'))).to.equal(code)
    })
  }

  const STRANGE: Record<string, { answer: Answer; trouble: object }> = {
    'no network': {
      answer: () => Promise.reject(new TypeError('Failed to fetch')),
      trouble: { kind: 'offline' },
    },
    'a gateway without its server': {
      answer: () => new Response('<h1>502</h1>', { status: 502 }),
      trouble: { kind: 'offline' },
    },
    'a 401 from something in between': {
      answer: () => new Response('', { status: 401 }),
      trouble: { kind: 'signed_out', code: 'NOT_SIGNED_IN' },
    },
    'a page instead of JSON': {
      answer: () => new Response('<!doctype html>'),
      trouble: { kind: 'fault', code: 'UNEXPECTED', requestId: null },
    },
    'a problem with a code that does not exist': {
      answer: () => problem(500, 'NOBODY_KNOWS'),
      trouble: { kind: 'fault', code: 'UNEXPECTED', requestId: '' },
    },
  }
  for (const [name, { answer, trouble }] of Object.entries(STRANGE)) {
    it(`names ${name}`, async () => {
      const { companion } = world(answer)
      expect(await troubleOf(() => companion.readTicket('5'))).to.deep.equal(trouble)
    })
  }

  const view = ticketView()
  const WRONG: Record<string, unknown> = {
    null: null,
    'a list': [],
    'an unknown status': { ...view, consent: { ...view.consent, status: 'maybe' } },
    'a count that is text': { ...view, articlesInScope: '12' },
    'an unknown action': { ...view, scope: { ...view.scope, actions: ['send'] } },
    'a missing field': { ...view, refusals: undefined },
    'an unknown reason': { ...view, refusals: [{ refusal: { reason: 'WHIM' }, nextStep: 'wait' }] },
    'a reason without its facts': {
      ...view,
      refusals: [{ refusal: { reason: 'NOT_COVERED' }, nextStep: 'search_yourself' }],
    },
    'a reason from the prototype': {
      ...view,
      refusals: [{ refusal: { reason: 'constructor' }, nextStep: 'wait' }],
    },
  }
  for (const [name, answer] of Object.entries(WRONG)) {
    it(`believes no ticket with ${name}`, async () => {
      const { companion } = world(() => json(answer))
      expect(await faultFrom(() => companion.readTicket('5'))).to.equal('UNEXPECTED')
    })
  }

  it('builds answers from known fields only', async () => {
    const { companion } = world(() => json({ ...view, extra: 'x', __proto__: { y: 1 } }))
    expect(await companion.readTicket('5')).to.deep.equal(view)
  })

  const asStream = (events: readonly DraftEvent[]) =>
    events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
  const whole = asStream(draftEvents('d1'))
  const CUTS: Record<string, readonly string[]> = {
    'in one piece': [whole],
    'letter by letter': [...whole],
    'with heartbeats and other fields': [`: hi\n\nevent: x\nid: 1\n${whole}: bye\n\n`],
    'with carriage returns': [whole.replaceAll('\n', '\r\n')],
  }
  for (const [name, chunks] of Object.entries(CUTS)) {
    it(`reads a stream that arrives ${name}`, async () => {
      const { companion } = world(() => stream(...chunks))
      const told: DraftEvent[] = []
      await companion.draft(ORDER, (event) => told.push(event), new AbortController().signal)
      expect(told).to.deep.equal(draftEvents('d1'))
    })
  }

  it('reads every event of a draft that a model worded', async () => {
    const events = modelEvents('d1')
    const { companion } = world(() => stream(...events.map((event) => `data: ${JSON.stringify(event)}\n\n`)))
    const told: DraftEvent[] = []
    await companion.draft(ORDER, (event) => told.push(event), new AbortController().signal)
    expect(told).to.deep.equal(events)
  })

  const { draftId: _, lastCommentId: __, ...rest } = ORDER
  const SUMMARY_ORDER = { ...rest, summaryId: 'u1' }

  it('asks for a summary and for the languages of the help center', async () => {
    const { companion, sent } = world(({ url }) =>
      json(url.endsWith('/me') ? { agentId: '9', roles: [], helpCenterLocales: ['de'] } : SUMMARY),
    )
    const { signal } = new AbortController()
    expect(await companion.summarise(SUMMARY_ORDER, signal)).to.deep.equal(SUMMARY)
    expect((await companion.me()).helpCenterLocales).to.deep.equal(['de'])
    expect(sent.map(({ method, url }) => `${method} ${url}`)).to.deep.equal([
      'POST /api/v1/summaries',
      'GET /api/v1/me',
    ])
  })

  const NO_SUMMARY: Record<string, unknown> = {
    'that is not marked as generated': { ...SUMMARY, aiGenerated: false },
    'that may be kept at the provider': { ...SUMMARY, egress: { ...EGRESS, store: true } },
    'with a point that quotes nothing': { ...SUMMARY, points: [{ text: 't', commentId: '1' }] },
  }
  for (const [name, answer] of Object.entries(NO_SUMMARY)) {
    it(`believes no summary ${name}`, async () => {
      const { companion } = world(() => json(answer))
      const ask = () => companion.summarise(SUMMARY_ORDER, new AbortController().signal)
      expect(await faultFrom(ask)).to.equal('UNEXPECTED')
    })
  }

  it('reads letters that a chunk cuts in half', async () => {
    const bytes = new TextEncoder().encode(whole)
    const halves = new Response(
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
          controller.close()
        },
      }),
    )
    const { companion } = world(() => halves)
    const told: DraftEvent[] = []
    await companion.draft(ORDER, (event) => told.push(event), new AbortController().signal)
    expect(told).to.deep.equal(draftEvents('d1'))
  })

  it('takes no draft whose stream ended before its last event', async () => {
    const { companion } = world(() => stream(asStream(draftEvents('d1').slice(0, -1))))
    const told: DraftEvent[] = []
    expect(
      await troubleOf(() =>
        companion.draft(ORDER, (event) => told.push(event), new AbortController().signal),
      ),
    ).to.deep.equal({ kind: 'offline' })
    expect(told.some(({ event }) => event === 'ready')).to.equal(false)
  })

  it('takes no event that it does not know', async () => {
    const { companion } = world(() => stream('data: {"event":"send"}\n\n'))
    const told: DraftEvent[] = []
    const run = () => companion.draft(ORDER, (event) => told.push(event), new AbortController().signal)
    expect(await faultFrom(run)).to.equal('UNEXPECTED')
    expect(told).to.deep.equal([])
  })

  it('believes only a whole page session', async () => {
    expect(readPageSession(JSON.stringify(SESSION))).to.deep.equal(SESSION)
    expect(await faultFrom(() => readPageSession('{"token":"x"}'))).to.equal('UNEXPECTED')
    expect(await faultFrom(() => readPageSession('<html>'))).to.equal('UNEXPECTED')
  })

  it('takes from when on it can be tried again from the server, in seconds alone', async () => {
    const waits: Readonly<Record<string, number | undefined>> = {
      '42': 42,
      '0': undefined,
      '-3': undefined,
      soon: undefined,
      'Fri, 27 Nov 2026 09:00:00 GMT': undefined,
    }
    const told = {
      type: 'about:blank',
      title: 'x',
      status: 429,
      code: 'TOO_MANY_REQUESTS',
      requestId: 'req-1',
    }
    for (const [said, seconds] of Object.entries(waits)) {
      const { companion } = world(() => json(told, 429, { 'retry-after': said }))
      const trouble = await troubleOf(() => companion.readTicket('5'))
      expect(trouble, said).to.deep.equal({
        ...{ kind: 'fault', code: 'TOO_MANY_REQUESTS', requestId: 'req-1' },
        ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
      })
    }
  })

  it('tells a missing network from a fault', () => {
    expect(troubleFrom(new Unreachable('x'))).to.deep.equal({ kind: 'offline' })
    expect(troubleFrom('?')).to.deep.equal({ kind: 'fault', code: 'UNEXPECTED', requestId: null })
  })
})
