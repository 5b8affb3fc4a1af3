import { expect } from 'chai'
import { readConfig } from '../../server/config.ts'
import { noticeTexts } from '../../server/notice-texts.ts'
import { projectRoot } from '../../server/project-root.ts'
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
      const { provider, host, region, retention } = MODEL_FACTS
      for (const said of [provider, host, region, retention]) expect(text).to.contain(said)
      expect(text).to.not.contain(words.of(language).drafter.extractive)
      expect(text).to.not.match(/\{\w+\}/)
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
