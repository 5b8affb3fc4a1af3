import { expect } from 'chai'
import { isBulk } from '../../../src/domain/bulk-export.ts'

describe('an export is a bulk export', () => {
  const cases: Record<string, [taken: string[], joined: string[], bulk: boolean]> = {
    'never for the first person': [[], ['anna'], false],
    'not for the same person again': [['anna'], ['anna'], false],
    'not for another record of the same person': [['anna'], ['anna-old', 'anna'], false],
    'for a second person': [['ben'], ['anna'], true],
    'for a second person beside the first': [['anna', 'ben'], ['anna'], true],
  }
  for (const [name, [taken, joined, bulk]] of Object.entries(cases))
    it(name, () => expect(isBulk(taken, joined)).to.equal(bulk))
})
