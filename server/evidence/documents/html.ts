/** A document as one file of HTML that prints well, with nothing in it that loads or runs. */
import type { DocumentLine, DocumentView } from '../../../src/domain/evidence-api.ts'
import { escapeHtml } from '../../escape-html.ts'
import { day, fill } from './lines.ts'
import { DOCUMENT_WORDS } from './make.ts'

const LOOK = `
body { max-width: 46rem; margin: 2rem auto; padding: 0 1.25rem; color: #2f3941; background: #fff;
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.lead { color: #49545c; margin: 0 0 1rem; } .made { color: #49545c; font-size: .85rem; overflow-wrap: anywhere; }
dl { margin: .5rem 0; display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .35rem 1rem; }
dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; } dd p { margin: 0 0 .2rem; }
.missing { border-left: 3px solid #ad5918; padding: .2rem .6rem; background: #fff8ed; color: #703815; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #d8dcde; padding: .4rem .5rem .4rem 0;
  overflow-wrap: anywhere; }
@page { size: A4; margin: 18mm; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } h2 { break-after: avoid; }
  tr, dl > * { break-inside: avoid; } .missing { background: none; } }`

function lineHtml(line: DocumentLine, mark: string): string {
  switch (line.kind) {
    case 'text':
      return `<p>${escapeHtml(line.text)}</p>`
    case 'fact': {
      const values = line.values.map((value) => `<p>${escapeHtml(value)}</p>`).join('')
      return `<dl><dt>${escapeHtml(line.label)}</dt><dd>${values}</dd></dl>`
    }
    case 'missing':
      return `<dl><dt>${escapeHtml(line.label)}</dt><dd class="missing"><strong>${escapeHtml(mark)}.</strong> ${escapeHtml(line.hint)}</dd></dl>`
    case 'table': {
      const head = line.head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join('')
      const rows = line.rows.map(
        (row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
      )
      return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
    }
    default:
      return line satisfies never
  }
}

export function documentHtml(view: DocumentView): string {
  const say = DOCUMENT_WORDS[view.language]
  const made = fill(say.made, {
    at: day(view.madeAt, view.language),
    digest: view.configuration,
    version: view.productVersion,
  })
  const blanks = view.missing === 0 ? say.complete : fill(say.missingCount, { count: view.missing })
  const sections = view.sections.map(
    ({ heading, lines }) =>
      `<section><h2>${escapeHtml(heading)}</h2>${lines.map((line) => lineHtml(line, say.missingMark)).join('')}</section>`,
  )
  return `<!doctype html>
<html lang="${view.language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>${escapeHtml(view.title)}</title><style>${LOOK}</style></head>
<body><main><h1>${escapeHtml(view.title)}</h1><p class="lead">${escapeHtml(view.lead)}</p>
<p class="made">${escapeHtml(made)} ${escapeHtml(blanks)}</p>
${sections.join('\n')}
</main></body></html>
`
}
