/** What listens: how long a connection may take for what, how much it may ask for at once, and what is no request at all. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
} from 'node:http'
import { Socket } from 'node:net'
import { answerUnread, refuseUnread, type UnreadGiven } from './unread-request.ts'

export interface HttpLimits {
  /** Longer than the 60 s after which a proxy gives up an idle connection: who closes first loses no request. */
  readonly keepAliveMs: number
  /** For the head of a request. */
  readonly headMs: number
  /** For all of it: a megabyte at 17 kB a second. */
  readonly requestMs: number
  /** Nothing goes in or out: longer than any answer is waited for. */
  readonly silentMs: number
  /** What was asked for lies here and none of it is taken: a file, a snapshot or words wait for it meanwhile. */
  readonly untakenMs: number
  /** How often it is looked whether a request is late. */
  readonly lookMs: number
  /**
   * Requests of one connection that are not answered yet. Whoever sends them in a row and reads nothing would have as
   * many answers held, and files open, as fit into a packet.
   */
  readonly mostAtOnce: number
}

export const HTTP_LIMITS: HttpLimits = {
  keepAliveMs: 65_000,
  headMs: 20_000,
  requestMs: 60_000,
  silentMs: 600_000,
  untakenMs: 60_000,
  lookMs: 5_000,
  mostAtOnce: 8,
}

/**
 * Whoever has asked and reads nothing is let go sooner than whoever waits for an answer. The engine counts anew as long
 * as anything at all is taken.
 */
function letGoUntaken(server: Server, { silentMs, untakenMs, lookMs }: HttpLimits): void {
  const shorter = Math.min(untakenMs, silentMs)
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  const look = setInterval(() => {
    for (const socket of open) {
      const limit = socket.writableLength > 0 ? shorter : silentMs
      // Set anew it would begin anew; between two answers a shorter one of the engine's own holds.
      const isOurs = socket.timeout === shorter || socket.timeout === silentMs
      if (isOurs && socket.timeout !== limit) socket.setTimeout(limit)
    }
  }, lookMs)
  look.unref()
  server.once('close', () => clearInterval(look))
}

/** RFC 9112 §3.2: one name, or none before HTTP/1.1 had them. */
function isAddressed({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  const names = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length
  return names === 1 || (names === 0 && httpVersion === '1.0')
}

/**
 * RFC 9112 §6.1: chunks came with HTTP/1.1. A proxy that knows none of them reads the end of such a body elsewhere, and
 * what follows it as somebody else's request. §6.3: of a body that is coded otherwise nobody can tell the end; the
 * parser says so only when the request was handed on already.
 */
function isFramed({ headers, httpVersion }: IncomingMessage): boolean {
  const coding = headers['transfer-encoding']
  if (coding === undefined) return httpVersion === '1.1' || httpVersion === '1.0'
  return httpVersion === '1.1' && coding.toLowerCase() === 'chunked'
}

export function openHttpServer(app: RequestListener, given: UnreadGiven, limits = HTTP_LIMITS): Server {
  const unanswered = new WeakMap<Socket, number>()
  /** Where the next request begins is not known there. */
  const refused = new WeakSet<Socket>()
  const take: RequestListener = (request, response) => {
    const { socket } = request
    const now = (unanswered.get(socket) ?? 0) + 1
    unanswered.set(socket, now)
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1))
    if (now > limits.mostAtOnce) return void socket.destroy()
    if (refused.has(socket)) return
    const problem = isAddressed(request) ? (isFramed(request) ? null : 'NO_FRAME') : 'NO_HOST'
    if (problem === null) return app(request, response)
    refused.add(socket)
    refuseUnread(response, problem, given)
  }
  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMs,
      headersTimeout: limits.headMs,
      requestTimeout: limits.requestMs,
      connectionsCheckingInterval: limits.lookMs,
      requireHostHeader: false,
    },
    take,
  )
  server.setTimeout(limits.silentMs)
  letGoUntaken(server, limits)
  server.on('checkExpectation', ({ socket }, response) => {
    refused.add(socket)
    refuseUnread(response, 'EXPECTATION', given)
  })
  // The engine hangs up on it without a word. Nothing is connected to: it is answered as any other method that nobody has.
  server.on('connect', (request, socket) => {
    socket.on('error', () => socket.destroy())
    // Behind a request that has no answer yet there is no place for another.
    if (!(socket instanceof Socket) || (unanswered.get(socket) ?? 0) > 0) return void socket.destroy()
    const response = new ServerResponse(request)
    response.shouldKeepAlive = false
    response.assignSocket(socket)
    response.once('finish', () => socket.destroySoon())
    // It names a host in place of an address.
    request.url = '/'
    take(request, response)
  })
  answerUnread(server, given)
  return server
}
