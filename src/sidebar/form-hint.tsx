import type { TicketView } from '../domain/api.ts'
import { useDeskState, useRoom } from './context.ts'
import { showsFormHint } from './form-yes.ts'
import { Icon } from './icons.tsx'

export function FormHint({ view }: { readonly view: TicketView }) {
  const { words } = useRoom()
  const { formSaysYes } = useDeskState()
  if (!showsFormHint(view, formSaysYes)) return null
  const asked = view.consent.status === 'requested'
  return (
    <div class="g-alert g-small" data-tone="info">
      <Icon name="question" />
      <div class="g-stack" data-gap="1">
        <p class="g-alert-title">{words.say('consent.form_yes')}</p>
        <p>{words.say(asked ? 'consent.form_yes_asked' : 'consent.form_yes_next')}</p>
      </div>
    </div>
  )
}
