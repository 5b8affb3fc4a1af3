/** The console's screens as hash routes, so that each can be linked, reloaded and gone back to. */
export const SCREEN_GROUPS = {
  start: ['overview', 'setup', 'reports', 'health'],
  use: ['articles', 'scope', 'ticket', 'simulation', 'sync', 'helpdesk', 'recalls', 'gaps'],
  requesters: ['consent', 'notices', 'requests'],
  compliance: ['requesters', 'incidents', 'retention', 'evidence'],
  oversight: ['approvals', 'audit'],
  team: ['templates', 'roles', 'tokens', 'sessions'],
} as const

export type ScreenGroup = keyof typeof SCREEN_GROUPS
export type Screen = (typeof SCREEN_GROUPS)[ScreenGroup][number]

/** In the order of the navigation; a group without a screen has no heading. */
export const GROUPS: readonly { readonly group: ScreenGroup; readonly screens: readonly Screen[] }[] = [
  { group: 'start', screens: SCREEN_GROUPS.start },
  { group: 'use', screens: SCREEN_GROUPS.use },
  { group: 'requesters', screens: SCREEN_GROUPS.requesters },
  { group: 'compliance', screens: SCREEN_GROUPS.compliance },
  { group: 'oversight', screens: SCREEN_GROUPS.oversight },
  { group: 'team', screens: SCREEN_GROUPS.team },
]
export const SCREENS: readonly Screen[] = GROUPS.flatMap(({ screens }) => screens)

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
