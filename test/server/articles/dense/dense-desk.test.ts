import { expect } from 'chai'
import { openLocalEmbedder } from '../../../../server/adapters/embedding/local-embedder.ts'
import type { OpenStore } from '../../../../server/adapters/sqlite-store.ts'
import { createDenseDesk } from '../../../../server/articles/dense/dense-desk.ts'
import { createArticleShelves, type Embedder, EmbeddingFailed } from '../../../../server/articles/index.ts'
import { ACCOUNT_ID, ADMIN, type Harness } from '../../../support/companion-harness.ts'
import {
  ARTICLES,
  consentedTicket,
  draft,
  orderFor,
  REFUND_QUESTION,
  startDesk,
} from '../../../support/drafting-desk.ts'
import { writeModelFolder } from '../../../support/onnx-model.ts'
import { openStoreOf } from '../../../support/store-of.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const MEANINGS = [['refund', 'refunds', 'money'], ['kettle'], ['delivery', 'parcel', 'shipping']]

interface SpyEmbedder extends Embedder {
  readonly texts: string[]
  failing: boolean
}

/** Two dimensions: about money, or not. */
function spyEmbedder(): SpyEmbedder {
  const spy: SpyEmbedder = {
    texts: [],
    failing: false,
    ready: async () => ({ digest: 'd'.repeat(64), dimensions: 2 }),
    async embed(texts) {
      if (spy.failing) throw new EmbeddingFailed('no')
      spy.texts.push(...texts)
      return texts.map((text) => Float32Array.from(/refund/i.test(text) ? [1, 0] : [0, 1]))
    },
    close: async () => {},
  }
  return spy
}

describe('vectors of articles', () => {
  let desk: Harness
  let store: OpenStore
  beforeEach(async () => {
    desk = await startDesk()
    store = await openStoreOf(desk.dataDir)
  })
  afterEach(async () => {
    await store.close()
    await desk.stop()
  })
  const reported: unknown[] = []
  const denseOver = (embedder: Embedder) => {
    const shelf = createArticleShelves(desk.world)
    const dense = createDenseDesk({
      accountId: ACCOUNT_ID,
      embedder,
      transact: store.transact,
      shelf,
      report: (error) => reported.push(error),
    })
    const ask = async (question: string) =>
      dense.ask(await store.transact((tx) => shelf(tx, ACCOUNT_ID)), question)
    return { ...dense, ask }
  }
  const embedAll = async (dense: Pick<ReturnType<typeof denseOver>, 'turn'>) => {
    let turns = 0
    while (await dense.turn()) turns += 1
    return turns
  }
  const rows = () => desk.rows('select version_hash, model, dimensions from article_vector')

  it('are made of allowlisted articles only, one at a time, and kept', async () => {
    const embedder = spyEmbedder()
    const dense = denseOver(embedder)
    expect(await dense.standing()).to.deep.include({ state: 'building', done: 0, total: 14 })
    expect((await dense.ask('refund')).sign.outcome).to.equal('building')
    expect(embedder.texts).to.deep.equal([])
    expect(await embedAll(dense)).to.equal(14)
    expect(embedder.texts.some((text) => /kettle|Wasserkocher/i.test(text))).to.equal(false)
    expect(await dense.standing()).to.deep.include({ state: 'ready', done: 14, total: 14, problem: null })
    expect(rows()).to.have.length(14)
    // Another start reads them, and makes none.
    const again = spyEmbedder()
    expect(await embedAll(denseOver(again))).to.equal(0)
    expect(again.texts).to.deep.equal([])
  })

  it('are made anew for a version that changed, and dropped when it has gone or the model is another', async () => {
    const dense = denseOver(spyEmbedder())
    await embedAll(dense)
    await desk.sync(
      ARTICLES.map((one) => (one.articleId === 'refund' ? { ...one, title: `${one.title}!` } : one)),
    )
    const changed = ARTICLES.filter(({ articleId }) => articleId === 'refund').length
    expect(await embedAll(dense)).to.equal(changed)
    expect(rows()).to.have.length(14)
    const other = { ...spyEmbedder(), ready: async () => ({ digest: 'e'.repeat(64), dimensions: 2 }) }
    expect(await embedAll(denseOver(other))).to.equal(14)
    expect(new Set(rows().map(({ model }) => model))).to.deep.equal(new Set(['e'.repeat(64)]))
  })

  it('that cannot be made are said to be missing, and made when they can be', async () => {
    const embedder = spyEmbedder()
    const dense = denseOver(embedder)
    embedder.failing = true
    expect(await dense.turn()).to.equal(false)
    expect(await dense.standing()).to.deep.include({ state: 'broken', problem: 'FAILED', done: 0 })
    expect([rows(), reported.length]).to.deep.equal([[], 1])
    embedder.failing = false
    await embedAll(dense)
    expect(await dense.standing()).to.deep.include({ state: 'ready', problem: null })
    embedder.failing = true
    expect(await dense.ask('refund')).to.deep.include({ meaning: null })
    expect((await dense.ask('refund')).sign.outcome).to.equal('broken')
  })

  it('of a real model decide with the words, and the receipt and the console say so', async () => {
    const folder = tempFolder()
    writeModelFolder(folder, MEANINGS)
    const dense = denseOver(openLocalEmbedder(folder))
    await embedAll(dense)
    await dense.close()
    const reading = await desk.restart({ VOUCH_EMBEDDING_MODEL_DIR: folder })
    const run = await draft(reading, orderFor(await consentedTicket(reading), REFUND_QUESTION))
    const meaning = await reading.api(ADMIN, 'GET', '/console/meaning')
    await reading.stop()
    expect(run.draft?.receipt.dense).to.deep.equal({ model: meaning.body.model, outcome: 'used' })
    expect(meaning.body).to.deep.include({ state: 'ready', done: 14, total: 14, problem: null })
    expect(meaning.body.model).to.match(/^[0-9a-f]{12}$/)
  })

  it('of a broken model are done without: the draft is made, the receipt and the log say so', async () => {
    const reading = await desk.restart({ VOUCH_EMBEDDING_MODEL_DIR: tempFolder() })
    const run = await draft(reading, orderFor(await consentedTicket(reading), REFUND_QUESTION))
    const meaning = await reading.api(ADMIN, 'GET', '/console/meaning')
    const ready = await reading.call('GET', '/readyz')
    await reading.stop()
    expect([ready.status, ready.body.notes]).to.deep.equal([200, ['embedding model']])
    expect(run.draft?.sentences.length).to.be.greaterThan(2)
    expect(run.draft?.receipt.dense).to.deep.equal({ model: '', outcome: 'broken' })
    expect(meaning.body).to.deep.include({ state: 'broken', problem: 'FOLDER' })
    expect(reading.logged()).to.contain('EMBEDDING_FOLDER')
  })

  it('are nobody’s matter where no model is configured', async () => {
    const run = await draft(desk, orderFor(await consentedTicket(desk), REFUND_QUESTION))
    expect(run.draft?.receipt).to.not.have.property('dense')
    const meaning = await desk.api(ADMIN, 'GET', '/console/meaning')
    expect(meaning.body).to.deep.equal({ state: 'off', done: 0, total: 0, model: '', problem: null })
  })
})
