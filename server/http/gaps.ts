/** What requesters ask and no allowed article answers. */
import type { GapDesk } from '../gaps/index.ts'
import { bare, type Route } from './route.ts'

export function gapRoutes(gaps: GapDesk): readonly Route[] {
  return [
    bare({ method: 'get', path: '/console/gaps', access: ['admin', 'compliance'] }, async ({ agent }) => ({
      status: 200,
      body: await gaps.read(agent),
    })),
  ]
}
