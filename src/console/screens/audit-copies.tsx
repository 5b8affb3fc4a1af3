/** Where copies of the checkpoint lie, and since when one has not been made: what shows a rewritten log. */
import type { CopiesView, CopyView } from '../../domain/audit-copies-api.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { StateChip, WhenLoaded } from '../parts/page.tsx'
import { fill, formatMoment, plural } from '../words.ts'

export function CopiesCard() {
  const { client, words } = useConsole()
  const say = words.auditCopies
  const loading = useLoading(() => client.auditCopies(), 'copies')
  return (
    <section class="g-card" aria-labelledby="copies-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="copies-title">
          {say.title}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        <p class="g-muted">{say.lead}</p>
        <WhenLoaded loading={loading}>{(view) => <Copies view={view} />}</WhenLoaded>
      </div>
    </section>
  )
}

function Copies({ view }: { readonly view: CopiesView }) {
  const { words, language } = useConsole()
  const say = words.auditCopies
  return (
    <div class="g-stack">
      {view.size === null || view.signedAt === null ? null : (
        <p class="g-small">
          {plural(say.signed, view.size, language, { when: formatMoment(view.signedAt, language) })}
        </p>
      )}
      {view.copies.length === 0 ? (
        <p class="g-alert" data-tone="warning">
          <span>
            <strong>{say.none}</strong> {say.noneHint}
          </span>
        </p>
      ) : (
        <ul class="g-stack c-copies">
          {view.copies.map((copy) => (
            <li key={copy.kind}>
              <Copy copy={copy} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Copy({ copy }: { readonly copy: CopyView }) {
  const { words, language } = useConsole()
  const say = words.auditCopies
  const { kind, problem, failingSince, copiedAt } = copy
  const failing = problem !== null && failingSince !== null
  return (
    <div>
      <p class="g-row">
        <strong>{say.kinds[kind]}</strong>
        {failing ? (
          <StateChip tone="danger" icon="warning">
            {fill(say.failing, { when: formatMoment(failingSince, language) })}
          </StateChip>
        ) : copiedAt === null ? (
          <StateChip tone="neutral" icon="clock">
            {say.waiting}
          </StateChip>
        ) : (
          <StateChip tone="success" icon="check">
            {fill(say.copied, { when: formatMoment(copiedAt, language) })}
          </StateChip>
        )}
      </p>
      {failing ? (
        <p class="g-small">
          {say.problems[problem]} {problem === 'CONFLICT' ? say.conflictTodo : say.todo}
        </p>
      ) : null}
    </div>
  )
}
