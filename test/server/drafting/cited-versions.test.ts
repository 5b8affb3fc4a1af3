import { expect } from 'chai'
import type { Harness } from '../../support/companion-harness.ts'
import { readyDraft, startDesk } from '../../support/drafting-desk.ts'
import { QUOTED } from '../../support/recall-ground.ts'

describe('the versions that a draft cites', () => {
  let desk: Harness
  before(async () => {
    desk = await startDesk()
  })
  after(() => desk.stop())

  it('are stored with the draft, as its receipt names them', async () => {
    const { draft } = await readyDraft(desk)
    const rows = desk.rows(
      `select article_id, locale, version_hash from draft_citation where draft_id = '${draft.id}'`,
    )
    expect(rows).to.deep.equal(
      draft.receipt.articles.map(({ articleId, locale, versionHash }) => ({
        article_id: articleId,
        locale,
        version_hash: versionHash,
      })),
    )
  })

  it('come with the places of the quoted sentences, and with no word of them', async () => {
    const { draft } = await readyDraft(desk)
    const rows = desk.rows(`select * from draft_quote where draft_id = '${draft.id}'`)
    const places = rows.map(({ passage_id, start_at, end_at }) =>
      draft.passages
        .find(({ passageId }) => passageId === passage_id)
        ?.text.slice(Number(start_at), Number(end_at)),
    )
    expect(places).to.have.members(
      draft.sentences.filter(({ kind }) => kind === 'quote').map(({ text }) => text),
    )
    expect(places).to.include(QUOTED)
    expect(JSON.stringify(rows)).to.not.contain('refund takes')
  })

  it('are not stored for a draft that did not come about', async () => {
    const made = desk.rows('select distinct draft_id from draft_citation').length
    expect(desk.rows("select draft_id from draft where status != 'ready'")).to.deep.equal([])
    expect(made).to.equal(desk.rows('select draft_id from draft').length)
  })
})
