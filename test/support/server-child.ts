/** A companion as it runs in production, in a process of its own: made to be killed. */
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { startCompanion } from '../../server/start-companion.ts'

const companion = await startCompanion(readConfig(process.env), { log: createLog('error') })
process.stdout.write(`${companion.origin}\n`)
process.once('SIGTERM', () => {
  companion.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
