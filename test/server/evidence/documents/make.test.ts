import { expect } from 'chai'
import { DOCUMENT_WORDS } from '../../../../server/evidence/documents/make.ts'
import { personalDataHolders } from '../../../../server/personal-data.ts'
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  type DocumentView,
  EVIDENCE_LANGUAGES,
} from '../../../../src/domain/evidence-api.ts'
import { HELD_CLASSES } from '../../../../src/domain/held.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness } from '../../../support/companion-harness.ts'
import { startEvidenceDesk } from '../../../support/evidence-ground.ts'
import { tempKeyring } from '../../../support/memory-store.ts'

const PROVIDER = {
  VOUCH_PROVIDER: 'openai-us',
  VOUCH_PROVIDER_MODEL: 'gpt-5.1',
  VOUCH_PROVIDER_KEY: 'sk-of-the-test',
}

const make = async (desk: Harness, kind: DocumentKind, language = 'en') => {
  const { status, body } = await desk.api(COMPLIANCE, 'POST', '/console/evidence/documents', {
    kind,
    language,
  })
  expect(status).to.equal(201)
  return body as { document: DocumentView; html: string }
}

const linesOf = (document: DocumentView) => document.sections.flatMap(({ lines }) => lines)
const blanks = (document: DocumentView) =>
  linesOf(document).flatMap((line) => (line.kind === 'missing' ? [line.label] : []))

describe('generated documents', () => {
  let desk: Harness
  before(async () => {
    desk = await startEvidenceDesk()
  })
  after(() => desk.stop())

  it('are made in every language of the staff, each with nothing left to fill into its sentences', async () => {
    for (const kind of DOCUMENT_KINDS)
      for (const language of EVIDENCE_LANGUAGES) {
        const { document, html } = await make(desk, kind, language)
        expect(document.title).to.equal(DOCUMENT_WORDS[language].title[kind])
        expect(JSON.stringify(document)).not.to.match(/\{\w+\}|undefined|\[object/)
        expect(html).to.contain(`<html lang="${language}">`)
        expect(html).not.to.match(/<script|src=|href=|undefined/)
        expect(document.missing).to.equal(blanks(document).length)
      }
  })

  it('are an entry each: of which kind, from which configuration, by whom', async () => {
    const { document } = await make(desk, 'dpia')
    expect(desk.audit().at(-1)).to.deep.include({
      type: 'document.generated',
      object: { kind: 'document', ref: 'dpia' },
      detail: { language: 'en', configuration: document.configuration, missing: document.missing },
    })
  })

  it('say what is configured, and list as missing what is not: nothing is made up', async () => {
    const bare = (await make(desk, 'record_controller')).document
    const text = JSON.stringify(bare)
    for (const known of [
      'Acme GmbH',
      'privacy@acme.example',
      'Musterweg 1, 10115 Berlin',
      'acme.zendesk.com',
    ])
      expect(text, known).to.contain(known)
    expect(text).to.contain(DOCUMENT_WORDS.en.transfer.nobody)
    expect(blanks(bare)).to.include.members(['Data protection officer', 'Representative or joint controller'])
    expect(blanks(bare)).not.to.include('Address')
  })

  it('leave to the controller what only the controller can say', async () => {
    const left = async (kind: DocumentKind) => blanks((await make(desk, kind)).document)
    expect(await left('dpia')).to.include.members([
      'Number of requesters and tickets a year',
      'Why it is necessary, and no milder means would do',
      'Likelihood and severity',
      'Advice of the data protection officer (Art. 35(2))',
      'Views of the people concerned (Art. 35(9))',
      'Prior consultation (Art. 36)',
    ])
    expect(await left('record_processor')).to.include('Who runs the companion')
    expect(await left('sub_processors')).to.include('Data processing agreement')
    expect(await left('ai_act')).to.deep.equal([
      'Confirmation that no use of Annex III takes place',
      'Who was trained, when and on what',
    ])
    expect(await left('retention')).to.deep.equal([])
  })

  it('hold every class of record and every holder of the registry', async () => {
    const { document } = await make(desk, 'retention')
    const rows = linesOf(document).flatMap((line) => (line.kind === 'table' ? line.rows : []))
    expect(rows.slice(0, HELD_CLASSES.length).map(([name]) => name)).to.deep.equal(
      HELD_CLASSES.map((name) => DOCUMENT_WORDS.en.class[name]),
    )
    expect(rows.slice(HELD_CLASSES.length).map(([name]) => name)).to.deep.equal(
      personalDataHolders(tempKeyring()).map(({ name }) => name),
    )
  })

  it('follow the configuration: another provider is in them, and the way abroad has to be named', async () => {
    const before = (await make(desk, 'sub_processors')).document
    desk = await desk.restart(PROVIDER)
    const abroad = (await make(desk, 'sub_processors')).document
    expect(JSON.stringify(abroad)).to.contain('us.api.openai.com')
    expect(JSON.stringify(abroad)).not.to.contain('sk-of-the-test')
    expect(blanks(abroad)).to.include('Instrument (Art. 45, 46)')
    expect(abroad.configuration).not.to.equal(before.configuration)
    desk = await desk.restart({
      ...PROVIDER,
      VOUCH_TRANSFER_INSTRUMENT: 'scc',
      VOUCH_CONTROLLER_DPO: '<b>dpo@acme.example</b>',
    })
    const named = await make(desk, 'record_controller')
    expect(blanks(named.document)).not.to.include('Instrument (Art. 45, 46)')
    expect(blanks(named.document)).not.to.include('Data protection officer')
    expect(named.html).to.contain(DOCUMENT_WORDS.en.transfer.scc)
    // What an admin types into the environment is text, not markup.
    expect(named.html).to.contain('&lt;b&gt;dpo@acme.example')
    expect((await make(desk, 'record_controller')).document.configuration).to.equal(
      named.document.configuration,
    )
  })

  it('are for compliance alone, of the kinds that there are: otherwise none is made and none is noted', async () => {
    for (const as of [ADMIN, AGENT]) await desk.sessionOf(as)
    const before = desk.audit().length
    const order = (as: string, body: unknown) => desk.api(as, 'POST', '/console/evidence/documents', body)
    const good = { kind: 'dpia', language: 'en' }
    expect((await order(ADMIN, good)).status).to.equal(403)
    expect((await order(AGENT, good)).status).to.equal(403)
    for (const body of [{ ...good, kind: 'all' }, { ...good, language: 'sv' }, { ...good, at: 'now' }, {}])
      expect((await order(COMPLIANCE, body)).status).to.equal(400)
    expect(desk.audit().length).to.equal(before)
  })
})
