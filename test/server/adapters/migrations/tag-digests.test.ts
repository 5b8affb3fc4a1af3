import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { tagDigests } from '../../../../server/adapters/migrations/tag-digests.ts'
import { AGENT } from '../../../support/companion-harness.ts'
import { newTicketId, REQUESTER, startDesk } from '../../../support/drafting-desk.ts'
import { sendWebhook } from '../../../support/signed-webhook.ts'

describe('tags that an older store kept as text', () => {
  it('go, are not known from then on, and those that were digests stay', async () => {
    const desk = await startDesk()
    const [told, opened, both] = [newTicketId(), newTicketId(), newTicketId()]
    const open = (ticketId: string) =>
      desk.api(AGENT, 'PUT', `/tickets/${ticketId}`, { requesterId: REQUESTER, tags: ['vip'] })
    for (const ticketId of [opened, both]) await open(ticketId)
    for (const ticketId of [told, both])
      await sendWebhook(desk, {
        ticketId,
        requesterId: REQUESTER,
        type: 'zen:event-type:ticket.created',
        detail: { tags: ['vip'], brand_id: '5' },
      })
    await desk.stop()
    const database = new Database(`${desk.dataDir}/vouch.sqlite`)
    const digest = `"tags":["${tagsOf(database, opened)?.[0]}"]`
    // As the version before left what the helpdesk had said.
    database
      .prepare('update helpdesk_fact set value = replace(value, ?, ?)')
      .run(digest, '"tags":["erika_m"]')
    for (const ticketId of [told, both])
      database
        .prepare('update ticket set facets = replace(facets, ?, ?) where ticket_id = ?')
        .run(digest, '"tags":["erika_m"]', ticketId)
    expect(textOf(database)).to.contain('erika_m')
    const dialect = new SqliteDialect({ database })
    await tagDigests(new Kysely({ dialect, plugins: [new CamelCasePlugin()] }))
    expect(textOf(database)).not.to.contain('erika_m')
    expect([told, both, opened].map((ticketId) => tagsOf(database, ticketId)?.length)).to.deep.equal([
      undefined,
      undefined,
      1,
    ])
    expect(textOf(database)).to.contain('"brandId":"5"')
    database.close()
  })
})

const textOf = (database: Database.Database) =>
  JSON.stringify([
    database.prepare('select value from helpdesk_fact').all(),
    database.prepare('select facets from ticket').all(),
  ]).replaceAll('\\"', '"')

function tagsOf(database: Database.Database, ticketId: string): readonly string[] | null {
  const row = database.prepare('select facets from ticket where ticket_id = ?').get(ticketId)
  const { facets } = row as { facets: string }
  return (JSON.parse(facets) as { tags: string[] | null }[])[0]?.tags ?? null
}
