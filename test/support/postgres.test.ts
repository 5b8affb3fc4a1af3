/** The database that the test command starts ends with it, however that ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import pg from 'pg'
import { projectRoot } from '../../server/project-root.ts'
import { until } from './stops.ts'

const COMMAND = fileURLToPath(new URL('../postgres.mjs', import.meta.url))
const SAY = 'console.log(process.env.VOUCH_TEST_DATABASE); process.stdin.resume()'

async function addressSaidBy(command: ChildProcess): Promise<string> {
  for await (const line of createInterface(command.stdout as Readable))
    if (line.startsWith('postgres://')) return line
  throw new Error('it said no address')
}

/** Where its folder is, as it says itself; `null` where nobody answers. */
async function folderOf(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url })
  const isThere = await client.connect().then(
    () => true,
    () => false,
  )
  if (!isThere) return null
  const { rows } = await client.query('show data_directory')
  await client.end()
  return dirname(String(Object(rows[0]).data_directory))
}

describe('the PostgreSQL of the tests', () => {
  const ENDS: Record<string, (command: ChildProcess) => unknown> = {
    'has done its work': ({ stdin }) => stdin?.end(),
    'is told to stop': (command) => command.kill('SIGTERM'),
    'is killed': (command) => command.kill('SIGKILL'),
  }
  for (const [end, act] of Object.entries(ENDS))
    it(`ends, and takes its folder with it, when the command that started it ${end}`, async () => {
      const { TMPDIR: _, ...env } = process.env
      const command = spawn(process.execPath, [COMMAND, process.execPath, '-e', SAY], {
        cwd: projectRoot(),
        // The folder of a run is shut to whoever the server runs as.
        env,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      const url = await addressSaidBy(command)
      const folder = await folderOf(url)
      expect(folder !== null && existsSync(folder)).to.equal(true)
      act(command)
      await once(command, 'exit')
      // Whatever it had started and could not end hears that nobody is there.
      command.stdin?.end()
      await until(() => !existsSync(String(folder)))
      expect(await folderOf(url)).to.equal(null)
    })
})
