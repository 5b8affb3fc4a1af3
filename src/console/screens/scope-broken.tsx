/** In place of a policy that the companion cannot read: what that means, and what can take its place. */
import { useState } from 'preact/hooks'
import type { ScopePolicyView } from '../../domain/api.ts'
import type { ReadablePolicyView } from '../../domain/scope-policy-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { articleNames } from '../rule-words.ts'
import { formFromPolicy } from '../scope-form.ts'
import { fill } from '../words.ts'
import { PolicyVersions } from './policy-versions.tsx'
import { ScopeReading } from './scope-reading.tsx'
import { WaitingNote } from './waiting-note.tsx'

export function ScopeBroken({ onMended }: { readonly onMended: (policy: ScopePolicyView) => void }) {
  const { client } = useConsole()
  const loading = useLoading(() => client.readablePolicy(), 'readable')
  return (
    <WhenLoaded loading={loading}>
      {(readable) => <Mend readable={readable} onMended={onMended} />}
    </WhenLoaded>
  )
}

function Mend(props: {
  readonly readable: ReadablePolicyView
  readonly onMended: (policy: ScopePolicyView) => void
}) {
  const { client, words, language, tell, mayChange } = useConsole()
  const say = words.scopeBroken
  const { stored, policy } = props.readable
  const act = useAct()
  const articles = useLoading(() => client.articles().catch(() => []), 'names')
  const rows = articles.loaded.status === 'ready' ? articles.loaded.value : []
  const [waiting, setWaiting] = useState(0)
  const first = policy.version === 0
  const bring = () =>
    act.run(async () => {
      const outcome = await client.saveScopePolicy({ ...policy, version: stored })
      if (outcome.outcome === 'proposed') {
        setWaiting((before) => before + 1)
        tell(words.common.waitsToast, 'info')
        return
      }
      tell(fill(say.brought, { version: outcome.value.version }), 'success')
      props.onMended(outcome.value)
    })
  return (
    <div class="c-with-aside">
      <div class="g-stack" data-gap="5">
        <WaitingNote kind="scope_policy" turn={waiting} />
        <div class="g-alert" data-tone="danger" role="alert">
          <Icon name="warning" />
          <div class="g-stack" data-gap="3">
            <p class="g-alert-title">{say.title}</p>
            <p>{fill(say.lead, { version: stored })}</p>
            <p>{first ? say.first : fill(say.last, { version: policy.version })}</p>
            <p>{say.second}</p>
            {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
            {mayChange ? (
              <button
                type="button"
                class="g-btn g-btn-primary c-start"
                aria-disabled={act.busy || waiting > 0}
                onClick={() => void bring()}
              >
                {first ? say.bringFirst : fill(say.bring, { version: policy.version })}
              </button>
            ) : null}
            <p class="g-small">{say.file}</p>
          </div>
        </div>
        <PolicyVersions names={articleNames(rows, language)} turn={stored} />
      </div>
      <aside class="g-card c-reading">
        <ScopeReading form={formFromPolicy(policy)} title={say.readsTitle} />
      </aside>
    </div>
  )
}
