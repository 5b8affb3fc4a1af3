import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { runVerify } from '../../../server/cli/verify.ts'
import { ENVIRONMENT } from '../../support/companion-harness.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 500 && !holds(); turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 10))
}

describe('vouch start', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    it(`listens, says where, stops at ${signal} with 0, and leaves a log that verifies`, async () => {
      const data = tempFolder()
      const said: string[] = []
      const ended = runCli(['start'], {
        out: () => undefined,
        err: (line) => said.push(line),
        env: { ...ENVIRONMENT, VOUCH_DATA_DIR: data, VOUCH_LOG_LEVEL: 'error' },
      })
      await until(() => said.length > 0)
      const origin = /^Vouch listens on (http:\/\/localhost:\d+)$/.exec(said[0] ?? '')?.[1] ?? ''
      const ready = await fetch(`${origin.replace('localhost', '127.0.0.1')}/readyz`)
      expect(ready.status).to.equal(200)
      await ready.text()
      const before = process.listenerCount('SIGINT') + process.listenerCount('SIGTERM')
      process.emit(signal)
      expect(await ended).to.equal(0)
      // A second signal ends the process at once: not in a test, so the listeners are taken away.
      for (const each of ['SIGINT', 'SIGTERM'] as const)
        for (const listener of process.listeners(each).slice(-1)) process.removeListener(each, listener)
      expect(before).to.be.greaterThan(1)
      const terminal = { out: () => undefined, err: () => undefined, env: {} }
      expect(await runVerify(['--data', data], terminal)).to.equal(0)
    })
})
