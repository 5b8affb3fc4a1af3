/** Incidents: the list with its clocks, one incident, the kill switch, whom it touches, and the drill. */
import { useState } from 'preact/hooks'
import { NO_TEXTS, NOTHING_KNOWN } from '../../domain/incident.ts'
import type { IncidentView } from '../../domain/incident-api.ts'
import { parseAffectedDetail } from '../affected-route.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct, useLoading } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { EmptyState, PageHead, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { routeHash } from '../routes.ts'
import { formatMoment } from '../words.ts'
import { AffectedPanel } from './affected-panel.tsx'
import { DrillPanel } from './drill-panel.tsx'
import { ClockChip, STATUS_TONE } from './incident-clock.tsx'
import { IncidentRecord } from './incident-record.tsx'
import { IncidentSignals } from './incident-signals.tsx'
import { KillSwitchPanel } from './kill-switch-panel.tsx'

const TABS = ['list', 'switch', 'affected', 'drill'] as const
type Tab = (typeof TABS)[number]

export function IncidentsScreen({ detail }: { readonly detail: string | null }) {
  const { words, me } = useConsole()
  const say = words.incidents
  const compliance = me.roles.includes('compliance')
  const about = parseAffectedDetail(detail)
  const named = about === null ? TABS.find((tab) => tab === detail) : 'affected'
  const tab: Tab = compliance ? (named ?? 'list') : 'switch'
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      {compliance ? (
        <nav class="g-tabs" aria-label={say.title}>
          {TABS.map((name) => (
            <a
              key={name}
              class="g-tab c-tab-link"
              href={routeHash('incidents', name === 'list' ? null : name)}
              aria-current={name === tab ? 'page' : undefined}
            >
              {say.tab[name]}
            </a>
          ))}
        </nav>
      ) : (
        <p class="g-alert c-read-only" data-tone="info">
          <Icon name="lock" />
          <span>{say.closedDoor}</span>
        </p>
      )}
      {tab === 'switch' ? <KillSwitchPanel /> : null}
      {tab === 'affected' ? <AffectedPanel key={detail} about={about} /> : null}
      {tab === 'drill' ? <DrillPanel /> : null}
      {tab === 'list' ? <Incidents detail={named === undefined ? detail : null} /> : null}
    </>
  )
}

function Incidents({ detail }: { readonly detail: string | null }) {
  const { client } = useConsole()
  const loading = useLoading(() => client.incidents(), `incidents ${detail ?? ''}`)
  return (
    <WhenLoaded loading={loading}>
      {({ incidents }) => {
        const one = incidents.find(({ incidentId }) => incidentId === detail)
        return one === undefined ? (
          <IncidentList incidents={incidents} />
        ) : (
          <IncidentRecord
            incident={one}
            fetchFresh={async () => loading.put(await client.incidents())}
            onChanged={(changed) =>
              loading.put({
                hours: 0,
                incidents: incidents.map((each) => (each === one ? changed : each)),
              })
            }
          />
        )
      }}
    </WhenLoaded>
  )
}

function IncidentList({ incidents }: { readonly incidents: readonly IncidentView[] }) {
  const { client, words } = useConsole()
  const say = words.incidents
  const [opening, setOpening] = useState<string | null>(null)
  const act = useAct()
  const register = () =>
    act.run(async () => downloadText('incidents.csv', 'text/csv', await client.incidentRegister()))
  return (
    <div class="g-stack" data-gap="5">
      <IncidentSignals onOpen={setOpening} />
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <div class="g-row" data-spread>
        <button type="button" class="g-btn g-btn-primary" onClick={() => setOpening('')}>
          {say.new}
        </button>
        <p class="g-small g-muted c-beside" id="register-hint">
          {say.registerHint}
        </p>
        <button
          type="button"
          class="g-btn"
          aria-disabled={act.busy}
          onClick={register}
          aria-describedby="register-hint"
        >
          {say.register}
        </button>
      </div>
      {incidents.length === 0 ? (
        <EmptyState title={say.none} hint={say.noneHint} />
      ) : (
        <IncidentTable incidents={incidents} />
      )}
      {opening === null ? null : <NewIncident what={opening} onClose={() => setOpening(null)} />}
    </div>
  )
}

function IncidentTable({ incidents }: { readonly incidents: readonly IncidentView[] }) {
  const { words, language } = useConsole()
  const say = words.incidents
  return (
    <div class="g-card">
      <ScrollTable label={say.title}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.suspectedAt}</th>
              <th scope="col">{say.what}</th>
              <th scope="col">{say.statusHead}</th>
              <th scope="col">{say.clock.title}</th>
            </tr>
          </thead>
          <tbody>
            {incidents.map((incident) => (
              <tr key={incident.incidentId}>
                <td class="c-nowrap">
                  <a class="g-link" href={routeHash('incidents', incident.incidentId)}>
                    {formatMoment(incident.suspectedAt, language)}
                  </a>
                </td>
                <td class="g-break">
                  {incident.drill ? (
                    <StateChip tone="info" icon="sync">
                      {say.drillMark}
                    </StateChip>
                  ) : (
                    incident.facts.texts.nature || '–'
                  )}
                </td>
                <td>
                  <StateChip tone={STATUS_TONE[incident.status]} icon="info">
                    {say.status[incident.status]}
                  </StateChip>
                </td>
                <td>
                  <ClockChip incident={incident} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
    </div>
  )
}

/** The browser's field speaks the person's own time; it is kept in UTC. */
export function localMoment(ms: number): string {
  const at = new Date(ms)
  return new Date(ms - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The hour that autumn repeats is two moments: what nobody typed over is the one that was shown. */
export function momentOf(typed: string, shownMs: number): string {
  return new Date(typed === localMoment(shownMs) ? shownMs - (shownMs % 60_000) : typed).toISOString()
}

function NewIncident({ what, onClose }: { readonly what: string; readonly onClose: () => void }) {
  const { client, words, now, tell } = useConsole()
  const say = words.incidents
  const act = useAct()
  const [shown] = useState(now)
  const [since, setSince] = useState(() => localMoment(shown))
  const [nature, setNature] = useState(what)
  const open = () =>
    act.run(async () => {
      const facts = { ...NOTHING_KNOWN, texts: { ...NO_TEXTS, nature } }
      const incident = await client.suspectIncident({ suspectedAt: momentOf(since, shown), facts })
      tell(say.opened, 'success')
      location.hash = routeHash('incidents', incident.incidentId)
      onClose()
    })
  return (
    <Dialog
      title={say.newTitle}
      onClose={onClose}
      foot={
        <CancelOrAct onCancel={onClose} onAct={open} off={act.busy || nature.trim() === '' || since === ''}>
          {say.open}
        </CancelOrAct>
      }
    >
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <p class="g-muted">{say.noneHint}</p>
      <label class="g-field">
        <span class="g-label">{say.suspectedAt}</span>
        <input
          class="g-input"
          type="datetime-local"
          value={since}
          onInput={(event) => setSince(event.currentTarget.value)}
        />
      </label>
      <label class="g-field">
        <span class="g-label">{say.what}</span>
        <textarea
          class="g-textarea"
          rows={4}
          value={nature}
          onInput={(event) => setNature(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  )
}
