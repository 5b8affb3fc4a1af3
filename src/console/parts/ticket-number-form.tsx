/** One ticket's number, typed with or without its `#`: goes to the screen's own address of that ticket. */
import { useState } from 'preact/hooks'
import { parseHelpdeskId } from '../../domain/ticket.ts'
import { useConsole } from '../context.ts'
import { routeHash, type Screen } from '../routes.ts'

interface TicketNumberFormProps {
  readonly screen: Screen
  readonly ticketId: string | null
  readonly submit: string
}

export function TicketNumberForm({ screen, ticketId, submit }: TicketNumberFormProps) {
  const say = useConsole().words.why
  const [typed, setTyped] = useState(ticketId ?? '')
  const [wrong, setWrong] = useState(ticketId !== null && parseHelpdeskId(ticketId) === null)
  return (
    <form
      class="c-why-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const number = parseHelpdeskId(typed.trim().replace(/^#/, ''))
        setWrong(number === null)
        if (number !== null) location.hash = routeHash(screen, number)
      }}
    >
      <div class="g-field">
        <label class="g-label" for="ticket-number">
          {say.number}
        </label>
        <input
          id="ticket-number"
          class="g-input"
          inputMode="numeric"
          autocomplete="off"
          value={typed}
          aria-invalid={wrong}
          aria-describedby={wrong ? 'ticket-number-error' : undefined}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="g-btn g-btn-primary">
        {submit}
      </button>
      {wrong ? (
        <p class="g-error" id="ticket-number-error" role="alert">
          {say.wrongNumber}
        </p>
      ) : null}
    </form>
  )
}
