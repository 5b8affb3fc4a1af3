/**
 * How long a package of one person takes, and what it holds in memory: `NODE_ENV=test npx mocha --timeout 0 bench/export.ts`.
 * Prints for 1,000, 10,000 and 100,000 records, and for 10,000 with 5,000 signed receipts and their inclusion proofs
 * beside them, the time, the growth of the process, and the ratio to plainly reading and opening the same rows.
 */
import { writePackage } from '../server/dossier/index.ts'
import { type DossierGround, dossierGround } from '../test/support/dossier-ground.ts'
import { ACCOUNT } from '../test/support/held-person.ts'

const SIZES = [1_000, 10_000, 100_000]
const RECEIPTS = 5_000
/** Entries of the log for each receipt: others act meanwhile. */
const ENTRIES_EACH = 4
const MB = 1024 * 1024

/** Half of the records are drafts with sealed words, a quarter citations, a quarter looks. */
async function seeded(records: number, receipts: number) {
  const ground = await dossierGround()
  const { anna, rooms, store } = ground
  const [draft] = anna.rows.draft ?? []
  const [citation] = anna.rows.draft_citation ?? []
  const [look] = anna.rows.access_log ?? []
  const words = JSON.stringify({
    sentences: Array.from({ length: 5 }, (_, at) => ({
      text: `Sentence ${at} of a draft, as long as one is.`,
    })),
  })
  const { keys } = rooms.rooms
  const context = `${ACCOUNT}/${anna.who.requesterRef}`
  store.tamper((database) => {
    const add = (table: string, row: Readonly<Record<string, unknown>>) => {
      const names = Object.keys(row)
      const columns = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
      database
        .prepare(`insert into ${table} (${columns}) values (${names.map(() => '?')})`)
        .run(...Object.values(row))
    }
    database.transaction(() => {
      for (let at = 0; at < records / 2; at += 1) {
        const draftId = `draft-${String(at).padStart(8, '0')}`
        const sealedContent = keys.sealFor(anna.who.wrappedKey, context, words, `draft.content/${draftId}`)
        add('draft', { ...draft, draftId, sealedContent })
        if (at % 2 === 0) {
          add('draft_citation', { ...citation, draftId })
          add('access_log', { ...look, accessId: `look-${String(at).padStart(8, '0')}` })
        }
      }
    })()
  })
  await addReceipts(ground, receipts)
  return ground
}

/** Real entries of a log, and a receipt beside every fourth of them. */
async function addReceipts({ anna, rooms, store }: DossierGround, receipts: number): Promise<void> {
  const [decision] = anna.rows.decision ?? []
  const indexes: number[] = []
  for (let from = 0; from < receipts * ENTRIES_EACH; from += 1_000)
    await store.transact(async (tx) => {
      for (let at = from; at < Math.min(from + 1_000, receipts * ENTRIES_EACH); at += 1) {
        const index = await rooms.rooms.audit.append(tx, ACCOUNT, {
          type: 'gate.decided',
          actor: { kind: 'system', ref: 'bench' },
          object: { kind: 'ticket', ref: `ticket-${at}` },
          decision: 'allow',
        })
        if (at % ENTRIES_EACH === 0) indexes.push(index)
      }
    })
  store.tamper((database) => {
    const names = Object.keys(decision ?? {})
    const add = database.prepare(
      `insert into decision (${names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))})
         values (${names.map(() => '?')})`,
    )
    database.transaction(() => {
      for (const [at, auditIndex] of indexes.entries()) {
        const decisionId = `decision-${String(at).padStart(8, '0')}`
        const receipt = JSON.stringify({
          id: decisionId,
          reasons: [],
          articles: Array(8).fill('a'.repeat(64)),
        })
        const row: Readonly<Record<string, unknown>> = { ...decision, decisionId, auditIndex, receipt }
        add.run(...names.map((name) => row[name]))
      }
    })()
  })
}

describe('the export of one person', () => {
  for (const records of SIZES) it(`of ${records} records`, () => measured(records))
  it(`of 10000 records and ${RECEIPTS} receipts`, () => measured(10_000, RECEIPTS))
})

/** Milliseconds of a processor: what else runs on the machine counts for nothing. */
function cpu(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

async function measured(records: number, receipts = 0): Promise<void> {
  const { rooms, anna, close } = await seeded(records, receipts)
  const plainStart = cpu()
  await rooms.snapshot(async (tx) => {
    for (const holder of rooms.holders) for await (const _ of holder.exportFor(tx, anna.who));
  })
  const plain = cpu() - plainStart
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let [bytes, most] = [0, before]
  const [start, busy] = [performance.now(), cpu()]
  await writePackage(
    rooms,
    {
      ...{ packageId: 'bench', accountId: ACCOUNT, requesterRef: anna.who.requesterRef, locale: 'de' },
      ...{ maskOthers: true, generatedAt: '2026-11-20T09:00:00.000Z' },
    },
    async (chunks) => {
      for await (const chunk of chunks) {
        bytes += chunk.length
        most = Math.max(most, process.memoryUsage().rss)
      }
    },
  )
  const [ms, spent] = [performance.now() - start, cpu() - busy]
  console.log(
    `${records} records, ${receipts} receipts: ${Math.round(ms)} ms (${Math.round(spent)} ms of a processor), ${(bytes / MB).toFixed(1)} MB, rss +${((most - before) / MB).toFixed(0)} MB, ${(spent / plain).toFixed(1)} × plain reading (${Math.round(plain)} ms)`,
  )
  await close()
}
