/** Above a setting: that changes to it wait for a second person, and where. */
import type { ChangeKind } from '../../domain/change.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { routeHash } from '../routes.ts'
import { plural } from '../words.ts'

/** `turn` asks again, e.g. after a change was proposed here. Without an answer nothing is said. */
export function WaitingNote({ kind, turn }: { readonly kind: ChangeKind; readonly turn: number }) {
  const { client, words, language } = useConsole()
  const { loaded } = useLoading(() => client.changes().catch(() => []), `changes ${turn}`)
  if (loaded.status !== 'ready') return null
  const count = loaded.value.filter((change) => change.kind === kind && change.status === 'proposed').length
  if (count === 0) return null
  return (
    <div class="g-alert" data-tone="warning" role="status">
      <Icon name="approvals" />
      <div>
        <p>{plural(words.approvals.waitsNote, count, language)}</p>
      </div>
      <a class="g-btn g-btn-small" href={routeHash('approvals')}>
        {words.approvals.waitsLink}
      </a>
    </div>
  )
}
