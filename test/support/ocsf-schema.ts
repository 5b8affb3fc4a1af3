/** What OCSF 1.5.0 requires of the event classes that the product makes, as its published schema says it. */
import { z } from 'zod'

const uid = z.string().min(1)
const user = z.object({ uid, type_id: z.union([z.literal(1), z.literal(3), z.literal(99)]) })
/** `at_least_one` of the schema: without one of these the object says nothing. */
const endpoint = z.object({ svc_name: uid })
const resource = z.object({ uid, type: z.string() })

const base = z.object({
  activity_id: z.int(),
  activity_name: z.string().min(1),
  category_uid: z.int(),
  class_uid: z.int(),
  type_uid: z.int(),
  severity_id: z.int().min(1).max(6),
  status_id: z.union([z.literal(1), z.literal(2)]),
  time: z.int().min(0),
  metadata: z.object({
    version: z.literal('1.5.0'),
    product: z.object({ vendor_name: uid, name: uid, version: uid }),
    uid,
    logged_time: z.int(),
    sequence: z.int().min(0),
    tenant_uid: uid,
  }),
  actor: z.object({ user: z.object({ uid, type_id: z.int() }) }),
  observables: z.array(z.object({ name: uid, type: uid, type_id: z.int(), value: z.string() })).min(1),
})

function classOf(category: number, number: number, activities: readonly number[], own: z.ZodObject) {
  return base
    .extend({ category_uid: z.literal(category), class_uid: z.literal(number) })
    .refine(({ activity_id: activity }) => [...activities, 99].includes(activity), 'activity')
    .refine((event) => event.type_uid === number * 100 + event.activity_id, 'type_uid')
    .and(own)
}

export const OCSF_EVENT = z.union([
  classOf(
    2,
    2004,
    [1, 2, 3],
    z.object({ finding_info: z.object({ uid, title: uid }), resources: z.array(resource) }),
  ),
  classOf(
    3,
    3002,
    [1, 2, 3, 4, 5],
    z.object({
      user: z.object({ uid }),
      service: z.object({ name: uid }),
    }),
  ),
  classOf(3, 3004, [1, 2, 3, 4], z.object({ entity: resource })),
  classOf(3, 3005, [1, 2], z.object({ user: z.object({ uid }), privileges: z.array(uid) })),
  classOf(
    6,
    6003,
    [1, 2, 3, 4],
    z.object({
      actor: z.object({ user }),
      api: z.object({ operation: uid }),
      src_endpoint: endpoint,
    }),
  ),
  classOf(
    6,
    6005,
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    z.object({
      actor: z.object({ user }),
      src_endpoint: endpoint,
      table: z.object({ uid, name: uid }),
    }),
  ),
])
