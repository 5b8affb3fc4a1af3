import type { DecisionNote } from '../domain/decision.ts'
import { useDeskState, useRoom } from './context.ts'
import { downloadJson } from './download.ts'
import { Icon } from './icons.tsx'
import type { Place } from './state.ts'

/** What was decided, in one line, and the signed receipt of it to take along. */
export function DecisionLine({
  decision,
  place,
  fields,
}: {
  readonly decision: DecisionNote
  readonly place: Place
  /** How many fields of the ticket the act carried, and whether they left the server; absent after a no. */
  readonly fields?: { readonly count: number; readonly left: boolean }
}) {
  const { desk, words } = useRoom()
  const { busy } = useDeskState()
  const { id, allowed, of } = decision
  const parts = [
    words.count('receipt.decision_articles', of, { allowed: words.number(allowed) }),
    ...(fields === undefined
      ? []
      : [words.count(fields.left ? 'receipt.decision_sent' : 'receipt.decision_read', fields.count)]),
    words.say('receipt.decision_id', { id: id.slice(0, 8) }),
  ]
  const take = async () => {
    const proof = await desk.takeDecision(place, id)
    if (proof !== null) downloadJson(proof, `vouch-decision-${id}.json`)
  }
  return (
    <div class="g-stack" data-gap="1">
      <p class="g-small g-muted">{words.dotted(parts)}</p>
      <div>
        <button
          type="button"
          class="g-btn g-btn-link g-small"
          aria-disabled={busy !== null}
          onClick={() => void take()}
        >
          <Icon name="download" />
          {words.say('receipt.decision_download')}
        </button>
      </div>
    </div>
  )
}
