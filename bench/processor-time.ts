/** How long an act takes: by the clock, which other processes slow down, and on the processor, which they do not. */
export interface Timed {
  readonly wallMs: number
  /** Of the whole process: collecting garbage and compiling on other threads count too. */
  readonly cpuMs: number
}

export function timed(act: () => unknown): Timed {
  const startedAt = performance.now()
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return { wallMs: performance.now() - startedAt, cpuMs: (user + system) / 1000 }
}
