import { expect } from 'chai'
import { replacedIn } from '../../support/replaced-values.ts'

/** Art. 10 GDPR, said of a person; the offence goes with it. */
const SAID: Record<string, readonly string[]> = {
  'Ich wurde wegen Diebstahl verurteilt': ['SPECIAL wegen Diebstahl verurteilt'],
  'Ich bin vorbestraft': ['SPECIAL vorbestraft'],
  'Ich war im Gefängnis': ['SPECIAL im Gefängnis'],
  'I was convicted of theft': ['SPECIAL convicted of theft'],
  'My son has a criminal record': ['SPECIAL criminal record'],
  "J'ai été condamné pour vol": ['SPECIAL condamné pour vol'],
}

const STAYS: readonly string[] = [
  'Do I need a criminal record check to volunteer?',
  'Brauche ich eine Verurteilung?',
  'Is there a probation period?',
  'Where is the prison museum?',
  'How long is the sentence in the manual?',
]

describe('src/minimise/convictions', () => {
  for (const [text, values] of Object.entries(SAID))
    it(`replaces it in: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal(values)
    })
  for (const text of STAYS)
    it(`leaves alone: ${text}`, () => {
      expect(replacedIn(text)).to.deep.equal([])
    })
})
