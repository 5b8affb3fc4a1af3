/** A restore in a process of its own that says each step and stays at the one it is told: made to be killed there. */
import { restoreFrom } from '../../server/cli/restore-from.ts'

const [data = '', from = '', keys = '', where = ''] = process.argv.slice(2)
// A promise alone keeps no process alive.
const alive = setInterval(() => undefined, 60_000)
await restoreFrom(
  { data, from, keys, passphrase: null },
  { out: () => undefined, err: () => undefined, env: {} },
  async (step) => {
    process.stdout.write(`${step}\n`)
    if (step === where) await new Promise(() => undefined)
  },
)
clearInterval(alive)
