/** The console's screens as hash routes, so that each can be linked, reloaded and gone back to. */
export const SCREENS = ['overview', 'articles', 'sync', 'scope', 'templates', 'audit', 'roles'] as const
export type Screen = (typeof SCREENS)[number]

/** `detail` is the part after the screen, e.g. the locale in `#/templates/de`. */
export interface Route {
  readonly screen: Screen
  readonly detail: string | null
}

export function parseRoute(hash: string): Route {
  const [name = '', detail = ''] = hash.replace(/^#\/?/, '').split('/')
  const screen = SCREENS.find((known) => known === name)
  if (screen === undefined) return { screen: 'overview', detail: null }
  return { screen, detail: detail === '' ? null : decode(detail) }
}

export function routeHash(screen: Screen, detail: string | null = null): string {
  return detail === null ? `#/${screen}` : `#/${screen}/${encodeURIComponent(detail)}`
}

/** A pasted address may hold a lone `%`; that is a wrong detail, not a broken page. */
function decode(detail: string): string | null {
  try {
    return decodeURIComponent(detail)
  } catch {
    return null
  }
}
