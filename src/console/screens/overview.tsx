import type { OverviewView } from '../../domain/api.ts'
import { attentionItems } from '../attention.ts'
import { useConsole } from '../context.ts'
import { useLoading } from '../loading.ts'
import { nextSteps } from '../next-steps.ts'
import { PageHead, StateChip, WhenLoaded } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { visitedScreens } from '../visited.ts'
import { AuditVerdict } from './audit-verdict.tsx'
import { DrafterCard } from './drafter-card.tsx'
import { Attention } from './overview-attention.tsx'
import { OverviewCharts } from './overview-charts.tsx'
import { Figures } from './overview-figures.tsx'
import { NextSteps } from './overview-steps.tsx'

export function OverviewScreen() {
  const { client, words } = useConsole()
  const loading = useLoading(async () => {
    const [overview, told, figures, policy] = await Promise.all([
      client.overview(),
      client.attention(),
      client.figures(),
      // Only the checklist asks for it: a policy that cannot be read must not hide the overview.
      client.scopePolicy().catch(() => null),
    ])
    return { overview, told, figures, steps: nextSteps(overview, policy, visitedScreens()) }
  }, 'overview')
  return (
    <>
      <PageHead title={words.overview.title} lead={words.overview.lead} />
      <WhenLoaded loading={loading}>
        {({ overview, told, figures, steps }) => (
          <div class="g-stack" data-gap="5">
            {/* Whoever has drafts is set up: a list of first steps would only nag. */}
            {overview.drafts > 0 || steps.every(({ done }) => done) ? null : <NextSteps steps={steps} />}
            <Attention items={attentionItems(told, overview)} />
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
        <p class="g-small g-muted">{say.killReadOnly}</p>
      </div>
    </section>
  )
}
