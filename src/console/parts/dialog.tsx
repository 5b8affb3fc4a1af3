/** The browser's own modal dialog: it keeps the focus inside and gives it back when it closes. */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useConsole, useUnsaved } from '../context.ts'
import { Working } from './working.tsx'

export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  /** For lists with something beside each line. */
  readonly wide?: boolean
  /** Words of the person, whichever field of this dialog they were typed in. */
  readonly unsaved?: boolean
  readonly children: ComponentChildren
  readonly foot: ComponentChildren
}) {
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const [typed, setTyped] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const unsaved = typed || props.unsaved === true
  useUnsaved(unsaved)
  // Before the next picture: a key that is pressed at once is meant for what has opened.
  useLayoutEffect(() => {
    const dialog = box.current
    const before = document.activeElement
    if (dialog !== null && !dialog.open) dialog.showModal()
    return () => {
      dialog?.close()
      // A dialog that is gone from the page gives nothing back by itself, nor one that had the focus as a whole.
      const held = document.activeElement
      if (before instanceof HTMLElement && (held === document.body || dialog?.contains(held))) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={box}
      class="g-dialog"
      data-wide={props.wide ? 'yes' : undefined}
      aria-labelledby={titleId}
      onInput={({ target }) => {
        if (isWords(target)) setTyped(target.value.trim() !== '')
      }}
      // Not by `cancel`: of two presses in a row the browser asks nobody about the second.
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return
        event.preventDefault()
        event.stopPropagation()
        if (unsaved) setLeaving(!leaving)
        else props.onClose()
      }}
      onCancel={(event) => {
        event.preventDefault()
        if (unsaved) setLeaving(true)
        else props.onClose()
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
        {leaving && unsaved ? (
          <Leaving onLeave={props.onClose} onStay={() => setLeaving(false)} />
        ) : (
          props.foot
        )}
      </div>
    </dialog>
  )
}

function isWords(target: EventTarget | null): target is HTMLTextAreaElement | HTMLInputElement {
  return (
    target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === 'text')
  )
}

/** Escape is pressed for many things: what was typed goes only when the person says so. */
function Leaving({ onLeave, onStay }: { readonly onLeave: () => void; readonly onStay: () => void }) {
  const { words } = useConsole()
  const stay = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    stay.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <>
      <p class="c-dialog-question" role="alert">
        {words.leave.title}
      </p>
      <button type="button" class="g-btn g-btn-danger" onClick={onLeave}>
        {words.leave.leave}
      </button>
      <button ref={stay} type="button" class="g-btn g-btn-primary" onClick={onStay}>
        {words.leave.stay}
      </button>
    </>
  )
}
