/** A sync while it runs: asked about once a second until it ends, its end told once. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { SyncView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'
import type { Setback } from '../setback.ts'
import { setbackFrom } from '../setback.ts'

const POLL_MS = 1_000

/** Follows a running sync until it ends; a missed poll is shown and tried again. */
export function useSync(latest: SyncView | null) {
  const { client, words, tell } = useConsole()
  const [sync, setSync] = useState(latest)
  const [missed, setMissed] = useState<Setback | null>(null)
  const told = useRef(latest?.status)
  useEffect(() => {
    if (sync?.status !== 'running') return
    let gone = false
    let timer: ReturnType<typeof setTimeout>
    const poll = () =>
      client.latestSync().then(
        (next) => {
          if (gone) return
          setMissed(null)
          setSync(next)
          if (next?.status === 'running') timer = setTimeout(poll, POLL_MS)
        },
        (error: unknown) => {
          if (gone) return
          setMissed(setbackFrom(error))
          timer = setTimeout(poll, POLL_MS * 3)
        },
      )
    timer = setTimeout(poll, POLL_MS)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [sync?.syncId, sync?.status, client])
  useEffect(() => {
    const before = told.current
    told.current = sync?.status
    if (before !== 'running' || sync === null) return
    if (sync.status === 'done') tell(words.sync.doneToast, 'success')
    if (sync.status === 'failed') tell(words.sync.failedToast, 'danger')
  }, [sync, tell, words])
  return { sync, setSync, missed }
}
