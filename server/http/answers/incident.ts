/** Incidents, whom they touched, who was told, and drills. */
import { z } from 'zod'
import {
  DRILL_ENDS,
  DRILL_STEPS,
  type DrillReport,
  type DrillStep,
  type DrillsView,
} from '../../../src/domain/drill.ts'
import {
  BREACH_KINDS,
  DATA_CATEGORIES,
  type Estimate,
  INCIDENT_CAUSES,
  INCIDENT_STATUSES,
  INCIDENT_TEXTS,
  type IncidentFacts,
  KNOWN,
  RISKS,
  TELLING,
} from '../../../src/domain/incident.ts'
import {
  type AffectedQuery,
  type AffectedReport,
  type IncidentView,
  type LetterView,
  PROOF_TARGETS,
  type ProofView,
  SIGNAL_KINDS,
  type SignalView,
} from '../../../src/domain/incident-api.ts'
import { shape } from './shape.ts'

export const estimate = shape<Estimate>()(
  'Estimate',
  z.strictObject({
    min: z.number(),
    max: z.number(),
  }),
)

export const incidentFacts = shape<IncidentFacts>()(
  'IncidentFacts',
  z.strictObject({
    role: z.enum(['controller', 'processor']),
    kinds: z.array(z.enum(BREACH_KINDS)),
    cause: z.enum(INCIDENT_CAUSES),
    categories: z.array(z.enum(DATA_CATEGORIES)),
    persons: estimate.nullable(),
    records: estimate.nullable(),
    countries: z.array(z.string()).describe('ISO 3166-1 alpha-2.'),
    minors: z.enum(KNOWN),
    special: z.enum(KNOWN),
    likelihood: z.enum(RISKS),
    severity: z.enum(RISKS),
    tellAuthority: z.enum(TELLING),
    tellPersons: z.enum(TELLING),
    texts: z.record(z.enum(INCIDENT_TEXTS), z.string()),
  }),
)

export const proofView = shape<ProofView>()(
  'ProofView',
  z.strictObject({
    target: z.enum(PROOF_TARGETS),
    at: z.string(),
    phase: z.number(),
    reference: z.string(),
  }),
)

export const incidentView = shape<IncidentView>()(
  'IncidentView',
  z.strictObject({
    incidentId: z.string(),
    version: z.number().describe('Rises with each phase and each move.'),
    drill: z.boolean(),
    facts: incidentFacts,
    phases: z
      .array(
        z.strictObject({
          version: z.number(),
          at: z.string(),
          facts: incidentFacts,
        }),
      )
      .describe('Earlier phases, the newest first: when, and what was known then.'),
    proofs: z.array(proofView),
    status: z.enum(INCIDENT_STATUSES),
    suspectedAt: z.string(),
    awareAt: z.string().nullable(),
    containedAt: z.string().nullable(),
    dueAt: z.string().nullable(),
    notifiedAt: z.string().nullable(),
  }),
)

export const signalView = shape<SignalView>()(
  'SignalView',
  z.strictObject({
    kind: z.enum(SIGNAL_KINDS),
    count: z.number(),
    since: z.string(),
    until: z.string(),
  }),
)

export const affectedQuery = shape<AffectedQuery>()(
  'AffectedQuery',
  z.strictObject({
    from: z.string(),
    to: z.string(),
    articleId: z.string().exactOptional(),
    versionHash: z.string().exactOptional(),
    provider: z.string().exactOptional(),
    agentId: z.string().exactOptional(),
    scopeHash: z.string().exactOptional(),
    keyMonth: z.string().exactOptional().describe("Month whose key wraps the persons' keys, `2026-11`."),
  }),
)

const affected = {
  query: affectedQuery,
  at: z.string(),
  entries: z.number().describe('Entries of the log that were read, and its size: what the figures rest on.'),
  logSize: z.number(),
  drafts: z.number(),
  requests: z.number(),
  bytes: z.number(),
  fields: z.record(z.string(), z.number()),
  recipients: z.record(z.string(), z.number()),
  persons: z.number(),
  erasedTickets: z
    .number()
    .describe('Tickets whose person was erased since: counted, nobody can be named any more.'),
  countries: z.null().describe('Where the persons live is not kept.'),
  tickets: z.array(
    z.strictObject({
      ticketId: z.string(),
      drafts: z.array(
        z.strictObject({
          draftId: z.string(),
          entry: z.number(),
        }),
      ),
    }),
  ),
  more: z.number().describe('More tickets than are listed here; the file has all.'),
}

export const affectedReport = shape<AffectedReport>()('AffectedReport', z.strictObject(affected))

/** With the list of all of them, for the file. */
export const affectedExport = shape<AffectedReport & { readonly csv: string }>()(
  'AffectedExport',
  z.strictObject({ ...affected, csv: z.string() }),
)

export const letterView = shape<LetterView>()(
  'LetterView',
  z.strictObject({
    target: z.enum(['persons', 'authority']),
    locale: z.string(),
    text: z.string(),
    version: z.number().describe('Version of the text: 0 is the one that was filled in from the record.'),
    missing: z.array(z.string()),
  }),
)

export const drillStep = shape<DrillStep>()(
  'DrillStep',
  z.strictObject({
    step: z.enum(DRILL_STEPS),
    ms: z.number(),
  }),
)

export const drillReport = shape<DrillReport>()(
  'DrillReport',
  z.strictObject({
    format: z.literal('vouch-incident-drill/v2'),
    incidentId: z.string(),
    at: z.string(),
    really: z.boolean().describe('Whether drafting was really stopped for the account meanwhile.'),
    steps: z.array(drillStep).describe('Those that were done, in order.'),
    ended: z.enum(DRILL_ENDS),
    lifted: z
      .boolean()
      .describe('False: the stop of the drill is still in force, and two people must lift it.'),
    drafts: z.number().nullable().describe('`null`: the drill ended before they were counted.'),
    entries: z.number().nullable(),
    met: z
      .strictObject({
        seenWithin1s: z.boolean(),
        reportWithin60s: z.boolean(),
      })
      .describe('Figures that were to be reached, and were.'),
  }),
)

export const drillsView = shape<DrillsView>()(
  'DrillsView',
  z.strictObject({
    drills: z.array(drillReport),
    dueOn: z.string().nullable().describe('The day; `null`: there was none that ran to its end, so now.'),
  }),
)
