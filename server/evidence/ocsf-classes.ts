/**
 * The classes of the Open Cybersecurity Schema Framework that an audit entry can become, and what each asks for.
 * Numbers and required attributes as in OCSF 1.5.0 (https://schema.ocsf.io/1.5.0).
 */

export const OCSF_VERSION = '1.5.0'

export const OCSF_CLASSES = {
  detection_finding: { category: 2, class: 2004 },
  authentication: { category: 3, class: 3002 },
  entity_management: { category: 3, class: 3004 },
  user_access: { category: 3, class: 3005 },
  api_activity: { category: 6, class: 6003 },
  datastore_activity: { category: 6, class: 6005 },
} as const
export type OcsfClass = keyof typeof OCSF_CLASSES

/** `activity_id` by class; 99 is any other, and then carries a name. */
export const ACTIVITIES = {
  detection_finding: { create: 1 },
  authentication: { logon: 1, logoff: 2 },
  entity_management: { create: 1, read: 2, update: 3, delete: 4 },
  user_access: { assign: 1, revoke: 2 },
  api_activity: { create: 1, read: 2, update: 3, delete: 4 },
  datastore_activity: { read: 1, update: 2, query: 4, write: 5, create: 6, delete: 7 },
} as const satisfies Record<OcsfClass, Readonly<Record<string, number>>>
export const OTHER_ACTIVITY = 99

/** Informational, low, medium, high. */
export const SEVERITIES = { informational: 1, low: 2, medium: 3, high: 4 } as const
export type OcsfSeverity = keyof typeof SEVERITIES

export interface OcsfMapping {
  readonly class: OcsfClass
  /** `other` goes by the type of the entry as its name. */
  readonly activity: string
  readonly severity: OcsfSeverity
}

type ActivityOf<Class extends OcsfClass> = (keyof (typeof ACTIVITIES)[Class] & string) | 'other'

function mapping<Class extends OcsfClass>(name: Class, severity: OcsfSeverity) {
  return (activity: ActivityOf<Class>, as: OcsfSeverity = severity): OcsfMapping => ({
    class: name,
    activity,
    severity: as,
  })
}

export const finding = mapping('detection_finding', 'medium')
export const signIn = mapping('authentication', 'informational')
export const setting = mapping('entity_management', 'informational')
export const access = mapping('user_access', 'low')
export const call = mapping('api_activity', 'informational')
export const record = mapping('datastore_activity', 'informational')
