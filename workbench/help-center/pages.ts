/** The readable pages that citations open. Author HTML is shown under a policy that runs no script. */
import { Router } from 'express'
import { escapeHtml } from '../store/comment-text.ts'
import type { HelpCenter, LocalArticle } from './shelf.ts'

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; base-uri 'none'"

const WORDS: Readonly<Record<string, { readonly home: string; readonly updated: string }>> = {
  de: { home: 'Hilfe-Center', updated: 'Zuletzt aktualisiert' },
}
const ENGLISH = { home: 'Help center', updated: 'Last updated' }

function frame(helpCenter: HelpCenter, locale: string, title: string, main: string): string {
  return `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} – ${escapeHtml(helpCenter.name)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/help-center.css"></head>
<body>
<header><a href="/hc/${escapeHtml(locale)}">${escapeHtml(helpCenter.name)}</a></header>
<main>${main}</main>
<footer>Local workbench. People and texts are invented.</footer>
</body></html>`
}

function articlePage(helpCenter: HelpCenter, { article, locale, translation }: LocalArticle): string {
  const words = WORDS[locale] ?? ENGLISH
  const section = helpCenter.sections(locale).find(({ shelf }) => shelf.id === article.sectionId)
  const main = `<p class="trail"><a href="/hc/${locale}">${words.home}</a> › ${escapeHtml(section?.name ?? '')}</p>
<article><h1>${escapeHtml(translation.title)}</h1>
<p class="updated">${words.updated}: <time>${translation.updatedAt.slice(0, 10)}</time></p>
${translation.body}</article>`
  return frame(helpCenter, locale, translation.title, main)
}

function indexPage(helpCenter: HelpCenter, locale: string): string {
  const articles = helpCenter.articles(locale, 'anonymous')
  const sections = helpCenter.sections(locale)
  const blocks = helpCenter.categories(locale).map((category) => {
    const inside = sections.filter(({ shelf }) => shelf.categoryId === category.shelf.id)
    const lists = inside.map(({ shelf, name }) => {
      const links = articles
        .filter(({ article }) => article.sectionId === shelf.id)
        .map(
          ({ article, translation }) =>
            `<li><a href="/hc/${locale}/articles/${article.id}-${article.slug}">${escapeHtml(translation.title)}</a></li>`,
        )
      return `<h3 id="sections-${shelf.id}">${escapeHtml(name)}</h3><ul>${links.join('')}</ul>`
    })
    return `<section><h2 id="categories-${category.shelf.id}">${escapeHtml(category.name)}</h2>${lists.join('')}</section>`
  })
  return frame(
    helpCenter,
    locale,
    helpCenter.name,
    `<h1>${escapeHtml(helpCenter.name)}</h1>${blocks.join('')}`,
  )
}

export function helpCenterPages(helpCenter: HelpCenter): Router {
  const router = Router()
  router.use((_req, res, next) => {
    res.set({ 'Content-Security-Policy': POLICY, 'X-Content-Type-Options': 'nosniff' })
    next()
  })
  router.get('/', (_req, res) => res.redirect(`/hc/${helpCenter.defaultLocale}`))
  router.get('/:locale', (req, res) => {
    const locale = req.params.locale.toLowerCase()
    if (helpCenter.locales.includes(locale)) res.send(indexPage(helpCenter, locale))
    else res.status(404).send(frame(helpCenter, helpCenter.defaultLocale, 'Not found', '<h1>Not found</h1>'))
  })
  // The number names the article; the words after it are for people, as on the real site.
  router.get('/:locale/articles/:slug', (req, res) => {
    const locale = req.params.locale.toLowerCase()
    const id = Number(/^\d+/.exec(req.params.slug)?.[0])
    const row = helpCenter.article(id, locale, 'anonymous')
    if (row !== undefined) res.send(articlePage(helpCenter, row))
    else res.status(404).send(frame(helpCenter, helpCenter.defaultLocale, 'Not found', '<h1>Not found</h1>'))
  })
  return router
}
