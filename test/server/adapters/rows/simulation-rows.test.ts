import { expect } from 'chai'
import type { SimulatedRow, SimulationRun } from '../../../../server/simulation/index.ts'
import { START } from '../../../support/fake-world.ts'
import { type FileStore, fileStore } from '../../../support/memory-store.ts'

const RUN: SimulationRun = {
  runId: 'run-1',
  status: 'running',
  purpose: 'before_go_live',
  source: 'helpdesk',
  sourceDigest: null,
  planned: 3,
  cursor: null,
  startedBy: '11',
  startedAt: START,
  changedAt: START,
  finishedAt: null,
  policyVersion: 1,
  allowlistVersion: 1,
  trial: false,
  basis: '{}',
  passed: null,
}
const row = (ticketDigest: string, change: Partial<SimulatedRow> = {}): SimulatedRow => ({
  ...{
    ticketDigest,
    requesterDigest: `r-${ticketDigest}`,
    outcome: 'answered',
    reasons: [],
    locale: 'en-us',
  },
  ...{ articles: [], probability: 0.5, facts: null, charsIn: 10, charsOut: 5, ...change },
})

describe('the rows of simulated tickets', () => {
  let store: FileStore
  beforeEach(async () => {
    store = await fileStore()
    await store.transact(async (tx) => {
      await tx.addSimulation('acme', RUN)
      await tx.addSimulation('acme', { ...RUN, runId: 'run-2' })
    })
  })
  afterEach(() => store.close())

  const add = (runId: string, ...rows: readonly SimulatedRow[]) =>
    store.transact((tx) => tx.addSimulated('acme', runId, rows, START))
  const kept = () =>
    store.rows('select run_id, ticket_digest, outcome from simulated_ticket order by run_id, ticket_digest')

  it('are one a ticket and run, also of two that come at once, and the first one stays', async () => {
    expect(await add('run-1', row('a'), row('b'))).to.equal(2)
    const [again, more] = await Promise.all([
      add('run-1', row('a', { outcome: 'refused' }), row('c')),
      add('run-1', row('c', { outcome: 'refused' }), row('b', { outcome: 'skipped' })),
    ])
    expect(again + more).to.equal(1)
    const rows = kept()
    expect(rows.map(({ ticket_digest }) => ticket_digest)).to.deep.equal(['a', 'b', 'c'])
    expect(rows.slice(0, 2).map(({ outcome }) => outcome)).to.deep.equal(['answered', 'answered'])
    const counts = await store.transact((tx) => tx.simulatedCounts('acme', 'run-1'))
    expect(counts.reduce((sum, { tickets }) => sum + tickets, 0)).to.equal(3)
  })

  it('are one in a batch that names a ticket twice', async () => {
    expect(await add('run-1', row('a'), row('a', { outcome: 'refused' }))).to.equal(1)
    expect(kept()).to.deep.equal([{ run_id: 'run-1', ticket_digest: 'a', outcome: 'answered' }])
  })

  it('may be of the same ticket in another run', async () => {
    await add('run-1', row('a'))
    expect(await add('run-2', row('a'))).to.equal(1)
    expect(kept()).to.have.length(2)
  })
})
