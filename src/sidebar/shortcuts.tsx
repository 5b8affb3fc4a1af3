/** The keyboard map: what lies on which key, and the switch for keys of a single character. */
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { isPlain, shortcutOf, takesText } from '../domain/shortcuts.ts'
import { useRoom } from './context.ts'
import { focusSearch } from './messages.tsx'
import { SignOut } from './sign-out.tsx'

const INSERT = 'button[aria-keyshortcuts="Alt+I"]'

export function Shortcuts() {
  const { words } = useRoom()
  const [open, setOpen] = useState(false)
  // For as long as this page is open: nothing is kept in the browser.
  const [plain, setPlain] = useState(true)
  const titleId = useId()
  const box = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const acts: Readonly<Record<string, () => void>> = {
      'Alt+I': () => document.querySelector<HTMLButtonElement>(INSERT)?.click(),
      'Alt+S': focusSearch,
      '?': () => setOpen(true),
    }
    const onKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event)
      const act = shortcut === null ? undefined : acts[shortcut]
      if (shortcut === null || act === undefined || (isPlain(shortcut) && !plain)) return
      if (event.target instanceof HTMLElement && takesText(event.target)) return
      if (document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [plain])
  useEffect(() => {
    // The browser's own modal dialog: it keeps the focus inside and gives it back.
    if (open) box.current?.showModal()
  }, [open])
  const lines = [
    ['Alt+D', words.say('draft.make')],
    ['Alt+I', words.say('draft.insert_all')],
    ['Alt+S', words.say('search.heading')],
    ['?', words.say('keys.help')],
  ] as const
  return (
    <footer class="v-panel v-keys">
      <button type="button" class="g-btn g-btn-link g-small" onClick={() => setOpen(true)}>
        {words.say('keys.heading')}
      </button>
      <SignOut />
      {open && (
        <dialog ref={box} class="g-dialog" aria-labelledby={titleId} onClose={() => setOpen(false)}>
          <div class="g-dialog-head">
            <h2 class="g-h2" id={titleId}>
              {words.say('keys.heading')}
            </h2>
          </div>
          <div class="g-dialog-body g-stack">
            <dl class="g-keys">
              {lines.map(([key, said]) => (
                <div key={key}>
                  <dt>{said}</dt>
                  <dd>
                    <kbd class="g-kbd">{key}</kbd>
                  </dd>
                </div>
              ))}
            </dl>
            <label class="g-check">
              <input type="checkbox" checked={plain} onChange={() => setPlain(!plain)} />
              <span>
                {words.say('keys.plain')}
                <span class="g-hint v-block">{words.say('keys.plain_help')}</span>
              </span>
            </label>
          </div>
          <div class="g-dialog-foot">
            <button
              type="button"
              class="g-btn g-btn-primary g-btn-small"
              onClick={() => box.current?.close()}
            >
              {words.say('keys.close')}
            </button>
          </div>
        </dialog>
      )}
    </footer>
  )
}
