import { useEffect, useState } from 'preact/hooks'

const SECOND_MS = 1_000

/**
 * Seconds until what has failed can be tried again, counted down; 0 once it can.
 * @param failure what has failed: another one begins another wait.
 */
export function useWait(failure: object, seconds: number, now: () => number): number {
  const [waited, setWaited] = useState<{ readonly failure: object; readonly left: number }>()
  useEffect(() => {
    const until = now() + seconds * SECOND_MS
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((until - now()) / SECOND_MS))
      setWaited({ failure, left })
      if (left === 0) clearInterval(timer)
    }, SECOND_MS)
    return () => clearInterval(timer)
  }, [failure, seconds, now])
  return waited?.failure === failure ? waited.left : seconds
}
