export function CheckCard(props: {
  readonly legend: string
  readonly error: preact.ComponentChildren
  readonly children: preact.ComponentChildren
}) {
  return (
    <fieldset class="g-card c-fieldset">
      <legend class="g-h2">{props.legend}</legend>
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
  return (
    <label class="g-check c-check-line">
      <input
        type="checkbox"
        checked={props.checked}
        aria-invalid={props.errorId !== undefined}
        aria-describedby={props.errorId}
        onChange={props.onToggle}
      />
      <span>
        <span class="g-strong">{props.words.title}</span>
        <span class="c-check-body">{props.words.body}</span>
      </span>
    </label>
  )
}
