/** A modal window with one form. */
import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

export function Dialog(props: {
  readonly title: string
  readonly action: string
  readonly children: ComponentChildren
  readonly wide?: boolean
  onClose(): void
  /** A sentence to show instead of closing; nothing means done. */
  onAct(): Promise<string | undefined>
}) {
  const box = useRef<HTMLDialogElement>(null)
  const [said, setSaid] = useState('')
  const [isBusy, setBusy] = useState(false)
  useEffect(() => box.current?.showModal(), [])

  async function act(event: Event) {
    event.preventDefault()
    setBusy(true)
    const answer = await props.onAct().catch((problem: unknown) => String(problem))
    setBusy(false)
    if (answer === undefined) props.onClose()
    else setSaid(answer)
  }

  return (
    <dialog
      ref={box}
      class={props.wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby="dialog-title"
      onClose={props.onClose}
    >
      <form onSubmit={(event) => void act(event)}>
        <h2 id="dialog-title">{props.title}</h2>
        {props.children}
        <p class="dialog-said" role="status">
          {said}
        </p>
        <div class="dialog-acts">
          <button type="button" class="plain" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={isBusy}>
            {props.action}
          </button>
        </div>
      </form>
    </dialog>
  )
}
