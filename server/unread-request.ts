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
  // Of our own, for what the parser lets through.
  NO_HOST: { ...UNREADABLE, detail: 'a request names one host' },
  NO_FRAME: {
    ...UNREADABLE,
    detail: 'a request is of HTTP/1.1, or of HTTP/1.0 and without chunks; no other coding has an end',
  },
  EXPECTATION: {
    status: 417,
    reason: 'Expectation Failed',
    code: 'BAD_REQUEST',
    detail: 'nothing but 100-continue can be expected',
  },
}

interface Told extends Refused {
  readonly requestId: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What is told, and the line of the log that knows its number. */
function toldOf(name: string | undefined, given: UnreadGiven): Told {
  const refused = REFUSED[name ?? ''] ?? UNREADABLE
  const { status, code, detail } = refused
  const requestId = given.newRequestId()
  given.log.info('request', { requestId, route: 'none', status, code })
  const body = JSON.stringify({ ...problemOf(new Fault(code, detail), requestId), status })
  const headers = {
    ...answerHeaders(given.publicUrl),
    'X-Request-Id': requestId,
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  }
  return { ...refused, requestId, headers, body }
}

/** They hang up once their answer is out: what the parser finds behind it is told to nobody. */
const hangingUp = new WeakSet<Duplex>()

/** Of a request that was parsed, and is none that anybody here answers. */
export function refuseUnread(response: ServerResponse, name: string, given: UnreadGiven): void {
  const { status, headers, body } = toldOf(name, given)
  if (response.socket !== null) hangingUp.add(response.socket)
  response.writeHead(status, headers).end(body)
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
  const answers = new WeakMap<Duplex, ServerResponse>()
  server.on('request', (request, response) => answers.set(request.socket, response))
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket) => {
    if (hangingUp.has(socket) && error.code?.startsWith('HPE_') === true) return
    const answer = answers.get(socket)
    const halfSent = answer?.headersSent === true && !answer.writableFinished
    if (error.code === 'ECONNRESET' || !socket.writable || halfSent) {
      socket.destroy()
      return
    }
    const { status, reason, headers, body } = toldOf(error.code, given)
    // RFC 9110 §9.3.2: whoever asks for the head reads no body, and would take it for the next answer.
    const asksForHead = error.rawPacket?.toString('latin1', 0, 5) === 'HEAD '
    socket.end(
      [
        `HTTP/1.1 ${status} ${reason}`,
        ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
        '',
        asksForHead ? '' : body,
      ].join('\r\n'),
    )
  })
}
