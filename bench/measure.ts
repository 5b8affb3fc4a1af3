/** What the benches share: running many acts at once, percentiles, a signed-in page. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function line(name: string, values: readonly number[]): string {
  return `  ${name.padEnd(24)} p50 ${percentile(values, 0.5).toFixed(2)} ms   p99 ${percentile(values, 0.99).toFixed(2)} ms   (${values.length})`
}

/** Runs `acts` with a fixed number under way. @returns seconds. */
export async function together(
  count: number,
  atOnce: number,
  act: (at: number) => Promise<void>,
): Promise<number> {
  const startedAt = performance.now()
  let next = 0
  const worker = async () => {
    while (next < count) await act(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return (performance.now() - startedAt) / 1000
}

/** The public address must be known before the server listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

export async function sessionToken(launch: { action: string; token: string }): Promise<string> {
  const page = await fetch(launch.action, {
    method: 'POST',
    body: new URLSearchParams({ token: launch.token }),
  })
  return /"token":"([^"]+)"/.exec(await page.text())?.[1] ?? ''
}
