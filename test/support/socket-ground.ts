/** Servers on this machine that count who connected, for tests that look at what really went over a socket. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from 'node:net'
import { afterEach } from 'mocha'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface SocketGround {
  readonly port: number
  readonly seen: readonly Seen[]
  /** Connections ever made. */
  connections(): number
  /** Connections that are open now. */
  open(): number
  /** Resolves as soon as nobody is connected any more. */
  left(): Promise<void>
}

const servers = new Set<Server | SocketServer>()
const sockets = new Set<Socket>()

afterEach(() => {
  for (const socket of sockets) socket.destroy()
  for (const server of servers) server.close()
  servers.clear()
})

async function watched(server: Server | SocketServer, seen: readonly Seen[]): Promise<SocketGround> {
  const here = new Set<Socket>()
  let count = 0
  let leave: () => void = () => undefined
  servers.add(server)
  server.on('connection', (socket: Socket) => {
    count += 1
    here.add(socket)
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      here.delete(socket)
      sockets.delete(socket)
      if (here.size === 0) leave()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    connections: () => count,
    open: () => here.size,
    left: () =>
      new Promise((resolve) => {
        leave = resolve
        if (here.size === 0) resolve()
      }),
  }
}

/** Answers over HTTP, once a request has come in as a whole. */
export function serveHttp(answer: (seen: Seen, res: ServerResponse) => void): Promise<SocketGround> {
  const seen: Seen[] = []
  const server = createServer((req, res) => {
    let body = ''
    req.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    req.on('end', () => {
      const one = { method: req.method ?? '', url: req.url ?? '', headers: req.headers, body }
      seen.push(one)
      answer(one, res)
    })
  })
  return watched(server, seen)
}

/** Answers over TLS, if anybody accepts the certificate. */
export function serveTls(
  certificate: { readonly key: string; readonly cert: string },
  answer: (res: ServerResponse) => void,
): Promise<SocketGround> {
  const seen: Seen[] = []
  const server = createTlsServer(certificate, (req, res) => {
    seen.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body: '' })
    answer(res)
  })
  return watched(server, seen)
}

/** Answers with bytes as they are, once the first of them have come in. */
export function serveBytes(answer: (socket: Socket) => void): Promise<SocketGround> {
  return watched(
    createSocketServer((socket) => void socket.once('data', () => answer(socket))),
    [],
  )
}
