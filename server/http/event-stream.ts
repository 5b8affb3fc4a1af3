/** Server-sent events of one answer: one `data:` line an event, in as few pieces as nobody would notice. */
import type { Response } from 'express'
import type { DraftEvent } from '../../src/domain/api.ts'

/** That a draft is accepted shows nothing yet: it goes along with what comes next, if that comes soon. */
const HELD_MS = 100

type Answer = Pick<
  Response,
  'headersSent' | 'status' | 'setHeader' | 'write' | 'writableEnded' | 'end' | 'once'
>

export interface EventStream {
  send(event: DraftEvent): void
  /** What waits goes out now. */
  flush(): void
  end(): void
}

/**
 * What comes at one moment goes out in one piece, since each piece costs a call of the system.
 * @param later calls back after a while; what it returns takes the call back.
 */
export function eventStream(
  response: Answer,
  later: (act: () => void) => () => void = afterAWhile,
): EventStream {
  let waiting = ''
  let isDue = false
  let letGo: (() => void) | null = null
  const taken = () => {
    letGo?.()
    letGo = null
    isDue = false
    const all = waiting
    waiting = ''
    return all
  }
  const flush = () => {
    const all = taken()
    if (all !== '' && !response.writableEnded) response.write(all)
  }
  // Whoever has gone is waited for by nobody.
  response.once('close', () => letGo?.())
  return {
    send(event) {
      // The first one takes the head of the answer along.
      if (!response.headersSent) {
        response.status(200)
        response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
        response.setHeader('X-Accel-Buffering', 'no')
      }
      waiting += `data: ${JSON.stringify(event)}\n\n`
      if (event.event === 'accepted') letGo ??= later(flush)
      else if (!isDue) {
        isDue = true
        queueMicrotask(flush)
      }
    },
    flush,
    end() {
      response.end(taken())
    },
  }
}

function afterAWhile(act: () => void): () => void {
  const timer = setTimeout(act, HELD_MS)
  return () => clearTimeout(timer)
}
