/** axe-core in a frame of a page: WCAG 2.2 A and AA. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[] }[]
}

/** @returns one line a violation in the frame of that origin: rule and elements. */
export async function checkAccessibility(page: Page, origin: string): Promise<readonly string[]> {
  const frame = page.frames().find((held) => held.url().startsWith(origin))
  if (frame === undefined) throw new Error(`no frame of ${origin}`)
  // Through the debugger, so that the page's own content policy stays as it is.
  await frame.evaluate(AXE)
  const found = (await frame.evaluate(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  })`)) as { violations: readonly Violation[] }
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
}
