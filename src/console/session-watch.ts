/** A page that nobody touches hears within a minute that its session was ended elsewhere, and clears itself. */
import { useEffect } from 'preact/hooks'
import type { ConsoleClient } from '../companion/console-client.ts'

const LOOK_EVERY_MS = 60_000

export function useSessionWatch(client: ConsoleClient, open: boolean): void {
  useEffect(() => {
    if (!open) return
    const look = () => {
      // What a failure means is told to whoever listens for the session's end.
      if (document.visibilityState === 'visible') client.me().catch(() => undefined)
    }
    const timer = setInterval(look, LOOK_EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [client, open])
}
