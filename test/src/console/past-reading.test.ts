import { expect } from 'chai'
import { minimisedTicket, readIntoRun } from '../../../src/console/past-reading.ts'
import { paceOf } from '../../../src/console/simulation-pace.ts'
import type { SimulationBatch, SimulationView } from '../../../src/domain/simulation-api.ts'
import type { Conversation, PastTickets, SolvedTicket } from '../../../src/zendesk/index.ts'

const solved = (ticketId: string): SolvedTicket => ({
  ...{ ticketId, requesterId: `9${ticketId}`, subject: 'About Mira Uhland', brandId: '3' },
  ...{ formId: null, groupId: null, channel: null, tags: [] },
})
const READ: Conversation = {
  texts: [
    'I am Mira Uhland of Copperlane Trust, mira@x.example, order A-204711, with Caspian Reed. When will I get my refund?',
  ],
  reply: 'Hello Mira Uhland, 5 working days. Anna Agent',
  locale: 'en-us',
  people: {
    ...{ names: ['Mira Uhland', 'Caspian Reed'], agents: ['Anna Agent'], emails: ['mira@x.example'] },
    ...{ phones: [], organizations: ['Copperlane Trust'], complete: true },
  },
}
const RUN: SimulationView = {
  ...{ runId: 'r', status: 'running', purpose: 'threshold', source: 'helpdesk', planned: 1_000, done: 0 },
  outcomes: { answered: 0, partly: 0, refused: 0, skipped: 0 },
  ...{ cursor: null, startedAt: '', finishedAt: null, policyVersion: 1, allowlistVersion: 1, trial: false },
  ...{ threshold: 0.4, passed: null, shortfalls: [] },
}

describe('past tickets on their way to a run', () => {
  it('are minimised before they go: names, addresses and order numbers stay in the browser', () => {
    const sent = minimisedTicket(solved('1'), READ, ['A-######'])
    expect(JSON.stringify(sent)).to.not.match(/Mira|Uhland|x\.example|204711|Anna|Copperlane|Caspian|Reed/)
    expect(sent.texts[0]).to.contain('When will I get my refund?')
    expect(sent.reply).to.contain('5 working days')
  })

  function ground(pages: readonly (readonly string[])[], wanted: (ticketId: string) => boolean = () => true) {
    const sent: SimulationBatch[] = []
    const read: string[] = []
    const moves: string[] = []
    let done = 0
    const past: PastTickets = {
      page: async (cursor) => {
        const at = Number(cursor ?? 0)
        const next = at + 1 < pages.length ? String(at + 1) : null
        return { tickets: (pages[at] ?? []).map(solved), next }
      },
      conversation: async ({ ticketId }) => {
        read.push(ticketId)
        return READ
      },
    }
    const client = {
      wantedTickets: async (_run: string, { tickets }: { tickets: readonly { ticketId: string }[] }) =>
        tickets.map(({ ticketId }) => ticketId).filter(wanted),
      sendPastTickets: async (_run: string, batch: SimulationBatch) => {
        sent.push(batch)
        done += batch.tickets.length
        return { ...RUN, done }
      },
      moveSimulation: async (_run: string, move: string) => {
        moves.push(move)
        return { ...RUN, done, status: 'finished' as const }
      },
    }
    const control = new AbortController()
    const given = { client, past, orderPatterns: [], signal: control.signal, onView: () => undefined }
    return { sent, read, moves, control, given }
  }
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, at) => String(from + at))

  it('go in batches, page by page, to the end', async () => {
    const { given, sent, moves } = ground([numbers(1, 45), numbers(101, 5)])
    expect((await readIntoRun(given, RUN)).status).to.equal('finished')
    expect(sent.map(({ cursor, tickets }) => [cursor, tickets.length])).to.deep.equal([
      [null, 20],
      [null, 20],
      ['1', 5],
      [null, 5],
    ])
    expect(moves).to.deep.equal(['finish'])
  })

  it('are not even read where the companion does not want them', async () => {
    const { given, read } = ground([numbers(1, 4)], (ticketId) => ticketId === '3')
    await readIntoRun(given, RUN)
    expect(read).to.deep.equal(['3'])
  })

  it('stop at as many as were planned', async () => {
    const { given, read } = ground([numbers(1, 45)])
    await readIntoRun(given, { ...RUN, planned: 7 })
    expect(read).to.have.length(7)
  })

  it('stop when they are told to, without ending the run', async () => {
    const { given, moves, control, read } = ground([numbers(1, 45)])
    const stopping = {
      ...given,
      onView: () => control.abort(),
    }
    await readIntoRun(stopping, RUN)
    expect([moves, read.length]).to.deep.equal([[], 20])
  })

  it('go on at the stored place', async () => {
    const { given, read } = ground([numbers(1, 3), numbers(101, 2)])
    await readIntoRun(given, { ...RUN, cursor: '1' })
    expect(read).to.deep.equal(['101', '102'])
  })
})

describe('the pace of a run', () => {
  it('is told once enough was seen', () => {
    expect(paceOf({ done: 0, at: 0 }, { done: 20, at: 100 }, 1_000)).to.equal(null)
    expect(paceOf({ done: 100, at: 0 }, { done: 200, at: 30_000 }, 1_000)).to.deep.equal({
      perMinute: 200,
      secondsLeft: 240,
    })
  })
})
