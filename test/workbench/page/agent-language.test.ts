import { expect } from 'chai'
import { STAFF_LANGUAGES, staffLanguageOf } from '../../../src/domain/staff-language.ts'
import { AGENT_LANGUAGES, inLanguage } from '../../../workbench/page/agent-language.ts'
import type { Bootstrap } from '../../../workbench/page/desk-client.ts'

const BOOT = {
  agentId: 2,
  agents: [
    { id: 1, locale: 'de' },
    { id: 2, locale: 'de' },
  ],
} as unknown as Bootstrap

describe('the language of the acting agent', () => {
  it('can be each that the staff’s pages speak', () => {
    expect(AGENT_LANGUAGES.map(staffLanguageOf)).to.deep.equal(STAFF_LANGUAGES)
  })

  it('is that of the profile until another is chosen, and changes for nobody else', () => {
    for (const unknown of [null, '', 'sv']) expect(inLanguage(BOOT, unknown)).to.equal(BOOT)
    expect(inLanguage(BOOT, 'fr').agents.map(({ locale }) => locale)).to.deep.equal(['de', 'fr'])
  })
})
