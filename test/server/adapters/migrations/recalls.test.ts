import Database from 'better-sqlite3'
import { expect } from 'chai'
import { CamelCasePlugin, Kysely, SqliteDialect } from 'kysely'
import { recallTables } from '../../../../server/adapters/migrations/recalls.ts'
import type { Tables } from '../../../../server/adapters/schema.ts'
import { draft, orderFor, readyDraft, startDesk } from '../../../support/drafting-desk.ts'

const NEW = ['draft_citation', 'draft_quote', 'draft_send', 'recall', 'review_date', 'review_sweep']

describe('the tables of recalls', () => {
  it('are filled from the receipts that a store of before holds', async () => {
    const desk = await startDesk()
    const made = [await readyDraft(desk), await readyDraft(desk)]
    // One without a receipt: it cites nothing.
    await draft(desk, orderFor(made[0]?.ticketId ?? '', 'What is the meaning of life?'))
    const cited = desk.rows('select * from draft_citation order by draft_id')
    expect(cited).to.have.length(2)
    await desk.stop()
    const database = new Database(`${desk.dataDir}/vouch.sqlite`)
    for (const table of NEW) database.exec(`drop table ${table}`)
    const db = new Kysely<Tables>({
      dialect: new SqliteDialect({ database }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    })
    await recallTables(db)
    const rows = (query: string) => database.prepare(query).all()
    expect(rows('select * from draft_citation order by draft_id')).to.deep.equal(cited)
    // Which sentences they quoted is sealed with their words.
    expect(rows('select * from draft_quote')).to.deep.equal([])
    expect(rows('select draft_id from draft')).to.have.length(3)
    await db.destroy()
  })
})
