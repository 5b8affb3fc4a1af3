/** The body of a call of the API: JSON in UTF-8 that everybody reads alike (RFC 8259 §4, §8.1). */
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { Fault } from '../../src/domain/fault.ts'

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]

/** Every key of a JSON text has one colon behind it. In UTF-8 no byte of a longer sign is one of these three. */
function colonsIn(json: Uint8Array): number {
  let colons = 0
  let inString = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (byte === QUOTE) inString = !inString
    else if (inString && byte === BACKSLASH) at++
    else if (!inString && byte === COLON) colons++
  }
  return colons
}

function keysIn(parsed: unknown): number {
  let keys = 0
  const open: object[] = []
  const meet = (value: unknown) => {
    if (typeof value === 'object' && value !== null) open.push(value)
  }
  meet(parsed)
  for (let each = open.pop(); each !== undefined; each = open.pop())
    if (Array.isArray(each)) for (const value of each) meet(value)
    else
      for (const value of Object.values(each)) {
        keys++
        meet(value)
      }
  return keys
}

/**
 * Whether an object of it has a key twice: `JSON.parse` keeps the last, another reader the first.
 *
 * @param json bytes that `JSON.parse` has taken; of others the answer means nothing.
 * @param parsed what it made of them.
 */
export function saysAKeyTwice(json: Uint8Array, parsed: unknown): boolean {
  return colonsIn(json) !== keysIn(parsed)
}

/** Bytes of a request until they are parsed. */
const bodies = new WeakMap<object, Buffer>()

/** In another charset, or with a key twice, a proxy in front would read something else than we do. */
function keep(request: object, _response: unknown, body: Buffer, charset: string): void {
  if (charset !== 'utf-8') throw new Fault('BAD_REQUEST', 'JSON is UTF-8')
  bodies.set(request, body)
}

function readAlike(request: Request, _response: Response, next: NextFunction): void {
  const body = bodies.get(request)
  bodies.delete(request)
  if (body !== undefined && saysAKeyTwice(body, request.body))
    throw new Fault('BAD_REQUEST', 'the JSON has a key twice in one object: which of the two is meant?')
  next()
}

/** @throws Fault `BAD_REQUEST` by what it hands on, or what the parser says of a body that is none (`faultOf`). */
export const jsonBody: readonly RequestHandler[] = [
  express.json({ limit: '1mb', strict: true, verify: keep }),
  readAlike,
]
