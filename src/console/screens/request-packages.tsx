/** What was packed of the person's data, and which of it answers this request. */
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { ShortHash } from '../parts/copy.tsx'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { fill, formatDate } from '../words.ts'
import type { CaseProps } from './request-case.tsx'

export function RequestPackages({ detail, onChanged }: CaseProps) {
  const { client, words, language } = useConsole()
  const say = words.requests.packages
  const act = useAct()
  const { request, packages } = detail
  if (request.kind === 'erasure') return <ErasureCard detail={detail} />
  if (request.kind !== 'access' && request.kind !== 'portability') return null
  const statuses: Readonly<Record<string, string>> = say.status
  const link = (packageId: string) =>
    act.run(async () => onChanged(await client.linkRequestPackage(request.caseId, packageId)))
  return (
    <section class="g-card" aria-labelledby="packages-card">
      <div class="g-card-head">
        <h2 class="g-h2" id="packages-card">
          {say.title}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        {packages.length === 0 ? <p class="g-muted">{say.none}</p> : null}
        {packages.map(({ packageId, status, createdAt, linked }) => (
          <div key={packageId} class="g-stack" data-gap="1">
            <p>
              {fill(say.made, { day: formatDate(createdAt, language) })}{' '}
              <span class="g-small g-muted">{statuses[status] ?? status}</span>
            </p>
            {linked ? (
              <p class="c-sent">
                <Icon name="check" />
                {say.linked}
              </p>
            ) : (
              <div>
                <button
                  type="button"
                  class="g-btn g-btn-small"
                  aria-disabled={act.busy}
                  onClick={() => void link(packageId)}
                >
                  {say.link}
                </button>
              </div>
            )}
          </div>
        ))}
      </div>
    </section>
  )
}

/** Whether the data is gone: the answer must not say so before. */
function ErasureCard({ detail }: Pick<CaseProps, 'detail'>) {
  const { words, language } = useConsole()
  const say = words.requests.packages
  const { erasure } = detail
  return (
    <section class="g-card" aria-labelledby="packages-card">
      <div class="g-card-head">
        <h2 class="g-h2" id="packages-card">
          {say.title}
        </h2>
      </div>
      <div class="g-card-body g-stack">
        {erasure === null ? (
          <p class="g-muted">{say.notErased}</p>
        ) : (
          <>
            <p class="c-sent">
              <Icon name="check" />
              {fill(say.erased, { day: formatDate(erasure.at, language) })}
            </p>
            <ShortHash hash={erasure.erasureId} label={say.copyErasure} />
          </>
        )}
      </div>
    </section>
  )
}
