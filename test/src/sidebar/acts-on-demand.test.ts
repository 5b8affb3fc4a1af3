import { expect } from 'chai'
import { actsOnDemand } from '../../../src/sidebar/acts-on-demand.ts'
import type { LaterActs } from '../../../src/sidebar/later-acts.ts'
import { eventually } from '../../support/eventually.ts'

function stage(loads: readonly ('comes' | 'fails')[]) {
  const done: string[] = []
  const told: string[] = []
  let [made, asked] = [0, 0]
  const note =
    <T>(name: string, value: T) =>
    async () => {
      done.push(name)
      return value
    }
  const acts: LaterActs = {
    askForConsent: note('askForConsent', undefined),
    recordConsent: note('recordConsent', true),
    narrow: note('narrow', true),
    search: note('search', undefined),
    takeDecision: note('takeDecision', null),
    copyPlain: note('copyPlain', undefined),
    rewrite: note('rewrite', undefined),
    summarise: note('summarise', undefined),
    undoRewrite: () => void done.push('undoRewrite'),
    closeSummary: () => void done.push('closeSummary'),
  }
  const onDemand = actsOnDemand(
    async () => {
      const outcome = loads[asked] ?? 'comes'
      asked += 1
      if (outcome === 'fails') throw new TypeError('did not load')
      return () => {
        made += 1
        return acts
      }
    },
    (place) => told.push(place),
  )
  return { onDemand, done, told, made: () => made }
}

const SENTENCE = { event: 'deny', channel: 'phone', evidence: 'x' } as const

describe('src/sidebar/acts-on-demand', () => {
  it('does nothing where its code did not come, says so in the act’s place, and does it the next time', async () => {
    const { onDemand, done, told } = stage(['fails'])
    expect(await onDemand.recordConsent(SENTENCE)).to.equal(false)
    expect(done).to.deep.equal([])
    expect(told).to.deep.equal(['consent'])
    expect(await onDemand.recordConsent(SENTENCE)).to.equal(true)
    expect(done).to.deep.equal(['recordConsent'])
    expect(told).to.deep.equal(['consent'])
  })

  it('makes one of each, however many are asked for at once', async () => {
    const { onDemand, done, made } = stage([])
    await Promise.all([onDemand.search('a'), onDemand.summarise(), onDemand.rewrite('shorter')])
    expect(done).to.deep.equal(['search', 'summarise', 'rewrite'])
    expect(made()).to.equal(1)
  })

  it('takes a draft back although nothing else was done before', async () => {
    const { onDemand, done } = stage([])
    onDemand.undoRewrite()
    await eventually(async () => expect(done).to.deep.equal(['undoRewrite']))
  })

  it('has nothing to close before anything was done', async () => {
    const { onDemand, done, made } = stage([])
    onDemand.closeSummary()
    expect(done).to.deep.equal([])
    expect(made()).to.equal(0)
    await onDemand.summarise()
    onDemand.closeSummary()
    expect(done).to.deep.equal(['summarise', 'closeSummary'])
  })
})
