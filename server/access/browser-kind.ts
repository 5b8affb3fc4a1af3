/** Which browser, and nothing finer: of what the header says no more is kept than one word. */
import type { Browser } from '../../src/domain/session-api.ts'

/** In this order: Edge calls itself Chrome too, and Chrome calls itself Safari. */
const MARKS: readonly { readonly mark: string; readonly browser: Browser }[] = [
  { mark: 'Edg/', browser: 'edge' },
  { mark: 'Firefox/', browser: 'firefox' },
  { mark: 'Chrome/', browser: 'chrome' },
  { mark: 'Safari/', browser: 'safari' },
]

export function browserOf(userAgent: unknown): Browser {
  if (typeof userAgent !== 'string') return 'other'
  return MARKS.find(({ mark }) => userAgent.includes(mark))?.browser ?? 'other'
}
