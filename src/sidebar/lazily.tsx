import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useRoom } from './context.ts'
import { Icon } from './icons.tsx'

/** Of every part that did not come: one press asks for all of them again. */
const missing = new Set<() => void>()

/**
 * A part that the first paint does without, with the sentences that come with such parts. What did not load
 * says so, and is asked for again by the agent.
 */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | null = null
  return function Lazily(props: P) {
    const { words } = useRoom()
    const [turn, setTurn] = useState(0)
    const [failed, setFailed] = useState(false)
    useEffect(() => {
      if (loaded !== null) return
      let here = true
      const again = () => setTurn((before) => before + 1)
      setFailed(false)
      Promise.all([load(), words.rest?.()]).then(
        ([part]) => {
          loaded = part
          if (here) again()
        },
        () => {
          if (!here) return
          missing.add(again)
          setFailed(true)
        },
      )
      return () => {
        here = false
        missing.delete(again)
      }
    }, [turn, words])
    const Part = loaded
    if (Part !== null) return <Part {...props} />
    if (!failed) return <span class="g-skeleton" aria-hidden="true" />
    return (
      <div class="g-alert g-small" data-tone="warning" role="alert">
        <Icon name="alert" />
        <div class="g-stack" data-gap="2">
          <p>{words.say('trouble.part_missing')}</p>
          <div>
            <button type="button" class="g-btn g-btn-small" onClick={askAgain}>
              {words.say('trouble.retry')}
            </button>
          </div>
        </div>
      </div>
    )
  }
}

function askAgain(): void {
  for (const again of [...missing]) again()
}
