/** What models cost: by month and model, and how much of the month's budget is left. Of the account, never of an agent. */
import { useState } from 'preact/hooks'
import { formatAmount } from '../../domain/money.ts'
import type { SpendingPlan } from '../../domain/spending.ts'
import type { LimitView, SpendingView, SpendView } from '../../domain/spending-api.ts'
import { useConsole } from '../context.ts'
import { useAct, useLoading } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, WhenLoaded } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatDay, formatMonth, formatNumber } from '../words.ts'
import { SpendingDialog } from './spending-dialog.tsx'
import { WaitingNote } from './waiting-note.tsx'

export function ReportSpend() {
  const { client, words } = useConsole()
  const [turn, setTurn] = useState(0)
  const loading = useLoading(() => client.spending(), `spending ${turn}`)
  return (
    <section class="g-card" aria-labelledby="spend-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="spend-title">
          {words.spending.title}
        </h2>
      </div>
      <div class="g-card-body g-stack" data-gap="4">
        <p class="g-muted">{words.spending.lead}</p>
        <WaitingNote kind="spending" turn={turn} />
        <WhenLoaded loading={loading}>
          {(view) => <Spending view={view} onView={loading.put} onChanged={() => setTurn(turn + 1)} />}
        </WhenLoaded>
      </div>
    </section>
  )
}

function Spending(props: {
  readonly view: SpendingView
  readonly onView: (view: SpendingView) => void
  readonly onChanged: () => void
}) {
  const { view, onView, onChanged } = props
  const { client, words, me, tell } = useConsole()
  const say = words.spending
  const act = useAct()
  const [editing, setEditing] = useState(false)
  const { budget } = view.plan
  const save = (plan: SpendingPlan, fetchFresh?: () => Promise<void>) =>
    act.run(async () => {
      const { outcome } = await client.saveSpending({ version: view.version, ...plan })
      setEditing(false)
      if (outcome === 'proposed') tell(words.common.waitsToast, 'info')
      else tell(say.savedToast, 'success')
      onChanged()
    }, fetchFresh)
  const { before } = view
  return (
    <>
      {view.model !== null && view.price === null ? (
        <p class="g-alert" data-tone={budget === null ? 'info' : 'warning'}>
          <Icon name={budget === null ? 'info' : 'warning'} />
          <span>{fill(budget === null ? say.unpriced : say.unpricedUnderBudget, { ...view.model })}</span>
        </p>
      ) : null}
      {budget === null ? (
        <p>{say.noBudget}</p>
      ) : (
        view.limits.map((limit) => (
          <BudgetBar key={limit.provider ?? ''} limit={limit} currency={budget.currency} view={view} />
        ))
      )}
      {me.roles.includes('admin') ? (
        <div class="g-row">
          <button type="button" class="g-btn" onClick={() => setEditing(true)}>
            {say.edit}
          </button>
          {before === null ? null : (
            <button type="button" class="g-btn" aria-disabled={act.busy} onClick={() => void save(before)}>
              {say.undo}
            </button>
          )}
        </div>
      ) : (
        <p class="g-small g-muted">{words.common.readOnly}</p>
      )}
      {act.setback === null || editing ? null : <SetbackAlert setback={act.setback} onRetry={onChanged} />}
      {view.spend.length === 0 ? <p class="g-muted">{say.none}</p> : <SpendTable lines={view.spend} />}
      {editing ? (
        <SpendingDialog
          view={view}
          act={act}
          onSave={(plan) => void save(plan, async () => onView(await client.spending()))}
          onClose={() => {
            act.clear()
            setEditing(false)
          }}
        />
      ) : null}
    </>
  )
}

function BudgetBar(props: {
  readonly limit: LimitView
  readonly currency: string
  readonly view: SpendingView
}) {
  const { words, language } = useConsole()
  const say = words.spending
  const { limit, currency, view } = props
  const { provider, perMonth, spent, held } = limit
  const amount = (micros: number) => formatAmount(micros, currency, language)
  const used = spent + held
  const title = provider === null ? say.overAll : provider
  return (
    <div class="g-stack" data-gap="1">
      <div class="g-row" data-spread>
        <h3 class="g-h3">{title}</h3>
        <p>{fill(say.of, { spent: amount(spent), budget: amount(perMonth) })}</p>
      </div>
      <meter
        class="g-meter"
        min={0}
        max={Math.max(perMonth, 1)}
        low={perMonth * 0.8}
        high={perMonth * 0.8}
        optimum={0}
        value={Math.min(used, Math.max(perMonth, 1))}
        aria-label={title}
      />
      <p class="g-small g-muted">
        {held === 0
          ? fill(say.resets, { day: formatDay(view.resetsOn, language) })
          : fill(say.heldAndResets, { held: amount(held), day: formatDay(view.resetsOn, language) })}
      </p>
    </div>
  )
}

function SpendTable({ lines }: { readonly lines: readonly SpendView[] }) {
  const { words, language } = useConsole()
  const say = words.spending
  const number = (value: number) => formatNumber(value, language)
  const money = (amount: number | null, currency: string | null) =>
    amount === null || currency === null ? say.noPrice : formatAmount(amount, currency, language)
  return (
    <ScrollTable label={say.table}>
      <table class="g-table c-spend-table">
        <thead>
          <tr>
            <th scope="col">{say.column.month}</th>
            <th scope="col">{say.column.model}</th>
            <th scope="col" class="g-num">
              {say.column.calls}
            </th>
            <th scope="col" class="g-num">
              {say.column.input}
            </th>
            <th scope="col" class="g-num">
              {say.column.output}
            </th>
            <th scope="col" class="g-num">
              {say.column.amount}
            </th>
            <th scope="col" class="g-num">
              {say.column.held}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.month} ${line.provider} ${line.model} ${line.currency ?? ''}`}>
              <td>{formatMonth(line.month, language)}</td>
              <td>
                <bdi>{line.model}</bdi>
                <br />
                <span class="g-small g-muted">
                  <bdi>{line.provider}</bdi>
                </span>
              </td>
              <td class="g-num">{number(line.calls)}</td>
              <td class="g-num">{number(line.inputTokens)}</td>
              <td class="g-num">{number(line.outputTokens)}</td>
              <td class="g-num" data-words={line.amount === null ? 'yes' : undefined}>
                {money(line.amount, line.currency)}
              </td>
              <td class="g-num">
                {line.heldCalls === 0
                  ? '–'
                  : `${number(line.heldCalls)} · ${money(line.heldAmount, line.currency)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}
