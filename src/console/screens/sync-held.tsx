/** A sync that would remove most of what is there waits here until a person has decided. */
import { useState } from 'preact/hooks'
import type { SyncView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { plural } from '../words.ts'

export function HeldSync(props: {
  readonly sync: SyncView
  readonly onDecided: (sync: SyncView) => void
  readonly onAgain: () => void
}) {
  const { client, words, language, tell, mayChange } = useConsole()
  const say = words.sync
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const { sync } = props
  const confirm = () =>
    act.run(async () => {
      const decided = await client.confirmSync(sync.syncId)
      props.onDecided(decided)
      // A companion that removes in the background answers "running"; its end is told like any sync's.
      if (decided.status === 'done') tell(say.confirmedToast, 'success')
    })
  return (
    <div class="g-alert" data-tone="warning">
      <Icon name="warning" />
      <div class="g-stack">
        <h2 class="g-h2">{plural(say.holdTitle, sync.wouldRemove, language)}</h2>
        <p>{say.holdBody}</p>
        <p>{say.holdCheck}</p>
        <div class="g-row">
          <button
            type="button"
            class="g-btn g-btn-primary"
            onClick={props.onAgain}
            aria-disabled={act.busy || !mayChange}
          >
            {say.holdAgain}
          </button>
          <button
            type="button"
            class="g-btn g-btn-danger"
            onClick={() => setAsking(true)}
            aria-disabled={act.busy || !mayChange}
          >
            {plural(say.holdConfirm, sync.wouldRemove, language)}
          </button>
        </div>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      </div>
      {asking ? (
        <Dialog
          title={say.holdSure}
          onClose={() => setAsking(false)}
          foot={
            <CancelOrAct
              onCancel={() => setAsking(false)}
              onAct={() => {
                setAsking(false)
                void confirm()
              }}
              grave
            >
              {plural(say.holdConfirm, sync.wouldRemove, language)}
            </CancelOrAct>
          }
        >
          <p>{say.holdSureBody}</p>
        </Dialog>
      ) : null}
    </div>
  )
}
