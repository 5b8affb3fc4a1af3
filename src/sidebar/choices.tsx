import { useEffect, useRef, useState } from 'preact/hooks'
import { useRoom } from './context.ts'

/** A button that opens a row of choices beneath it. The focus goes in, and comes back on the way out. */
export function Choices<T extends string>({
  label,
  question,
  choices,
  look,
  disabled,
  onChoose,
}: {
  readonly label: string
  readonly question: string
  readonly choices: readonly { readonly value: T; readonly label: string }[]
  readonly look: string
  readonly disabled: boolean
  onChoose(value: T): void
}) {
  const { words } = useRoom()
  const [asking, setAsking] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  const opener = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (asking) first.current?.focus()
  }, [asking])
  const close = () => {
    setAsking(false)
    opener.current?.focus()
  }
  return (
    <>
      <button
        ref={opener}
        type="button"
        class={look}
        aria-expanded={asking}
        aria-disabled={disabled}
        onClick={() => {
          if (!disabled || asking) setAsking(!asking)
        }}
      >
        {label}
      </button>
      {asking && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as part of a form
        <div
          class="v-reasons-row g-row"
          role="group"
          aria-label={question}
          data-gap="1"
          onKeyDown={(event) => {
            if (event.key === 'Escape') close()
          }}
        >
          <span class="g-small g-muted">{question}</span>
          {choices.map((choice, index) => (
            <button
              key={choice.value}
              ref={index === 0 ? first : null}
              type="button"
              class="g-chip v-reason"
              onClick={() => {
                close()
                onChoose(choice.value)
              }}
            >
              {choice.label}
            </button>
          ))}
          <button type="button" class="g-btn g-btn-link g-small" onClick={close}>
            {words.say('draft.cancel')}
          </button>
        </div>
      )}
    </>
  )
}
