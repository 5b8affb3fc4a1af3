import { expect } from 'chai'
import { openMinimiser } from '../../../src/minimise/index.ts'
import { sparing } from '../../../src/minimise/sparing-finder.ts'

function counting(answer: boolean) {
  const asked: string[] = []
  return { asked, isNumber: (run: string) => asked.push(run) > 0 && answer }
}

const grouped = (at: number) =>
  `${100_000 + at}`.replace(/^(...)(...)$/, '6$1 2$2 ') + String(100 + (at % 900))

describe('src/minimise/sparing-finder', () => {
  it('asks the numbering plans once for a number that comes again', () => {
    const plans = counting(true)
    const finder = sparing(plans)
    expect([finder.isNumber('1 2 3'), finder.isNumber('1 2 3'), finder.isNumber('4 5 6')]).to.deep.equal([
      true,
      true,
      true,
    ])
    expect(plans.asked).to.deep.equal(['1 2 3', '4 5 6'])
  })

  it('asks at most 600 times in one ticket, and then takes what has the form for a number', () => {
    const plans = counting(false)
    const minimiser = openMinimiser({}, { phones: plans })
    const lines = Array.from({ length: 5000 }, (_, at) => `use ${grouped(at)} now`)
    const first = lines.slice(0, 500).join('\n')
    expect(minimiser.minimise(first)).to.equal(first)
    const rest = minimiser.minimise(lines.slice(500).join('\n'))
    expect(plans.asked).to.have.length(600)
    expect(rest).not.to.include(grouped(4999))
  })

  const FILLERS: Record<string, string> = {
    'groups without end, each another one': Array.from(
      { length: 5000 },
      (_, at) => `${1_114_111 + at} 1111 1111`,
    ).join(' '),
    'card groups without end': '4111 1111 1111 111'.repeat(10_000),
    'groups of two': '12 34 56 78 90 '.repeat(10_000),
    'digits with dots between': '1.2/3-'.repeat(30_000),
  }
  for (const [name, text] of Object.entries(FILLERS))
    it(`asks nothing about ${name}`, () => {
      const plans = counting(false)
      openMinimiser({}, { phones: plans }).minimise(text)
      expect(plans.asked.length).to.be.below(5)
    })

  it('still asks about numbers that stand beside each other', () => {
    const plans = counting(true)
    const { minimise } = openMinimiser({}, { phones: plans })
    expect(minimise('use 699 956 915, 699 956 916 or 699 956 917')).not.to.match(/\d{3} /)
  })
})
