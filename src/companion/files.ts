/** Files that the companion hands out: whole or not at all, because half a file looks like one. */
import type { Line } from './session.ts'
import { BrokenOff } from './trouble.ts'

function broken(cause?: unknown): never {
  throw new BrokenOff('the file broke off', { cause })
}

export async function textFrom(line: Line, path: string): Promise<string> {
  return (await line.send('GET', path)).text().catch(broken)
}

/** As our own writers end an archive: without a comment, its directory's end is its last bytes. */
const ZIP_END = [0x50, 0x4b, 0x05, 0x06]
const ZIP_END_BYTES = 22

export async function zipFrom(line: Line, path: string, order: unknown): Promise<Blob> {
  const zip = await (await line.send('POST', path, order)).blob().catch(broken)
  const end = new Uint8Array(await zip.slice(-ZIP_END_BYTES).arrayBuffer())
  // What stands in between may end a broken answer as if it were whole.
  return end.length === ZIP_END_BYTES && ZIP_END.every((byte, at) => end[at] === byte) ? zip : broken()
}
