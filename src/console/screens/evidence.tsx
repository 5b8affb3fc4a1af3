/** The auditor's pack: what the log proves, who may do what, what changed, events for a SIEM, and documents. */
import { useState } from 'preact/hooks'
import type { EvidencePeriod } from '../../companion/evidence-client.ts'
import { useConsole } from '../context.ts'
import { PageHead } from '../parts/page.tsx'
import { routeHash } from '../routes.ts'
import { EvidenceAccess } from './evidence-access.tsx'
import { EvidenceChanges } from './evidence-changes.tsx'
import { EvidenceControls } from './evidence-controls.tsx'
import { EvidenceDocuments } from './evidence-documents.tsx'
import { EvidenceEvents } from './evidence-events.tsx'

const TABS = ['controls', 'access', 'changes', 'events', 'documents'] as const
type Tab = (typeof TABS)[number]

const DAY_MS = 86_400_000
const DAYS = 90

function lastDays(now: number): EvidencePeriod {
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return { from: day(now - (DAYS - 1) * DAY_MS), to: day(now) }
}

export function EvidenceScreen({ detail }: { readonly detail: string | null }) {
  const { words, me, now } = useConsole()
  const say = words.evidence
  const [period, setPeriod] = useState(() => lastDays(now()))
  const reads = me.roles.includes('compliance')
  // The companion answers admins on access alone: a tab that cannot open would only disappoint.
  const tabs: readonly Tab[] = reads ? TABS : ['access']
  const tab = tabs.find((one) => one === detail) ?? tabs[0] ?? 'access'
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      <nav class="g-tabs" aria-label={say.title}>
        {tabs.map((one) => (
          <a
            key={one}
            class="g-tab c-tab-link"
            href={routeHash('evidence', one)}
            aria-current={one === tab ? 'page' : undefined}
          >
            {say.tab[one]}
          </a>
        ))}
      </nav>
      {tab === 'controls' || tab === 'changes' || tab === 'events' ? (
        <PeriodForm period={period} onChange={setPeriod} />
      ) : null}
      <CurrentTab key={tab} tab={tab} period={period} />
    </>
  )
}

function CurrentTab({ tab, period }: { readonly tab: Tab; readonly period: EvidencePeriod }) {
  switch (tab) {
    case 'controls':
      return <EvidenceControls period={period} />
    case 'access':
      return <EvidenceAccess />
    case 'changes':
      return <EvidenceChanges period={period} />
    case 'events':
      return <EvidenceEvents period={period} />
    case 'documents':
      return <EvidenceDocuments />
    default:
      return tab satisfies never
  }
}

function PeriodForm(props: {
  readonly period: EvidencePeriod
  readonly onChange: (period: EvidencePeriod) => void
}) {
  const { words } = useConsole()
  const say = words.evidence
  const { period, onChange } = props
  return (
    <div class="g-row c-evidence-period">
      <DayField label={say.from} value={period.from} most={period.to}>
        {(from) => onChange({ ...period, from })}
      </DayField>
      <DayField label={say.to} value={period.to} least={period.from}>
        {(to) => onChange({ ...period, to })}
      </DayField>
      <p class="g-small g-muted">{say.utc}</p>
    </div>
  )
}

function DayField(props: {
  readonly label: string
  readonly value: string
  readonly least?: string
  readonly most?: string
  readonly children: (day: string) => void
}) {
  return (
    <label class="g-field">
      <span class="g-label">{props.label}</span>
      <input
        class="g-input"
        type="date"
        value={props.value}
        min={props.least}
        // Without an end the year has room for six digits, and the field another width.
        max={props.most ?? '9999-12-31'}
        onChange={(event) => {
          // A day that is half typed, or beyond the other end, is no period yet.
          const { value, validity } = event.currentTarget
          if (value !== '' && validity.valid) props.children(value)
        }}
      />
    </label>
  )
}
