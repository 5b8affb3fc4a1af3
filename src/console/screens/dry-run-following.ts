/** A dry run from its start to its end: begun once, asked about until it is done, ended when nobody looks. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { ReplayOrder, ReplayView } from '../../domain/replay-api.ts'
import { useConsole } from '../context.ts'
import { isWorthRetrying, type Setback, setbackFrom } from '../setback.ts'

const POLL_MS = 300
/** After a look that got no answer: the run itself goes on. */
const MISSED_MS = 3_000

export function useDryRun(order: ReplayOrder) {
  const { client } = useConsole()
  const [view, setView] = useState<ReplayView | null>(null)
  const [setback, setSetback] = useState<Setback | null>(null)
  const [turn, setTurn] = useState(0)
  const running = useRef<string | null>(null)

  useEffect(() => {
    let gone = false
    let timer: ReturnType<typeof setTimeout>
    const take = (next: ReplayView) => {
      running.current = next.status === 'running' ? next.replayId : null
      if (gone) return
      setSetback(null)
      setView(next)
      if (next.status === 'running') timer = setTimeout(() => ask(next.replayId), POLL_MS)
    }
    const fail = (error: unknown): Setback => {
      const failed = setbackFrom(error)
      if (!gone) setSetback(failed)
      return failed
    }
    const ask = (replayId: string) =>
      client.replay(replayId).then(take, (error: unknown) => {
        if (isWorthRetrying(fail(error)) && !gone) timer = setTimeout(() => ask(replayId), MISSED_MS)
      })
    client.startReplay(order).then(take, fail)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [client, order, turn])

  const again = useCallback(() => {
    setSetback(null)
    setTurn((before) => before + 1)
  }, [])
  const cancel = useCallback(() => {
    // Nobody waits for the answer: a run that goes on unseen ends with the next one.
    if (running.current !== null) client.cancelReplay(running.current).catch(() => undefined)
  }, [client])

  return { view, setback, cancel, again }
}
