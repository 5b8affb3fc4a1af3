/**
 * Lets the sample's admin edit, unpublish and publish articles from the workbench's own page, as a knowledge
 * editor would. Zendesk's API stays read-only here; the companion learns of a change with its next sync only.
 */
import express, { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import { forbidden, notAuthenticated, recordInvalid, recordNotFound } from '../rest/answers.ts'
import type { Credentials } from '../rest/credentials.ts'
import type { HelpCenter } from './shelf.ts'

export interface EditingOptions {
  readonly helpCenter: HelpCenter
  readonly credentials: Credentials
}

const TEXT = z.strictObject({
  title: z.string().trim().min(1).max(200),
  body: z.string().trim().min(1).max(50_000),
})
const PUBLICATION = z.strictObject({ published: z.boolean() })

function parseOr422<T>(schema: z.ZodType<T>, req: Request, res: Response): T | undefined {
  const parsed = schema.safeParse(req.body)
  if (parsed.success) return parsed.data
  recordInvalid(res, String(parsed.error.issues[0]?.path[0] ?? 'base'), 'is not valid')
  return undefined
}

export function editingRouter({ helpCenter, credentials }: EditingOptions): Router {
  const router = Router()
  router.use((req, res, next) => {
    const agent = credentials.callerOf(req)
    if (agent === null || agent === undefined) return notAuthenticated(res)
    if (req.method !== 'GET' && agent.role !== 'admin') return forbidden(res)
    next()
  })
  router.use(express.json({ limit: '200kb' }))

  router.get('/', (_req, res) => {
    const sections = new Map(
      helpCenter.locales.flatMap((locale) =>
        helpCenter.sections(locale).map(({ shelf, name }) => [`${locale} ${shelf.id}`, name] as const),
      ),
    )
    const articles = helpCenter.locales.flatMap((locale) =>
      helpCenter.articles(locale, 'agent').map(({ article, translation }) => ({
        id: article.id,
        locale,
        section: sections.get(`${locale} ${article.sectionId}`) ?? '',
        title: translation.title,
        body: translation.body,
        published: !translation.draft,
        restricted: article.userSegmentId !== null,
        updated_at: translation.updatedAt,
        path: `/hc/${locale}/articles/${article.id}-${article.slug}`,
      })),
    )
    res.set('Cache-Control', 'no-store').json({ locales: helpCenter.locales, articles })
  })
  router.put('/articles/:articleId/publication', (req, res) => {
    const articleId = Number(req.params.articleId)
    if (helpCenter.translations(articleId, 'agent').length === 0) return recordNotFound(res)
    const body = parseOr422(PUBLICATION, req, res)
    if (body === undefined) return
    if (body.published) helpCenter.publish(articleId)
    else helpCenter.unpublish(articleId)
    res.status(204).end()
  })
  router.put('/articles/:articleId/:locale', (req, res) => {
    const articleId = Number(req.params.articleId)
    if (helpCenter.article(articleId, req.params.locale, 'agent') === undefined) return recordNotFound(res)
    const body = parseOr422(TEXT, req, res)
    if (body === undefined) return
    helpCenter.edit(articleId, req.params.locale, body)
    res.status(204).end()
  })
  return router
}
