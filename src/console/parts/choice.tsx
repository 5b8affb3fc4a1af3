/** A labelled list of which exactly one is chosen. */
export function Choice<T extends string>(props: {
  readonly id: string
  readonly label: string
  readonly value: T
  readonly options: readonly T[]
  readonly nameOf: (option: T) => string
  readonly onChoose: (option: T) => void
  /** Beside small buttons. */
  readonly small?: boolean
}) {
  return (
    <div class="g-field">
      <label class="g-label" for={props.id}>
        {props.label}
      </label>
      <select
        id={props.id}
        class="g-select"
        data-size={props.small === true ? 'small' : undefined}
        value={props.value}
        onChange={({ currentTarget }) => {
          const chosen = props.options.find((option) => option === currentTarget.value)
          if (chosen !== undefined) props.onChoose(chosen)
        }}
      >
        {props.options.map((option) => (
          <option key={option} value={option}>
            {props.nameOf(option)}
          </option>
        ))}
      </select>
    </div>
  )
}
