/** Whether a widening needs two people; only the role compliance changes it, and off is itself a widening. */
import type { FourEyesView } from '../../domain/change-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { SetbackAlert, StateChip } from '../parts/page.tsx'

export function FourEyesCard(props: { readonly setting: FourEyesView; readonly onChanged: () => void }) {
  const { client, words, me, tell } = useConsole()
  const say = words.approvals
  const act = useAct()
  const { version, mode } = props.setting
  const turn = () =>
    act.run(async () => {
      const outcome = await client.saveFourEyes(version, mode === 'on' ? 'off' : 'on')
      if (outcome.outcome === 'proposed') tell(words.common.waitsToast, 'info')
      else tell(say.turnedToast, 'success')
      props.onChanged()
    })
  return (
    <section class="g-card" aria-labelledby="four-eyes-title">
      <div class="g-card-body g-stack" data-gap="3">
        <div class="g-row" data-spread>
          <h2 class="g-h3" id="four-eyes-title">
            {say.setting}
          </h2>
          <StateChip tone={mode === 'on' ? 'success' : 'warning'} icon={mode === 'on' ? 'check' : 'warning'}>
            {mode === 'on' ? say.on : say.off}
          </StateChip>
        </div>
        <p>{mode === 'on' ? say.settingOn : say.settingOff}</p>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row" data-spread>
          <p class="g-small g-muted">{say.settingWho}</p>
          {me.roles.includes('compliance') ? (
            <button type="button" class="g-btn" aria-disabled={act.busy} onClick={turn}>
              {mode === 'on' ? say.turnOff : say.turnOn}
            </button>
          ) : null}
        </div>
      </div>
    </section>
  )
}
