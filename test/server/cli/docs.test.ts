import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { consentDocument, runDocs } from '../../../server/cli/docs.ts'
import { CONSENT_EVENTS } from '../../../src/domain/consent-event.ts'
import { CONSENT_RULES } from '../../../src/domain/consent-rules.ts'
import { faultFrom } from '../../support/fault-from.ts'

const WRITTEN = new URL('../../../docs/consent-transitions.md', import.meta.url)

describe('vouch docs', () => {
  it('says of consent what docs/consent-transitions.md says: print it anew when this fails', () => {
    expect(readFileSync(WRITTEN, 'utf8')).to.equal(consentDocument())
  })

  it('names every event and every rule', () => {
    const text = consentDocument()
    for (const word of [...CONSENT_EVENTS, ...Object.keys(CONSENT_RULES)])
      expect(text, word).to.contain(`\n| \`${word}\` |`)
  })

  it('prints the document, and nothing for any other name', async () => {
    const printed: string[] = []
    expect(runDocs(['consent'], (line) => printed.push(line))).to.equal(0)
    expect(`${printed.join('\n')}\n`).to.equal(consentDocument())
    for (const args of [[], ['scope'], ['consent', 'twice']])
      expect(await faultFrom(() => runDocs(args, (line) => printed.push(line)))).to.equal('BAD_REQUEST')
    expect(printed.length).to.equal(1)
  })
})
