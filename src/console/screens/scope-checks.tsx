import { useId } from 'preact/hooks'

export function CheckCard(props: {
  readonly legend: string
  readonly error: preact.ComponentChildren
  readonly children: preact.ComponentChildren
}) {
  return (
    <fieldset class="g-card c-fieldset">
      <legend>
        <h2 class="g-h2">{props.legend}</h2>
      </legend>
      {props.children}
      {props.error}
    </fieldset>
  )
}

export function CheckLine(props: {
  readonly words: { readonly title: string; readonly body: string }
  readonly checked: boolean
  readonly errorId: string | undefined
  readonly onToggle: () => void
}) {
  const id = useId()
  return (
    <label class="g-check c-check-line">
      <input
        type="checkbox"
        checked={props.checked}
        aria-invalid={props.errorId !== undefined}
        aria-labelledby={`${id}-title`}
        aria-describedby={[`${id}-body`, ...(props.errorId === undefined ? [] : [props.errorId])].join(' ')}
        onChange={props.onToggle}
      />
      <span>
        <span class="g-strong" id={`${id}-title`}>
          {props.words.title}
        </span>
        <span class="c-check-body" id={`${id}-body`}>
          {props.words.body}
        </span>
      </span>
    </label>
  )
}
