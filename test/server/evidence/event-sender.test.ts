import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { createAuditLog } from '../../../server/audit/index.ts'
import {
  BATCH,
  createEventSender,
  type Deliver,
  signatureOf,
  waitAfter,
} from '../../../server/evidence/event-sender.ts'
import type { DeliveryError } from '../../../src/domain/evidence-api.ts'
import { AGENT, OTHER_AGENT, startHarness } from '../../support/companion-harness.ts'
import { fakeWorld, MINUTE, SECOND } from '../../support/fake-world.ts'
import { fileStore, tempKeyring } from '../../support/memory-store.ts'

const URL_ = 'https://siem.example.com/in'
const SECRET = 'a-secret-of-at-least-32-characters!'

interface Taken {
  readonly ids: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A log of so many entries, and a receiver that answers as it is told: by default it takes everything. */
async function ground(entries: number) {
  const world = fakeWorld()
  const store = await fileStore()
  const audit = createAuditLog(world, tempKeyring())
  const add = (count: number) =>
    store.transact(async (tx) => {
      for (let at = 0; at < count; at += 1)
        await audit.append(tx, 'acme', {
          type: 'session.opened',
          actor: { kind: 'agent', ref: 'a' },
          object: { kind: 'page', ref: 'console' },
          decision: 'opened',
        })
    })
  await add(entries)
  const answers: (DeliveryError | null)[] = []
  const taken: Taken[] = []
  const asked: Taken[] = []
  const deliver: Deliver = async (body, headers) => {
    const events = body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { metadata: { uid: string } })
    const seen = { ids: events.map(({ metadata }) => metadata.uid), headers, body }
    asked.push(seen)
    const answer = answers.length > 0 ? (answers.shift() ?? null) : null
    if (answer === null) taken.push(seen)
    return answer
  }
  const open = (stopped = () => false) =>
    createEventSender({
      world,
      transact: store.transact,
      accountId: 'acme',
      productVersion: '1.2.3',
      stopped,
      destination: { url: URL_, eventsSecret: () => SECRET, deliver },
    })
  const logged = () =>
    store
      .rows('select header from audit_entry order by idx')
      .map(({ header }) => (JSON.parse(String(header)) as { id: string }).id)
  return { world, store, add, answers, taken, asked, open, logged }
}

async function all(sender: { turn(): Promise<boolean> }) {
  while (await sender.turn());
}

describe('events on their way to a SIEM', () => {
  it('are all sent, each once and in their order, in batches, signed', async () => {
    const desk = await ground(BATCH * 2 + 7)
    const sender = desk.open()
    await all(sender)
    expect(desk.taken.map(({ ids }) => ids.length)).to.deep.equal([BATCH, BATCH, 7])
    expect(desk.taken.flatMap(({ ids }) => ids)).to.deep.equal(desk.logged())
    const [first] = desk.taken
    expect(first?.headers).to.include({
      'vouch-event-id': desk.logged()[0],
      'vouch-event-range': `0-${BATCH - 1}`,
      'content-type': 'application/x-ndjson',
    })
    const timestamp = first?.headers['vouch-timestamp'] ?? ''
    expect(first?.headers['vouch-signature']).to.equal(signatureOf(SECRET, timestamp, first?.body ?? ''))
    expect(Number(timestamp) * 1000).to.equal(desk.world.now().getTime())
    // Nothing new: nothing is asked of the receiver.
    const asked = desk.asked.length
    expect(await sender.turn()).to.equal(false)
    expect(desk.asked.length).to.equal(asked)
    expect(await sender.view()).to.deep.include({
      origin: 'https://siem.example.com',
      lastSent: BATCH * 2 + 6,
      waiting: 0,
      failures: 0,
      lastError: null,
    })
    await desk.store.close()
  })

  it('wait longer after each failure, and go on where they stopped: none is lost, none overtakes another', async () => {
    const desk = await ground(5)
    const sender = desk.open()
    desk.answers.push('FAILED', 'TIMEOUT', 'REDIRECTED')
    await all(sender)
    expect(await sender.view()).to.deep.include({
      lastSent: null,
      waiting: 5,
      failures: 1,
      lastError: 'FAILED',
    })
    await desk.add(3)
    // Before its time nothing is tried.
    await all(sender)
    expect(desk.asked).to.have.length(1)
    for (const wait of [SECOND, 2 * SECOND, 4 * SECOND]) {
      desk.world.pass(wait - 1)
      await all(sender)
      const before = desk.asked.length
      desk.world.pass(1)
      await all(sender)
      expect(desk.asked.length).to.be.greaterThan(before)
    }
    expect(desk.taken.flatMap(({ ids }) => ids)).to.deep.equal(desk.logged())
    expect(await sender.view()).to.deep.include({ waiting: 0, failures: 0, lastError: 'REDIRECTED' })
    await desk.store.close()
  })

  it('are known again after a restart, whatever had become of the last batch', async () => {
    const desk = await ground(4)
    await all(desk.open())
    await desk.add(2)
    desk.answers.push('UNREACHABLE')
    await all(desk.open())
    desk.world.pass(MINUTE)
    await all(desk.open())
    expect(desk.taken.flatMap(({ ids }) => ids)).to.deep.equal(desk.logged())
    await desk.store.close()
  })

  it('come again when the receiver took them and nobody here knows: under the same ids', async () => {
    const desk = await ground(3)
    const sender = desk.open()
    await all(sender)
    // The program ended between the answer and the note of it.
    desk.store.tamper((database) => database.prepare('delete from event_cursor').run())
    await all(desk.open())
    expect(desk.taken.map(({ ids }) => ids)).to.deep.equal([desk.logged(), desk.logged()])
    await desk.store.close()
  })

  it('are not sent out of a log that lies behind what was sent, or has a gap', async () => {
    const desk = await ground(6)
    await all(desk.open())
    desk.store.tamper((database) => database.prepare('update event_cursor set next_index = 99').run())
    await all(desk.open())
    expect((await desk.open().view()).lastError).to.equal('LOG_BEHIND')
    desk.store.tamper((database) => {
      database.prepare('update event_cursor set next_index = 0, next_try_at = null').run()
      database.prepare('delete from audit_entry where idx = 3').run()
    })
    const asked = desk.asked.length
    await all(desk.open())
    expect((await desk.open().view()).lastError).to.equal('LOG_BEHIND')
    expect(desk.asked.length).to.equal(asked)
    await desk.store.close()
  })

  it('stop with the server: what was under way counts as not sent', async () => {
    const world = fakeWorld()
    const store = await fileStore()
    const audit = createAuditLog(world, tempKeyring())
    await store.transact((tx) =>
      audit.append(tx, 'acme', {
        type: 'session.opened',
        actor: { kind: 'agent', ref: 'a' },
        object: { kind: 'page', ref: 'console' },
        decision: 'opened',
      }),
    )
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const sender = createEventSender({
      world,
      transact: store.transact,
      accountId: 'acme',
      productVersion: '1.2.3',
      stopped: () => false,
      destination: {
        url: URL_,
        eventsSecret: () => SECRET,
        deliver: (_body, _headers, stop) =>
          new Promise((resolve) => {
            stop.addEventListener('abort', () => resolve('UNEXPECTED'))
            begin()
          }),
      },
    })
    const turn = sender.turn()
    await begun
    await sender.stop()
    expect(await turn).to.equal(false)
    expect(await sender.view()).to.include({ lastSent: null, waiting: 1, failures: 0 })
    expect(await sender.turn()).to.equal(false)
    await store.close()
  })

  it('wait while nothing at all may leave, and all go when it may again', async () => {
    const desk = await ground(3)
    let stopped = true
    const sender = desk.open(() => stopped)
    await all(sender)
    expect(desk.asked).to.deep.equal([])
    expect(await sender.view()).to.include({ stopped: true, waiting: 3, failures: 0 })
    stopped = false
    await all(sender)
    expect(desk.taken.flatMap(({ ids }) => ids)).to.deep.equal(desk.logged())
    await desk.store.close()
  })

  it('go nowhere when no address is configured', async () => {
    const store = await fileStore()
    const sender = createEventSender({
      world: fakeWorld(),
      transact: store.transact,
      accountId: 'acme',
      productVersion: '1.2.3',
      stopped: () => false,
      destination: null,
    })
    expect(await sender.turn()).to.equal(false)
    expect(await sender.view()).to.include({ origin: null, lastSent: null, waiting: 0 })
    await store.close()
  })

  it('wait a second first and five minutes at most', () => {
    expect([1, 2, 3, 8, 9, 10, 1_000].map((failures) => waitAfter(failures) / SECOND)).to.deep.equal([
      1, 2, 4, 128, 256, 300, 300,
    ])
  })
})

/** A receiver on this machine that fails in a new way each time, and then takes everything. */
async function moodyReceiver() {
  const taken: string[] = []
  const wrong: string[] = []
  let asked = 0
  let arrived = () => {}
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked += 1
      const body = Buffer.concat(chunks).toString('utf8')
      const timestamp = String(request.headers['vouch-timestamp'])
      if (request.headers['vouch-signature'] !== signatureOf(SECRET, timestamp, body)) wrong.push(timestamp)
      if (asked === 1) response.writeHead(500).end()
      else if (asked === 2) response.writeHead(302, { location: '/elsewhere' }).end()
      else if (asked === 3) request.socket.destroy()
      else {
        for (const line of body.trimEnd().split('\n')) taken.push(JSON.parse(line).metadata.uid)
        response.writeHead(200).end()
        arrived()
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    taken,
    wrong,
    url: `http://127.0.0.1:${port}/in`,
    /** Settles when that event has been taken. */
    async untilTaken(id: string) {
      while (!taken.includes(id))
        await new Promise<void>((resolve) => {
          arrived = resolve
        })
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

describe('the companion and its SIEM', () => {
  it('loses no event and keeps their order, past failures and a restart, while it serves', async () => {
    // A clock that moves on whenever it is read: waiting for the next attempt costs no time.
    const clock = fakeWorld()
    const now = () => {
      clock.pass(SECOND)
      return clock.now()
    }
    const world = { ...clock, now }
    const receiver = await moodyReceiver()
    const env = { VOUCH_EVENTS_URL: receiver.url, VOUCH_EVENTS_SECRET: SECRET }
    let desk = await startHarness({ world, env })
    const ids = () => desk.audit().map((entry) => String(Reflect.get(entry, 'id')))
    await desk.sessionOf(AGENT)
    await receiver.untilTaken(ids().at(-1) ?? '')
    expect(receiver.taken).to.deep.equal(ids())
    desk = await desk.restart()
    await desk.sessionOf(OTHER_AGENT)
    await receiver.untilTaken(ids().at(-1) ?? '')
    // A batch whose answer the stop cut off may come twice, under the same ids.
    expect([...new Set(receiver.taken)]).to.deep.equal(ids())
    expect(receiver.wrong).to.deep.equal([])
    await desk.stop()
    await receiver.close()
  })
})
