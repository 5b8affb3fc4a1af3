/** Who changed the policy when, and what became different each time. */
import { useState } from 'preact/hooks'
import type { PolicyVersionView } from '../../domain/scope-policy-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import type { ArticleNames } from '../rule-words.ts'
import { fill, formatMoment } from '../words.ts'
import { ChangeContents } from './change-contents.tsx'

/** `turn` asks again, e.g. after a version was saved here. */
export function PolicyVersions({ names, turn }: { readonly names: ArticleNames; readonly turn: number }) {
  const { client, words } = useConsole()
  const loading = useLoading(() => client.policyVersions(null), `versions ${turn}`)
  return (
    <section class="g-card c-fieldset g-stack" data-gap="3" aria-labelledby="policy-versions">
      <h2 class="g-h2" id="policy-versions">
        {words.policyVersions.title}
      </h2>
      <WhenLoaded loading={loading}>
        {(versions) => <Versions key={turn} first={versions} names={names} />}
      </WhenLoaded>
    </section>
  )
}

function Versions(props: { readonly first: readonly PolicyVersionView[]; readonly names: ArticleNames }) {
  const { client, words, language } = useConsole()
  const say = words.policyVersions
  const act = useAct()
  const [versions, setVersions] = useState(props.first)
  const oldest = versions.at(-1)?.version ?? 1
  if (versions.length === 0) return <p class="g-muted">{say.none}</p>
  return (
    <>
      <ol class="c-steps">
        {versions.map(({ version, changedAt, changedBy, proposedBy, diff }) => (
          <li key={version}>
            <div class="g-grow g-stack" data-gap="2">
              <p>
                <span class="g-strong">{fill(words.scope.version, { version })}</span>{' '}
                <span class="g-muted">{formatMoment(changedAt, language)}</span>
              </p>
              <p class="g-small g-muted">
                {changedBy === null ? say.byNobody : fill(say.by, { agentId: changedBy })}
                {proposedBy === null ? null : ` · ${fill(say.proposedBy, { agentId: proposedBy })}`}
              </p>
              <ChangeContents change={{ widens: [], diff }} names={props.names} />
            </div>
          </li>
        ))}
      </ol>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      {oldest > 1 ? (
        <button
          type="button"
          class="g-btn c-start"
          aria-disabled={act.busy}
          onClick={() =>
            act.run(async () => setVersions([...versions, ...(await client.policyVersions(oldest))]))
          }
        >
          {say.more}
        </button>
      ) : null}
    </>
  )
}
