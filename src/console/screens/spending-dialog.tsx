/** What models cost and how much may be spent on them in a month, typed in by an admin. */
import { useState } from 'preact/hooks'
import type { SpendingPlan } from '../../domain/spending.ts'
import type { SpendingView } from '../../domain/spending-api.ts'
import { useConsole } from '../context.ts'
import type { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { Theirs } from '../parts/theirs.tsx'
import {
  builtSpending,
  spendingProblems,
  type TypedLimit,
  type TypedPrice,
  type TypedSpending,
  typedSpending,
  withLimit,
  without,
  withPrice,
} from '../spending-form.ts'
import { useTypedOver } from '../typed-over.ts'

interface Field {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly type?: 'date'
  readonly wrong: boolean
  /** What somebody else has saved there meanwhile. */
  readonly theirs: string | null
  readonly decimal?: boolean
  readonly onInput: (value: string) => void
}

function TextField({ id, label, value, type, wrong, theirs, decimal, onInput }: Field) {
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
        <input {...same} type="text" dir="ltr" inputMode={decimal === true ? 'decimal' : 'text'} />
      ) : (
        <input {...same} type={type} />
      )}
      {theirs === null ? null : <Theirs text={theirs} />}
    </div>
  )
}

const PRICE_FIELDS = ['provider', 'model', 'currency', 'input', 'output', 'since'] as const
const LIMIT_FIELDS = ['provider', 'perMonth'] as const

/** A row that one person has taken away and the other has changed: there is no field any more to say it below. */
const wholeRow = (row: TypedPrice | TypedLimit | undefined) =>
  row === undefined ? '' : Object.values(row).join(' · ')

export function SpendingDialog(props: {
  readonly view: SpendingView
  readonly act: ReturnType<typeof useAct>
  readonly onSave: (plan: SpendingPlan) => void
  readonly onClose: () => void
}) {
  const { words } = useConsole()
  const say = words.spending
  const { view, act } = props
  const held = typedSpending(view.plan)
  const { form: typed, changed, put, clashesAt } = useTypedOver(held)
  const [wrong, setWrong] = useState<readonly string[]>([])
  const change = (next: TypedSpending) => {
    put(next)
    setWrong([])
    act.clear()
  }
  const both = (at: string, theirs: string | undefined) => (clashesAt(at) ? (theirs ?? '') : null)
  const gone = (name: 'prices' | 'limits') =>
    Object.keys(held[name]).filter((row) => clashesAt(`${name}.${row}`) && !(row in typed[name]))
  const save = () => {
    setWrong(spendingProblems(typed))
    const plan = builtSpending(typed)
    if (plan !== null) props.onSave(plan)
  }
  return (
    <Dialog
      wide
      title={say.edit}
      unsaved={changed}
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={save} off={act.busy || !changed}>
          {words.common.save}
        </CancelOrAct>
      }
    >
      <p>{say.editLead}</p>
      <h3 class="g-h3">{say.prices}</h3>
      <p class="g-small g-muted">{say.pricesHint}</p>
      {Object.entries(typed.prices).map(([row, price], place) => (
        <fieldset key={row} class="c-spending-row">
          <legend class="g-sr">{`${price.provider} ${price.model}`}</legend>
          {PRICE_FIELDS.map((name) => (
            <TextField
              key={name}
              id={`price-${place}-${name}`}
              label={say.field[name]}
              value={price[name]}
              {...(name === 'since' ? { type: 'date' as const } : {})}
              decimal={name === 'input' || name === 'output'}
              wrong={wrong.includes(`prices.${row}.${name}`)}
              theirs={both(`prices.${row}.${name}`, held.prices[row]?.[name])}
              onInput={(value) =>
                change({ ...typed, prices: { ...typed.prices, [row]: { ...price, [name]: value } } })
              }
            />
          ))}
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => change({ ...typed, prices: without(typed.prices, row) })}
          >
            {words.common.remove}
          </button>
          {clashesAt(`prices.${row}`) ? <Theirs text={wholeRow(held.prices[row])} /> : null}
        </fieldset>
      ))}
      {gone('prices').map((row) => (
        <Theirs key={row} text={wholeRow(held.prices[row])} />
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
          theirs={both('currency', held.currency)}
          onInput={(currency) => change({ ...typed, currency })}
        />
        <TextField
          id="budget-month"
          label={say.perMonth}
          value={typed.perMonth}
          decimal
          wrong={wrong.includes('perMonth')}
          theirs={both('perMonth', held.perMonth)}
          onInput={(perMonth) => change({ ...typed, perMonth })}
        />
      </div>
      {Object.entries(typed.limits).map(([row, limit], place) => (
        <fieldset key={row} class="c-spending-row">
          <legend class="g-sr">{limit.provider}</legend>
          {LIMIT_FIELDS.map((name) => (
            <TextField
              key={name}
              id={`limit-${place}-${name}`}
              label={name === 'provider' ? say.field.provider : say.perMonthOf}
              value={limit[name]}
              decimal={name === 'perMonth'}
              wrong={wrong.includes(`limits.${row}.${name}`)}
              theirs={both(`limits.${row}.${name}`, held.limits[row]?.[name])}
              onInput={(value) =>
                change({ ...typed, limits: { ...typed.limits, [row]: { ...limit, [name]: value } } })
              }
            />
          ))}
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => change({ ...typed, limits: without(typed.limits, row) })}
          >
            {words.common.remove}
          </button>
          {clashesAt(`limits.${row}`) ? <Theirs text={wholeRow(held.limits[row])} /> : null}
        </fieldset>
      ))}
      {gone('limits').map((row) => (
        <Theirs key={row} text={wholeRow(held.limits[row])} />
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
