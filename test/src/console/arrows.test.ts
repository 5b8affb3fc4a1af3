import { expect } from 'chai'
import { readingKey } from '../../../src/console/arrows.ts'

describe('the arrows of a page', () => {
  it('lead to where they point, also where it is read from right to left', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'Home', 'a']
    expect(keys.map((key) => readingKey(key, 'de'))).to.deep.equal(keys)
    expect(keys.map((key) => readingKey(key, 'ar'))).to.deep.equal([
      'ArrowRight',
      'ArrowLeft',
      ...['ArrowUp', 'Home', 'a'],
    ])
  })
})
