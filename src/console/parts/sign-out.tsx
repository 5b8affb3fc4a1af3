/** Ends the session of this page; the page then clears itself. */
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { setbackWords } from '../setback.ts'
import { Icon } from './icon.tsx'

export function SignOutButton() {
  const { client, words } = useConsole()
  const act = useAct()
  return (
    <div class="c-sign-out g-stack" data-gap="2">
      <div>
        <button
          type="button"
          class="g-btn g-btn-small"
          aria-disabled={act.busy}
          onClick={() => void act.run(() => client.page.signOut())}
        >
          <Icon name="power" />
          {words.sessions.signOut}
        </button>
      </div>
      {act.setback === null ? null : (
        <p class="g-error" role="alert">
          {setbackWords(act.setback, words)}
        </p>
      )}
    </div>
  )
}
