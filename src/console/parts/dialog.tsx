/** The browser's own modal dialog: it keeps the focus inside and gives it back when it closes. */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Working } from './working.tsx'

export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  /** For lists with something beside each line. */
  readonly wide?: boolean
  readonly children: ComponentChildren
  readonly foot: ComponentChildren
}) {
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = box.current
    const before = document.activeElement
    if (dialog !== null && !dialog.open) dialog.showModal()
    return () => {
      dialog?.close()
      // A dialog that is gone from the page gives nothing back by itself.
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      class="g-dialog"
      data-wide={props.wide ? 'yes' : undefined}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        props.onClose()
      }}
    >
      <div class="g-dialog-head">
        <h2 class="g-h2" id={titleId}>
          {props.title}
        </h2>
      </div>
      <div class="g-dialog-body g-stack">{props.children}</div>
      <div class="g-dialog-foot">
        <Working />
        {props.foot}
      </div>
    </dialog>
  )
}
