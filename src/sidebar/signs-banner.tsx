import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { madeVisible } from './planted-signs.ts'

/** Says that the ticket holds something meant for a machine. What was found is shown as text, and only that. */
export function SignsBanner() {
  const { words } = useRoom()
  const { signs } = useDeskState()
  if (signs === null || signs.instructions.length + signs.hidden.length === 0) return null
  const { instructions, hidden } = signs
  return (
    <div class="g-alert g-small" data-tone="warning">
      <Icon name="alert" />
      <div class="g-stack" data-gap="1">
        <p class="g-alert-title">{words.say('signs.heading')}</p>
        {instructions.length > 0 && <p>{words.count('signs.instructions', instructions.length)}</p>}
        {hidden.length > 0 && <p>{words.count('signs.hidden', hidden.length)}</p>}
        <p>{words.say('signs.help')}</p>
        <details class="g-details">
          <summary>{words.say('signs.show')}</summary>
          <Found title={words.say('signs.found_instruction')} found={instructions} />
          <Found title={words.say('signs.found_hidden')} found={hidden} />
        </details>
      </div>
    </div>
  )
}

function Found({ title, found }: { readonly title: string; readonly found: readonly string[] }) {
  if (found.length === 0) return null
  return (
    <div class="v-found">
      <p class="g-strong">{title}</p>
      {found.map((text, index) => (
        <pre key={index} class="v-sent g-break" dir="ltr">
          {madeVisible(text)}
        </pre>
      ))}
    </div>
  )
}
