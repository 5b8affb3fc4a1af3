import { expect } from 'chai'
import { countKept } from '../../../server/metrics/acts-kept.ts'
import { Fault } from '../../../src/domain/fault.ts'
import { act } from '../../support/audit-log.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { memoryStore } from '../../support/memory-store.ts'

describe('acts that are counted', () => {
  const seen: string[] = []
  const kept = countKept({ act: ({ type }) => seen.push(type) })
  beforeEach(() => {
    seen.length = 0
  })

  it('are those of transactions that were kept, each once, after it', async () => {
    const store = await memoryStore()
    await Promise.all(
      (['draft.made', 'draft.sent'] as const).map((type) =>
        kept.within(store.transact, async (tx) => {
          kept.note(tx, act({ type }))
          expect(seen).to.deep.equal([])
        }),
      ),
    )
    await store.close()
    expect(seen).to.deep.equal(['draft.made', 'draft.sent'])
  })

  it('are none of a transaction that was taken back', async () => {
    const store = await memoryStore()
    const taken = () =>
      kept.within(store.transact, async (tx) => {
        kept.note(tx, act({ type: 'draft.made' }))
        throw new Fault('CONFLICT', 'no')
      })
    expect(await faultFrom(taken)).to.equal('CONFLICT')
    await store.close()
    expect(seen).to.deep.equal([])
  })

  it('count once where the engine has run the act again', async () => {
    const twice = async (run: (tx: object) => Promise<void>) => {
      await run({})
      await run({})
    }
    await kept.within(twice, async (tx) => kept.note(tx, act({ type: 'draft.made' })))
    expect(seen).to.deep.equal(['draft.made'])
  })

  it('count at once in a transaction that was not announced', () => {
    kept.note({}, act({ type: 'draft.made' }))
    expect(seen).to.deep.equal(['draft.made'])
  })
})
