/** Which screens were opened on this computer, for the checklist. Holds screen names and nothing else. */
import { SCREENS, type Screen } from './routes.ts'

const KEY = 'vouch-console-visited'

/** Browsers may bar storage inside an iframe; the checklist then only counts what the companion knows. */
export function visitedScreens(): readonly Screen[] {
  try {
    const stored = (localStorage.getItem(KEY) ?? '').split(' ')
    return SCREENS.filter((screen) => stored.includes(screen))
  } catch {
    return []
  }
}

export function noteVisit(screen: Screen): void {
  try {
    localStorage.setItem(KEY, [...new Set([...visitedScreens(), screen])].join(' '))
  } catch {
    // Barred storage: nothing to remember.
  }
}
