/** The keyboard map: to the screens, to the filter, to itself; with the switch for keys of a single character. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { isPlain, shortcutOf, takesText } from '../../domain/shortcuts.ts'
import { useConsole } from '../context.ts'
import { routeHash, type Screen } from '../routes.ts'
import { fill } from '../words.ts'
import { Dialog } from './dialog.tsx'

/** After `g`. The same letters in every language: hands remember them. */
export const SCREEN_KEYS: Readonly<Record<string, Screen>> = {
  o: 'overview',
  a: 'articles',
  s: 'scope',
  t: 'ticket',
  g: 'gaps',
  c: 'consent',
  r: 'requests',
  p: 'approvals',
  l: 'audit',
  h: 'health',
}
/** So long after `g` the next letter still belongs to it. */
const PAIR_MS = 1_500
const FILTER = 'main input[type="search"], main input[type="text"], main input:not([type])'

export function Shortcuts() {
  const { words } = useConsole()
  const say = words.keys
  const [open, setOpen] = useState(false)
  // For as long as the console is open: nothing is kept in the browser.
  const [plain, setPlain] = useState(true)
  const first = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    const act = (shortcut: string, at: number): boolean => {
      const screen = at - first.current < PAIR_MS ? SCREEN_KEYS[shortcut] : undefined
      first.current = Number.NEGATIVE_INFINITY
      if (screen !== undefined) location.hash = routeHash(screen)
      else if (shortcut === 'g') first.current = at
      else if (shortcut === '?') setOpen(true)
      else if (shortcut === '/') document.querySelector<HTMLElement>(FILTER)?.focus()
      else return false
      return true
    }
    const onKey = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event)
      if (shortcut === null || !isPlain(shortcut) || !plain) return
      if (event.target instanceof HTMLElement && takesText(event.target)) return
      if (document.querySelector('dialog[open]') !== null) return
      if (act(shortcut, event.timeStamp)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [plain])
  const line = (keys: readonly string[], said: string) => (
    <div key={said}>
      <dt>{said}</dt>
      <dd>
        {keys.map((key, at) => (
          <kbd class="g-kbd" key={`${at} ${key}`}>
            {key}
          </kbd>
        ))}
      </dd>
    </div>
  )
  return (
    <>
      <button type="button" class="g-btn g-btn-link g-small c-keys-open" onClick={() => setOpen(true)}>
        {say.title}
      </button>
      {open ? (
        <Dialog
          title={say.title}
          onClose={() => setOpen(false)}
          foot={
            <button type="button" class="g-btn g-btn-primary" onClick={() => setOpen(false)}>
              {words.common.close}
            </button>
          }
        >
          <dl class="g-keys">
            {line(['?'], say.help)}
            {line(['/'], say.filter)}
            {Object.entries(SCREEN_KEYS).map(([key, screen]) =>
              line(['g', key], fill(say.goTo, { screen: words.nav[screen] })),
            )}
          </dl>
          <label class="g-check">
            <input type="checkbox" checked={plain} onChange={() => setPlain(!plain)} />
            <span>
              {say.plain}
              <span class="g-hint c-block">{say.plainHint}</span>
            </span>
          </label>
        </Dialog>
      ) : null}
    </>
  )
}
