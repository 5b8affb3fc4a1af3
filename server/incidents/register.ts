/** The register of all breaches (GDPR Art. 33(5)): facts, effects, what was done. Drills are none. */
import { csvText } from '../../src/domain/csv.ts'
import type { IncidentView } from '../../src/domain/incident-api.ts'

export function registerCsv(incidents: readonly IncidentView[]): string {
  const head = [
    ...['incident', 'status', 'suspected_at', 'aware_at', 'contained_at', 'due_at', 'notified_at', 'role'],
    ...[
      'kinds',
      'cause',
      'categories',
      'persons_min',
      'persons_max',
      'records_min',
      'records_max',
      'countries',
    ],
    ...['minors', 'special', 'likelihood', 'severity', 'tell_authority', 'tell_persons', 'nature', 'systems'],
    ...['consequences', 'measures', 'authority_why', 'persons_why', 'late_why', 'lessons', 'told'],
  ]
  const lines = incidents
    // What somebody was aware of stays in it, also when it was called off: with the reason.
    .filter(({ drill, awareAt }) => !drill && awareAt !== null)
    .map(({ facts, proofs, ...one }) => {
      const { texts, persons, records } = facts
      return [
        ...[
          one.incidentId,
          one.status,
          one.suspectedAt,
          one.awareAt,
          one.containedAt,
          one.dueAt,
          one.notifiedAt,
        ],
        ...[facts.role, facts.kinds.join(' '), facts.cause, facts.categories.join(' ')],
        ...[persons?.min ?? null, persons?.max ?? null, records?.min ?? null, records?.max ?? null],
        ...[facts.countries.join(' '), facts.minors, facts.special, facts.likelihood, facts.severity],
        ...[facts.tellAuthority, facts.tellPersons, texts.nature, texts.systems, texts.consequences],
        ...[texts.measures, texts.authorityWhy, texts.personsWhy, texts.lateWhy, texts.lessons],
        proofs.map(({ target, at }) => `${target} ${at}`).join('; '),
      ]
    })
  return csvText(head, lines)
}
