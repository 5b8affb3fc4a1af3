import { useRef } from 'preact/hooks'
import type { TicketView } from '../domain/api.ts'
import { useDeskState, useRoom } from './context.ts'
import { Icon } from './icons.tsx'
import { Outcome, Refusals, TroubleBox } from './messages.tsx'
import { maySummarise, modelDrafts, type SummaryState } from './state.ts'

/** Only where a model drafts and the scope permits it; the result cannot be inserted. */
export function SummaryPanel({ view }: { readonly view: TicketView }) {
  const { desk, words } = useRoom()
  const state = useDeskState()
  const { summary } = state
  const button = useRef<HTMLButtonElement>(null)
  if (!modelDrafts(state) || !view.scope.actions.includes('summarise')) return null
  const running = summary?.stage === 'writing'
  return (
    <details class="g-details v-panel">
      <summary>
        <h2 class="g-h3">{words.say('summary.heading')}</h2>
      </summary>
      <div class="g-stack v-details">
        <p class="g-small g-muted">{words.say('summary.help')}</p>
        <div class="g-row">
          <button
            ref={button}
            type="button"
            class="g-btn g-btn-small"
            aria-disabled={!maySummarise(state)}
            onClick={() => void desk.summarise()}
          >
            {running && <span class="g-spinner" aria-hidden="true" />}
            {words.say(running ? 'summary.running' : summary === null ? 'summary.go' : 'summary.again')}
          </button>
          {running && (
            <button type="button" class="g-btn g-btn-small g-btn-ghost" onClick={() => desk.closeSummary()}>
              {words.say('draft.stop')}
            </button>
          )}
        </div>
        <Outcome place="summary" />
        {summary?.stage === 'refused' && (
          <Refusals
            title={words.say('summary.refused')}
            refusals={summary.refusals}
            decision={summary.decision}
            place="summary"
          />
        )}
        {summary?.stage === 'failed' && summary.trouble !== null && (
          <TroubleBox title={words.say('summary.failed')} trouble={summary.trouble} here />
        )}
        {summary?.stage === 'ready' && (
          <Points
            summary={summary}
            onClose={() => {
              desk.closeSummary()
              button.current?.focus()
            }}
          />
        )}
      </div>
    </details>
  )
}

function Points({ summary, onClose }: { readonly summary: SummaryState; onClose(): void }) {
  const { words } = useRoom()
  const { points, dropped } = summary
  return (
    <div class="g-well g-stack" data-gap="2">
      <div class="v-summary-head">
        <p class="g-small g-muted g-grow">{words.say('summary.mark')}</p>
        <button
          type="button"
          class="g-btn g-btn-icon g-btn-ghost"
          aria-label={words.say('summary.close')}
          title={words.say('summary.close')}
          onClick={onClose}
        >
          <Icon name="dismiss" />
        </button>
      </div>
      {points.length === 0 && <p>{words.say('summary.empty')}</p>}
      <ul class="v-points">
        {points.map(({ text, quote, createdAt }, index) => (
          <li key={index}>
            <span class="g-break" dir="auto">
              {text}
            </span>
            <details class="g-details g-small">
              <summary>
                {createdAt === null
                  ? words.say('summary.source_unknown')
                  : words.say('summary.source', { date: words.dateTime(createdAt) })}
              </summary>
              <blockquote class="v-passage g-break" dir="auto">
                {quote}
              </blockquote>
            </details>
          </li>
        ))}
      </ul>
      {dropped > 0 && <p class="g-small g-muted">{words.count('summary.dropped', dropped)}</p>}
    </div>
  )
}
