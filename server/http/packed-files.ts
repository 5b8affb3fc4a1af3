/** The pages' scripts and styles as gzip, packed once for as long as the file stays as it is. Nothing of anybody is in them. */
import { readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { Request, RequestHandler, Response } from 'express'

const pack = promisify(gzip)
/** No folder within: a name cannot lead out of the place. */
const NAME = /^\/([\w-][\w.-]*\.(?:js|css))$/

interface Packed {
  /** Of the file as it is: when it was written, and how long it is. */
  readonly stamp: string
  readonly bytes: Promise<Buffer>
}

/** Whoever cannot unpack gets it as it is; a cache between must know the two apart. */
function takesPacked(request: Request, response: Response): boolean {
  response.vary('Accept-Encoding')
  return request.acceptsEncodings(['gzip', 'identity']) === 'gzip'
}

/** For a page in which nothing is secret: what is packed beside a secret can give it away by its length. */
export async function sendPacked(
  request: Request,
  response: Response,
  page: { readonly type: string; readonly text: string | Buffer; readonly packed?: Promise<Buffer> },
): Promise<void> {
  response.type(page.type)
  if (!takesPacked(request, response)) {
    response.send(page.text)
    return
  }
  const bytes = await (page.packed ?? pack(page.text, { level: constants.Z_BEST_SPEED }))
  response.set('Content-Encoding', 'gzip').send(bytes)
}

export function packText(text: string | Buffer): Promise<Buffer> {
  return pack(text)
}

/** What is no such file, or asked for as it is, goes on to the next handler. */
export function packedFiles(dir: string): RequestHandler {
  const held = new Map<string, Packed>()

  async function packed(name: string): Promise<Packed | null> {
    const path = join(dir, name)
    const found = await stat(path).catch(() => null)
    if (found === null || !found.isFile()) return null
    const stamp = `${found.mtimeMs.toString(36)}-${found.size.toString(36)}`
    const known = held.get(name)
    if (known?.stamp === stamp) return known
    const bytes = readFile(path).then((text) => pack(text, { level: 9 }))
    const fresh = { stamp, bytes }
    held.set(name, fresh)
    // What could not be read is tried again by the next one who asks.
    bytes.catch(() => held.delete(name))
    return fresh
  }

  return async (request, response, next) => {
    const name = NAME.exec(request.path)?.[1]
    if (name === undefined || !['GET', 'HEAD'].includes(request.method)) return next()
    if (!takesPacked(request, response)) return next()
    const file = await packed(name)
    if (file === null) return next()
    response.set({ 'Content-Encoding': 'gzip', ETag: `W/"${file.stamp}"` })
    response.type(extname(name)).send(await file.bytes)
  }
}
