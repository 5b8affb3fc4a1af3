import { expect } from 'chai'
import { STAFF_LANGUAGES } from '../../../src/domain/staff-language.ts'
import { waitWords } from '../../../src/domain/wait.ts'

describe('from when on something can be tried again', () => {
  it('is said in seconds, and in whole minutes where it is long', () => {
    const said = [0, 1, 4.2, 90, 91, 3_600].map((seconds) => waitWords(seconds, 'en'))
    expect(said).to.deep.equal([
      'in 1 second',
      'in 1 second',
      'in 5 seconds',
      'in 90 seconds',
      'in 2 minutes',
      'in 60 minutes',
    ])
  })

  it('is said in every language of the pages, and never as a last moment', () => {
    const said = STAFF_LANGUAGES.map((language) => waitWords(5, language))
    expect(new Set(said).size).to.equal(STAFF_LANGUAGES.length)
    expect(waitWords(5, 'ar')).to.equal('بعد 5 ثوانٍ')
    expect(waitWords(120, 'ar')).to.equal('بعد دقيقتين')
    expect(waitWords(5, 'pl')).to.equal('za 5 sekund')
  })
})
