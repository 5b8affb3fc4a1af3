/** A small menu of checkable rules beside a row. Arrow keys move, Escape closes and gives the focus back. */
import { Fragment } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'

export interface MenuChoice {
  readonly key: string
  readonly label: string
  readonly checked: boolean
  readonly onChoose: () => void
}

export function CheckMenu(props: {
  readonly label: string
  readonly groups: readonly (readonly MenuChoice[])[]
}) {
  const [open, setOpen] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const choices = () => [...(frame.current?.querySelectorAll<HTMLElement>('[role=menuitemcheckbox]') ?? [])]

  // Before the page is painted: a key pressed right after opening must find the focus in the menu.
  useLayoutEffect(() => {
    if (!open) return
    choices()[0]?.focus()
    const closeOutside = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', closeOutside)
    document.addEventListener('focusin', closeOutside)
    return () => {
      document.removeEventListener('pointerdown', closeOutside)
      document.removeEventListener('focusin', closeOutside)
    }
  }, [open])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const all = choices()
    const focused = document.activeElement
    const at = focused instanceof HTMLElement ? all.indexOf(focused) : -1
    const next: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }
    const target = next[event.key]
    if (event.key === 'Escape') {
      event.preventDefault()
      close()
    } else if (target !== undefined) {
      event.preventDefault()
      all[target]?.focus()
    }
  }

  return (
    <div class="c-menu" ref={frame}>
      <button
        ref={button}
        type="button"
        class="g-btn g-btn-ghost g-btn-icon"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={props.label}
        title={props.label}
        onClick={() => setOpen(!open)}
        onKeyDown={open ? onKeyDown : undefined}
      >
        <Icon name="down" />
      </button>
      {open ? (
        <div class="c-menu-list" role="menu" aria-label={props.label} tabIndex={-1} onKeyDown={onKeyDown}>
          {props.groups.map((group, index) => (
            <Fragment key={group[0]?.key ?? index}>
              {index > 0 ? <hr class="g-divider" /> : null}
              {group.map((choice) => (
                <button
                  key={choice.key}
                  type="button"
                  role="menuitemcheckbox"
                  aria-checked={choice.checked}
                  tabIndex={-1}
                  class="c-menu-item"
                  onClick={() => {
                    choice.onChoose()
                    close()
                  }}
                >
                  <span class="c-menu-mark">{choice.checked ? <Icon name="check" /> : null}</span>
                  {choice.label}
                </button>
              ))}
            </Fragment>
          ))}
        </div>
      ) : null}
    </div>
  )
}
