import { useConsole } from '../context.ts'

/** Beside the button that saves: that what was typed is not saved, and the way back to what holds. */
export function Unsaved(props: { readonly busy: boolean; readonly onDiscard: () => void }) {
  const { words } = useConsole()
  return (
    <>
      <button type="button" class="g-btn" aria-disabled={props.busy} onClick={props.onDiscard}>
        {words.common.discard}
      </button>
      <span class="g-muted">{words.common.unsaved}</span>
    </>
  )
}
