/** Ends the session of this page at its foot; where nobody has confirmed that, it says so and can be tried again. */
import { useState } from 'preact/hooks'
import type { Trouble } from '../companion/index.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { RetryButton } from './messages.tsx'
import { troubleSentence } from './refusal-words.ts'

export function SignOut() {
  const { desk, words } = useRoom()
  const { busy } = useDeskState()
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const signOut = async () => setTrouble(await desk.signOut())
  return (
    <>
      <button
        type="button"
        class="g-btn g-btn-link g-small"
        aria-disabled={busy !== null}
        onClick={() => void signOut()}
      >
        {words.say('sign_out')}
      </button>
      {trouble !== null && (
        <div class="g-alert" data-tone="danger" role="alert">
          <Icon name="cross" />
          <div class="g-stack" data-gap="2">
            <p class="g-alert-title">{words.say('still_open')}</p>
            {trouble.kind === 'fault' && <p>{troubleSentence(words, trouble)}</p>}
            <div class="g-row">
              <RetryButton trouble={trouble} onRetry={() => void signOut()} />
            </div>
          </div>
        </div>
      )}
    </>
  )
}
