import type { OverviewView } from '../../domain/api.ts'
import { attentionItems } from '../attention.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { PageHead, StateChip, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { AuditVerdict } from './audit-verdict.tsx'
import { DrafterCard } from './drafter-card.tsx'
import { Attention } from './overview-attention.tsx'
import { OverviewCharts } from './overview-charts.tsx'
import { Figures } from './overview-figures.tsx'
import { SetUpList, useSetUp } from './setup.tsx'

export function OverviewScreen() {
  const { client, words, now } = useConsole()
  const loading = useLoading(async () => {
    const [overview, told, figures, requests] = await Promise.all([
      client.overview(),
      client.attention(),
      client.figures(),
      client.requestDesk(),
    ])
    return { overview, told, figures, requests }
  }, 'overview')
  return (
    <>
      <PageHead title={words.overview.title} lead={words.overview.lead} />
      <WhenLoaded loading={loading}>
        {({ overview, told, figures, requests }) => (
          <div class="g-stack" data-gap="5">
            <FirstSteps />
            <Attention items={attentionItems(told, overview, requests, now())} />
            <Figures overview={overview} />
            <OverviewCharts figures={figures} />
            <div class="c-pair">
              <AuditCard overview={overview} />
              <KillSwitchCard on={overview.killSwitch} />
              {overview.recipient === undefined ? null : <DrafterCard recipient={overview.recipient} />}
            </div>
          </div>
        )}
      </WhenLoaded>
    </>
  )
}

/** Until the account is live this is what the console opens with. An overview without it is still one. */
function FirstSteps() {
  const { loaded, put } = useSetUp()
  return loaded.status === 'ready' && !loaded.value.live ? <SetUpList view={loaded.value} put={put} /> : null
}

function AuditCard({ overview }: { readonly overview: OverviewView }) {
  const { words } = useConsole()
  return (
    <section class="g-card" aria-labelledby="audit-card">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="audit-card">
          {words.overview.audit}
        </h2>
        <a class="g-link" href={routeHash('audit')}>
          {words.overview.openAudit}
        </a>
      </div>
      <div class="g-card-body">
        <AuditVerdict check={overview.audit} />
      </div>
    </section>
  )
}

function KillSwitchCard({ on }: { readonly on: boolean }) {
  const { words } = useConsole()
  const say = words.overview
  return (
    <section class="g-card" aria-labelledby="kill-card">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="kill-card">
          {say.killSwitch}
        </h2>
        <StateChip tone={on ? 'danger' : 'success'} icon={on ? 'power' : 'check'}>
          {on ? say.killOn : say.killOff}
        </StateChip>
      </div>
      <div class="g-card-body g-stack">
        <p>{on ? say.killOnHint : say.killOffHint}</p>
        {on ? null : <p class="g-small g-muted">{say.killReadOnly}</p>}
      </div>
    </section>
  )
}
