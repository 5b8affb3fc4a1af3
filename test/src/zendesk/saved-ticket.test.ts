import { expect } from 'chai'
import { readSavedField, readSavedTicket } from '../../../src/zendesk/saved-ticket.ts'
import type { ZafClient } from '../../../src/zendesk/zaf.ts'

function clientThat(request: ZafClient['request']): ZafClient {
  return { request, get: async () => ({}), invoke: async () => undefined, on: () => {}, off: () => {} }
}

describe('what the helpdesk has saved of a ticket', () => {
  it('is asked for by the number of the ticket alone, with the people on it', async () => {
    const asked: string[] = []
    await readSavedTicket(
      clientThat(async ({ url, type }) => {
        asked.push(`${type} ${url}`)
        return {}
      }),
      '5/../6',
    )
    expect(asked).to.deep.equal(['GET /api/v2/tickets/5%2F..%2F6.json?include=users'])
  })

  it('is not known where the helpdesk does not answer, and nothing breaks', async () => {
    const broken = clientThat(async () => {
      throw new Error('503')
    })
    expect(await readSavedTicket(broken, '5')).to.deep.equal({ forwardedByAgent: false, suspended: false })
    expect(await readSavedField(broken, '5', '7')).to.equal(undefined)
  })
})
