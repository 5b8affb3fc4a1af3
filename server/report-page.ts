/** The frame of a report: one file of HTML that loads nothing, runs nothing and follows the reader's light or dark. */
import { createHash } from 'node:crypto'
import { escapeHtml } from './escape-html.ts'

const LOOK = `
:root { color-scheme: light dark; --bg: #fff; --card: #fff; --well: #f8f9f9; --fg: #2f3941; --strong: #1c2227;
  --muted: #5c6970; --border: #d8dcde; --grid: #e9ebed; --axis: #848f99; --bar: #1f73b7; --quiet: #adb7bd;
  --s1: #1f73b7; --s2: #c05717; --s3: #2f7d5b; --s4: #8a4ba8; --bad: #8c232c; }
@media (prefers-color-scheme: dark) { :root { --bg: #151a1e; --card: #1c2227; --well: #22292f; --fg: #d8dcde;
  --strong: #f8f9f9; --muted: #b0b8be; --border: #39434b; --grid: #293239; --axis: #848f99; --bar: #5ba3dc; --quiet: #56626b;
  --s1: #6cb1e6; --s2: #f0a367; --s3: #6fc7a1; --s4: #cf9be6; --bad: #f7b3b8; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--fg); background: var(--bg);
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
main { max-width: 66rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .4rem; color: var(--strong); }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .3rem; color: var(--strong); }
h3 { font-size: 1rem; margin: 1.6rem 0 .3rem; color: var(--strong); }
p { margin: .3rem 0 .8rem; max-width: 46rem; } .lead { font-size: 1.05rem; } .note, .empty { color: var(--muted); }
.facts { display: flex; flex-wrap: wrap; gap: .2rem 1.5rem; margin: 1rem 0 0; padding: .7rem 1rem; background: var(--well);
  border-radius: 8px; font-size: .87rem; } .facts div { display: flex; gap: .4rem; } .facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr)); gap: .9rem; margin: 1rem 0; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--border); border-radius: 8px; background: var(--card); padding: .8rem 1rem; }
.tiles b { display: block; font-size: 1.65rem; line-height: 1.2; font-weight: 600; color: var(--strong); font-variant-numeric: tabular-nums; }
.tiles span { display: block; font-weight: 600; } .tiles small { display: block; color: var(--muted); font-size: .82rem; line-height: 1.4; margin-top: .2rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1rem; margin: 1rem 0; }
figure { margin: 0; border: 1px solid var(--border); border-radius: 8px; background: var(--card); padding: .9rem 1rem; min-width: 0; }
figcaption { font-weight: 600; color: var(--strong); margin-bottom: .4rem; } figcaption .note { font-weight: 400; margin-left: .4rem; }
figure > svg { display: block; width: 100%; height: auto; }
text { font-size: 12px; fill: var(--muted); } text.name { fill: var(--fg); } text.small { font-size: 10.5px; } .mid { text-anchor: middle; } .end { text-anchor: end; }
.grid { stroke: var(--grid); } .axis { stroke: var(--axis); } .ideal { stroke: var(--axis); stroke-dasharray: 4 4; }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; } .bar { fill: var(--bar); } .bar.muted { fill: var(--quiet); }
.line.s1 { stroke: var(--s1); } .line.s2 { stroke: var(--s2); stroke-dasharray: 7 3; } .line.s3 { stroke: var(--s3); stroke-dasharray: 2 3; }
.line.s4 { stroke: var(--s4); stroke-dasharray: 9 3 2 3; }
.dot.s1, .mark.s1 { fill: var(--s1); } .dot.s2, .mark.s2 { fill: var(--s2); } .dot.s3, .mark.s3 { fill: var(--s3); } .dot.s4, .mark.s4 { fill: var(--s4); }
.mark { stroke: var(--card); stroke-width: 2; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: .5rem 0 0; padding: 0; list-style: none; font-size: .85rem; }
.legend li { display: flex; align-items: center; gap: .4rem; } .legend svg { width: 28px; height: 10px; flex: none; }
.scroll { overflow-x: auto; margin: .8rem 0; border: 1px solid var(--border); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; width: 100%; font-size: .88rem; } th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--grid); }
tr:last-child > * { border-bottom: 0; } thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; background: var(--well); }
tr.here > * { background: var(--well); font-weight: 600; } td { overflow-wrap: anywhere; } .num { text-align: right; font-variant-numeric: tabular-nums; } td.num { white-space: nowrap; }
td ol, td ul { margin: 0; padding-left: 1.1rem; } td .id { display: block; color: var(--muted); font-size: .8rem; } td.asked { min-width: 15rem; color: var(--strong); }
details { margin: .6rem 0; } summary { cursor: pointer; color: var(--muted); }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--border); color: var(--muted); font-size: .85rem; }
@media print { main { max-width: none; padding: 0; } figure, tr, .tiles li { break-inside: avoid; } h2, h3 { break-after: avoid; } }`

export interface Tile {
  readonly value: string
  readonly name: string
  readonly means: string
}

export interface Fact {
  readonly name: string
  readonly value: string
}

/** Already HTML: only what this file and the charts have made is one. */
export interface Html {
  readonly html: string
}

export const htmlOf = (html: string): Html => ({ html })

export type Cell = string | number | Html

export interface Column {
  readonly name: string
  readonly kind?: 'num' | 'asked'
}

export function tiles(list: readonly Tile[]): string {
  const items = list.map(
    ({ value, name, means }) =>
      `<li><b>${escapeHtml(value)}</b><span>${escapeHtml(name)}</span><small>${escapeHtml(means)}</small></li>`,
  )
  return `<ul class="tiles">${items.join('')}</ul>`
}

const MOST_LISTED = 6

export function listOf(items: readonly string[]): Html {
  if (items.length === 0) return htmlOf('<span class="empty">nothing</span>')
  const shown = items.slice(0, MOST_LISTED).map((item) => `<li>${escapeHtml(item)}</li>`)
  const more = items.length - MOST_LISTED
  return htmlOf(`<ul>${shown.join('')}</ul>${more > 0 ? `<span class="note">and ${more} more</span>` : ''}`)
}

export function table(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  here: (row: number) => boolean = () => false,
): string {
  const classed = (kind: Column['kind']) => (kind === undefined ? '' : ` class="${kind}"`)
  const head = columns.map(({ name, kind }) => `<th scope="col"${classed(kind)}>${escapeHtml(name)}</th>`)
  const cell = (value: Cell) => (typeof value === 'object' ? value.html : escapeHtml(String(value)))
  const body = rows.map(
    (row, at) =>
      `<tr${here(at) ? ' class="here"' : ''}>${row.map((value, column) => `<td${classed(columns[column]?.kind)}>${cell(value)}</td>`).join('')}</tr>`,
  )
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

export function section(heading: string, lead: string, ...parts: readonly string[]): string {
  return `<section><h2>${escapeHtml(heading)}</h2><p>${escapeHtml(lead)}</p>${parts.join('')}</section>`
}

export function subsection(heading: string, lead: string, ...parts: readonly string[]): string {
  return `<h3>${escapeHtml(heading)}</h3><p>${escapeHtml(lead)}</p>${parts.join('')}`
}

export const charts = (...figures: readonly string[]) => `<div class="charts">${figures.join('')}</div>`

export interface ReportPage {
  readonly title: string
  readonly lead: string
  readonly facts: readonly Fact[]
  readonly sections: readonly string[]
  readonly foot: string
}

export function reportPage({ title, lead, facts, sections, foot }: ReportPage): string {
  // A digest of the one style rather than `unsafe-inline`: text that slipped through could not even colour itself.
  const digest = createHash('sha256').update(LOOK).digest('base64')
  const rows = facts.map(
    ({ name, value }) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title><style>${LOOK}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p class="lead">${escapeHtml(lead)}</p>
<dl class="facts">${rows.join('')}</dl>
${sections.join('\n')}
<footer>${escapeHtml(foot)}</footer></main></body></html>
`
}
