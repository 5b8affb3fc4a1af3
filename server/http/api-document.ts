/** The API's document, to anyone: it says what the product can do, and nothing of anybody's. */
import { createHash } from 'node:crypto'
import { type RequestHandler, Router } from 'express'
import type { CallMeter } from '../access/index.ts'
import { callerAddress } from './caller-address.ts'
import { pageHeaders } from './html.ts'
import { openApiText } from './openapi.ts'
import { packText, sendPacked } from './packed-files.ts'
import { referencePages } from './reference-page.ts'
import type { Route } from './route.ts'

export const DOCUMENT_PATH = '/api/v1/openapi.json'
export const PAGE_PATH = '/api'

interface Made {
  /** As bytes: all who are sent it share them. */
  readonly text: Buffer
  readonly tag: string
  readonly packed: Promise<Buffer>
}

/** Made and packed once, for the first who asks: the routes stay as they are while the server runs. */
function once(make: () => string): () => Made {
  let made: Made | null = null
  return () => {
    if (made === null) {
      const text = Buffer.from(make())
      const digest = createHash('sha256').update(text).digest('base64url')
      made = { text, tag: `W/"${digest.slice(0, 27)}"`, packed: packText(text) }
    }
    return made
  }
}

function sending(make: () => string): RequestHandler {
  const whole = once(make)
  return async (request, response) => {
    response.locals.route = DOCUMENT_PATH
    const { text, tag, packed } = whole()
    // Asked for anew each time, and sent only when it has changed.
    response.set({ ETag: tag, 'Cache-Control': 'no-cache' })
    if (
      request
        .get('if-none-match')
        ?.split(',')
        .some((each) => each.trim() === tag)
    )
      response.status(304).end()
    else await sendPacked(request, response, { type: 'application/json', text, packed })
  }
}

export function apiDocument(rows: readonly Route[], calls: Pick<CallMeter, 'stranger'> | null): Router {
  const router = Router()
  for (const path of [DOCUMENT_PATH, PAGE_PATH])
    router.get(path, async (request, response, next) => {
      // Not as it was written: /API is found too, and whoever refuses it must not be told a new pattern each time.
      response.locals.route = path
      await calls?.stranger(callerAddress(request))
      next()
    })
  router.get(
    DOCUMENT_PATH,
    sending(() => openApiText(rows)),
  )
  let pages: ((query: string) => string) | null = null
  const pageFor = (query: string) => {
    pages ??= referencePages(rows)
    return pages(query)
  }
  const everything = once(() => pageFor(''))
  router.get(PAGE_PATH, async (request, response) => {
    response.locals.route = PAGE_PATH
    pageHeaders(response, { frameAncestors: "'none'" })
    const { q } = request.query
    const wanted = typeof q === 'string' ? q.trim().slice(0, 100) : ''
    const page = wanted === '' ? everything() : { text: pageFor(wanted) }
    await sendPacked(request, response, { type: 'html', ...page })
  })
  return router
}
