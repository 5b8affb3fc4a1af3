/**
 * Starts a program that ends with whoever started it, and takes along all that it has started: who is killed can end
 * nothing any more. Program and watching shell are each in a group of their own.
 */
import { spawn } from 'node:child_process'

/** Elsewhere there are neither groups nor this shell: what was started is ended by us alone. */
const HAS_GROUPS = process.platform !== 'win32'

/**
 * Beside whoever starts something waits a shell for the end of what it hears of them, and then does what they cannot do
 * any more. In a group of its own, so that Ctrl-C is not for it. Where there is no such shell nobody watches.
 */
export function shellAfterUs(command, args, options = {}) {
  const watch = spawn('sh', ['-c', `read -r _; ${command}`, ...args], {
    ...options,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watch.on('error', () => undefined)
  watch.unref()
  watch.stdin.unref()
  return watch
}

/** @returns `{ child, end }`: `end` tells all of its group to stop. */
export function spawnBound(command, args, options) {
  const child = spawn(command, args, { ...options, detached: HAS_GROUPS })
  // It could not be started: its 'error' says so.
  if (!HAS_GROUPS || child.pid === undefined) return { child, end: () => void child.kill() }
  const watch = shellAfterUs('kill -s KILL -- "-$0"', [`${child.pid}`])
  child.once('exit', () => watch.kill())
  return {
    child,
    end() {
      try {
        process.kill(-child.pid, 'SIGTERM')
      } catch (error) {
        if (error.code !== 'ESRCH') throw error
      }
    },
  }
}
