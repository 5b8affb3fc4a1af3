/** Which questions a dry run is made over, how long they are kept, and the switch that stops it. */
import { useState } from 'preact/hooks'
import type { RecordedQuestionsView } from '../../domain/recorded-question.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { SetbackAlert } from '../parts/page.tsx'
import { fill, formatNumber, plural } from '../words.ts'

export function KeptQuestions() {
  const { client } = useConsole()
  const loading = useLoading(() => client.recordedQuestions(), 'questions')
  return loading.loaded.status === 'ready' ? (
    <Keeping view={loading.loaded.value} onChange={loading.put} />
  ) : null
}

function Keeping(props: {
  readonly view: RecordedQuestionsView
  readonly onChange: (view: RecordedQuestionsView) => void
}) {
  const { client, words, language, mayChange } = useConsole()
  const say = words.dryRun
  const { view } = props
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const keep = (kept: boolean) =>
    act.run(async () => {
      props.onChange(await client.keepQuestions(kept))
      setAsking(false)
    })
  return (
    <div class="g-well g-stack">
      <p class="g-small">
        {view.kept
          ? plural(say.kept, view.count, language, { days: formatNumber(view.days, language) })
          : say.notKept}
      </p>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {!mayChange ? null : !view.kept ? (
        <button
          type="button"
          class="g-btn g-btn-small c-start"
          onClick={() => keep(true)}
          aria-disabled={act.busy}
        >
          {fill(say.keep, { days: formatNumber(view.days, language) })}
        </button>
      ) : asking ? (
        <div class="g-row">
          <button
            type="button"
            class="g-btn g-btn-danger g-btn-small"
            onClick={() => keep(false)}
            aria-disabled={act.busy}
          >
            {plural(say.stopNow, view.count, language)}
          </button>
          <button type="button" class="g-btn g-btn-small" onClick={() => setAsking(false)}>
            {words.common.cancel}
          </button>
        </div>
      ) : (
        <button type="button" class="g-btn g-btn-link c-start" onClick={() => setAsking(true)}>
          {say.stop}
        </button>
      )}
    </div>
  )
}
