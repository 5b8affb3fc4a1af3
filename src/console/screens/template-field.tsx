/** One template with what it is for and what is wrong with it. */
import { useRef } from 'preact/hooks'
import { useConsole } from '../context.ts'
import { Theirs } from '../parts/theirs.tsx'
import { NAME_PLACE, type TemplateName } from '../templates-form.ts'

export function TemplateField(props: {
  readonly name: TemplateName
  readonly locale: string
  readonly text: string
  /** What somebody else has saved there meanwhile; `null`: nothing that saving would take the place of. */
  readonly theirs: string | null
  readonly error: string | null
  readonly onText: (text: string) => void
}) {
  const { words } = useConsole()
  const say = words.templates
  const box = useRef<HTMLTextAreaElement>(null)
  const { name, error, theirs } = props
  const id = `template-${name}`
  const insertName = () => {
    const area = box.current
    if (area === null) return
    area.setRangeText(NAME_PLACE, area.selectionStart, area.selectionEnd, 'end')
    props.onText(area.value)
    area.focus()
  }
  return (
    <div class="g-field">
      <label class="g-label" for={id}>
        {say[name].title}
      </label>
      <p class="g-hint" id={`${id}-hint`}>
        {say[name].body}
      </p>
      <textarea
        ref={box}
        id={id}
        class="g-textarea c-template-text"
        lang={props.locale}
        dir="auto"
        rows={name === 'closing' || name === 'notCoveredBridge' ? 3 : name === 'voice' ? 2 : 1}
        value={props.text}
        aria-invalid={error !== null}
        aria-describedby={`${id}-hint${error === null ? '' : ` ${id}-error`}`}
        onInput={(event) => props.onText(event.currentTarget.value)}
      />
      {theirs === null ? null : <Theirs text={theirs} />}
      {error === null ? null : (
        <p class="g-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {name === 'greetingNamed' && props.text.trim() !== '' && !props.text.includes(NAME_PLACE) ? (
        <button type="button" class="g-btn g-btn-small c-start" onClick={insertName}>
          {say.insertName}
        </button>
      ) : null}
    </div>
  )
}
