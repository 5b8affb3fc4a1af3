/** The API's document, to anyone: it says what the product can do, and nothing of anybody's. */
import { createHash } from 'node:crypto'
import { type RequestHandler, Router } from 'express'
import type { CallMeter } from '../access/index.ts'
import { pageHeaders } from './html.ts'
import { openApiText } from './openapi.ts'
import { referencePage } from './reference-page.ts'
import type { Route } from './route.ts'

export const DOCUMENT_PATH = '/api/v1/openapi.json'
export const PAGE_PATH = '/api'

function sending(text: string): RequestHandler {
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
  return (request, response) => {
    response.locals.route = DOCUMENT_PATH
    // Asked for anew each time, and sent only when it has changed.
    response.set({ ETag: tag, 'Cache-Control': 'no-cache' })
    if (
      request
        .get('if-none-match')
        ?.split(/\s*,\s*/)
        .includes(tag)
    )
      response.status(304).end()
    else response.type('application/json').send(text)
  }
}

export function apiDocument(rows: readonly Route[], calls: Pick<CallMeter, 'stranger'> | null): Router {
  const router = Router()
  router.get([DOCUMENT_PATH, PAGE_PATH], (request, response, next) => {
    response.locals.route = request.path
    calls?.stranger(request.ip ?? '')
    next()
  })
  router.get(DOCUMENT_PATH, sending(openApiText(rows)))
  router.get(PAGE_PATH, (request, response) => {
    response.locals.route = PAGE_PATH
    pageHeaders(response, { frameAncestors: "'none'" })
    const { q } = request.query
    response.status(200).send(referencePage(rows, typeof q === 'string' ? q.slice(0, 100) : ''))
  })
  return router
}
