/** Second people for tests: an account with two admins and two compliance people, and how changes are decided. */
import { ADMIN, COMPLIANCE, type Harness } from './companion-harness.ts'

export const SECOND_ADMIN = '15'
export const SECOND_COMPLIANCE = '16'

export async function withSecondPeople(desk: Harness): Promise<void> {
  for (const [agentId, roles] of [
    [SECOND_ADMIN, ['agent', 'admin']],
    [COMPLIANCE, ['agent', 'compliance']],
    [SECOND_COMPLIANCE, ['agent', 'compliance']],
  ] as const)
    await desk.api(ADMIN, 'PUT', `/console/roles/${agentId}`, { roles })
}

export function decide(
  desk: Pick<Harness, 'api'>,
  as: string,
  changeId: string,
  decision: string,
  reason?: string,
) {
  const order = reason === undefined ? { decision } : { decision, reason }
  return desk.api(as, 'POST', `/console/changes/${changeId}/decisions`, order)
}

/** Sends a change that widens as ADMIN and has the second admin approve it. */
export async function putApproved(desk: Harness, path: string, body: object): Promise<number> {
  const proposed = await desk.api(ADMIN, 'PUT', path, body)
  if (proposed.status !== 202) throw new Error(`${path} answered ${proposed.status}: ${proposed.text}`)
  await desk.api(ADMIN, 'PUT', `/console/roles/${SECOND_ADMIN}`, { roles: ['agent', 'admin'] })
  return (await decide(desk, SECOND_ADMIN, proposed.body.change.changeId, 'approve')).status
}
