/** By whose weekends and holidays last days are counted. */
import { useId, useState } from 'preact/hooks'
import type { WorkCalendar } from '../../domain/due-dates.ts'
import { HOLIDAY_REGIONS } from '../../domain/holidays.ts'
import { useConsole } from '../context.ts'
import { useAct } from '../loading.ts'
import { CancelOrAct } from '../parts/cancel-or-act.tsx'
import { Choice } from '../parts/choice.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { SetbackAlert } from '../parts/page.tsx'
import { regionName } from '../words.ts'

const DAY = /^\d{4}-\d\d-\d\d$/

export function WorkingDaysDialog(props: {
  readonly calendar: WorkCalendar
  readonly onClose: () => void
  readonly onSaved: () => void
}) {
  const { client, words, language, tell } = useConsole()
  const say = words.requests.days
  const act = useAct()
  const id = useId()
  const [region, setRegion] = useState(props.calendar.region)
  const [timeZone, setTimeZone] = useState(props.calendar.timeZone)
  const [days, setDays] = useState(props.calendar.extraDays.join('\n'))
  const [wrong, setWrong] = useState(false)
  const lands: Readonly<Record<string, string>> = say.land
  const nameOf = (code: string) =>
    code === 'none' ? say.none : (lands[code.replace('-', '_')] ?? regionName(code, language))

  async function save() {
    const extraDays = days.split(/\s+/).filter((day) => day !== '')
    const odd = extraDays.some((day) => !DAY.test(day) || Number.isNaN(Date.parse(day)))
    setWrong(odd)
    if (odd) return
    const saved = await act.run(async () => {
      await client.changeRequestCalendar({ region, timeZone: timeZone.trim(), extraDays })
    })
    if (!saved) return
    tell(say.saved, 'success')
    props.onSaved()
  }
  return (
    <Dialog
      title={say.title}
      onClose={props.onClose}
      foot={
        <CancelOrAct onCancel={props.onClose} onAct={save} off={act.busy}>
          {words.common.save}
        </CancelOrAct>
      }
    >
      {act.setback === null ? null : <SetbackAlert setback={act.setback} />}
      <p>{say.lead}</p>
      <Choice
        id={`${id}-region`}
        label={say.region}
        value={region}
        options={HOLIDAY_REGIONS}
        nameOf={(code) => nameOf(code)}
        onChoose={setRegion}
      />
      <div class="g-field">
        <label class="g-label" for={`${id}-zone`}>
          {say.zone}
        </label>
        <span class="g-hint" id={`${id}-zone-hint`}>
          {say.zoneHint}
        </span>
        <input
          id={`${id}-zone`}
          class="g-input"
          value={timeZone}
          aria-describedby={`${id}-zone-hint`}
          onInput={(event) => setTimeZone(event.currentTarget.value)}
        />
      </div>
      <div class="g-field">
        <label class="g-label" for={`${id}-days`}>
          {say.extra}
        </label>
        <span class="g-hint" id={`${id}-days-hint`}>
          {say.extraHint}
        </span>
        <textarea
          id={`${id}-days`}
          class="g-textarea"
          rows={4}
          value={days}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-days-hint ${id}-days-wrong` : `${id}-days-hint`}
          onInput={(event) => setDays(event.currentTarget.value)}
        />
        {wrong ? (
          <span class="g-error" id={`${id}-days-wrong`} role="alert">
            {say.wrong}
          </span>
        ) : null}
      </div>
    </Dialog>
  )
}
