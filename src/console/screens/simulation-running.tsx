/** A run that is open: this page reads the tickets, so it says how far it is, and can rest, end or go on. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SimulationView } from '../../domain/simulation-api.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { type Setback, setbackFrom } from '../setback.ts'
import { paceOf } from '../simulation-pace.ts'
import { fill, formatNumber, plural } from '../words.ts'

export function SimulationRunning(props: {
  readonly run: SimulationView
  readonly onChange: (view: SimulationView) => void
}) {
  const { client, words, language, past = null, now, mayChange } = useConsole()
  const say = words.simulation
  const { run, onChange } = props
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const [driving, setDriving] = useState(false)
  const [setback, setSetback] = useState<Setback | null>(null)
  const [seen, setSeen] = useState({ done: run.done, at: now() })
  const ending = useRef<AbortController | null>(null)
  const fresh = useRef(run.status === 'running' && run.done === 0)
  useEffect(() => () => ending.current?.abort(), [])

  const drive = async () => {
    if (past === null || ending.current !== null) return
    const control = new AbortController()
    ending.current = control
    setSetback(null)
    setDriving(true)
    try {
      const [{ readIntoRun }, { orderPatterns = [] }, going] = await Promise.all([
        import('../past-reading.ts'),
        client.scopePolicy(),
        client.moveSimulation(run.runId, 'resume'),
      ])
      setSeen({ done: going.done, at: now() })
      onChange(going)
      const given = { client, past, orderPatterns, signal: control.signal, onView: onChange }
      const end = await readIntoRun(given, going)
      if (control.signal.aborted && end.status === 'running')
        onChange(await client.moveSimulation(run.runId, 'pause'))
    } catch (error) {
      setSetback(setbackFrom(error))
    } finally {
      ending.current = null
      setDriving(false)
    }
  }
  const latest = useRef(drive)
  latest.current = drive
  // One that was just started here begins by itself; one that broke off waits for a word.
  useEffect(() => {
    if (fresh.current) void latest.current()
  }, [])

  const cancel = () =>
    act.run(async () => {
      ending.current?.abort()
      setAsking(false)
      onChange(await client.moveSimulation(run.runId, 'cancel'))
    })
  const number = (value: number) => formatNumber(value, language)
  const pace = driving ? paceOf(seen, { done: run.done, at: now() }, run.planned) : null
  const share = Math.min(100, (100 * run.done) / run.planned)
  return (
    <section class="g-card g-stack c-sim-card" data-gap="3" aria-labelledby="sim-running">
      <h2 class="g-h2" id="sim-running">
        {driving ? say.running : say.resting}
      </h2>
      <p role="status">
        {fill(say.progress, { done: number(run.done), planned: number(run.planned) })}
        {pace === null
          ? null
          : ` · ${fill(say.pace, { rate: number(Math.round(pace.perMinute)) })} · ${plural(
              say.left,
              Math.max(1, Math.ceil(pace.secondsLeft / 60)),
              language,
            )}`}
      </p>
      <progress class="c-sim-progress" max={100} value={share} aria-label={say.running} />
      <p class="g-small g-muted">
        {fill(say.soFar, {
          answered: number(run.outcomes.answered + run.outcomes.partly),
          refused: number(run.outcomes.refused),
          skipped: number(run.outcomes.skipped),
        })}
      </p>
      {setback === null ? null : <SetbackAlert setback={setback} />}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {mayChange ? (
        <div class="g-row g-wrap">
          {driving ? (
            <button type="button" class="g-btn" onClick={() => ending.current?.abort()}>
              {say.pause}
            </button>
          ) : (
            <button type="button" class="g-btn g-btn-primary" onClick={drive} aria-disabled={past === null}>
              {say.resume}
            </button>
          )}
          <button
            type="button"
            class="g-btn g-btn-danger"
            onClick={() => setAsking(true)}
            aria-disabled={act.busy}
          >
            {say.cancelRun}
          </button>
        </div>
      ) : null}
      {driving ? <p class="g-small g-muted">{say.keepOpen}</p> : null}
      {asking ? (
        <Dialog
          title={say.cancelRun}
          onClose={() => setAsking(false)}
          foot={
            <>
              <button type="button" class="g-btn" onClick={() => setAsking(false)}>
                {words.common.close}
              </button>
              <button type="button" class="g-btn g-btn-danger" onClick={cancel} aria-disabled={act.busy}>
                {say.cancelRun}
              </button>
            </>
          }
        >
          <p>{say.cancelAsk}</p>
        </Dialog>
      ) : null}
    </section>
  )
}
