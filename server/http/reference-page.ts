/** The API's document as a page: read without script, searched by a form, nothing loaded from elsewhere. */
import { escapeHtml } from './html.ts'
import { API_VERSION, type Json, type JsonObject, openApiOf } from './openapi.ts'
import type { Route } from './route.ts'

interface Operation {
  readonly method: string
  readonly path: string
  readonly facts: JsonObject
}

/** An operation with what is said of it, as a search reads it, and as it is shown. */
interface Shown {
  readonly group: string
  readonly said: string
  readonly html: string
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}

function listIn(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function operationsIn(document: JsonObject): readonly Operation[] {
  return Object.entries(objectOf(document.paths)).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).map(([method, facts]) => ({ method, path, facts: objectOf(facts) })),
  )
}

function shownOf(operation: Operation): Shown {
  const { method, path, facts } = operation
  return {
    group: textOf(listIn(facts.tags)[0]),
    said: `${method} ${path} ${textOf(facts.summary)} ${textOf(facts.description)}`.toLowerCase(),
    html: operationHtml(operation),
  }
}

/** Every word that was typed stands somewhere in what is said of the route. */
function fits({ said }: Shown, wanted: string): boolean {
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => said.includes(word))
}

/** `#/components/schemas/X` → a link to where X stands on this page. */
function linked(json: string): string {
  return escapeHtml(json).replace(
    /&quot;#\/components\/schemas\/(\w+)&quot;/g,
    '<a href="#shape-$1">&quot;$1&quot;</a>',
  )
}

function shapeBlock(title: string, value: Json): string {
  return `<h4>${escapeHtml(title)}</h4>\n<pre tabindex="0"><code>${linked(JSON.stringify(value, null, 2))}</code></pre>\n`
}

function parameterRows(operation: Operation): string {
  const rows = listIn(operation.facts.parameters).map((each) => {
    const { name, in: place, required, description, schema } = objectOf(each)
    const type = objectOf(schema)
    const kind =
      textOf(type.format) || textOf(type.type) || (type.const === undefined ? 'one of' : 'constant')
    const values =
      listIn(type.enum).map(String).join(', ') || (type.const === undefined ? '' : String(type.const))
    return `<tr><th scope="row"><code>${escapeHtml(textOf(name))}</code></th><td>${escapeHtml(textOf(place))}${required === true ? ', required' : ''}</td><td>${escapeHtml(values || kind)}</td><td>${escapeHtml(textOf(description))}</td></tr>`
  })
  return rows.length === 0
    ? ''
    : `<div class="wide" tabindex="0"><table><caption>Parameters</caption><thead><tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">Form</th><th scope="col">Meaning</th></tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>\n`
}

function bodyBlock(operation: Operation): string {
  const content = objectOf(objectOf(operation.facts.requestBody).content)
  const schema = objectOf(content['application/json']).schema
  return schema === undefined ? '' : shapeBlock('Body', schema)
}

function answerBlocks(operation: Operation): string {
  return Object.entries(objectOf(operation.facts.responses))
    .filter(([status]) => /^2/.test(status))
    .map(([status, answer]) => {
      const { description, content } = objectOf(answer)
      const media = Object.entries(objectOf(content))
      if (media.length === 0) return `<h4>${status}</h4>\n<p>${escapeHtml(textOf(description))}</p>\n`
      return media
        .map(([name, each]) => {
          const { schema, 'x-event': event } = objectOf(each)
          return shapeBlock(`${status} · ${name}`, event ?? schema ?? {})
        })
        .join('')
    })
    .join('')
}

function operationHtml(operation: Operation): string {
  const { method, path, facts } = operation
  const id = textOf(facts.operationId)
  return `<details class="route" id="${escapeHtml(id)}">
<summary><span class="method ${escapeHtml(method)}">${escapeHtml(method.toUpperCase())}</span> <code>${escapeHtml(path).replaceAll('/', '/<wbr>')}</code> <span class="says">${escapeHtml(textOf(facts.summary))}</span></summary>
<p>${escapeHtml(textOf(facts.description)).replace(/`([^`]+)`/g, '<code>$1</code>')}${facts.deprecated === true ? ' <strong>On its way out.</strong>' : ''}</p>
${parameterRows(operation)}${bodyBlock(operation)}${answerBlocks(operation)}</details>
`
}

function groupsHtml(operations: readonly Shown[]): string {
  const names = [...new Set(operations.map(({ group }) => group))].sort()
  return names
    .map((name) => {
      const own = operations.filter(({ group }) => group === name)
      return `<section aria-labelledby="group-${escapeHtml(name)}">\n<h2 id="group-${escapeHtml(name)}">${escapeHtml(name)}</h2>\n${own.map(({ html }) => html).join('')}</section>\n`
    })
    .join('')
}

function shapesHtml(document: JsonObject): string {
  const shapes = Object.entries(objectOf(objectOf(document.components).schemas))
  const blocks = shapes.map(
    ([name, shape]) =>
      `<details class="shape" id="shape-${escapeHtml(name)}"><summary><code>${escapeHtml(name)}</code></summary>\n<pre tabindex="0"><code>${linked(JSON.stringify(shape, null, 2))}</code></pre>\n</details>\n`,
  )
  return `<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>\n${blocks.join('')}</section>\n`
}

/** The pages of every search, whose parts are made once: anybody may search, as often as they like. */
export function referencePages(rows: readonly Route[]): (query: string) => string {
  const document = openApiOf(rows)
  const all = operationsIn(document).map(shownOf)
  const about = escapeHtml(textOf(objectOf(document.info).description)).replace(
    /`([^`]+)`/g,
    '<code>$1</code>',
  )
  const shapes = shapesHtml(document)
  return (query) => pageOf({ all, about, shapes }, query.trim())
}

/** English like the document itself: it is for those who write programs. */
function pageOf(
  { all, about, shapes }: { readonly all: readonly Shown[]; readonly about: string; readonly shapes: string },
  wanted: string,
): string {
  const found = wanted === '' ? all : all.filter((each) => fits(each, wanted))
  const count = wanted === '' ? `${all.length} routes` : `${found.length} of ${all.length} routes`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Vouch API</title>
<link rel="stylesheet" href="/app/reference.css">
</head>
<body>
<header>
<h1>Vouch API <small>${API_VERSION}</small></h1>
<p>${about}</p>
<p><a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1)</p>
<form method="get" action="/api" role="search">
<label for="q">Search routes</label>
<input id="q" name="q" type="search" maxlength="100" value="${escapeHtml(wanted)}" autocomplete="off">
<button type="submit">Search</button>${wanted === '' ? '' : ' <a href="/api">Show all</a>'}
</form>
</header>
<main>
<p class="count" role="status">${count}</p>
${found.length === 0 ? '<p>No route says that. Try a part of an address, e.g. erasures, or a scope, e.g. cases:create.</p>\n' : groupsHtml(found)}${shapes}</main>
</body>
</html>
`
}
