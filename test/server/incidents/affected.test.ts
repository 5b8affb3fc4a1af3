import { expect } from 'chai'
import fc from 'fast-check'
import type { OpenStore } from '../../../server/adapters/sqlite-store.ts'
import { type Act, createAuditLog } from '../../../server/audit/index.ts'
import { type AffectedRows, affectedBy } from '../../../server/incidents/index.ts'
import type { Transact } from '../../../server/keys.ts'
import { answeredOtherwise } from '../../../server/store.ts'
import type { AffectedQuery } from '../../../src/domain/incident-api.ts'
import { ACCOUNT } from '../../support/audit-log.ts'
import { fakeWorld, MINUTE, START } from '../../support/fake-world.ts'
import { memoryStore, tempKeyring } from '../../support/memory-store.ts'

/** One thing that happens to one of a few drafts, and how far the clock is from where it began. */
interface Happening {
  readonly draft: number
  readonly what: 'gate.decided' | 'egress.sent' | 'draft.made'
  readonly minutes: number
}

const at = (minutes: number) => new Date(Date.parse(START) + minutes * MINUTE).toISOString()
const pause = async () => undefined
const ticketOf = (draft: number) => `t${draft % 3}`

function actOf({ draft, what }: Happening): Act {
  const about = { kind: 'draft', ref: `d${draft}` }
  const actor = { kind: 'agent', ref: 'ag_1' } as const
  if (what === 'gate.decided')
    return {
      ...{ type: what, actor, decision: 'allow', object: { kind: 'ticket', ref: ticketOf(draft) } },
      detail: { draft: about.ref },
    }
  if (what === 'draft.made')
    return {
      ...{ type: what, actor, object: about, decision: 'verified' },
      detail: { ticket: ticketOf(draft), scope: 's', articles: [`v${draft % 2}`] },
    }
  const to = { provider: 'openai-eu', host: 'eu.api.openai.com', region: 'EEA', fields: ['subject'] }
  return {
    ...{ type: what, actor, object: about, decision: 'sent' },
    detail: { ...to, bytes: 10 + draft, articles: [`v${draft % 2}`] },
  }
}

/** What anybody would count with the whole log in hand. */
function plainCount(log: readonly Happening[], { from, to, versionHash }: AffectedQuery) {
  const inside = log.filter(
    ({ what, minutes }) => what !== 'gate.decided' && at(minutes) >= from && at(minutes) <= to,
  )
  const drafts = [...new Set(inside.map(({ draft }) => draft))].filter(
    (draft) => versionHash === undefined || versionHash === `v${draft % 2}`,
  )
  const sent = inside.filter(({ what, draft }) => what === 'egress.sent' && drafts.includes(draft))
  const known = drafts.filter((draft) =>
    log.some((each) => each.draft === draft && each.what !== 'egress.sent'),
  )
  return {
    drafts: drafts.length,
    requests: sent.length,
    bytes: sent.reduce((sum, { draft }) => sum + 10 + draft, 0),
    persons: new Set(known.map(ticketOf)).size,
    tickets: [...new Set(known.map(ticketOf))].sort(),
  }
}

describe('whom an incident touches', () => {
  let store: OpenStore
  beforeEach(async () => {
    store = await memoryStore()
  })
  afterEach(() => store.close())

  const keys = tempKeyring()

  /** The log is real; of the rest every ticket stands, and each is another person's. */
  const transact: Transact<AffectedRows> = (act) =>
    store.transact((tx) =>
      act(
        answeredOtherwise(tx, {
          touchedTickets: async (_account, refs) =>
            refs.map((ref) => ({
              ...{ ticketRef: ref, ticketId: ref, requesterRef: `r${ref}` },
              ...{ wrappedKey: '2026-11:x', erased: false },
            })),
        }),
      ),
    )

  async function written(log: readonly Happening[], account: string): Promise<void> {
    const world = fakeWorld()
    const audit = createAuditLog(world, keys)
    await store.transact(async (tx) => {
      for (const happening of log) {
        world.setTo(at(happening.minutes))
        await audit.append(tx, account, actOf(happening))
      }
    })
  }

  const happening: fc.Arbitrary<Happening> = fc.record({
    draft: fc.nat(7),
    what: fc.constantFrom('gate.decided', 'egress.sent', 'draft.made'),
    // Hours forth and days back: a clock that was set wrong, and set right again.
    minutes: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -5_000, max: 5_000 })),
  })

  it('is counted whatever the clock did meanwhile, as with the whole log in hand', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 40 }),
        fc.integer({ min: -100, max: 100 }),
        fc.nat(200),
        fc.option(fc.constantFrom('v0', 'v1'), { nil: undefined }),
        async (log, begins, lasts, versionHash) => {
          run += 1
          const account = `${ACCOUNT}${run}`
          await written(log, account)
          const window = { from: at(begins), to: at(begins + lasts) }
          const query = versionHash === undefined ? window : { ...window, versionHash }
          const report = await affectedBy({ world: fakeWorld(), keys, transact, pause }, account, query, true)
          const { drafts, requests, bytes, persons, tickets } = report
          expect({
            ...{ drafts, requests, bytes, persons },
            tickets: tickets.map(({ ticketId }) => ticketId).sort(),
          }).to.deep.equal(plainCount(log, query))
        },
      ),
      { numRuns: 150 },
    )
  })

  it('holds what a clock that jumped a day ahead, and was set right, would hide from a search', async () => {
    const day = 24 * 60
    const log: readonly Happening[] = [
      { draft: 1, what: 'gate.decided', minutes: day },
      { draft: 1, what: 'egress.sent', minutes: 5 },
      ...[6, 7, 8].map((minutes) => ({ draft: 2, what: 'draft.made', minutes: day + minutes }) as const),
      { draft: 3, what: 'draft.made', minutes: 9 },
      { draft: 1, what: 'draft.made', minutes: -day },
    ]
    await written(log, ACCOUNT)
    const query = { from: at(0), to: at(10) }
    const report = await affectedBy({ world: fakeWorld(), keys, transact, pause }, ACCOUNT, query, true)
    expect(report.tickets).to.deep.equal([
      { ticketId: 't1', drafts: [{ draftId: 'd1', entry: 6 }] },
      { ticketId: 't0', drafts: [{ draftId: 'd3', entry: 5 }] },
    ])
    expect([report.requests, report.entries]).to.deep.equal([1, log.length])
  })

  it('is counted in pieces, between which others have their turn', async () => {
    const log = Array.from(
      { length: 600 },
      (_, draft) => ({ draft, what: 'draft.made', minutes: 0 }) as const,
    )
    await written(log, ACCOUNT)
    const read: number[] = []
    let [pauses, looked, mostLooked] = [0, 0, 0]
    const rooms = {
      ...{ world: fakeWorld(), keys },
      transact: <T>(act: (tx: AffectedRows) => Promise<T>) =>
        transact((tx) => {
          const auditEntries: AffectedRows['auditEntries'] = async (...given) => {
            const page = await tx.auditEntries(...given)
            read.push(page.length)
            return page.map((entry) => ({
              ...entry,
              get header() {
                looked += 1
                mostLooked = Math.max(mostLooked, looked)
                return entry.header
              },
            }))
          }
          return act(Object.assign(Object.create(tx), { auditEntries }))
        }),
      pause: async () => {
        pauses += 1
        looked = 0
      },
    }
    const report = await affectedBy(rooms, ACCOUNT, { from: at(-10), to: at(10) })
    expect(report.drafts).to.equal(600)
    // Twice the whole log, a piece of a page at a time, then the drafts themselves twice.
    expect(read).to.deep.equal([250, 250, 100, 250, 250, 100])
    expect([mostLooked, pauses]).to.deep.equal([50, 2 * 12 + 2])
  })
})
