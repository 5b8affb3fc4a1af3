/** What models cost and how much may be spent on them in a month, typed in by an admin. */
import { useState } from 'preact/hooks'
import type { SpendingPlan } from '../../domain/spending.ts'
import type { SpendingView } from '../../domain/spending-api.ts'
import { useConsole, useUnsaved } from '../context.ts'
import type { useAct } from '../loading.ts'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import {
  builtSpending,
  spendingProblems,
  type TypedLimit,
  type TypedPrice,
  type TypedSpending,
  typedSpending,
  withLimit,
  withPrice,
} from '../spending-form.ts'

interface Field {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly type?: 'date'
  readonly wrong: boolean
  readonly onInput: (value: string) => void
}

function TextField({ id, label, value, type, wrong, onInput }: Field) {
  const same = {
    id,
    class: 'g-input',
    value,
    ...(wrong ? { 'aria-invalid': 'true' as const } : {}),
    onInput: (event: { readonly currentTarget: { readonly value: string } }) =>
      onInput(event.currentTarget.value),
  }
  return (
    <div class="g-field">
      <label class="g-label" for={id}>
        {label}
      </label>
      {type === undefined ? (
        <input
          {...same}
          type="text"
          dir="ltr"
          inputMode={/input|output|month/.test(id) ? 'decimal' : 'text'}
        />
      ) : (
        <input {...same} type={type} />
      )}
    </div>
  )
}

const PRICE_FIELDS = ['provider', 'model', 'currency', 'input', 'output', 'since'] as const

export function SpendingDialog(props: {
  readonly view: SpendingView
  readonly act: ReturnType<typeof useAct>
  readonly onSave: (plan: SpendingPlan) => void
  readonly onClose: () => void
}) {
  const { words } = useConsole()
  const say = words.spending
  const { view, act } = props
  const [typed, setTyped] = useState(() => typedSpending(view.plan))
  const [wrong, setWrong] = useState<readonly string[]>([])
  const changed = JSON.stringify(typed) !== JSON.stringify(typedSpending(view.plan))
  useUnsaved(changed)
  const change = (next: TypedSpending) => {
    setTyped(next)
    setWrong([])
    act.clear()
  }
  const changePrice = (row: number, part: Partial<TypedPrice>) =>
    change({ ...typed, prices: typed.prices.map((one) => (one.row === row ? { ...one, ...part } : one)) })
  const changeLimit = (row: number, part: Partial<TypedLimit>) =>
    change({ ...typed, limits: typed.limits.map((one) => (one.row === row ? { ...one, ...part } : one)) })
  const save = () => {
    setWrong(spendingProblems(typed))
    const plan = builtSpending(typed)
    if (plan !== null) props.onSave(plan)
  }
  return (
    <Dialog
      wide
      title={say.edit}
      onClose={props.onClose}
      foot={
        <>
          <button type="button" class="g-btn" onClick={props.onClose}>
            {words.common.cancel}
          </button>
          <button type="button" class="g-btn g-btn-primary" disabled={act.busy || !changed} onClick={save}>
            {words.common.save}
          </button>
        </>
      }
    >
      <p>{say.editLead}</p>
      <h3 class="g-h3">{say.prices}</h3>
      <p class="g-small g-muted">{say.pricesHint}</p>
      {typed.prices.map((price) => (
        <fieldset key={price.row} class="c-spending-row">
          <legend class="g-sr">{`${price.provider} ${price.model}`}</legend>
          {PRICE_FIELDS.map((name) => (
            <TextField
              key={name}
              id={`price-${price.row}-${name}`}
              label={say.field[name]}
              value={price[name]}
              {...(name === 'since' ? { type: 'date' as const } : {})}
              wrong={wrong.includes(`price ${price.row} ${name}`)}
              onInput={(value) => changePrice(price.row, { [name]: value })}
            />
          ))}
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => change({ ...typed, prices: typed.prices.filter(({ row }) => row !== price.row) })}
          >
            {words.common.remove}
          </button>
        </fieldset>
      ))}
      <button type="button" class="g-btn g-btn-small c-start" onClick={() => change(withPrice(typed, view))}>
        {say.addPrice}
      </button>
      <h3 class="g-h3">{say.budget}</h3>
      <p class="g-small g-muted">{say.budgetHint}</p>
      <div class="c-spending-row">
        <TextField
          id="budget-currency"
          label={say.field.currency}
          value={typed.currency}
          wrong={wrong.includes('currency')}
          onInput={(currency) => change({ ...typed, currency })}
        />
        <TextField
          id="budget-month"
          label={say.perMonth}
          value={typed.perMonth}
          wrong={wrong.includes('perMonth')}
          onInput={(perMonth) => change({ ...typed, perMonth })}
        />
      </div>
      {typed.limits.map((limit) => (
        <fieldset key={limit.row} class="c-spending-row">
          <legend class="g-sr">{limit.provider}</legend>
          <TextField
            id={`limit-${limit.row}-provider`}
            label={say.field.provider}
            value={limit.provider}
            wrong={wrong.includes(`limit ${limit.row} provider`)}
            onInput={(provider) => changeLimit(limit.row, { provider })}
          />
          <TextField
            id={`limit-${limit.row}-month`}
            label={say.perMonthOf}
            value={limit.perMonth}
            wrong={wrong.includes(`limit ${limit.row} perMonth`)}
            onInput={(perMonth) => changeLimit(limit.row, { perMonth })}
          />
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => change({ ...typed, limits: typed.limits.filter(({ row }) => row !== limit.row) })}
          >
            {words.common.remove}
          </button>
        </fieldset>
      ))}
      <button type="button" class="g-btn g-btn-small c-start" onClick={() => change(withLimit(typed, view))}>
        {say.addLimit}
      </button>
      {wrong.length === 0 ? null : (
        <p class="g-alert" data-tone="danger" role="alert">
          {say.wrong}
        </p>
      )}
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
    </Dialog>
  )
}
