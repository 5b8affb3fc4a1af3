import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useRoom } from './context.ts'
import { Icon } from './icons.tsx'

/** A part that the first paint does without. What did not load says so, and is asked for again by the agent. */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null
  return function Lazily(props: P) {
    const { words } = useRoom()
    const [turn, setTurn] = useState(0)
    const [failed, setFailed] = useState(false)
    useEffect(() => {
      if (loaded !== null) return
      let here = true
      setFailed(false)
      load().then(
        (part) => {
          loaded = part
          if (here) setTurn((before) => before + 1)
        },
        () => here && setFailed(true),
      )
      return () => {
        here = false
      }
    }, [turn])
    const Part = loaded
    if (Part !== null) return <Part {...props} />
    if (!failed) return <span class="g-skeleton" aria-hidden="true" />
    return (
      <div class="g-alert g-small" data-tone="warning" role="alert">
        <Icon name="offline" />
        <div class="g-stack" data-gap="2">
          <p>{words.say('trouble.offline')}</p>
          <div>
            <button type="button" class="g-btn g-btn-small" onClick={() => setTurn(turn + 1)}>
              {words.say('trouble.retry')}
            </button>
          </div>
        </div>
      </div>
    )
  }
}
