/**
 * Mocha loads this before every test (.mocharc.json): whoever connects beyond this machine, or asks for a
 * name that is not its own, is stopped, and the run fails. It sees the whole process at the level of sockets.
 */
import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { isIP, Socket } from 'node:net'

const attempts: string[] = []

/** Where `connect` was told to go: `net.connect` hands its arguments on as one array. */
function targetOf(args: readonly unknown[]): string {
  const first = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host =
    typeof first === 'object' && first !== null
      ? !Reflect.get(first, 'path') && Reflect.get(first, 'host')
      : args[1]
  return typeof host === 'string' && host !== '' ? host : 'localhost'
}

export function isThisMachine(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase()
  return (
    bare === 'localhost' || bare === '::1' || bare === '::' || bare === '0.0.0.0' || isLoopbackAddress(bare)
  )
}
function isLoopbackAddress(host: string): boolean {
  return isIP(host.replace(/^::ffff:/, '')) === 4 && /^(?:::ffff:)?127\./.test(host)
}

function stopped(what: string): Error {
  attempts.push(what)
  return Object.assign(new Error(`a test may not leave this machine: ${what}`), { code: 'ENETUNREACH' })
}

const connect = Socket.prototype.connect
Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
  const host = targetOf(args)
  if (isThisMachine(host)) return Reflect.apply(connect, this, args)
  const error = stopped(`connection to ${host}`)
  process.nextTick(() => this.destroy(error))
  return this
}

type Ask = (...args: unknown[]) => unknown

/** Every question to a name server; an address or this machine's own name needs none. */
function watchNames(names: object, fail: (error: Error, args: readonly unknown[]) => unknown): void {
  const questions = Object.keys(names).filter((name) => /^(?:lookup|reverse|resolve)/.test(name))
  for (const question of questions) {
    const ask = Reflect.get(names, question) as Ask
    if (typeof ask !== 'function') continue
    const watched: Ask = (...args) => {
      const host = String(args[0])
      if (isIP(host) !== 0 || isThisMachine(host)) return Reflect.apply(ask, names, args)
      return fail(stopped(`name of ${host}`), args)
    }
    Reflect.set(names, question, watched)
  }
}

watchNames(dns.promises, (error) => Promise.reject(error))
watchNames(dns, (error, args) => {
  const done = args.at(-1)
  if (typeof done === 'function') process.nextTick(() => done(error))
})
syncBuiltinESMExports()

/** @returns what was attempted since the last call, and forgets it. */
export function takeAttempts(): readonly string[] {
  return attempts.splice(0)
}

function failOnAttempts(): void {
  const found = takeAttempts()
  if (found.length > 0)
    throw new Error(`${found.length} attempt(s) to leave this machine: ${found.join('; ')}`)
}

export const mochaHooks = { afterEach: failOnAttempts, afterAll: failOnAttempts }
