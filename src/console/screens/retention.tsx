/** How long what is kept, what tomorrow's run takes away, and every erasure with its certificate. */
import {
  RETENTION_CLASSES,
  RETENTION_DEFAULT_DAYS,
  type RetentionClass,
  type RetentionSettings,
  retentionProblem,
} from '../../domain/retention.ts'
import type { RetentionPreview, RetentionView } from '../../domain/retention-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { EmptyState, PageHead, SetbackAlert, StateChip, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { Unsaved } from '../parts/unsaved.tsx'
import { useTypedOver } from '../typed-over.ts'
import { fill, formatDate, formatNumber, plural } from '../words.ts'
import { ErasureList } from './erasure-list.tsx'

export function RetentionScreen() {
  const { client, me, words } = useConsole()
  const say = words.retention
  const allowed = me.roles.includes('compliance')
  return (
    <>
      <PageHead title={say.title} lead={say.lead} />
      {allowed ? (
        <div class="g-stack" data-gap="5">
          <Periods load={() => client.retention()} />
          <ErasureList />
        </div>
      ) : (
        <EmptyState title={say.closed} hint={say.closedHint} />
      )}
    </>
  )
}

function Periods({ load }: { readonly load: () => Promise<RetentionView> }) {
  const loading = useLoading(load, 'retention')
  return (
    <div class="c-room-kept">
      <WhenLoaded loading={loading}>
        {(view: RetentionView) => <PeriodForm view={view} onView={loading.put} />}
      </WhenLoaded>
    </div>
  )
}

function PeriodForm({
  view,
  onView,
}: {
  readonly view: RetentionView
  readonly onView: (view: RetentionView) => void
}) {
  const { client, words, language, tell } = useConsole()
  const say = words.retention
  const act = useAct()
  // The version is no part of what is typed: it tells over which state it is saved.
  const { version, ...held } = view.settings
  const { form, changed, put: setSettings, discard } = useTypedOver(held)
  const settings: RetentionSettings = { ...form, version }
  useUnsaved(changed)
  const problems = RETENTION_CLASSES.filter((name) => retentionProblem(name, settings.rules[name]) !== null)
  const shorter = RETENTION_CLASSES.some((name) => settings.rules[name].days < view.settings.rules[name].days)
  const due = view.preview.reduce((sum, row) => sum + row.due, 0)
  const set = (name: RetentionClass, rule: Partial<RetentionSettings['rules'][RetentionClass]>) =>
    setSettings({ ...form, rules: { ...form.rules, [name]: { ...form.rules[name], ...rule } } })
  const save = () =>
    act.run(
      async () => {
        onView(await client.saveRetention(settings))
        tell(say.saved, 'success')
      },
      async () => onView(await client.retention()),
    )
  return (
    <form
      class="g-card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (problems.length === 0) void save()
      }}
    >
      <header class="g-card-head g-row" data-spread>
        <h2 class="g-h2">{say.periods}</h2>
        <StateChip tone={due === 0 ? 'success' : 'info'} icon={due === 0 ? 'check' : 'info'}>
          {due === 0 ? say.nothingDue : plural(say.due, due, language)}
        </StateChip>
      </header>
      <div class="g-card-body g-stack" data-gap="4">
        <ScrollTable label={say.periods}>
          <table class="g-table">
            <thead>
              <tr>
                <th scope="col">{say.what}</th>
                <th scope="col">{say.days}</th>
                <th scope="col">{say.held}</th>
                <th scope="col">{say.tomorrow}</th>
              </tr>
            </thead>
            <tbody>
              {view.preview.map((row) => (
                <PeriodRow
                  key={row.class}
                  row={row}
                  settings={settings}
                  onSet={(rule) => set(row.class, rule)}
                />
              ))}
            </tbody>
          </table>
        </ScrollTable>
        <label class="g-check">
          <input
            type="checkbox"
            checked={settings.keepsErasedConsent}
            onChange={(event) => setSettings({ ...form, keepsErasedConsent: event.currentTarget.checked })}
          />
          <span>{say.keepsErasedConsent}</span>
        </label>
        <p class="g-small g-muted">{fill(say.note, { days: formatNumber(view.backupDays, language) })}</p>
        {shorter ? <p role="status">{say.shorter}</p> : null}
        {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
        <div class="g-row">
          <button
            type="submit"
            class="g-btn g-btn-primary"
            aria-disabled={act.busy || !changed || problems.length > 0}
          >
            {act.busy ? words.common.saving : words.common.save}
          </button>
          {changed ? <Unsaved busy={act.busy} onDiscard={discard} /> : null}
        </div>
      </div>
    </form>
  )
}

function PeriodRow(props: {
  readonly row: RetentionPreview
  readonly settings: RetentionSettings
  readonly onSet: (rule: { days?: number; reason?: string | null }) => void
}) {
  const { words, language } = useConsole()
  const say = words.retention
  const { row, settings, onSet } = props
  const rule = settings.rules[row.class]
  const problem = retentionProblem(row.class, rule)
  const longer = rule.days > RETENTION_DEFAULT_DAYS[row.class]
  const name = say.class[row.class]
  return (
    <tr>
      <th scope="row">
        {name.title}
        <p class="g-small g-muted" style={{ fontWeight: 400 }}>
          {name.from}
        </p>
      </th>
      <td class="c-period">
        <input
          class="g-input c-months"
          type="number"
          min={1}
          value={rule.days}
          aria-label={fill(say.daysOf, { what: name.title })}
          aria-invalid={problem === null ? undefined : 'true'}
          onInput={(event) => {
            const days = Math.trunc(Number(event.currentTarget.value))
            onSet({ days, ...(days > RETENTION_DEFAULT_DAYS[row.class] ? {} : { reason: null }) })
          }}
        />
        <p class="g-small g-muted">
          {fill(say.default, { days: formatNumber(RETENTION_DEFAULT_DAYS[row.class], language) })}
        </p>
        {longer ? (
          <input
            class="g-input"
            type="text"
            maxLength={500}
            placeholder={say.reason}
            aria-label={fill(say.reasonOf, { what: name.title })}
            value={rule.reason ?? ''}
            onInput={(event) =>
              onSet({ reason: event.currentTarget.value === '' ? null : event.currentTarget.value })
            }
          />
        ) : null}
        {problem === null ? null : (
          <p class="g-error" role="alert">
            {say.problem[problem]}
          </p>
        )}
      </td>
      <td>{formatNumber(row.held, language)}</td>
      <td>
        {row.due === 0 ? (
          <span class="g-muted">{say.nothing}</span>
        ) : (
          <>
            <strong>{formatNumber(row.due, language)}</strong>
            <p class="g-small g-muted">{fill(say.before, { date: formatDate(row.before, language) })}</p>
          </>
        )}
      </td>
    </tr>
  )
}
