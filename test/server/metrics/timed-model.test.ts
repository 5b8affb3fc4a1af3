import { expect } from 'chai'
import { type Metrics, timedModel } from '../../../server/metrics/index.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { CALL, genuineAllow, never } from '../../support/model-ground.ts'
import { MODEL_FACTS } from '../../support/scripted-model.ts'

function watched(pieces: () => AsyncGenerator<string>, signal: AbortSignal = never()) {
  const seen: unknown[] = []
  const metrics: Pick<Metrics, 'providerBegan' | 'providerEnded'> = {
    providerBegan: () => void seen.push('began'),
    providerEnded: (answer) => void seen.push(answer),
  }
  let ms = 0
  const traffic = () => ({ calls: 1, bytesOut: 2, bytesIn: 3 })
  const model = timedModel(
    { facts: MODEL_FACTS, ask: () => ({ pieces: pieces(), traffic }) },
    {
      ...{ ...metrics, request: none, act: none, policyViolation: none, transaction: none, setback: none },
      ...{ providerWaiting: none, text: async () => '' },
    },
    () => (ms += 500),
  )
  return { seen, answer: model.ask(genuineAllow(), CALL, signal) }
}
const none = () => undefined

describe('a timed model', () => {
  it('hands on every piece, and says when the first came and when it was whole', async () => {
    const { seen, answer } = watched(async function* () {
      yield 'a'
      yield 'b'
    })
    const pieces: string[] = []
    for await (const piece of answer.pieces) pieces.push(piece)
    expect(pieces).to.deep.equal(['a', 'b'])
    expect(answer.traffic()).to.deep.equal({ calls: 1, bytesOut: 2, bytesIn: 3 })
    expect(seen).to.deep.equal(['began', { firstSeconds: 0.5, seconds: 1, code: 'done' }])
  })

  it('says by its code how it failed, and that somebody hung up', async () => {
    const failing = watched(async function* () {
      yield 'a'
      throw new Fault('PROVIDER_TIMEOUT', 'late')
    })
    const read = async () => {
      for await (const _ of failing.answer.pieces);
    }
    expect(await faultFrom(read)).to.equal('PROVIDER_TIMEOUT')
    expect(failing.seen.at(-1)).to.deep.include({ code: 'PROVIDER_TIMEOUT' })
    const agent = new AbortController()
    const both = async function* () {
      yield 'a'
      yield 'b'
    }
    const [left, enough] = [watched(both, agent.signal), watched(both)]
    for await (const _ of left.answer.pieces) {
      agent.abort()
      break
    }
    expect(left.seen.at(-1)).to.deep.include({ code: 'left' })
    // The reply had ended before the stream did.
    for await (const _ of enough.answer.pieces) break
    expect(enough.seen.at(-1)).to.deep.include({ code: 'done' })
  })
})
