import { expect } from 'chai'
import { isolated } from '../../../src/domain/text-direction.ts'

const ARABIC = 'المقالة «{title}» محذوفة'

describe('the direction of text from outside', () => {
  it('is kept apart from a sentence that runs the other way', () => {
    expect(isolated(ARABIC, 'Returns (2026)')).to.equal('\u2068Returns (2026)\u2069')
    expect(isolated('The article {title} is gone', 'إرجاع طلب')).to.equal('\u2068إرجاع طلب\u2069')
    expect(isolated('The article {title} is gone', 'Zoom: إعداد')).to.equal('\u2068Zoom: إعداد\u2069')
  })

  it('leaves alone what runs the same way, and what has no letter', () => {
    expect(isolated('The article {title} is gone', 'Returns')).to.equal('Returns')
    expect(isolated(ARABIC, 'إرجاع طلب')).to.equal('إرجاع طلب')
    expect(isolated(ARABIC, '12 %')).to.equal('12 %')
  })
})
