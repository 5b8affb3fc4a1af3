import { LENGTHS, TONES } from '../domain/draft.ts'
import { useDeskState, useRoom } from './context.ts'

/** How the next draft should sound, for a model. Kept while this ticket is open. */
export function Options() {
  const { desk, words } = useRoom()
  const { options, locales } = useDeskState()
  const { tone = 'neutral', length = 'normal', replyLocale } = options
  const chosen = [
    words.say(`options.tones.${tone}`),
    words.say(`options.lengths.${length}`),
    ...(replyLocale === undefined ? [] : [words.language(replyLocale)]),
  ]
  return (
    <details class="g-details">
      <summary>
        <span>{words.say('options.heading')}</span>
        <span class="g-small g-muted v-line-note">{words.dotted(chosen)}</span>
      </summary>
      <div class="g-well v-options g-small">
        <Select
          label={words.say('options.tone')}
          value={tone}
          choices={TONES.map((value) => ({ value, label: words.say(`options.tones.${value}`) }))}
          onChange={(value) => desk.setOptions({ ...options, tone: value })}
        />
        <Select
          label={words.say('options.length')}
          value={length}
          choices={LENGTHS.map((value) => ({ value, label: words.say(`options.lengths.${value}`) }))}
          onChange={(value) => desk.setOptions({ ...options, length: value })}
        />
        {locales.length > 0 && (
          <Select
            label={words.say('options.language')}
            value={replyLocale ?? ''}
            choices={[
              { value: '', label: words.say('options.language_ticket') },
              ...locales.map((value) => ({ value, label: words.language(value) })),
            ]}
            onChange={(value) => {
              const { replyLocale: _, ...style } = options
              desk.setOptions(value === '' ? style : { ...style, replyLocale: value })
            }}
          />
        )}
      </div>
    </details>
  )
}

function Select<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  readonly label: string
  readonly value: T
  readonly choices: readonly { readonly value: T; readonly label: string }[]
  onChange(value: T): void
}) {
  return (
    <label class="g-field">
      <span class="g-label">{label}</span>
      <select
        class="g-select"
        data-size="small"
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice.value === event.currentTarget.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  )
}
