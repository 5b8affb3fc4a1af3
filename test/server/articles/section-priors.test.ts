import { expect } from 'chai'
import { countAccepted, readSectionPrior } from '../../../server/articles/section-priors.ts'
import { ACCEPTED_LEAST } from '../../../src/domain/section-prior.ts'
import { DAY } from '../../support/fake-world.ts'
import { memoryStore } from '../../support/memory-store.ts'

const FRIDAY = new Date('2026-11-20T09:00:00Z')
const MONDAY = new Date('2026-11-23T00:00:00Z')

async function groundWith(accepted: number) {
  const store = await memoryStore()
  await store.transact(async (tx) => {
    for (let one = 0; one < accepted; one += 1)
      await countAccepted(tx, 'acme', ['s1', 's1', 's2', ''], FRIDAY)
  })
  const read = (at: Date, accountId = 'acme') => store.transact((tx) => readSectionPrior(tx, accountId, at))
  return { store, read }
}

describe('counts of accepted sections', () => {
  it('count a section once for each draft, and hold from the next Monday on', async () => {
    const { store, read } = await groundWith(ACCEPTED_LEAST)
    const counts = await store.transact((tx) => tx.sectionWeeks('acme'))
    expect(counts).to.deep.equal([
      { sectionId: 's1', week: '2026-11-16', accepted: ACCEPTED_LEAST },
      { sectionId: 's2', week: '2026-11-16', accepted: ACCEPTED_LEAST },
    ])
    expect(await read(FRIDAY)).to.equal(null)
    expect((await read(MONDAY))?.sections.map(({ share }) => share)).to.deep.equal([1, 1])
    await store.close()
  })

  it('give the same version all week, whatever is counted meanwhile, and another one after it', async () => {
    const { store, read } = await groundWith(ACCEPTED_LEAST)
    const first = await read(MONDAY)
    await store.transact((tx) => countAccepted(tx, 'acme', ['s2'], MONDAY))
    expect(await read(new Date(MONDAY.getTime() + 6 * DAY))).to.deep.equal(first)
    const next = await read(new Date(MONDAY.getTime() + 7 * DAY))
    expect(next?.version).to.not.equal(first?.version)
    expect(first?.version).to.match(/^2026-11-23\.[0-9a-f]{12}$/)
    // Counted again later for that week, it is the same.
    expect(await read(MONDAY)).to.deep.equal(first)
    await store.close()
  })

  it('are of one account', async () => {
    const { store, read } = await groundWith(ACCEPTED_LEAST)
    expect(await read(MONDAY, 'other')).to.equal(null)
    await store.close()
  })

  it('are deleted when they count no more', async () => {
    const { store } = await groundWith(1)
    await store.transact((tx) => countAccepted(tx, 'acme', ['s3'], new Date(FRIDAY.getTime() + 600 * DAY)))
    const left = await store.transact((tx) => tx.sectionWeeks('acme'))
    expect(left.map(({ sectionId }) => sectionId)).to.deep.equal(['s3'])
    await store.close()
  })
})
