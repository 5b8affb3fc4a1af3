/** Looking at what is held of a person is an act of its own: who, what, when, and what for (CJEU C-579/21). */
export const ACCESS_KINDS = ['dossier', 'draft', 'receipt', 'evidence', 'request', 'export'] as const
export type AccessKind = (typeof ACCESS_KINDS)[number]

/** What somebody says it is for. `work`: the helpdesk's own screens, answering the person. */
export const ACCESS_PURPOSES = [
  'person_asks',
  'complaint',
  'incident',
  'quality',
  'work',
  'person_fetches',
] as const
export type AccessPurpose = (typeof ACCESS_PURPOSES)[number]

/** Those that whoever opens a dossier chooses from. */
export const DOSSIER_PURPOSES = ['person_asks', 'complaint', 'incident', 'quality'] as const
export type DossierPurpose = (typeof DOSSIER_PURPOSES)[number]
