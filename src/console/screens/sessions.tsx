/** One's own sessions; and for an admin, the end of somebody else's, without a list of them. */
import { useState } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { PageHead, SetbackAlert } from '../parts/page.tsx'
import { isAgentNumber } from '../role-changes.ts'
import { plural } from '../words.ts'
import { OwnSessions } from './own-sessions.tsx'

export function SessionsScreen() {
  const { words, mayChange } = useConsole()
  const say = words.sessions
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <div class="g-stack" data-gap="5">
        <OwnSessions below={mayChange ? <SomebodyElse /> : null} />
      </div>
    </>
  )
}

function SomebodyElse() {
  const { client, words, language, tell } = useConsole()
  const say = words.sessions
  const act = useAct()
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const end = (event: Event) => {
    event.preventDefault()
    const agentId = typed.trim()
    setWrong(!isAgentNumber(agentId))
    if (!isAgentNumber(agentId)) return
    void act.run(async () => {
      const { ended } = await client.endSessionsOf(agentId)
      tell(ended === 0 ? say.none : plural(say.whoEnded, ended, language), ended === 0 ? 'info' : 'success')
      setTyped('')
    })
  }
  return (
    <form class="g-card" noValidate onSubmit={end} aria-labelledby="who-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="who-title">
          {say.whoTitle}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p>{say.whoHint}</p>
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="c-grant">
          <div class="g-field">
            <label class="g-label" for="who-id">
              {words.roles.addId}
            </label>
            <input
              id="who-id"
              class="g-input"
              inputMode="numeric"
              autocomplete="off"
              value={typed}
              aria-invalid={wrong}
              aria-describedby="who-hint who-error"
              onInput={(event) => {
                setTyped(event.currentTarget.value)
                setWrong(false)
              }}
            />
            <p class="g-hint" id="who-hint">
              {words.roles.addIdHint}
            </p>
            <p class="g-error" id="who-error" role="alert">
              {wrong ? words.roles.errorId : ''}
            </p>
          </div>
          <button type="submit" class="g-btn g-btn-danger c-grant-button" aria-disabled={act.busy}>
            {say.whoEnd}
          </button>
        </div>
      </div>
    </form>
  )
}
