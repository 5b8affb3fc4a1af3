import { useEffect, useRef, useState } from 'preact/hooks'
import { restore } from '../minimise/personal-data.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { type Outgoing, wasStruck } from './orders.ts'

const MOST_CHARS = 200

/** Further words to take out, typed or selected in the text above, and those that are out. */
export function StrikeForm({ outgoing }: { readonly outgoing: Outgoing }) {
  const { desk, words } = useRoom()
  const { struck } = useDeskState()
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { table } = outgoing

  useEffect(() => {
    const onSelection = () => {
      const selected = selectedInSent()
      // Placeholders in it stand for words that are struck with the rest.
      if (selected !== '') setTyped(restore(selected, table).slice(0, MOST_CHARS))
    }
    document.addEventListener('selectionchange', onSelection)
    return () => document.removeEventListener('selectionchange', onSelection)
  }, [table])

  return (
    <form
      class="g-stack"
      data-gap="1"
      onSubmit={(event) => {
        event.preventDefault()
        desk.strike(typed)
        setTyped('')
        field.current?.focus()
      }}
    >
      <label class="g-label" for="strike-words">
        {words.say('preview.strike')}
      </label>
      <span id="strike-help" class="g-hint">
        {words.say('preview.strike_help')}
      </span>
      <div class="v-search-row">
        <input
          ref={field}
          id="strike-words"
          class="g-input"
          data-size="small"
          autocomplete="off"
          maxLength={MOST_CHARS}
          aria-describedby="strike-help"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="g-btn g-btn-small" aria-disabled={typed.trim() === ''}>
          {words.say('preview.strike_go')}
        </button>
      </div>
      {struck.length > 0 && (
        <ul class="g-row v-chips" data-gap="1" aria-label={words.say('preview.struck')}>
          {struck.map((own) => (
            <li key={own} class="g-chip">
              <span class="g-break">
                {own}
                {!wasStruck(own, outgoing) && ` (${words.say('preview.strike_missing')})`}
              </span>
              <button
                type="button"
                class="v-chip-off"
                aria-label={words.say('preview.unstrike', { words: own })}
                onClick={() => {
                  desk.unstrike(own)
                  field.current?.focus()
                }}
              >
                <Icon name="dismiss" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}

function selectedInSent(): string {
  const selection = document.getSelection()
  if (selection === null || selection.isCollapsed) return ''
  const inside = [selection.anchorNode, selection.focusNode].every(
    (node) => node?.parentElement?.closest('.v-sent') != null,
  )
  return inside ? selection.toString().trim() : ''
}
