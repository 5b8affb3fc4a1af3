import type { DroppedSentence } from '../domain/draft.ts'
import { useRoom } from './context.ts'
import { madeVisible } from './planted-signs.ts'

/** What the verifier left out, folded. Text only: nothing here can be inserted, followed or selected into a reply. */
export function DroppedView({ dropped }: { readonly dropped: readonly DroppedSentence[] }) {
  const { words } = useRoom()
  if (dropped.length === 0) return null
  return (
    <details class="g-details v-dropped">
      <summary class="g-small">{words.count('draft.dropped', dropped.length)}</summary>
      <div class="g-stack g-small" data-gap="2">
        <p class="g-muted">{words.say('draft.dropped_help')}</p>
        <ol class="v-dropped-list">
          {dropped.map(({ rule, text }, index) => (
            <li key={index}>
              <p class="g-strong">{words.say(`drop.${rule}`)}</p>
              {text === null ? (
                rule !== 'REPEATED' && <p class="g-muted">{words.say('draft.dropped_hidden')}</p>
              ) : (
                <p class="g-break">
                  <span class="g-sr">{words.say('draft.dropped_text')} </span>
                  <del class="v-struck" dir="auto">
                    {madeVisible(text)}
                  </del>
                </p>
              )}
            </li>
          ))}
        </ol>
      </div>
    </details>
  )
}
