/** What a scrape of the figures finds at its moment. */
import type { CopiesView } from '../../src/domain/audit-copies-api.ts'
import { uncopiedPlaces } from '../../src/domain/checkpoint-lag.ts'
import type { AppRooms } from '../app.ts'
import type { MetricsFacts } from '../metrics/index.ts'
import type { HealthRooms } from '../setup/index.ts'
import type { Ground } from './ground.ts'

export function figuresOf(
  { config, store, world, gate, logEnd }: Ground,
  of: {
    readonly health: HealthRooms
    readonly running: AppRooms['running'] & { count(): number }
    readonly copies: { view(): CopiesView }
    readonly logHolds: { readonly value: boolean }
  },
): () => Promise<MetricsFacts> {
  const { health, running, copies, logHolds } = of
  const { accountId } = config.account
  const secondsSince = (at: string | null) =>
    at === null ? null : Math.max(0, (world.now().getTime() - Date.parse(at)) / 1_000)
  return async () => {
    const signedEntries = await health.signed(accountId)
    const { bytes: storeBytes, freeBytes } = await store.disk()
    const stored = await store.transact(async (tx) => ({
      entries: (await tx.auditHead(accountId))?.tree.size ?? 0,
      syncedAt: await tx.lastWholeSync(accountId),
    }))
    const dates = health.keyDates()
    return {
      keySeconds: {
        master: secondsSince(dates.master),
        session: secondsSince(dates.session),
        log: secondsSince(dates.log),
      },
      ...{ signedEntries, storeBytes, freeBytes, entries: stored.entries },
      runningDrafts: running.count(),
      stopped: health.stopped(),
      ready: !running.stopping && gate.open && !logEnd.isLost,
      signedSecondsAgo: secondsSince(copies.view().signedAt),
      copiesBehind: uncopiedPlaces(copies.view(), world.now()).length,
      syncSecondsAgo: secondsSince(stored.syncedAt),
      logHolds: logHolds.value && !logEnd.isLost,
    }
  }
}
