/** Documents made from what is configured, with what is missing in plain sight. */
import { useState } from 'preact/hooks'
import type { MadeDocument } from '../../companion/evidence-client.ts'
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  type DocumentLine,
  EVIDENCE_LANGUAGES,
  type EvidenceLanguage,
} from '../../domain/evidence-api.ts'
import { documentLanguageOf } from '../../domain/staff-language.ts'
import { useConsole } from '../context.ts'
import { downloadText } from '../download.ts'
import { useAct } from '../loading.ts'
import { Icon } from '../parts/icon.tsx'
import { SetbackAlert, StateChip } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { fill, formatMoment, localeName, plural } from '../words.ts'

export function EvidenceDocuments() {
  const { client, words, language } = useConsole()
  const say = words.evidence
  const [kind, setKind] = useState<DocumentKind>('record_controller')
  const [written, setWritten] = useState<EvidenceLanguage>(documentLanguageOf(language))
  const [made, setMade] = useState<MadeDocument | null>(null)
  const act = useAct()
  const make = () => act.run(async () => setMade(await client.makeDocument(kind, written)))
  return (
    <div class="g-stack" data-gap="4">
      <form
        class="g-card c-evidence-make"
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
      >
        <label class="g-field">
          <span class="g-label">{say.document}</span>
          <select
            class="g-select"
            value={kind}
            onChange={(event) => {
              const { value } = event.currentTarget
              setKind(DOCUMENT_KINDS.find((one) => one === value) ?? kind)
            }}
          >
            {DOCUMENT_KINDS.map((one) => (
              <option key={one} value={one}>
                {say.documents[one]}
              </option>
            ))}
          </select>
        </label>
        <label class="g-field">
          <span class="g-label">{say.documentLanguage}</span>
          <select
            class="g-select"
            value={written}
            onChange={(event) => {
              const { value } = event.currentTarget
              setWritten(EVIDENCE_LANGUAGES.find((one) => one === value) ?? written)
            }}
          >
            {EVIDENCE_LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {localeName(one, language)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="g-btn g-btn-primary" aria-disabled={act.busy}>
          {act.busy ? say.making : say.make}
        </button>
      </form>
      <p class="g-small g-muted">{say.documentsHint}</p>
      {act.setback === null ? null : <SetbackAlert setback={act.setback} onRetry={make} />}
      <div aria-live="polite">{made === null ? null : <Made made={made} />}</div>
    </div>
  )
}

function Made({ made }: { readonly made: MadeDocument }) {
  const { words, language } = useConsole()
  const say = words.evidence
  const { document, html } = made
  const name = `${document.kind}-${document.language}-${document.madeAt.slice(0, 10)}`
  return (
    <article class="g-card" aria-labelledby="document-title" lang={document.language}>
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="document-title">
          {document.title}
        </h2>
        <span class="g-row" lang={language}>
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() => downloadText(`${name}.html`, 'text/html', html)}
          >
            <Icon name="save" />
            {say.saveHtml}
          </button>
          <button
            type="button"
            class="g-btn g-btn-small"
            onClick={() =>
              downloadText(`${name}.json`, 'application/json', JSON.stringify(document, null, 2))
            }
          >
            <Icon name="save" />
            JSON
          </button>
        </span>
      </div>
      <div class="g-card-body c-document">
        <p class="g-muted">{document.lead}</p>
        <p lang={language}>
          <StateChip
            tone={document.missing === 0 ? 'success' : 'warning'}
            icon={document.missing === 0 ? 'check' : 'warning'}
          >
            {document.missing === 0 ? say.nothingMissing : plural(say.missing, document.missing, language)}
          </StateChip>
        </p>
        <p class="g-small g-muted c-evidence-root" lang={language}>
          {fill(say.madeFrom, {
            at: formatMoment(document.madeAt, language),
            digest: document.configuration,
            version: document.productVersion,
          })}
        </p>
        {document.sections.map(({ heading, lines }) => (
          <section key={heading}>
            <h3 class="g-h3">{heading}</h3>
            {lines.map((line, at) => (
              <Line key={at} line={line} label={heading} />
            ))}
          </section>
        ))}
      </div>
    </article>
  )
}

function Line({ line, label }: { readonly line: DocumentLine; readonly label: string }) {
  const { words } = useConsole()
  switch (line.kind) {
    case 'text':
      return <p>{line.text}</p>
    case 'fact':
      return (
        <dl class="c-evidence-facts">
          <dt>{line.label}</dt>
          <dd>
            {line.values.map((value) => (
              <p key={value}>{value}</p>
            ))}
          </dd>
        </dl>
      )
    case 'missing':
      return (
        <dl class="c-evidence-facts">
          <dt>{line.label}</dt>
          <dd class="c-document-missing">
            <strong>{words.evidence.missingMark}</strong> {line.hint}
          </dd>
        </dl>
      )
    case 'table':
      return (
        <ScrollTable label={label}>
          <table class="g-table">
            <thead>
              <tr>
                {line.head.map((cell) => (
                  <th scope="col" key={cell}>
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {line.rows.map((row) => (
                <tr key={row.join('|')}>
                  {row.map((cell, at) => (
                    <td key={at}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )
    default:
      return line satisfies never
  }
}
