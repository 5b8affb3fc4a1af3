/** Changes that nobody decides on any more: what became of them, when and by whom. */
import type { ChangeView } from '../../domain/change-api.ts'
import { useConsole } from '../context.ts'
import { Filled } from '../parts/filled.tsx'
import { StateChip } from '../parts/page.tsx'
import type { ArticleNames } from '../rule-words.ts'
import { fill, formatAgo } from '../words.ts'
import { ChangeContents } from './change-contents.tsx'

const LOOK = {
  proposed: { tone: 'warning', icon: 'approvals' },
  approved: { tone: 'success', icon: 'check' },
  rejected: { tone: 'danger', icon: 'cross' },
  stale: { tone: 'neutral', icon: 'bar' },
  expired: { tone: 'neutral', icon: 'bar' },
} as const

export function ChangeHistory(props: {
  readonly changes: readonly ChangeView[]
  readonly names: ArticleNames
}) {
  const { words, language, now, me } = useConsole()
  const say = words.approvals
  if (props.changes.length === 0) return <p class="g-muted">{say.historyNone}</p>
  return (
    <section class="g-stack" data-gap="3" aria-labelledby="history-title">
      <h2 class="g-h2" id="history-title">
        {say.history}
      </h2>
      <ol class="c-history">
        {props.changes.map((change) => {
          const { decidedBy, decidedAt } = change
          const takenBack = change.status === 'rejected' && decidedBy === change.proposedBy
          const proposedAgo = formatAgo(change.proposedAt, now(), language)
          return (
            <li key={change.changeId} class="g-card">
              <div class="g-card-body g-stack" data-gap="2">
                <div class="g-row" data-spread>
                  <strong>{say.kind[change.kind]}</strong>
                  <StateChip {...LOOK[change.status]}>
                    {takenBack ? say.withdrawn : say.status[change.status]}
                  </StateChip>
                </div>
                <p class="g-small g-muted">
                  {change.own
                    ? fill(say.proposedByYou, { ago: proposedAgo })
                    : fill(say.proposedBy, { agentId: change.proposedBy, ago: proposedAgo })}
                  {decidedBy === null || decidedAt === null ? null : (
                    <>
                      {' · '}
                      {takenBack ? say.withdrawn : say.status[change.status]}
                      {': '}
                      {fill(decidedBy === me.agentId ? say.decidedByYou : say.decidedBy, {
                        agentId: decidedBy,
                        ago: formatAgo(decidedAt, now(), language),
                      })}
                    </>
                  )}
                </p>
                {change.reason === null ? null : (
                  <p>
                    <Filled sentence={say.reason} values={{ reason: <bdi>{change.reason}</bdi> }} />
                  </p>
                )}
                <ChangeContents change={change} names={props.names} decided />
              </div>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
