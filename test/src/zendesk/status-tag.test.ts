import { expect } from 'chai'
import { tagChange, writeStatusTag } from '../../../src/zendesk/status-tag.ts'
import type { ZafClient } from '../../../src/zendesk/zaf.ts'

/** The helpdesk's own tags of one ticket: PUT adds, DELETE removes, nothing sets. */
function taggedTicket(tags: readonly string[]) {
  const held = new Set(tags)
  const asked: string[] = []
  const client: ZafClient = {
    get: async () => ({}),
    invoke: async () => undefined,
    on: () => undefined,
    off: () => undefined,
    async request({ url, type, data }) {
      asked.push(`${type} ${url}`)
      const given: { tags: string[] } = JSON.parse(data ?? '{"tags":[]}')
      for (const tag of given.tags) type === 'PUT' ? held.add(tag) : held.delete(tag)
      return { tags: [...held] }
    },
  }
  return { client, asked, tags: () => [...held].sort() }
}

describe('the status tag of a ticket', () => {
  it('is the only one of ours, beside all the others', async () => {
    const ticket = taggedTicket(['vip', 'vouch_consent_requested', 'vouch_consent_denied', 'vouch_form_yes'])
    await writeStatusTag(ticket.client, '7', 'granted')
    expect(ticket.tags()).to.deep.equal(['vip', 'vouch_consent_granted', 'vouch_form_yes'])
    expect(ticket.asked).to.deep.equal([
      'GET /api/v2/tickets/7/tags.json',
      'DELETE /api/v2/tickets/7/tags.json',
      'PUT /api/v2/tickets/7/tags.json',
    ])
  })

  it('is not written where it stands already', async () => {
    const ticket = taggedTicket(['vouch_consent_granted', 'vip'])
    await writeStatusTag(ticket.client, '7', 'granted')
    expect(ticket.asked).to.deep.equal(['GET /api/v2/tickets/7/tags.json'])
  })

  it('leaves alone what only looks like one of ours', () => {
    expect(tagChange(['vouch_consent_maybe', 'vouch_consent'], 'unknown')).to.deep.equal({
      add: ['vouch_consent_unknown'],
      remove: [],
    })
  })
})
