/** Ends the session of this page; the page then clears itself. */
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { Icon } from './icon.tsx'
import { SetbackAlert } from './page.tsx'

export function SignOutButton() {
  const { client, words } = useConsole()
  const act = useAct()
  const signOut = () => void act.run(() => client.page.signOut())
  return (
    <div class="c-sign-out g-stack" data-gap="2">
      <div>
        <button type="button" class="g-btn g-btn-small" aria-disabled={act.busy} onClick={signOut}>
          <Icon name="power" />
          {words.sessions.signOut}
        </button>
      </div>
      {act.setback === null ? null : (
        <SetbackAlert setback={act.setback} title={words.sessions.stillOpen} onRetry={signOut} />
      )}
    </div>
  )
}
