/** Short news at the edge of the page, read out politely and gone by itself; faults stay until closed. */
import { useCallback, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'

const SHOWN_MS = 6_000

export interface Toast {
  readonly id: number
  readonly message: string
  readonly tone: 'success' | 'danger' | 'info'
}

export function useToasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const next = useRef(0)
  const close = useCallback((id: number) => setToasts((now) => now.filter((toast) => toast.id !== id)), [])
  const tell = useCallback(
    (message: string, tone: Toast['tone'] = 'info') => {
      next.current += 1
      const id = next.current
      // The same news twice is one piece of news.
      setToasts((now) =>
        [...now.filter((toast) => toast.message !== message), { id, message, tone }].slice(-3),
      )
      if (tone !== 'danger') setTimeout(() => close(id), SHOWN_MS)
    },
    [close],
  )
  return { toasts, tell, close }
}

export function Toasts(props: {
  readonly toasts: readonly Toast[]
  readonly closeLabel: string
  readonly onClose: (id: number) => void
}) {
  return (
    <div class="c-toasts" role="status" aria-live="polite">
      {props.toasts.map((toast) => (
        <div key={toast.id} class="g-alert c-toast" data-tone={toast.tone}>
          <Icon name={toast.tone === 'success' ? 'check' : toast.tone === 'danger' ? 'warning' : 'info'} />
          <div>{toast.message}</div>
          <button
            type="button"
            class="g-btn g-btn-ghost g-btn-icon"
            aria-label={props.closeLabel}
            onClick={() => props.onClose(toast.id)}
          >
            <Icon name="cross" />
          </button>
        </div>
      ))}
    </div>
  )
}
