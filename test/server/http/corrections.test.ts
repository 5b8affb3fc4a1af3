import { expect } from 'chai'
import type { CorrectionReply, RecordName } from '../../../src/domain/correction-api.ts'
import type { DossierView } from '../../../src/domain/dossier-api.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../support/companion-harness.ts'
import {
  consentedTicket,
  draft,
  draftRow,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
} from '../../support/drafting-desk.ts'
import { sayFirstPassage, scriptedModel } from '../../support/scripted-model.ts'
import { readZip } from '../../support/zip-listing.ts'

const NOTE = 'The order was Tuesday, never Monday'

describe('noting a correction', () => {
  const withCompliance = (desk: Harness) =>
    desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  const requesterOf = (desk: Harness, ticketId: string) =>
    String(desk.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)[0]?.requester_ref)
  const correct = (desk: Harness, ticketId: string, about: RecordName | null, as = COMPLIANCE) =>
    desk.api(as, 'POST', '/console/corrections', {
      requesterRef: requesterOf(desk, ticketId),
      note: NOTE,
      about,
    })
  const dossier = async (desk: Harness, ticketId: string): Promise<DossierView> =>
    (
      await desk.api(COMPLIANCE, 'POST', '/console/requesters/dossiers', {
        requesterRef: requesterOf(desk, ticketId),
        purpose: 'person_asks',
      })
    ).body

  describe('with drafts made on this machine', () => {
    let desk: Harness
    beforeEach(async () => {
      desk = await startDesk()
      await withCompliance(desk)
    })
    afterEach(() => desk.stop())

    it('withdraws the open draft at once: it stands corrected, is not inserted, and a new one may be made', async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      const { status, body } = await correct(desk, ticketId, { class: 'draft', ref: made.id })
      expect(status).to.equal(200)
      expect(body).to.deep.equal({ withdrawn: 1, recipients: [] } satisfies CorrectionReply)
      expect((await desk.api(AGENT, 'GET', `/drafts/${made.id}/standing`)).body).to.deep.equal({
        standing: 'corrected',
      })
      const insertion = await desk.api(AGENT, 'POST', `/drafts/${made.id}/insertions`, {
        sentenceIds: made.sentences.map(({ id }) => id),
        how: 'insert',
        lastCommentId: '501',
      })
      expect(insertion.body.refusals).to.deep.equal([
        { refusal: { reason: 'RECORD_CORRECTED' }, nextStep: 'draft_again' },
      ])
      expect(draftRow(desk, made.id)).to.deep.include({ status: 'discarded', sealed_content: null })
      const rewrite = orderFor(ticketId, '', { comments: [], rewrite: { of: made.id, how: 'shorter' } })
      expect((await draft(desk, rewrite)).draft).to.equal(undefined)
      expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
    })

    it('stands in the dossier beside its record, and in the course of things', async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      await correct(desk, ticketId, { class: 'draft', ref: made.id })
      const { records } = await dossier(desk, ticketId)
      const noted = records.filter(({ corrections }) => corrections.length > 0)
      expect(noted.map(({ name }) => name)).to.deep.equal([{ class: 'draft', ref: made.id }])
      expect(noted[0]?.corrections.map(({ words }) => words)).to.deep.equal([NOTE])
      expect(records.filter(({ record }) => record.type === 'record.corrected')).to.have.length(1)
      expect(desk.dump()).to.not.include('never Monday')
    })

    it('takes every record that the dossier names, each by its name', async () => {
      const { ticketId } = await readyDraft(desk)
      const named = (await dossier(desk, ticketId)).records.flatMap(({ name }) => name ?? [])
      expect(new Set(named.map((name) => name.class))).to.deep.equal(new Set(['ticket', 'consent', 'draft']))
      for (const name of named) expect((await correct(desk, ticketId, name)).status).to.equal(200)
    })

    it('goes out with the package: in the file and on the page, beside its record', async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      await correct(desk, ticketId, { class: 'draft', ref: made.id })
      await correct(desk, ticketId, null)
      const { packageId } = (
        await desk.api(COMPLIANCE, 'POST', '/console/requesters/packages', {
          ...{ requesterRef: requesterOf(desk, ticketId), locale: 'en', maskOthers: false },
        })
      ).body
      const answer = await fetch(`${desk.origin}/api/v1/console/requesters/packages/${packageId}/downloads`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await desk.sessionOf(COMPLIANCE)}` },
      })
      const files = readZip(Buffer.from(await answer.arrayBuffer()))
      const { records } = JSON.parse(String(files.get('data.json'))) as {
        records: { class: string; record: { draftId?: string }; corrections?: { words: string }[] }[]
      }
      const noted = records.filter(({ corrections }) => corrections !== undefined)
      expect(noted.map((each) => [each.class, each.record.draftId])).to.deep.equal([['draft', made.id]])
      expect(noted[0]?.corrections?.map(({ words }) => words)).to.deep.equal([NOTE])
      const page = String(files.get('index.html'))
      const section = (title: string) => page.slice(page.indexOf(`<h2>${title}`)).split('</section>')[0] ?? ''
      expect(section('Drafts').split(NOTE)).to.have.length(2)
      expect(section('What you have said is wrong').split(NOTE)).to.have.length(3)
      expect([...files.keys()].filter((name) => name.startsWith('csv/draft'))).to.include('csv/draft.csv')
      expect(files.has('csv/draft-2.csv')).to.equal(false)
    })

    it('is for compliance alone, and for records of that person: else nothing is written or withdrawn', async () => {
      const { ticketId, draft: made } = await readyDraft(desk)
      const other = await consentedTicket(desk, '22')
      const before = draftRow(desk, made.id)
      const entries = () =>
        desk.rows("select 1 from audit_entry where header like '%record.corrected%'").length
      expect((await correct(desk, ticketId, null, AGENT)).status).to.equal(403)
      expect((await correct(desk, other, { class: 'draft', ref: made.id })).status).to.equal(404)
      for (const about of [{ class: 'question', ref: 'x' }, { class: 'draft', ref: 'a b' }, undefined]) {
        const order = { requesterRef: requesterOf(desk, ticketId), note: NOTE, about }
        expect((await desk.api(COMPLIANCE, 'POST', '/console/corrections', order)).status).to.equal(400)
      }
      expect(draftRow(desk, made.id)).to.deep.equal(before)
      expect(entries()).to.equal(0)
    })
  })

  describe('with a model', () => {
    const model = scriptedModel()
    let desk: Harness
    before(async () => {
      desk = await startDesk({ model })
      await withCompliance(desk)
    })
    afterEach(() => model.reset())
    after(() => desk.stop())

    it('ends a draft under way, shows nothing of it, and names whom to tell', async () => {
      const ticketId = await consentedTicket(desk)
      let reply: CorrectionReply | undefined
      model.says = async function* (reading) {
        reply = (await correct(desk, ticketId, null)).body
        yield* sayFirstPassage(reading)
      }
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['RECORD_CORRECTED'])
      expect(run.events.filter(({ event }) => event === 'sentence')).to.deep.equal([])
      expect(model.calls).to.have.length(1)
      expect(reply?.withdrawn).to.equal(1)
      expect(reply?.recipients.map(({ host, requests }) => [host, requests])).to.deep.equal([
        [model.facts.host, 1],
      ])
    })

    it('lets no second request out', async () => {
      const ticketId = await consentedTicket(desk)
      model.says = async function* () {
        await correct(desk, ticketId, null)
        yield 'no answer that could be read'
      }
      const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
      expect(run.reasons).to.deep.equal(['RECORD_CORRECTED'])
      // The first answer could not be read; to ask once more was not let out.
      expect(model.calls).to.have.length(1)
    })
  })
})
