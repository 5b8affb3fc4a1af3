import { useEffect, useRef, useState } from 'preact/hooks'
import type { TicketView } from '../domain/api.ts'
import type { Action, TicketField } from '../domain/scope.ts'
import { useDeskState, useRoom } from './context.ts'

const HOUR_MS = 3_600_000
const ENDS = { hours: [1, 8], days: [1, 7] } as const

/** What is on may be switched off here, and nothing can be switched on. */
export function NarrowForm({ view }: { readonly view: TicketView }) {
  const { desk, words, now } = useRoom()
  const { busy } = useDeskState()
  const [open, setOpen] = useState(false)
  const [actionsOff, setActionsOff] = useState<readonly Action[]>([])
  const [fieldsOff, setFieldsOff] = useState<readonly TicketField[]>([])
  const [hours, setHours] = useState(0)
  const opener = useRef<HTMLButtonElement>(null)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (open) form.current?.querySelector('input')?.focus()
  }, [open])

  const { scope } = view
  const hoursLeft = (Date.parse(scope.expiresAt) - now()) / HOUR_MS
  const nothing = actionsOff.length === 0 && fieldsOff.length === 0 && hours === 0

  async function save(event: Event) {
    event.preventDefault()
    if (nothing) {
      desk.say({ place: 'status', tone: 'warning', text: words.say('narrow.nothing') })
      return
    }
    const done = await desk.narrow({
      ...(actionsOff.length > 0 ? { removeActions: actionsOff } : {}),
      ...(fieldsOff.length > 0 ? { removeFields: fieldsOff } : {}),
      ...(hours > 0 ? { expiresAt: new Date(now() + hours * HOUR_MS).toISOString() } : {}),
    })
    if (done) close()
  }

  function close() {
    setOpen(false)
    setActionsOff([])
    setFieldsOff([])
    setHours(0)
    opener.current?.focus()
  }

  const ends = [
    ...ENDS.hours.map((count) => ({ hours: count, label: words.count('narrow.in_hours', count) })),
    ...ENDS.days.map((count) => ({ hours: count * 24, label: words.count('narrow.in_days', count) })),
  ].filter((end) => end.hours < hoursLeft)

  return (
    <div class="g-stack" data-gap="2">
      <button
        ref={opener}
        type="button"
        class="g-btn g-btn-small"
        aria-expanded={open}
        onClick={() => (open ? close() : setOpen(true))}
      >
        {words.say('narrow.open')}
      </button>
      {open && (
        <form ref={form} class="g-well g-stack" onSubmit={save}>
          <p class="g-small">{words.say('narrow.help')}</p>
          <Switches
            legend={words.say('scope.actions')}
            all={scope.actions}
            off={actionsOff}
            label={(action) => words.say(`scope.action.${action}`)}
            onChange={setActionsOff}
          />
          <Switches
            legend={words.say('scope.fields')}
            all={scope.fields}
            off={fieldsOff}
            label={(field) => words.say(`scope.field.${field}`)}
            onChange={setFieldsOff}
          />
          <label class="g-field">
            <span class="g-label">{words.say('narrow.keep_until')}</span>
            <select
              class="g-select"
              data-size="small"
              value={hours}
              onChange={(event) => setHours(Number(event.currentTarget.value))}
            >
              <option value={0}>
                {words.say('narrow.unchanged', { date: words.date(scope.expiresAt) })}
              </option>
              {ends.map((end) => (
                <option key={end.hours} value={end.hours}>
                  {end.label}
                </option>
              ))}
            </select>
          </label>
          <div class="g-row">
            <button type="submit" class="g-btn g-btn-small" aria-disabled={busy !== null}>
              {words.say('narrow.save')}
            </button>
            <button type="button" class="g-btn g-btn-small g-btn-ghost" onClick={close}>
              {words.say('draft.cancel')}
            </button>
          </div>
        </form>
      )}
    </div>
  )
}

function Switches<T extends string>({
  legend,
  all,
  off,
  label,
  onChange,
}: {
  readonly legend: string
  readonly all: readonly T[]
  readonly off: readonly T[]
  label(value: T): string
  onChange(off: readonly T[]): void
}) {
  if (all.length === 0) return null
  return (
    <fieldset class="g-fieldset">
      <legend class="g-legend">{legend}</legend>
      {all.map((value) => (
        <label key={value} class="g-check">
          <input
            type="checkbox"
            checked={!off.includes(value)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? off.filter((other) => other !== value) : [...off, value])
            }
          />
          <span>{label(value)}</span>
        </label>
      ))}
    </fieldset>
  )
}
