/**
 * How long a package of one person takes, and what it holds in memory: `NODE_ENV=test npx mocha --timeout 0 bench/export.ts`.
 * Prints for 1,000, 10,000 and 100,000 records the time, the growth of the process, and the ratio to plainly reading
 * and opening the same rows.
 */
import { writePackage } from '../server/dossier/index.ts'
import { dossierGround } from '../test/support/dossier-ground.ts'
import { ACCOUNT } from '../test/support/held-person.ts'

const SIZES = [1_000, 10_000, 100_000]
const MB = 1024 * 1024

/** Half of the records are drafts with sealed words, a quarter citations, a quarter looks. */
async function seeded(records: number) {
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
  return ground
}

describe('the export of one person', () => {
  for (const records of SIZES) it(`of ${records} records`, () => measured(records))
})

async function measured(records: number): Promise<void> {
  const { rooms, anna, close } = await seeded(records)
  const plainStart = performance.now()
  await rooms.snapshot(async (tx) => {
    for (const holder of rooms.holders) for await (const _ of holder.exportFor(tx, anna.who));
  })
  const plain = performance.now() - plainStart
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let [bytes, most] = [0, before]
  const start = performance.now()
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
  const ms = performance.now() - start
  console.log(
    `${records} records: ${Math.round(ms)} ms, ${(bytes / MB).toFixed(1)} MB, rss +${((most - before) / MB).toFixed(0)} MB, ${(ms / plain).toFixed(1)} × plain reading (${Math.round(plain)} ms)`,
  )
  await close()
}
