/** Reads `text/event-stream` from a fetch body: `EventSource` cannot send a Bearer token or a POST. */
import { Unreachable } from './trouble.ts'

const LONGEST_EVENT = 2_000_000

export async function* dataLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  let data: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new Unreachable('the stream broke off', { cause })
      })
      buffer += done ? `${decoder.decode()}\n` : decoder.decode(value, { stream: true })
      if (buffer.length > LONGEST_EVENT) throw new Unreachable('an event never ended')
      // A carriage return at the very end may be half of a line break.
      const lines = buffer.split(/\r\n|\n|\r(?!$)/)
      buffer = lines.pop() ?? ''
      for (const line of lines) {
        if (line.startsWith('data:')) data.push(line.slice(line.startsWith('data: ') ? 6 : 5))
        else if (line === '' && data.length > 0) {
          yield data.join('\n')
          data = []
        }
      }
      if (done) return
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
