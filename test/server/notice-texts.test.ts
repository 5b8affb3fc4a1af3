import { expect } from 'chai'
import type { OpenStore } from '../../server/adapters/sqlite-store.ts'
import { readConfig } from '../../server/config.ts'
import { FIRST_POLICY } from '../../server/drafting/stored-policy.ts'
import { builtInWritten, noticeFrame, noticeSource } from '../../server/notice-texts.ts'
import { PROVIDER_IDS, RETENTIONS } from '../../server/provider/index.ts'
import { fillIn, projectWords, WORD_LANGUAGES } from '../../server/words.ts'
import type { RecipientView } from '../../src/domain/api.ts'
import { LEGAL_BASES } from '../../src/domain/consent.ts'
import { composeNotice, type NoticeFacts } from '../../src/domain/notice.ts'
import { EXTRACTIVE, TICKET_FIELDS } from '../../src/domain/scope.ts'
import { ENVIRONMENT } from '../support/companion-harness.ts'
import { memoryStore } from '../support/memory-store.ts'
import { MODEL_FACTS } from '../support/scripted-model.ts'

const words = projectWords()
const FACTS: NoticeFacts = {
  recipient: null,
  recipients: ['extractive@local'],
  fields: TICKET_FIELDS,
  grantDays: 180,
  questionDays: 30,
  coversOtherTickets: false,
  legalBasis: 'consent',
}
const textsWith = (
  env: Record<string, string> = {},
  recipient: RecipientView | null = null,
  facts: Partial<NoticeFacts> = {},
) => {
  const config = readConfig({ ...ENVIRONMENT, ...env })
  const live = { ...FACTS, recipient, ...facts }
  return Object.fromEntries(
    WORD_LANGUAGES.map((language) => [
      language,
      composeNotice(noticeFrame(words, language, live), builtInWritten(config, words, language, live)),
    ]),
  )
}

describe('the notice of an installation', () => {
  for (const language of WORD_LANGUAGES)
    it(`says in ${language} who is responsible, whom to ask and how long it holds, and leaves nothing open`, () => {
      const text = JSON.stringify(textsWith()[language])
      for (const said of ['Acme GmbH', 'privacy@acme.example', '180', words.of(language).drafter.extractive])
        expect(text).to.contain(said)
      expect(text).to.not.match(/\{\w+\}/)
    })

  for (const language of WORD_LANGUAGES)
    it(`names in ${language} who words the replies, where, and what is kept there`, () => {
      const text = JSON.stringify(textsWith({}, MODEL_FACTS)[language])
      const { host, region, model } = MODEL_FACTS
      const kept = words.of(language).retention[MODEL_FACTS.retention] ?? 'no words'
      const place = words.of(language).region[region] ?? 'no words'
      for (const said of ['OpenAI', host, place, kept, model]) expect(text).to.contain(said)
      expect(text).to.not.contain(words.of(language).drafter.extractive)
      expect(text).to.not.match(/\{\w+\}/)
    })

  for (const language of WORD_LANGUAGES)
    it(`has a name in ${language} for every provider, and words for all that one may keep`, () => {
      const { provider, retention } = words.of(language)
      expect(Object.keys(provider).toSorted()).to.deep.equal([...PROVIDER_IDS].toSorted())
      expect(Object.keys(retention).toSorted()).to.deep.equal([...RETENTIONS].toSorted())
    })

  it('says that a model on own machines sends nothing to another company', () => {
    const facts = {
      ...MODEL_FACTS,
      provider: 'self-hosted',
      host: '10.0.0.7',
      region: 'DE',
      retention: 'own',
    }
    const text = JSON.stringify(textsWith({}, facts).en)
    expect(text).to.contain('machines of our own (10.0.0.7)').and.to.contain('Place of processing: Germany.')
  })

  it('names a country in the language of the notice, and another region as it was attested', () => {
    const placed = (region: string) => textsWith({}, { ...MODEL_FACTS, region })
    expect(JSON.stringify(placed('US').fr)).to.contain('Lieu du traitement : États-Unis.')
    expect(JSON.stringify(placed('US').pl)).to.contain('Stany Zjednoczone')
    expect(JSON.stringify(placed('swedencentral').de)).to.contain('Ort der Verarbeitung: swedencentral.')
  })

  for (const language of WORD_LANGUAGES)
    it(`lists in ${language} the ticket fields that leave, and no other`, () => {
      const { field } = words.of(language).notice.facts
      const text = JSON.stringify(textsWith({}, null, { fields: ['requester_text'] })[language])
      expect(text).to.contain(field.requester_text)
      expect(text).to.not.contain(field.subject).and.to.not.contain(field.locale)
      const all = JSON.stringify(textsWith()[language])
      for (const name of TICKET_FIELDS) expect(all).to.contain(field[name])
    })

  for (const language of WORD_LANGUAGES)
    it(`names in ${language} the legal basis of the account, and says of a consent only where one is asked for`, () => {
      const { facts: said, interest, written } = words.of(language).notice
      for (const legalBasis of LEGAL_BASES) {
        const text = JSON.stringify(textsWith({}, null, { legalBasis })[language])
        for (const basis of LEGAL_BASES)
          expect(text.includes(said.basis[basis]), `${legalBasis} names ${basis}`).to.equal(
            basis === legalBasis,
          )
        expect(text.includes(said.oneRequest)).to.equal(legalBasis === 'consent')
        expect(text.includes(fillIn(said.days, { days: '180' }))).to.equal(legalBasis === 'consent')
        expect(text.includes(interest)).to.equal(legalBasis === 'legitimate_interest')
        expect(text.includes(written.legitimateInterest)).to.equal(legalBasis !== 'legitimate_interest')
      }
    })

  for (const language of WORD_LANGUAGES)
    it(`says in ${language} whether other requests are covered`, () => {
      const { oneRequest, allRequests } = words.of(language).notice.facts
      const wide = JSON.stringify(textsWith({}, null, { coversOtherTickets: true })[language])
      expect(wide).to.contain(allRequests).and.to.not.contain(oneRequest)
      const narrow = JSON.stringify(textsWith()[language])
      expect(narrow).to.contain(oneRequest).and.to.not.contain(allRequests)
    })

  it('has the same sections in every language', () => {
    const counts = Object.values(textsWith()).map(({ sections }) => sections.length)
    expect(new Set(counts).size).to.equal(1)
    expect(Object.keys(textsWith())).to.deep.equal([...WORD_LANGUAGES])
  })

  it('takes a name as it is, also when it looks like a placeholder or a pattern', () => {
    const text = JSON.stringify(textsWith({ VOUCH_CONTROLLER_NAME: 'Acme {contact} $& GmbH' }).en)
    expect(text).to.contain('Acme {contact} $& GmbH')
  })
})

describe('the facts of a notice', () => {
  let store: OpenStore
  beforeEach(async () => {
    store = await memoryStore()
  })
  afterEach(() => store.close())

  const config = readConfig({ ...ENVIRONMENT })
  const here = { worded: null, drafterChoice: EXTRACTIVE }
  const factsWith = () =>
    store.transact((tx) => noticeSource(config, words, here).facts(tx, config.account.accountId))

  it('are what the configuration does, not what somebody typed', async () => {
    expect(await factsWith()).to.deep.equal(FACTS)
  })

  it('name the ticket fields that the scope policy lets leave, in their own order', async () => {
    const policy = { ...FIRST_POLICY, version: 1, fields: ['locale', 'requester_text'] as const }
    await store.transact((tx) =>
      tx.addScopePolicy(config.account.accountId, policy, '2026-11-23T10:00:00.000Z', '11'),
    )
    expect((await factsWith()).fields).to.deep.equal(['requester_text', 'locale'])
  })
})
