/** What requesters ask and no allowed article answers. */
import type { GapDesk } from '../gaps/index.ts'
import { gapsView } from './answers/gap.ts'
import { bare, type Route } from './route.ts'

export function gapRoutes(gaps: GapDesk): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/gaps',
        access: ['admin', 'compliance'],
        summary: 'List what requesters ask and no allowed article answers.',
        answers: { 200: gapsView },
        scope: 'reports:read',
      },
      async ({ agent }) => ({
        status: 200,
        body: await gaps.read(agent),
      }),
    ),
  ]
}
