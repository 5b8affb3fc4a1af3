/** Which of the places that were to have the newest checkpoint do not have it. Pure. */
import type { CopiesView, CopyView } from './audit-copies-api.ts'

/** A copy is made within a minute; one that is not there after ten is not on its way any more. */
const LAG_MS = 600_000

/** Those that fail, and those that have had the time and lag behind all the same. */
export function uncopiedPlaces({ size, signedAt, copies }: CopiesView, now: Date): readonly CopyView[] {
  const late = signedAt !== null && now.getTime() - Date.parse(signedAt) > LAG_MS
  return copies.filter(
    (copy) => copy.failingSince !== null || (late && size !== null && (copy.size ?? -1) < size),
  )
}
