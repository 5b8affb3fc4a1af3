/** What the test command has started ends with it, however that ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { expect } from 'chai'
import { ownChildren } from './own-children.ts'

/** It starts another and waits, and so does that: both hold the output that this test reads. */
const CHILD = `
  const { spawn } = require('node:child_process')
  spawn(process.execPath, ['-e', 'console.log("both are there"); setTimeout(() => undefined, 60_000)'], { stdio: 'inherit' })
  setTimeout(() => undefined, 60_000)`
const STARTER = `
  import { spawnBound } from ${JSON.stringify(new URL('./bound-child.mjs', import.meta.url).href)}
  const { end } = spawnBound(process.execPath, ['-e', ${JSON.stringify(CHILD)}], { stdio: 'inherit' })
  process.once('SIGTERM', () => process.exit(1))
  process.once('SIGINT', end)`

describe('what the test command starts', () => {
  const own = ownChildren()

  const ENDS: Record<string, (starter: ChildProcess) => unknown> = {
    'is killed': (starter) => starter.kill('SIGKILL'),
    'is told to stop': (starter) => starter.kill('SIGTERM'),
    'ends it': (starter) => starter.kill('SIGINT'),
  }
  for (const [end, act] of Object.entries(ENDS))
    it(`ends with all that it has started itself when the command ${end}`, async () => {
      const args = ['--input-type=module', '-e', STARTER]
      const starter = own(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }))
      const output = starter.stdout as Readable
      const [said] = await once(output, 'data')
      expect(String(said)).to.equal('both are there\n')
      expect(output.readableEnded).to.equal(false)
      act(starter)
      output.resume()
      // Nobody holds it any more.
      await once(output, 'end')
    })
})
