/** For an agent without a role: what this is, why nothing is loaded, and who can change that. */
import { useConsole } from '../context.ts'
import { CopyButton } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { SignOutButton } from '../parts/sign-out.tsx'
import { fill } from '../words.ts'
import { OwnSessions } from './own-sessions.tsx'

export function ClosedDoor() {
  const { me, words } = useConsole()
  const say = words.closed
  const agentId = me.agentId
  return (
    <main class="c-closed" id="content">
      <div class="g-card g-card-body g-stack" data-gap="4">
        <span class="c-closed-mark">
          <Icon name="lock" />
        </span>
        <h1 class="g-h1">{say.title}</h1>
        <p>{say.lead}</p>
        <p>{fill(say.you, { agentId })}</p>
        <div>
          <h2 class="g-h3">{say.askTitle}</h2>
          <p>{fill(say.ask, { agentId })}</p>
        </div>
        <div class="g-row">
          <CopyButton text={agentId} label={say.copyId} visible />
        </div>
        <div>
          <h2 class="g-h3">{say.workTitle}</h2>
          <p>{say.work}</p>
        </div>
        <SignOutButton />
      </div>
      <OwnSessions headed />
    </main>
  )
}
