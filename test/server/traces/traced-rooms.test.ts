import { expect } from 'chai'
import type { ArticleSource } from '../../../server/articles/index.ts'
import {
  type SpanFacts,
  type Traces,
  tracedModel,
  tracedSource,
  tracedStore,
} from '../../../server/traces/index.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { eventually } from '../../support/eventually.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { CALL, genuineAllow, never, textFrom } from '../../support/model-ground.ts'
import { MODEL_FACTS } from '../../support/scripted-model.ts'

/** Keeps each span with all that was said of it, once it has ended. */
function spy() {
  const ended: [string, SpanFacts][] = []
  const traces: Traces = {
    async span(name, facts, act) {
      let known = facts
      try {
        return await act((more) => {
          known = { ...known, ...more }
        })
      } finally {
        ended.push([name, known])
      }
    },
  }
  return { ended, traces }
}
const ends = (ended: readonly unknown[], expected: readonly unknown[]) =>
  eventually(async () => expect(ended).to.deep.equal(expected))

describe('a traced model', () => {
  const traffic = () => ({ calls: 1, bytesOut: 2, bytesIn: 3 })
  function asked(pieces: () => AsyncGenerator<string>, signal = never()) {
    const { ended, traces } = spy()
    const model = tracedModel({ facts: MODEL_FACTS, ask: () => ({ pieces: pieces(), traffic }) }, traces)
    return { ended, answer: model.ask(genuineAllow(), CALL, signal) }
  }
  const { provider } = MODEL_FACTS

  it('hands on every piece, and ends with the answer', async () => {
    const { ended, answer } = asked(async function* () {
      yield 'a'
      yield 'b'
    })
    expect([await textFrom(answer.pieces), answer.traffic()]).to.deep.equal(['ab', traffic()])
    await ends(ended, [['provider.ask', { provider, outcome: 'done' }]])
  })

  it('says by its code how it failed, and throws that on', async () => {
    const { ended, answer } = asked(async function* () {
      yield 'a'
      throw new Fault('PROVIDER_FAILED', 'gone')
    })
    expect(await faultFrom(() => textFrom(answer.pieces))).to.equal('PROVIDER_FAILED')
    await ends(ended, [['provider.ask', { provider, code: 'PROVIDER_FAILED' }]])
  })

  it('closes the answer of whoever reads no further, and says whether that was hung up', async () => {
    for (const outcome of ['done', 'left']) {
      const hangUp = new AbortController()
      let closed = 0
      const { ended, answer } = asked(async function* () {
        try {
          yield 'a'
          yield 'b'
        } finally {
          closed += 1
        }
      }, hangUp.signal)
      if (outcome === 'left') hangUp.abort()
      for await (const _piece of answer.pieces) break
      expect(closed).to.equal(1)
      await ends(ended, [['provider.ask', { provider, outcome }]])
    }
  })
})

describe('a traced help center', () => {
  async function reading(items: ArticleSource['read']) {
    const { ended, traces } = spy()
    const inner: ArticleSource = { name: 'x', replaces: ['y'], read: items }
    const source = tracedSource(inner, traces)
    expect([source.name, source.replaces]).to.deep.equal(['x', ['y']])
    const read: string[] = []
    const fault = await (async () => {
      for await (const item of source.read(never(), null)) read.push(item.kind)
    })().catch((error: unknown) => error)
    return { ended, read, fault }
  }

  it('is read whole, in part, or not at all', async () => {
    const whole = await reading(async function* () {
      yield { kind: 'end', complete: true }
    })
    await ends(whole.ended, [['articles.read', { outcome: 'done' }]])
    const part = await reading(async function* () {
      yield { kind: 'problem', article: '4711', reason: 'no text', code: 'link' }
      yield { kind: 'end', complete: false }
    })
    expect(part.read).to.deep.equal(['problem', 'end'])
    await ends(part.ended, [['articles.read', { outcome: 'incomplete' }]])
    const none = await reading(async function* () {
      yield { kind: 'checkpoint', cursor: null }
      throw new Error('grandmother')
    })
    expect(none.fault).to.be.instanceOf(Error)
    await ends(none.ended, [['articles.read', { code: 'UNEXPECTED' }]])
  })
})

describe('a traced store', () => {
  it('is the same store, each of its transactions a span', async () => {
    const { ended, traces } = spy()
    const inner = { kind: 'x', transact: <T>(act: (tx: number) => Promise<T>) => act(7) }
    const store = tracedStore(inner, traces)
    expect([await store.transact(async (tx) => tx), store.kind]).to.deep.equal([7, 'x'])
    expect(
      await faultFrom(() => store.transact(() => Promise.reject(new Fault('STORE_UNAVAILABLE', '')))),
    ).to.equal('STORE_UNAVAILABLE')
    expect(ended.map(([name]) => name)).to.deep.equal(['store.transaction', 'store.transaction'])
  })
})
