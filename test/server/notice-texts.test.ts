import { expect } from 'chai'
import { readConfig } from '../../server/config.ts'
import { noticeTexts } from '../../server/notice-texts.ts'
import { projectRoot } from '../../server/project-root.ts'
import { PROVIDER_IDS, RETENTIONS } from '../../server/provider/index.ts'
import { loadWords, WORD_LANGUAGES } from '../../server/words.ts'
import type { RecipientView } from '../../src/domain/api.ts'
import { ENVIRONMENT } from '../support/companion-harness.ts'
import { MODEL_FACTS } from '../support/scripted-model.ts'

const words = loadWords(projectRoot())
const textsWith = (env: Record<string, string> = {}, recipient: RecipientView | null = null) =>
  noticeTexts(readConfig({ ...ENVIRONMENT, ...env }), words, recipient)

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
      const { host, region } = MODEL_FACTS
      const kept = words.of(language).retention.zdr ?? ''
      for (const said of ['OpenAI', host, region, kept]) expect(text).to.contain(said)
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
    expect(JSON.stringify(textsWith({}, facts).en)).to.contain('machines of our own (10.0.0.7, DE)')
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
