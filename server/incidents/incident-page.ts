/**
 * One incident as a page that stands alone: the form of Art. 33(3), how it came to be known step by step, and who was
 * told. What nobody knows yet is said so.
 */
import type { AffectedReport, IncidentView } from '../../src/domain/incident-api.ts'
import type { DocumentLanguage } from '../../src/domain/staff-language.ts'
import { escapeHtml } from '../escape-html.ts'
import { AUTHORITY_LETTER_WORDS } from './authority-letter-words.ts'
import { filledIn } from './letters.ts'

const WORDS = {
  en: {
    drill: 'This was a drill.',
    incident: 'Incident',
    status: 'Status',
    due: 'due',
    told: 'Told',
    nobody: 'nobody yet',
    phases: 'Earlier phases',
    phase: 'Phase',
    made: 'Made',
  },
  de: {
    drill: 'Dies war eine Übung.',
    incident: 'Vorfall',
    status: 'Stand',
    due: 'fällig',
    told: 'Unterrichtet',
    nobody: 'noch niemand',
    phases: 'Frühere Phasen',
    phase: 'Phase',
    made: 'Erstellt',
  },
  fr: {
    drill: 'C’était un exercice.',
    incident: 'Incident',
    status: 'État',
    due: 'échéance',
    told: 'Informés',
    nobody: 'personne encore',
    phases: 'Phases antérieures',
    phase: 'Phase',
    made: 'Établi',
  },
  es: {
    drill: 'Fue un ejercicio.',
    incident: 'Incidente',
    status: 'Estado',
    due: 'vencimiento',
    told: 'Informados',
    nobody: 'nadie todavía',
    phases: 'Fases anteriores',
    phase: 'Fase',
    made: 'Elaborado',
  },
} as const satisfies Readonly<Record<DocumentLanguage, Readonly<Record<string, string>>>>

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:3em auto;padding:0 1em;color:#111;background:#fff}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}th,td{text-align:start;padding:.2em 1em .2em 0;' +
  'vertical-align:top}'

export function incidentHtml(
  incident: IncidentView,
  figures: AffectedReport | null,
  { locale, at }: { readonly locale: DocumentLanguage; readonly at: string },
): string {
  const words = WORDS[locale]
  const { subject, suspected, aware, contained, unknown } = AUTHORITY_LETTER_WORDS[locale]
  const text = (value: string) => escapeHtml(value)
  const line = (name: string, value: string | null) =>
    `<tr><th scope="row">${text(name)}</th><td>${text(value ?? unknown)}</td></tr>`
  const letter = filledIn(incident, { target: 'authority', locale }, figures).text
  const told = incident.proofs.map(
    ({ target, at: when, phase, reference }) =>
      `<li>${text(`${target}, ${when}, ${words.phase} ${phase}: ${reference}`)}</li>`,
  )
  const phases = incident.phases.map(
    ({ version, at: when, facts }) =>
      `<li>${text(`${words.phase} ${version}, ${when}`)}<pre>${text(facts.texts.nature)}</pre></li>`,
  )
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><title>${text(subject)}</title>
<style>${STYLE}</style><h1>${text(subject)}</h1>${incident.drill ? `<p><strong>${words.drill}</strong></p>` : ''}
<table>${line(words.incident, incident.incidentId)}${line(words.status, incident.status)}
${line(suspected, incident.suspectedAt)}${line(aware, incident.awareAt)}${line(words.due, incident.dueAt)}
${line(contained, incident.containedAt)}${line(words.made, at)}</table>
<pre>${text(letter)}</pre>
<h2>${words.told}</h2>${told.length === 0 ? `<p>${words.nobody}</p>` : `<ul>${told.join('')}</ul>`}
${phases.length === 0 ? '' : `<h2>${words.phases}</h2><ol reversed>${phases.join('')}</ol>`}</html>
`
}
