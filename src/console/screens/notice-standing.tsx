/** Says when the active notice is no longer true, and makes the version that is. */
import { useState } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { fill, joinWords } from '../words.ts'
import type { NoticePart } from './notices.tsx'

export function NoticeStandingAlert({ view, onView, mayWrite }: NoticePart) {
  const { client, words, language, tell } = useConsole()
  const say = words.notices
  const act = useAct()
  const [asking, setAsking] = useState(false)
  if (view.standing === 'current') return null
  const outdated = view.standing === 'outdated'
  const change = outdated ? 'version' : 'correction'
  const renew = () =>
    act.run(async () => {
      onView(await client.activateNotice(null, view.factsDigest, change))
      tell(say.activatedToast, 'success')
    })
  return (
    <div class="g-alert" data-tone={outdated ? 'danger' : 'info'}>
      <Icon name={outdated ? 'warning' : 'info'} />
      <div class="g-stack" data-gap="3">
        <p class="g-alert-title">{outdated ? say.outdatedTitle : say.behindTitle}</p>
        <p>{outdated ? say.outdated : say.behind}</p>
        <p>
          {fill(say.changedFacts, {
            facts: joinWords(
              view.changedFacts.map((name) => say.fact[name]),
              language,
            ),
          })}
        </p>
        {mayWrite ? (
          <button
            type="button"
            class="g-btn g-btn-primary c-start"
            aria-disabled={act.busy}
            onClick={() => setAsking(true)}
          >
            {outdated ? say.renew : say.renewBehind}
          </button>
        ) : null}
      </div>
      {asking ? (
        <Dialog
          title={outdated ? say.renew : say.renewBehind}
          onClose={() => setAsking(false)}
          foot={
            <CancelOrAct onCancel={() => setAsking(false)} onAct={renew} off={act.busy}>
              {say.activate}
            </CancelOrAct>
          }
        >
          <p>{outdated ? say.versionEffect : say.correctionEffect}</p>
          <p>{say.renewWords}</p>
          {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        </Dialog>
      ) : null}
    </div>
  )
}
