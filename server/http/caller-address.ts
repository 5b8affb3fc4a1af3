/** The address that counts as the caller's: who connected, or whom a proxy of our own says it passes on. */
import type { Request } from 'express'

/**
 * Some proxies name the port beside it, another for each connection, and an IPv4 address that came over an IPv6 socket
 * is the same address: with either, one caller would be counted as many.
 */
export function bareAddress(address: string): string {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? address
  return /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/i.exec(bare)?.[1] ?? bare
}

export function callerAddress(request: Pick<Request, 'ip'>): string {
  return bareAddress(request.ip ?? '')
}
