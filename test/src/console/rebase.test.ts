import { expect } from 'chai'
import { clashes, rebased } from '../../../src/console/rebase.ts'

const BASE = { role: 'controller', texts: { nature: '', systems: 'mail' }, kinds: ['loss'] }
type State = typeof BASE
const typed = (change: Partial<State['texts']>): State => ({ ...BASE, texts: { ...BASE.texts, ...change } })

/** mine, theirs, what stands then, where both have written */
const CASES: Readonly<Record<string, readonly [State, State, State, readonly string[]]>> = {
  'nobody has changed anything': [BASE, BASE, BASE, []],
  'only they have': [BASE, typed({ nature: 'theirs' }), typed({ nature: 'theirs' }), []],
  'only I have': [typed({ nature: 'mine' }), BASE, typed({ nature: 'mine' }), []],
  'each has written another text': [
    typed({ nature: 'mine' }),
    { ...typed({ systems: 'theirs' }), role: 'processor' },
    { ...typed({ nature: 'mine', systems: 'theirs' }), role: 'processor' },
    [],
  ],
  'both have written the same text': [
    typed({ nature: 'mine' }),
    typed({ nature: 'theirs' }),
    typed({ nature: 'mine' }),
    ['texts.nature'],
  ],
  'both have written the same words': [
    typed({ nature: 'ours' }),
    typed({ nature: 'ours' }),
    typed({ nature: 'ours' }),
    [],
  ],
  'both have changed a list': [
    { ...BASE, kinds: ['loss', 'access'] },
    { ...BASE, kinds: [] },
    { ...BASE, kinds: ['loss', 'access'] },
    ['kinds'],
  ],
}

describe('what is typed over a state that somebody else changes', () => {
  for (const [name, [mine, theirs, stands, both]] of Object.entries(CASES))
    it(name, () => {
      expect(rebased(mine, BASE, theirs)).to.deep.equal(stands)
      expect(clashes(mine, BASE, theirs)).to.deep.equal(both)
    })

  it('a single text is one such state', () => {
    expect(rebased('mine', 'base', 'theirs')).to.equal('mine')
    expect(rebased('base', 'base', 'theirs')).to.equal('theirs')
    expect(clashes('mine', 'base', 'theirs')).to.deep.equal([''])
  })

  it('what was taken away stays away, and what was added stays', () => {
    const base: Readonly<Record<string, number>> = { a: 1, b: 2 }
    expect(rebased<typeof base>({ b: 2, c: 3 }, base, { a: 1, b: 4 })).to.deep.equal({ b: 4, c: 3 })
    expect(rebased<typeof base>({ a: 1, b: 3 }, base, { b: 2, d: 5 })).to.deep.equal({ b: 3, d: 5 })
  })
})
