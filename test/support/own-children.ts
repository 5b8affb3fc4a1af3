/**
 * A test's children end with it, however it ended. One that lives on holds the outputs that it was given, and whoever
 * reads those waits for ever: a red test would look like one that never ends.
 */
import type { ChildProcess } from 'node:child_process'

/** To be called in a `describe`. @returns what each child is handed to, once it is started. */
export function ownChildren(): <Child extends ChildProcess>(child: Child) => Child {
  const own = new Set<ChildProcess>()
  afterEach(() => {
    for (const child of own) child.kill('SIGKILL')
    own.clear()
  })
  return (child) => {
    own.add(child)
    return child
  }
}
