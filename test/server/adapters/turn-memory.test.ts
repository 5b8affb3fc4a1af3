import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'chai'
import { turnMemory } from '../../../server/adapters/turn-memory.ts'

describe('what is remembered for a turn', () => {
  it('is there until the turn ends, and is forgotten then', async () => {
    const forgotten: string[] = []
    const memory = turnMemory<string>((answer) => forgotten.push(answer))
    memory.set('a', 'one')
    await Promise.resolve()
    expect([memory.get('a'), memory.get('b'), forgotten]).to.deep.equal(['one', undefined, []])
    await turn()
    expect([memory.get('a'), forgotten]).to.deep.equal([undefined, ['one']])
    memory.set('a', 'two')
    expect(memory.get('a')).to.equal('two')
    await turn()
    expect([memory.get('a'), forgotten]).to.deep.equal([undefined, ['one', 'two']])
  })

  it('is no more than so much, however much one act asks for', () => {
    const forgotten: number[] = []
    const memory = turnMemory<number>(
      (answer) => forgotten.push(answer),
      () => {},
    )
    for (let at = 0; at <= 200; at += 1) memory.set(String(at), at)
    expect([forgotten.length, memory.get('0'), memory.get('200')]).to.deep.equal([200, undefined, 200])
  })
})
