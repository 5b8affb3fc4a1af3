/** A companion with two people of staff, whose log has something to show. */
import {
  ADMIN,
  AGENT,
  COMPLIANCE,
  type Harness,
  type HarnessOptions,
  startHarness,
} from './companion-harness.ts'

/** Admin, compliance and one more agent, in the console's own way. */
export async function startEvidenceDesk(options: HarnessOptions = {}): Promise<Harness> {
  const desk = await startHarness(options)
  await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent', 'compliance'] })
  await desk.sessionOf(COMPLIANCE)
  await desk.sessionOf(AGENT)
  return desk
}
