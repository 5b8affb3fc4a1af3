import { expect } from 'chai'
import { personalDataHolders } from '../../../server/personal-data.ts'
import type { HeldRecord } from '../../../server/privacy/index.ts'
import type { StoreRows } from '../../../server/store.ts'
import { type HeldPerson, heldPerson, write } from '../../support/held-person.ts'
import { type FileStore, fileStore, tempKeyring } from '../../support/memory-store.ts'

const keys = tempKeyring()
const holders = personalDataHolders(keys)
const anna = heldPerson(keys, 'anna', '360001', '5')
const ben = heldPerson(keys, 'ben', '360002', '6')

async function all(rows: AsyncIterable<HeldRecord>): Promise<readonly HeldRecord[]> {
  const found: HeldRecord[] = []
  for await (const record of rows) found.push(record)
  return found
}

function recordsOf(tx: StoreRows, { who }: HeldPerson): Promise<readonly HeldRecord[]> {
  return Promise.all(holders.map((holder) => all(holder.exportFor(tx, who)))).then((lists) => lists.flat())
}

describe('a holder over tables', () => {
  let store: FileStore
  before(async () => {
    store = await fileStore()
    write(store, anna)
    write(store, ben)
  })
  after(() => store.close())

  it('has a row of the seeded person in every table that has a holder', () => {
    const tables = holders.flatMap(({ columns }) => Object.keys(columns))
    expect(Object.keys(anna.rows).sort()).to.deep.equal([...tables].sort())
  })

  it('hands out every row of a person, and not one of anybody else', async () => {
    const records = await store.transact((tx) => recordsOf(tx, anna))
    expect(records).to.have.length(Object.values(anna.rows).flat().length)
    // As a word: three letters stand in a random digest now and then.
    expect(JSON.stringify(records))
      .to.not.match(/\bben\b/)
      .and.not.include(ben.userId)
    expect(JSON.stringify(records)).to.include('anna sentence').and.include('anna note')
  })

  it('hands out each column that it names, opened, or not at all where it is a secret', async () => {
    const said = JSON.stringify(await store.transact((tx) => recordsOf(tx, anna)))
    for (const word of ['scope', 'narrowing', 'event', 'evidence', 'receipt', 'asked', 'note', 'sentence'])
      expect(said).to.include(`anna ${word}`)
    expect(said).to.include('"helpdeskUserId":"360001"')
    for (const secret of [anna.who.wrappedKey, 'anna-link-hash', '"4711"'])
      expect(said).to.not.include(secret)
    expect(said).to.include(keys.digest('agent', 'acme', '4711'))
  })

  it('counts what it hands out, with the oldest and the newest', async () => {
    const [records, spans] = await store.transact(async (tx) => [
      await recordsOf(tx, anna),
      (await Promise.all(holders.map((holder) => holder.holds(tx, anna.who)))).flat(),
    ])
    for (const { class: name, count } of spans)
      expect(
        records.filter((record) => record.class === name),
        name,
      ).to.have.length(count)
    expect(spans.find((span) => span.class === 'draft')).to.deep.equal({
      class: 'draft',
      count: 1,
      oldest: '2026-03-05T10:00:00.000Z',
      newest: '2026-03-05T10:00:00.000Z',
    })
  })

  it('says of a stranger that there is nothing, class by class', async () => {
    const stranger = { ...anna.who, requesterRef: 'nobody', digest: 'nobody', ticketRefs: [] }
    const spans = await store.transact(async (tx) =>
      (await Promise.all(holders.map((holder) => holder.holds(tx, stranger)))).flat(),
    )
    expect(spans.filter(({ count }) => count > 0)).to.deep.equal([])
    expect(spans.length).to.be.greaterThan(8)
  })

  it('hands out the rows of one account only', async () => {
    const elsewhere = { ...anna, who: { ...anna.who, accountId: 'other' } }
    expect(await store.transact((tx) => recordsOf(tx, elsewhere))).to.deep.equal([])
  })

  it('foretells by kind what an erasure then takes and keeps, and has touched nothing', async () => {
    const at = '2026-11-20T09:00:00.000Z'
    const tables = holders.filter(({ name }) => name !== 'tickets')
    for (const keepsConsent of [true, false]) {
      const cut = new Error('looked at, and not kept')
      const held = () => store.transact((tx) => recordsOf(tx, anna))
      const before = await held()
      const foretold = await store.transact((tx) =>
        Promise.all(tables.map((holder) => holder.forecast(tx, anna.who, { at, keepsConsent }))),
      )
      expect(await held()).to.deep.equal(before)
      const ended = await store
        .transact(async (tx) => {
          const terms = { at, keepsConsent, deadInHelpdesk: false }
          const done = []
          for (const holder of [...tables].reverse()) done.unshift(await holder.erase(tx, anna.who, terms))
          expect(foretold).to.deep.equal(done)
          throw cut
        })
        .catch((error: unknown) => error)
      expect(ended).to.equal(cut)
      const kept = foretold.flatMap((each) => each.kept.map((one) => `${one.class}:${one.count}`))
      expect(kept.includes('consent:1')).to.equal(keepsConsent)
    }
  })

  it('goes through many pages without losing or repeating a record', async () => {
    const many = heldPerson(keys, 'many', '360003', '7')
    const draft = many.rows.draft?.[0] ?? {}
    const drafts = Array.from({ length: 1_234 }, (_, at) => ({
      ...draft,
      draftId: `many-${at}`,
      sealedContent: null,
    }))
    write(store, {
      ...many,
      rows: { requester: many.rows.requester ?? [], ticket: many.rows.ticket ?? [], draft: drafts },
    })
    const records = await store.transact((tx) => recordsOf(tx, many))
    const ids = records.filter(({ class: name }) => name === 'draft').map(({ record }) => record.draftId)
    expect(new Set(ids).size).to.equal(1_234)
    expect(ids).to.have.length(1_234)
  })
})
