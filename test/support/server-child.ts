/** A companion as it runs in production, in a process of its own: made to be killed. */
import { realWorld } from '../../server/adapters/world.ts'
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { startCompanion } from '../../server/start-companion.ts'

/** Milliseconds by which its clock is ahead of this machine's, as that of every server of its fleet. */
const ahead = Number(process.argv[2] ?? 0)
const companion = await startCompanion(readConfig(process.env), {
  log: createLog('error'),
  world: { ...realWorld, now: () => new Date(Date.now() + ahead) },
})
process.stdout.write(`${companion.origin}\n`)
process.once('SIGTERM', () => {
  companion.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
