import type { Rewrite } from '../domain/draft.ts'
import { Choices } from './choices.tsx'
import { useDeskState, useRoom } from './context.ts'
import { Refusals, TroubleBox } from './messages.tsx'
import { type DraftState, mayRewrite } from './state.ts'

const STYLES = ['shorter', 'friendlier', 'more_formal'] as const satisfies readonly Rewrite[]

/** Ways to word the draft anew, how far the one under way is, and the way back. */
export function RewriteBar({ draft }: { readonly draft: DraftState }) {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const { view, rewriting } = state
  const byModel = draft.draft?.receipt.drafter.drafter === 'openai-compatible'
  const offered = byModel && view?.scope.actions.includes('rewrite') === true
  const free = mayRewrite(state, 'shorter')
  const languages = state.locales
    .filter((locale) => locale.toLowerCase() !== draft.draft?.locale.toLowerCase())
    .map((locale) => ({ value: locale, label: words.language(locale) }))
  return (
    <>
      {offered && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be announced as part of a form
        <div class="g-row" role="group" aria-label={words.say('rewrite.heading')} data-gap="2">
          <span class="g-small g-muted">{words.say('rewrite.heading')}</span>
          {STYLES.map((how) => (
            <button
              key={how}
              type="button"
              class="g-chip v-reason"
              aria-disabled={!free}
              onClick={() => void desk.rewrite(how)}
            >
              {words.say(`rewrite.how.${how}`)}
            </button>
          ))}
          {languages.length > 0 && (
            <Choices
              label={words.say('rewrite.how.translate')}
              question={words.say('rewrite.translate_into')}
              choices={languages}
              look="g-chip v-reason"
              disabled={!free}
              onChoose={(replyLocale) => void desk.rewrite('translate', { replyLocale })}
            />
          )}
        </div>
      )}
      {rewriting !== null && <Running rewriting={rewriting} />}
      <Unmade />
      {draft.former !== null && (
        <div>
          <button
            type="button"
            class="g-btn g-btn-link g-small"
            aria-disabled={rewriting !== null}
            onClick={() => desk.undoRewrite()}
          >
            {words.say('draft.undo')}
          </button>
        </div>
      )}
    </>
  )
}

function Running({ rewriting }: { readonly rewriting: DraftState }) {
  const { desk, words } = useRoom()
  const count = rewriting.sentences.length
  return (
    <div class="g-well v-running g-small">
      <span class="g-spinner" aria-hidden="true" />
      <div class="g-grow">
        <p class="g-strong">{words.say(`rewrite.running.${rewriting.rewrite ?? 'shorter'}`)}</p>
        <p class="g-muted">
          {count === 0 ? words.say('rewrite.kept') : words.count('draft.progress', count)}
        </p>
      </div>
      <button type="button" class="g-btn g-btn-small" onClick={() => desk.stopDraft()}>
        {words.say('draft.stop')}
      </button>
    </div>
  )
}

function Unmade() {
  const { words } = useRoom()
  const { unmade } = useDeskState()
  if (unmade === null) return null
  const title = words.say(`${unmade.what}.unmade`)
  if (unmade.trouble !== null) return <TroubleBox title={title} trouble={unmade.trouble} />
  return <Refusals title={title} refusals={unmade.refusals} decision={unmade.decision} />
}
