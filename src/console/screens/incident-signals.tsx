/** What looks wrong in the log: questions to a person, never an incident by itself. */
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { fill } from '../words.ts'

export function IncidentSignals({ onOpen }: { readonly onOpen: (what: string) => void }) {
  const { client, words } = useConsole()
  const say = words.incidents
  const { loaded } = useLoading(() => client.incidentSignals(), 'signals')
  if (loaded.status !== 'ready' || loaded.value.length === 0) return null
  return (
    <section class="g-alert" data-tone="warning" aria-labelledby="signals-title">
      <Icon name="warning" />
      <div class="g-stack g-grow" data-gap="3">
        <h2 class="g-alert-title" id="signals-title">
          {say.signals}
        </h2>
        <p>{say.signalsHint}</p>
        <ul class="g-list">
          {loaded.value.map(({ kind, count }) => {
            const sentence = fill(say.signal[kind], { count })
            return (
              <li key={kind}>
                <span class="g-row">
                  {sentence}
                  <button type="button" class="g-btn g-btn-small" onClick={() => onOpen(sentence)}>
                    {say.signalOpen}
                  </button>
                </span>
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}
