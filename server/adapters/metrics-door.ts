/** The address that figures are read at: a port of its own, so that no proxy in front of the product leads there. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Fault } from '../../src/domain/fault.ts'
import { isLoopbackHost } from './private-address.ts'

export interface MetricsDoor {
  readonly port: number
  close(): Promise<void>
}

/** Of one length, so that comparing them tells nothing. */
const digest = (text: string) => createHash('sha256').update(text).digest()

function answer(response: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8') {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
  })
  response.end(text)
}

function isOwnName(host: string | undefined): boolean {
  const address = `http://${host ?? ''}/`
  return URL.canParse(address) && isLoopbackHost(new URL(address).hostname)
}

/** @throws Fault `CONFIG_INVALID` when the port cannot be used. */
export function openMetricsDoor(
  at: { readonly host: string; readonly port: number; readonly token: () => string | null },
  read: () => Promise<string>,
): Promise<MetricsDoor> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return answer(response, 404, '')
    const token = at.token()
    // Without a token whoever is on this machine may read: no page in a browser here that has its name lead to us.
    if (token === null && !isOwnName(request.headers.host)) return answer(response, 421, '')
    const given = digest(request.headers.authorization ?? '')
    if (token !== null && !timingSafeEqual(given, digest(`Bearer ${token}`))) return answer(response, 401, '')
    read().then(
      (text) => answer(response, 200, text, 'text/plain; version=0.0.4; charset=utf-8'),
      () => answer(response, 503, ''),
    )
  })
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Fault('CONFIG_INVALID', `port ${at.port} on ${at.host} cannot be used for metrics`, cause)),
    )
    server.listen(at.port, at.host, () => {
      const { port } = server.address() as AddressInfo
      resolve({
        port,
        close: () =>
          new Promise<void>((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}
