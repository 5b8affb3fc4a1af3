import { expect } from 'chai'
import { readableQuestions, type StoredQuestion } from '../../../server/drafting/index.ts'
import type { StoreRows } from '../../../server/store.ts'
import { ACCOUNT_ID } from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'
import { openStoreOf } from '../../support/store-of.ts'

describe('whoever reads recorded questions', () => {
  it('reads those that are wanted, however many are kept besides', async () => {
    const desk = await startDesk()
    for (const requesterId of ['9000', '9001', '9002'])
      await draft(desk, orderFor(await consentedTicket(desk, requesterId), REFUND_QUESTION, { requesterId }))
    const store = await openStoreOf(desk.dataDir)
    const read: string[] = []
    const noting = async (found: Promise<readonly StoredQuestion[]>) => {
      read.push(...(await found).map(({ questionId }) => questionId))
      return found
    }
    const transact = <T>(act: (tx: StoreRows) => Promise<T>): Promise<T> =>
      store.transact((tx) =>
        act({
          ...tx,
          newestQuestions: (...given) => noting(tx.newestQuestions(...given)),
          questionsNamed: (...given) => noting(tx.questionsNamed(...given)),
        }),
      )
    const kept = desk.rows('select question_id from recorded_question order by at desc')
    const [wanted = ''] = kept.map((row) => String(row.question_id))
    const reader = { world: desk.world, transact, pause: async () => undefined }
    const found = await readableQuestions(reader, ACCOUNT_ID, new Set([wanted]))
    expect(kept.length).to.be.greaterThan(1)
    expect([found.map(({ questionId }) => questionId), read]).to.deep.equal([[wanted], [wanted]])
    expect(await readableQuestions(reader, ACCOUNT_ID, new Set())).to.deep.equal([])
    expect(await readableQuestions(reader, ACCOUNT_ID, new Set(['none']))).to.deep.equal([])
    await store.close()
    await desk.stop()
  })
})
