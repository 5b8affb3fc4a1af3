/**
 * An audit entry as an event for a SIEM, shaped after OCSF. It says no more than the entry: keyed pseudonyms,
 * random references, codes. The entry's own id is the event's, so that a second delivery is known as one.
 */
import { catalogueRow } from './entry-catalogue.ts'
import type { LoggedEntry } from './logged-entry.ts'
import {
  ACTIVITIES,
  finding,
  OCSF_CLASSES,
  OCSF_VERSION,
  type OcsfClass,
  type OcsfMapping,
  OTHER_ACTIVITY,
  SEVERITIES,
} from './ocsf-classes.ts'

export interface EventOrigin {
  readonly accountId: string
  /** Version of the product. */
  readonly version: string
}

export type OcsfEvent = Readonly<Record<string, unknown>> & {
  readonly metadata: Readonly<Record<string, unknown>> & { readonly uid: string }
}

const VENDOR = 'Vouch'
const SERVICE = 'vouch'
/** An act that was asked for and not done. */
const FAILED = new Set(['refused', 'replayed', 'rejected', 'failed'])
const RESOURCE_UID = 10
const HOSTNAME = 1
/** `type_id` of an OCSF user. */
const USER_TYPES: Readonly<Record<string, number>> = { agent: 1, system: 3 }
/** Where the resource stands in an event of the class. */
const OBSERVED: Readonly<Record<OcsfClass, string>> = {
  authentication: 'service.name',
  user_access: 'user.uid',
  entity_management: 'entity.uid',
  detection_finding: 'resources[].uid',
  datastore_activity: 'table.uid',
  api_activity: 'resources[].uid',
}

function isFailure(type: string, decision: string): boolean {
  return FAILED.has(decision) || /[._](?:refused|failed)$/.test(type)
}

/** What a class asks for beyond what all events hold. */
function ownParts(
  { class: name }: OcsfMapping,
  said: { type: string; id: string; at: number; actor: string; kind: string; ref: string; host: unknown },
  roles: readonly string[],
): Readonly<Record<string, unknown>> {
  const resource = { uid: said.ref, type: said.kind }
  const endpoint = { svc_name: SERVICE, name: SERVICE }
  switch (name) {
    case 'authentication':
      return { user: { uid: said.actor }, service: { name: `${SERVICE}-${said.ref}` } }
    case 'user_access':
      return { user: { uid: said.ref }, privileges: roles, resources: [{ uid: SERVICE, type: 'service' }] }
    case 'entity_management':
      return { entity: resource }
    case 'detection_finding':
      return {
        finding_info: { uid: said.id, title: said.type, created_time: said.at, types: [said.type] },
        resources: [resource],
      }
    case 'datastore_activity':
      return { src_endpoint: endpoint, table: { uid: said.ref, name: said.kind } }
    case 'api_activity':
      return {
        api: { operation: said.type, service: { name: SERVICE } },
        src_endpoint: endpoint,
        resources: [resource],
        ...(typeof said.host === 'string' ? { dst_endpoint: { hostname: said.host } } : {}),
      }
    default:
      return name satisfies never
  }
}

/** A change that takes a role is a revocation, whatever it gives besides. */
function activityOf(mapping: OcsfMapping, detail: Readonly<Record<string, unknown>>): number {
  const known: Readonly<Record<string, number>> = ACTIVITIES[mapping.class]
  const taken = mapping.class === 'user_access' && Array.isArray(detail.taken)
  return known[taken ? 'revoke' : mapping.activity] ?? OTHER_ACTIVITY
}

/** An unreadable entry is an event too: left out, nobody would miss it. */
export function ocsfEvent(logged: LoggedEntry, origin: EventOrigin): OcsfEvent {
  const { entry } = logged
  const mapping =
    entry === null
      ? finding('create', 'high')
      : (catalogueRow(entry.type)?.event ?? {
          class: 'api_activity',
          activity: 'other',
          severity: 'informational',
        })
  const numbers = OCSF_CLASSES[mapping.class]
  const said = {
    type: entry?.type ?? 'audit.unreadable',
    id: entry?.id ?? `unreadable-${logged.index}`,
    at: Date.parse(entry?.at ?? '1970-01-01T00:00:00.000Z'),
    actor: entry?.actor.ref ?? 'unknown',
    kind: entry?.object.kind ?? 'audit_entry',
    ref: entry?.object.ref ?? String(logged.index),
    host: entry?.detail.host,
  }
  const detail = entry?.detail ?? {}
  const changed = detail.taken ?? detail.roles
  const roles = Array.isArray(changed) ? changed : []
  const activity = activityOf(mapping, detail)
  const failed = entry === null || isFailure(entry.type, entry.decision)
  return {
    category_uid: numbers.category,
    class_uid: numbers.class,
    activity_id: activity,
    activity_name: activity === OTHER_ACTIVITY ? said.type : mapping.activity,
    type_uid: numbers.class * 100 + activity,
    severity_id: SEVERITIES[mapping.severity],
    status_id: failed ? 2 : 1,
    status_code: entry?.decision ?? 'unreadable',
    time: said.at,
    message: said.type,
    metadata: {
      version: OCSF_VERSION,
      product: { vendor_name: VENDOR, name: VENDOR, version: origin.version },
      uid: said.id,
      event_code: said.type,
      log_name: 'audit',
      logged_time: said.at,
      sequence: logged.index,
      tenant_uid: origin.accountId,
    },
    actor: {
      user: {
        uid: said.actor,
        type: entry?.actor.kind ?? 'unknown',
        type_id: USER_TYPES[entry?.actor.kind ?? ''] ?? 99,
      },
    },
    ...ownParts(mapping, said, roles),
    observables: [
      { name: OBSERVED[mapping.class], type: 'Resource UID', type_id: RESOURCE_UID, value: said.ref },
      ...(typeof said.host === 'string'
        ? [{ name: 'dst_endpoint.hostname', type: 'Hostname', type_id: HOSTNAME, value: said.host }]
        : []),
    ],
    unmapped: { index: logged.index, leaf_hash: logged.leafHash, ...detail },
  }
}
