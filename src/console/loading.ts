/** One answer of the companion on its way to a screen: loading, failed with a reason, or there. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Setback } from './setback.ts'
import { setbackFrom } from './setback.ts'
import { pageWork } from './work.ts'

export type Loaded<T> =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly setback: Setback }
  | { readonly status: 'ready'; readonly value: T }

export interface Loading<T> {
  readonly loaded: Loaded<T>
  readonly reload: () => void
  readonly put: (value: T) => void
}

/** An answer that arrives after the screen has asked for something else is dropped. */
export function useLoading<T>(load: () => Promise<T>, key: string): Loading<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({ status: 'loading' })
  const turn = useRef(0)
  const latest = useRef(load)
  latest.current = load

  const reload = useCallback(() => {
    turn.current += 1
    const mine = turn.current
    setLoaded({ status: 'loading' })
    latest.current().then(
      (value) => mine === turn.current && setLoaded({ status: 'ready', value }),
      (error: unknown) =>
        mine === turn.current && setLoaded({ status: 'failed', setback: setbackFrom(error) }),
    )
  }, [])

  const put = useCallback((value: T) => {
    turn.current += 1
    setLoaded({ status: 'ready', value })
  }, [])

  useEffect(() => {
    reload()
    return () => {
      turn.current += 1
    }
  }, [reload, key])

  return { loaded, reload, put }
}

export interface Act {
  readonly busy: boolean
  readonly setback: Setback | null
  /** Resolves to whether it worked; a second press while the first is under way does nothing. */
  /**
   * @param fetchFresh where somebody else may have been faster: what holds now is fetched, so that what was typed can
   *   stand on it.
   * @returns whether it was done.
   */
  readonly run: (work: () => Promise<void>, fetchFresh?: () => Promise<void>) => Promise<boolean>
  readonly clear: () => void
}

export function useAct(): Act {
  const [busy, setBusy] = useState(false)
  const [setback, setSetback] = useState<Setback | null>(null)
  const running = useRef(false)
  const run = useCallback(async (work: () => Promise<void>, fetchFresh?: () => Promise<void>) => {
    if (running.current) return false
    running.current = true
    setBusy(true)
    setSetback(null)
    const ended = pageWork.start()
    try {
      await work()
      return true
    } catch (error) {
      const failed = setbackFrom(error)
      const stale = failed.code === 'CONFLICT' && fetchFresh !== undefined
      setSetback(stale ? await refreshed(failed, fetchFresh) : failed)
      return false
    } finally {
      ended()
      running.current = false
      setBusy(false)
    }
  }, [])
  return { busy, setback, run, clear: useCallback(() => setSetback(null), []) }
}

function refreshed(conflict: Setback, fetchFresh: () => Promise<void>): Promise<Setback> {
  return fetchFresh().then(() => ({ ...conflict, refreshed: true }), setbackFrom)
}
