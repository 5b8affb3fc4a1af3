/** `/api/v2/help_center`: read-only. Without credentials it shows what an anonymous visitor may see. */
import { type Request, type Response, Router } from 'express'
import type { FailureQueue } from '../http/faults.ts'
import { fail, notAuthenticated, recordNotFound } from '../rest/answers.ts'
import type { Credentials } from '../rest/credentials.ts'
import { answerPage } from '../rest/paging.ts'
import { articleShape, categoryShape, sectionShape, translationShape } from './shapes.ts'
import type { HelpCenter, LocalArticle, Reader } from './shelf.ts'

export interface HelpCenterOptions {
  readonly helpCenter: HelpCenter
  readonly credentials: Credentials
  readonly failures: FailureQueue
  readonly origin: () => string
}

const LIST_STYLE = { defaultSize: 30, verbose: true }

type SortKey = 'position' | 'title' | 'created_at' | 'updated_at'

function sortKey(row: LocalArticle, key: SortKey): string | number {
  switch (key) {
    case 'title':
      return row.translation.title
    case 'created_at':
      return row.article.createdAt
    case 'updated_at':
      return row.translation.updatedAt
    case 'position':
      return row.article.position
    default:
      return key satisfies never
  }
}

/** `sort_by` counts only with offset paging: beside a cursor the real API drops it without a word. */
function sorted(req: Request, rows: readonly LocalArticle[]): readonly LocalArticle[] {
  const wantsCursor = Object.keys(req.query).some((name) => name.startsWith('page['))
  const asked = String((wantsCursor ? req.query.sort : req.query.sort_by) ?? '')
  const key = (['position', 'title', 'created_at', 'updated_at'] as const).find(
    (name) => name === asked.replace(/^-/, ''),
  )
  if (key === undefined) return rows
  const direction = asked.startsWith('-') || req.query.sort_order === 'desc' ? -1 : 1
  return [...rows].sort((a, b) => {
    const [left, right] = [sortKey(a, key), sortKey(b, key)]
    return direction * (left < right ? -1 : left > right ? 1 : a.article.id - b.article.id)
  })
}

function labelled(req: Request, rows: readonly LocalArticle[]): readonly LocalArticle[] {
  const wanted = typeof req.query.label_names === 'string' ? req.query.label_names.split(',') : []
  return rows.filter(({ article }) => wanted.every((label) => article.labels.includes(label)))
}

export function helpCenterRouter({ helpCenter, credentials, failures, origin }: HelpCenterOptions): Router {
  const router = Router()
  router.use((req, res, next) => {
    const failure = failures.takeHelpCenter()
    if (failure !== undefined) return fail(res, failure)
    const caller = credentials.callerOf(req)
    if (caller === null) return notAuthenticated(res)
    res.locals.reader = caller === undefined ? 'anonymous' : 'agent'
    next()
  })

  const readerOf = (res: Response): Reader => (res.locals.reader === 'agent' ? 'agent' : 'anonymous')

  router.get('/locales', (_req, res) => {
    res.json({ locales: [...helpCenter.locales], default_locale: helpCenter.defaultLocale })
  })
  router.get('/articles/:articleId/translations', (req, res) => {
    const rows = helpCenter.translations(Number(req.params.articleId), readerOf(res))
    if (rows.length === 0) return recordNotFound(res)
    const shapes = rows.map((row) => translationShape(origin(), row))
    answerPage(req, res, origin(), 'translations', shapes, LIST_STYLE)
  })

  function listArticles(req: Request, res: Response, locale: string, keep: (row: LocalArticle) => boolean) {
    const rows = sorted(req, labelled(req, helpCenter.articles(locale, readerOf(res)).filter(keep)))
    const shapes = rows.map((row) => articleShape(origin(), row))
    answerPage(req, res, origin(), 'articles', shapes, LIST_STYLE)
  }

  const local = Router({ mergeParams: true })
  const localeOf = (res: Response): string => String(res.locals.locale)
  local.get('/articles', (req, res) => listArticles(req, res, localeOf(res), () => true))
  local.get('/articles/:articleId', (req, res) => {
    const row = helpCenter.article(Number(req.params.articleId), localeOf(res), readerOf(res))
    if (row === undefined) recordNotFound(res)
    else res.json({ article: articleShape(origin(), row) })
  })
  local.get('/sections', (req, res) => {
    const rows = helpCenter.sections(localeOf(res)).map((row) => sectionShape(origin(), row))
    answerPage(req, res, origin(), 'sections', rows, LIST_STYLE)
  })
  local.get('/sections/:sectionId/articles', (req, res) => {
    const sectionId = Number(req.params.sectionId)
    listArticles(req, res, localeOf(res), ({ article }) => article.sectionId === sectionId)
  })
  local.get('/categories', (req, res) => {
    const rows = helpCenter.categories(localeOf(res)).map((row) => categoryShape(origin(), row))
    answerPage(req, res, origin(), 'categories', rows, LIST_STYLE)
  })

  router.use('/:locale', (req, res, next) => {
    const locale = String(req.params.locale).toLowerCase()
    if (!helpCenter.locales.includes(locale)) return next()
    res.locals.locale = locale
    local(req, res, next)
  })
  // Without a locale the real API answers in the default one.
  router.use((_req, res, next) => {
    res.locals.locale = helpCenter.defaultLocale
    next()
  }, local)
  router.use((_req, res) => recordNotFound(res))
  return router
}
