import { isDeepStrictEqual } from 'node:util'
import { expect } from 'chai'
import fc from 'fast-check'
import {
  type Delivery,
  openStage,
  type Stage,
  type Story,
  stories,
  tell,
} from '../../support/helpdesk-story.ts'

const STORIES = 100
const ORDERS = 6
const SEED = 20261127

function inOrder(story: Story): readonly Delivery[] {
  return story.events
    .map(({ minute }, index) => ({ minute, index }))
    .sort((a, b) => a.minute - b.minute || a.index - b.index)
    .map(({ index }) => ({ what: 'event', index }))
}

/** Another order, with some events twice, and agents who open tickets in between. */
function otherOrder(
  story: Story,
  final: Readonly<Record<string, unknown>>,
): fc.Arbitrary<readonly Delivery[]> {
  const events = story.events.map((_, index): Delivery => ({ what: 'event', index }))
  const opens = Object.entries(final).flatMap(([name, state]): Delivery[] => {
    const requester: unknown =
      typeof state === 'object' && state !== null ? Reflect.get(state, 'requester') : null
    const told = story.events.some(
      ({ kind, ticket }) => kind.startsWith('ticket.') && name === `ticket ${ticket}`,
    )
    return typeof requester === 'string' && told
      ? [{ what: 'open', ticket: name.slice('ticket '.length), person: requester }]
      : []
  })
  return fc.tuple(fc.subarray(events), fc.subarray(opens)).chain(([twice, opened]) => {
    const all = [...events, ...twice, ...opened]
    return fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })
  })
}

/** Words that stand in the state, so that a run can show what its stories were about. */
function endsOf(state: Readonly<Record<string, unknown>>): readonly string[] {
  const text = JSON.stringify(state)
  const said =
    text.match(/"(?:granted|denied|withdrawn|unknown|erased|minor_hold|objected|forgotten)"/g) ?? []
  return [
    ...said.map((word) => word.slice(1, -1)),
    ...(/"mergedInto":"/.test(text) ? ['merged'] : []),
    ...(/"deleted":true/.test(text) ? ['deleted'] : []),
    ...(/"unfit":\["suspended"\]/.test(text) ? ['suspended'] : []),
  ]
}

describe('the events of a helpdesk', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.store.close())

  it('end in one state, in whatever order and however often they come', async function () {
    this.timeout(600_000)
    let telling = 0
    let orders = 0
    let delivered = 0
    const ends: Record<string, number> = {}
    const divergences: unknown[] = []
    for (const [at, story] of fc.sample(stories, { numRuns: STORIES, seed: SEED }).entries()) {
      const expected = await tell(stage, story, ++telling, inOrder(story))
      for (const end of endsOf(expected)) ends[end] = (ends[end] ?? 0) + 1
      for (const order of fc.sample(otherOrder(story, expected), { numRuns: ORDERS, seed: SEED + at })) {
        const found = await tell(stage, story, ++telling, order)
        orders += 1
        delivered += order.length
        if (!isDeepStrictEqual(found, expected)) divergences.push({ story, order, expected, found })
      }
    }
    process.stdout.write(
      `      ${JSON.stringify({ seed: SEED, stories: STORIES, orders, delivered, divergences: divergences.length, ends })}\n`,
    )
    expect(divergences[0]).to.equal(undefined)
    expect(orders).to.be.at.least(500)
    // A story that never granted, refused, merged or erased anything would agree with itself for nothing.
    for (const end of [
      'granted',
      'denied',
      'withdrawn',
      'erased',
      'minor_hold',
      'merged',
      'deleted',
      'forgotten',
      'suspended',
    ])
      expect(ends[end], end).to.be.greaterThan(5)
  })
})
