/** What the HTTP parser refuses before any route is known: it is answered in words like everything else. */
import type { Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { Fault, type FaultCode } from '../src/domain/fault.ts'
import { answerHeaders } from './http/answer-headers.ts'
import { problemOf } from './http/faults.ts'
import type { Log } from './log.ts'

interface Refused {
  readonly status: number
  readonly reason: string
  readonly code: FaultCode
  readonly detail: string
}

const UNREADABLE: Refused = {
  status: 400,
  reason: 'Bad Request',
  code: 'BAD_REQUEST',
  detail: 'this is no HTTP request',
}

/** By the parser's own names (`errors.html` of Node.js). */
const REFUSED: Readonly<Record<string, Refused>> = {
  // RFC 6585 §5.
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    code: 'TOO_LARGE',
    detail: 'the address and the headers are longer than 16 KB together',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: 'Request Timeout',
    code: 'BAD_REQUEST',
    detail: 'the request did not come in time',
  },
}

export interface UnreadGiven {
  readonly publicUrl: string
  readonly newRequestId: () => string
  readonly log: Pick<Log, 'info'>
}

/**
 * Answers with a problem document (RFC 9457) and closes the connection: where the next request begins is not known.
 * Nothing of what was sent is repeated.
 */
export function answerUnread(server: Server, given: UnreadGiven): void {
  const headers = Object.entries(answerHeaders(given.publicUrl)).map(([name, value]) => `${name}: ${value}`)
  const answers = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (request, response) => answers.set(request.socket, response))
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    const answer = answers.get(socket)
    const halfSent = answer?.headersSent === true && !answer.writableFinished
    if (error.code === 'ECONNRESET' || !socket.writable || halfSent) {
      socket.destroy()
      return
    }
    const { status, reason, code, detail } = REFUSED[error.code ?? ''] ?? UNREADABLE
    const requestId = given.newRequestId()
    given.log.info('request', { requestId, route: 'none', status, code })
    // RFC 9110 §9.3.2: whoever asks for the head reads no body, and would take it for the next answer.
    const asksForHead = error.rawPacket?.toString('latin1', 0, 5) === 'HEAD '
    const body = JSON.stringify({ ...problemOf(new Fault(code, detail), requestId), status })
    socket.end(
      [
        `HTTP/1.1 ${status} ${reason}`,
        'content-type: application/problem+json',
        `content-length: ${Buffer.byteLength(body)}`,
        ...headers,
        `x-request-id: ${requestId}`,
        'connection: close',
        '',
        asksForHead ? '' : body,
      ].join('\r\n'),
    )
  })
}
