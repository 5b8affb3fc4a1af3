/** The answer's stream, cut into whole events: nothing behind it has to search the same bytes twice. */
import { Fault } from '../../../src/domain/fault.ts'

const LF = 10
const CR = 13
/** An event holds a word or two; what is longer is no chat answer. */
const MAX_EVENT_BYTES = 64 * 1024

/** @throws Fault `PROVIDER_FAILED` for an event that does not end. */
export async function* wholeEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let heldBytes = 0
  let lineIsEmpty = true
  for await (const chunk of chunks) {
    let from = 0
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at]
      if (byte !== LF) {
        if (byte !== CR) lineIsEmpty = false
        continue
      }
      if (lineIsEmpty) {
        yield Buffer.concat([...held, chunk.subarray(from, at + 1)])
        held = []
        heldBytes = 0
        from = at + 1
      }
      lineIsEmpty = true
    }
    if (from === chunk.length) continue
    held.push(chunk.subarray(from))
    heldBytes += chunk.length - from
    if (heldBytes > MAX_EVENT_BYTES)
      throw new Fault('PROVIDER_FAILED', `an event of the answer is longer than ${MAX_EVENT_BYTES} bytes`)
  }
  if (held.length > 0) yield Buffer.concat(held)
}
