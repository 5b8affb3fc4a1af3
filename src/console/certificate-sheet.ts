/** The certificate as a sheet to print: a page of its own, with everything that is signed, in the reader's language. */
import { type ErasureView, EXCEPTION_ARTICLES } from '../domain/erasure-api.ts'
import { type ConsoleWords, fill, formatMoment, formatNumber } from './words.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign)
}

export function certificateSheet(
  row: ErasureView,
  certificate: Readonly<Record<string, unknown>>,
  words: ConsoleWords,
  language: string,
): string {
  const say = words.retention
  const line = (name: string, value: string) => `<tr><th>${escaped(name)}</th><td>${escaped(value)}</td></tr>`
  const held = ({ class: name, count }: ErasureView['erased'][number]) =>
    `${say.heldClass[name]}: ${formatNumber(count, language)}`
  const lines = [
    line(say.sheetId, row.erasureId),
    line(say.sheetCase, row.caseId ?? '–'),
    line(say.sheetAt, formatMoment(row.at, language)),
    line(
      say.sheetBackups,
      row.backupsFinalAt === null
        ? fill(row.about === 'ticket' ? say.inBackupsUntil : say.finalBy, {
            date: formatMoment(row.backupsFinalBy, language),
          })
        : fill(say.finalSince, { date: formatMoment(row.backupsFinalAt, language) }),
    ),
    ...row.erased.map((each) => line(say.erased, held(each))),
    ...row.kept.map((each) => line(say.kept, `${held(each)} (${EXCEPTION_ARTICLES[each.exception]})`)),
    ...row.recipients.map(({ provider, host, region, model, retention, drafts, lastSentAt }) =>
      line(
        say.sheetRecipient,
        `${provider} (${host}, ${region}, ${model}): ${formatNumber(drafts, language)}, ${formatMoment(lastSentAt, language)}, ${retention}`,
      ),
    ),
  ]
  return `<!doctype html>
<html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(say.sheetTitle)}</title>
<style>body{font:14px/1.5 system-ui,sans-serif;max-width:50em;margin:2em auto;padding:0 1em}th{text-align:left;vertical-align:top;padding:.3em 1em .3em 0;white-space:nowrap}td{padding:.3em 0}pre{white-space:pre-wrap;word-break:break-all;font-size:11px;background:#f3f4f6;padding:1em}</style></head>
<body><h1>${escaped(say.sheetTitle)}</h1><p>${escaped(row.about === 'ticket' ? say.sheetTicket : say.sheetLead)}</p><table>${lines.join('')}</table>
<h2>${escaped(say.sheetSigned)}</h2><p><code>vouch verify --certificate FILE</code></p>
<pre>${escaped(JSON.stringify(certificate, null, 2))}</pre></body></html>
`
}
