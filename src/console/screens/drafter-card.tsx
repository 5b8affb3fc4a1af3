/** Who drafts for new tickets, and where what leaves goes to. */
import { Fragment } from 'preact'
import type { RecipientView } from '../../domain/api.ts'
import { useConsole } from '../context.ts'

/** Presets have ids; a region of its own name stays as it is. */
const wordOf = (words: Readonly<Record<string, string>>, id: string) => words[id] ?? id

export function DrafterCard({ recipient }: { readonly recipient: RecipientView | null }) {
  const { words } = useConsole()
  const say = words.overview
  const rows =
    recipient === null
      ? []
      : ([
          [say.drafterProvider, wordOf(words.recipient.provider, recipient.provider)],
          [say.drafterHost, recipient.host],
          [say.drafterRegion, wordOf(words.recipient.region, recipient.region)],
          [say.drafterRetention, wordOf(words.recipient.retention, recipient.retention)],
        ] as const)
  return (
    <section class="g-card c-drafter" aria-labelledby="drafter-card">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="drafter-card">
          {say.drafter}
        </h2>
        <span class="g-strong">{recipient?.model ?? say.drafterLocal}</span>
      </div>
      <div class="g-card-body g-stack">
        {rows.length === 0 ? null : (
          <dl class="g-dl">
            {rows.map(([term, value]) => (
              <Fragment key={term}>
                <dt>{term}</dt>
                <dd class="g-break">
                  <bdi>{value}</bdi>
                </dd>
              </Fragment>
            ))}
          </dl>
        )}
        <p>{recipient === null ? say.drafterLocalHint : say.drafterHint}</p>
        <p class="g-small g-muted">{say.drafterReadOnly}</p>
      </div>
    </section>
  )
}
