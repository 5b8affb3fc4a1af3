/** Closes an open menu on Escape and on a click anywhere else. */
import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'

export function useDismissal(box: RefObject<HTMLElement>, isOpen: boolean, close: () => void): void {
  useEffect(() => {
    if (!isOpen) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
    }
    const onPress = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('mousedown', onPress)
    // A click into the app's frame reaches this page only as lost focus.
    window.addEventListener('blur', close)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('mousedown', onPress)
      window.removeEventListener('blur', close)
    }
  }, [box, isOpen, close])
}
