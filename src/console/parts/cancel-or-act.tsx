import type { ComponentChildren } from 'preact'
import { useConsole } from '../context.ts'

/** At the foot of a dialog: the way back, and behind it the one act that the dialog is about. */
export function CancelOrAct(props: {
  readonly onCancel: () => void
  readonly onAct: () => unknown
  /** Nothing comes of a press: it is under way, or something is missing. */
  readonly off?: boolean
  /** Cannot be taken back, or takes something from somebody. */
  readonly grave?: boolean
  /** What the act is called. */
  readonly children: ComponentChildren
}) {
  const { words } = useConsole()
  return (
    <>
      <button type="button" class="g-btn" onClick={props.onCancel}>
        {words.common.cancel}
      </button>
      <button
        type="button"
        class={`g-btn ${props.grave ? 'g-btn-danger' : 'g-btn-primary'}`}
        aria-disabled={props.off}
        onClick={() => void props.onAct()}
      >
        {props.children}
      </button>
    </>
  )
}
