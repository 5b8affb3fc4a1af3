/** A companion in a process of its own, whose drafter never answers: made to be killed in the middle of a draft. */
import { readConfig } from '../../server/config.ts'
import { createLog } from '../../server/log.ts'
import { startCompanion } from '../../server/start-companion.ts'
import { fakeWorld } from './fake-world.ts'

const say = (line: string) => process.stdout.write(`${line}\n`)

await startCompanion(readConfig(process.env), {
  world: fakeWorld(process.argv[2]),
  log: createLog('error'),
  drafter: {
    version: 'endless-1',
    draft() {
      say('drafting')
      return new Promise(() => undefined)
    },
  },
})
say('listens')
