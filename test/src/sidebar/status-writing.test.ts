import { expect } from 'chai'
import type { TicketView } from '../../../src/domain/api.ts'
import { UNKNOWN_CONSENT } from '../../../src/domain/consent.ts'
import { createStatusWriting } from '../../../src/sidebar/status-writing.ts'

const view = (status: TicketView['consent']['status'], ticketId = '7') => ({
  ticketId,
  consent: { ...UNKNOWN_CONSENT, status },
})

describe('the status that the sidebar writes back', () => {
  function start(refuse = false) {
    const calls: string[] = []
    let failures = 0
    const writing = createStatusWriting(
      {
        async writeConsentStatus(ticketId, status) {
          calls.push(`${ticketId} ${status}`)
          if (refuse) throw new Error('the helpdesk refused')
          return true
        },
      },
      () => {
        failures += 1
      },
    )
    return { writing, calls, failures: () => failures }
  }

  it('is written when it changes, and once', async () => {
    const { writing, calls } = start()
    for (const status of ['unknown', 'unknown', 'granted', 'granted', 'withdrawn'] as const)
      writing.follow(view(status))
    writing.follow(view('withdrawn', '8'))
    await writing.settled()
    expect(calls).to.deep.equal(['7 unknown', '7 granted', '7 withdrawn', '8 withdrawn'])
  })

  it('says that it failed, and goes on', async () => {
    const { writing, calls, failures } = start(true)
    writing.follow(view('granted'))
    writing.follow(view('denied'))
    await writing.settled()
    expect([calls.length, failures()]).to.deep.equal([2, 2])
  })
})
