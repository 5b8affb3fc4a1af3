/** The way to every screen: a column beside it; where there is no room for one, a menu that opens by a press. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { AttentionItem } from '../../domain/attention-api.ts'
import { badgeOf } from '../attention.ts'
import { useConsole } from '../context.ts'
import { GROUPS, routeHash, type Screen, type ScreenGroup } from '../routes.ts'
import { formatNumber, plural } from '../words.ts'
import { Icon } from './icon.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { SignOutButton } from './sign-out.tsx'

interface Shown {
  readonly current: Screen
  readonly told: readonly AttentionItem[]
}

export function Navigation(shown: Shown) {
  const { words } = useConsole()
  const [open, setOpen] = useState(false)
  const nav = useRef<HTMLElement>(null)
  const menu = useRef<HTMLButtonElement>(null)
  // A low window hides the last groups: the screen that is open is in sight from the first picture on.
  useLayoutEffect(() => {
    setOpen(false)
    const column = nav.current
    const item = column?.querySelector('[aria-current="page"]')
    if (!column || !item) return
    const [around, box] = [column.getBoundingClientRect(), item.getBoundingClientRect()]
    if (box.top < around.top || box.bottom > around.bottom)
      column.scrollTop += box.bottom - around.bottom + around.height / 2
  }, [shown.current])
  const close = (event: KeyboardEvent) => {
    if (!open || event.key !== 'Escape') return
    setOpen(false)
    menu.current?.focus()
  }
  return (
    <nav
      class="c-nav"
      aria-label={words.navLabel}
      ref={nav}
      data-open={open ? 'yes' : 'no'}
      onKeyDown={close}
    >
      <div class="c-nav-head">
        <p class="c-brand">
          <Icon name="scope" />
          <span>{words.title}</span>
        </p>
        <button
          type="button"
          class="g-btn c-nav-menu"
          ref={menu}
          aria-expanded={open}
          aria-controls="nav-groups"
          onClick={() => setOpen(!open)}
        >
          <Icon name="menu" />
          {words.navMenu}
        </button>
      </div>
      <div class="c-nav-groups" id="nav-groups">
        {GROUPS.map(({ group, screens }) => (
          <NavGroup key={group} {...shown} {...{ group, screens }} onChosen={() => setOpen(false)} />
        ))}
      </div>
      <Shortcuts />
      <SignOutButton />
    </nav>
  )
}

function NavGroup(
  props: Shown & {
    readonly group: ScreenGroup
    readonly screens: readonly Screen[]
    readonly onChosen: () => void
  },
) {
  const { words, language } = useConsole()
  const { group, screens } = props
  if (screens.length === 0) return null
  const heading = `nav-${group}`
  return (
    <div class="g-nav c-nav-group">
      {group === 'start' ? null : (
        <p class="c-nav-title" id={heading}>
          {words.navGroup[group]}
        </p>
      )}
      <ul class="c-nav-list" aria-labelledby={group === 'start' ? undefined : heading}>
        {screens.map((name) => (
          <li key={name}>
            <a
              class="g-nav-item"
              href={routeHash(name)}
              aria-current={name === props.current ? 'page' : undefined}
              onClick={props.onChosen}
            >
              <Icon name={name} />
              <span>{words.nav[name]}</span>
              <Badge count={badgeOf(name, props.told)} language={language} />
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Badge({ count, language }: { readonly count: number; readonly language: string }) {
  const { words } = useConsole()
  if (count === 0) return null
  return (
    <span class="c-badge">
      <span aria-hidden="true">{formatNumber(count, language)}</span>
      <span class="g-sr"> ({plural(words.attention.badge, count, language)})</span>
    </span>
  )
}
