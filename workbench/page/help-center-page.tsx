/** The help center as a knowledge editor sees it: every article, and the acts that make Vouch recall one. */
import { useCallback, useEffect, useState } from 'preact/hooks'
import { type ArticleJson, type Bootstrap, desk } from './desk-client.ts'
import { Dialog } from './dialog.tsx'
import { Frame } from './frame.tsx'
import { languageName, moment } from './words.ts'

function EditDialog(props: { readonly article: ArticleJson; onClose(): void }) {
  const { article } = props
  const [title, setTitle] = useState(article.title)
  const [body, setBody] = useState(article.body)
  return (
    <Dialog
      wide
      title="Edit article"
      action="Save"
      onClose={props.onClose}
      onAct={async () => void (await desk.editArticle(article, { title, body }))}
    >
      <label>
        Title
        <input required value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
      </label>
      <label>
        Text (HTML)
        <textarea required value={body} onInput={(event) => setBody(event.currentTarget.value)} />
      </label>
    </Dialog>
  )
}

function PublicationDialog(props: { readonly article: ArticleJson; onClose(): void }) {
  const { article } = props
  const verb = article.published ? 'Unpublish' : 'Publish'
  return (
    <Dialog
      title={`${verb} article`}
      action={verb}
      onClose={props.onClose}
      onAct={async () => void (await desk.publishArticle(article, !article.published))}
    >
      <p>
        <strong>{article.title}</strong>, in all its languages.
      </p>
    </Dialog>
  )
}

const DIALOGS = { edit: EditDialog, publication: PublicationDialog }

interface Chosen {
  readonly act: keyof typeof DIALOGS
  readonly article: ArticleJson
}

function stateOf(article: ArticleJson): string {
  if (!article.published) return 'Draft'
  return article.restricted ? 'Restricted' : 'Published'
}

function Row(props: {
  readonly article: ArticleJson
  readonly isAdmin: boolean
  onAct(chosen: Chosen): void
}) {
  const { article } = props
  const state = stateOf(article)
  return (
    <tr>
      <td>
        <span class={article.published ? 'chip' : 'chip chip-new'}>{state}</span>
      </td>
      <td class="cell-subject">
        {state === 'Published' ? (
          <a href={article.path} target="_blank" rel="noopener">
            {article.title}
          </a>
        ) : (
          article.title
        )}
      </td>
      <td>{article.section}</td>
      <td class="cell-time">{moment(article.updated_at)}</td>
      <td class="cell-tags">
        {props.isAdmin && (
          <>
            <button type="button" class="plain" onClick={() => props.onAct({ act: 'edit', article })}>
              Edit…<span class="hidden"> {article.title}</span>
            </button>
            <button type="button" class="plain" onClick={() => props.onAct({ act: 'publication', article })}>
              {article.published ? 'Unpublish…' : 'Publish…'}
              <span class="hidden"> {article.title}</span>
            </button>
          </>
        )}
      </td>
    </tr>
  )
}

export function HelpCenterPage({ boot }: { readonly boot: Bootstrap }) {
  const [articles, setArticles] = useState<readonly ArticleJson[]>([])
  const [locales, setLocales] = useState<readonly string[]>([])
  const [locale, setLocale] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const read = useCallback(async () => {
    const answer = await desk.helpCenter()
    setArticles(answer.articles)
    setLocales(answer.locales)
    setLocale((held) => held ?? answer.locales[0] ?? null)
  }, [])
  useEffect(() => void read(), [read])

  const isAdmin = boot.agents.find(({ id }) => id === boot.agentId)?.role === 'admin'
  const inLocale = articles.filter((article) => article.locale === locale)
  const shown = inLocale.filter(({ title }) => title.toLowerCase().includes(words.trim().toLowerCase()))
  const ChosenDialog = chosen === null ? null : DIALOGS[chosen.act]
  return (
    <Frame boot={boot} place="help-center" title={<h1>Help center</h1>}>
      <div class="views articles">
        <ul class="view-names">
          {locales.map((name) => (
            <li key={name}>
              <button type="button" aria-pressed={name === locale} onClick={() => setLocale(name)}>
                {languageName(name)}
                <span>{articles.filter((article) => article.locale === name).length}</span>
              </button>
            </li>
          ))}
        </ul>
        <section class="view-table">
          <header>
            <h2>Articles</h2>
            <p role="status">
              {articles.length === 0 ? 'Loading…' : `${shown.length} of ${inLocale.length}`}
            </p>
            <input
              class="articles-search"
              type="search"
              aria-label="Search articles by title"
              placeholder="Search by title"
              value={words}
              onInput={(event) => setWords(event.currentTarget.value)}
            />
          </header>
          <p class="articles-lead">
            {isAdmin
              ? 'Change or unpublish an article, then sync in Vouch: drafts that quote it are recalled, open ones at once.'
              : 'The sample admin can change and unpublish articles: choose them under “Acting as”.'}
          </p>
          <table>
            <thead>
              <tr>
                <th>State</th>
                <th>Title</th>
                <th>Section</th>
                <th>Updated</th>
                <th>
                  <span class="hidden">Acts</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((article) => (
                <Row
                  key={`${article.id} ${article.locale}`}
                  article={article}
                  isAdmin={isAdmin}
                  onAct={setChosen}
                />
              ))}
            </tbody>
          </table>
        </section>
      </div>
      {chosen !== null && ChosenDialog !== null && (
        <ChosenDialog
          article={chosen.article}
          onClose={() => {
            setChosen(null)
            void read()
          }}
        />
      )}
    </Frame>
  )
}
