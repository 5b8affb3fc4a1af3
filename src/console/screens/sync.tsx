import type { SyncView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, ReadOnlyNote, SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { useSync } from './sync-following.ts'
import { HeldSync } from './sync-held.tsx'
import { SyncBrands, SyncProblems, SyncResult } from './sync-result.tsx'

export function SyncScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.latestSync(), 'sync')
  return (
    <>
      <PageHead title={words.sync.title} lead={words.sync.lead} />
      <ReadOnlyNote />
      <WhenLoaded loading={loading}>{(latest) => <SyncDesk latest={latest} />}</WhenLoaded>
    </>
  )
}

function SyncDesk({ latest }: { readonly latest: SyncView | null }) {
  const { client, words, tell, mayChange } = useConsole()
  const say = words.sync
  const { sync, setSync, missed } = useSync(latest)
  const act = useAct()
  const running = sync?.status === 'running'
  const start = () =>
    act.run(async () => {
      setSync(await client.startSync())
      tell(say.startedToast)
    })
  const button = mayChange ? (
    <button type="button" class="g-btn g-btn-primary" onClick={start} aria-disabled={running || act.busy}>
      {running || act.busy ? <span class="g-spinner" aria-hidden="true" /> : <Icon name="sync" />}
      {running ? say.running : sync === null ? say.start : say.again}
    </button>
  ) : null
  const setback = act.setback ?? missed
  return (
    <div class="g-stack" data-gap="5">
      {setback === null ? null : <SetbackAlert setback={setback} />}
      {sync === null ? (
        <EmptyState title={say.none} hint={say.noneHint}>
          {button}
        </EmptyState>
      ) : (
        <>
          {sync.status === 'needs_confirmation' ? (
            <HeldSync sync={sync} onDecided={setSync} onAgain={start} />
          ) : button === null ? null : (
            <div class="g-row">{button}</div>
          )}
          <p class="g-sr" role="status">
            {say.status[sync.status]}
          </p>
          <SyncResult sync={sync} />
          <SyncBrands sync={sync} />
          <SyncProblems sync={sync} />
        </>
      )}
    </div>
  )
}
