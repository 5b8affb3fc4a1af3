/** What is held of one person: found, opened, packed and handed out. For compliance only; whom it is about never stands in an address of ours. */
import { z } from 'zod'
import { DOSSIER_PURPOSES } from '../../src/domain/access.ts'
import type { PackageLink } from '../../src/domain/dossier-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type ExportRooms,
  fetchPackage,
  findPeople,
  issueExportLink,
  makePackage,
  type Opened,
  openDossier,
  shredPackage,
} from '../dossier/index.ts'
import { WORD_LANGUAGES } from '../words.ts'
import { dossierView, packageLink, personHit } from './answers/dossier.ts'
import { listOf } from './answers/shape.ts'
import { bare, type Call, fileOf, idSchema, type Route, route, uuidSchema } from './route.ts'

export interface RequestersGiven {
  readonly exports: ExportRooms
  readonly publicUrl: string
  readonly ticketUrl: (ticketId: string) => string
}

const MOST_VALUES = 25
const ref = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const findSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.enum(['ticket', 'user']), values: z.array(idSchema).min(1).max(MOST_VALUES) }),
  z.strictObject({ by: z.literal('case'), values: z.array(uuidSchema).length(1) }),
])
const openSchema = z.strictObject({ requesterRef: ref, purpose: z.enum(DOSSIER_PURPOSES) })
const packageSchema = z.strictObject({
  requesterRef: ref,
  locale: z.enum(WORD_LANGUAGES),
  maskOthers: z.boolean(),
})

function packageParam({ params }: Call<unknown>): string {
  const parsed = uuidSchema.safeParse(params.packageId)
  if (!parsed.success) throw new Fault('NOT_FOUND', 'there is no such package')
  return parsed.data
}

/** Piece by piece, as fast as it is taken; a broken file ends the answer instead of completing it. */
export async function sendPackage(
  response: Call<unknown>['response'],
  { content, bytes, packageId }: Opened,
): Promise<void> {
  response.status(200)
  response.setHeader('Content-Type', 'application/zip')
  response.setHeader('Content-Length', String(bytes))
  response.setHeader('Content-Disposition', `attachment; filename="vouch-${packageId}.zip"`)
  for await (const piece of content) {
    if (response.destroyed) return
    if (!response.write(piece))
      await new Promise<void>((resolve) => {
        response.once('drain', resolve)
        response.once('close', resolve)
      })
  }
  response.end()
}

export function requesterRoutes(given: RequestersGiven): readonly Route[] {
  const access = ['compliance'] as const
  const { exports } = given
  return [
    route(
      {
        method: 'post',
        path: '/console/requesters/searches',
        access,
        schema: findSchema,
        summary: 'Find a person by ticket number, user id or case; only who was found is noted.',
        answers: { 200: listOf(personHit) },
        scope: 'requesters:find',
      },
      async ({ agent, body }) => ({
        status: 200,
        body: await exports.transact((tx) => findPeople(exports.rooms, tx, agent, body)),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/requesters/dossiers',
        cost: 'dear',
        access,
        schema: openSchema,
        summary: 'Open all that is held of one person; opening is noted with its purpose.',
        answers: { 200: dossierView },
        scope: 'dossiers:read',
      },
      async ({ agent, body }) => ({
        status: 200,
        body: await exports.transact((tx) =>
          openDossier({ ...exports, ticketUrl: given.ticketUrl }, tx, agent, body),
        ),
      }),
    ),
    route(
      {
        method: 'post',
        path: '/console/requesters/packages',
        cost: 'dear',
        access,
        schema: packageSchema,
        summary: 'Make the package of all that is held of one person.',
        answers: { 201: z.strictObject({ packageId: z.string() }) },
        scope: 'exports:create',
      },
      async ({ agent, body: { requesterRef, ...order } }) => {
        const { packageId } = await makePackage(exports, agent, requesterRef, order)
        return { status: 201, body: { packageId } }
      },
    ),
    bare(
      {
        method: 'post',
        path: '/console/requesters/packages/:packageId/links',
        access,
        summary: 'Issue the link by which the person takes their package.',
        answers: { 201: packageLink },
        scope: 'exports:create',
      },
      async (call) => {
        const { token, expiresAt } = await issueExportLink(exports, call.agent, packageParam(call))
        const link: PackageLink = { url: `${given.publicUrl}/p/${token}`, expiresAt }
        return { status: 201, body: link }
      },
    ),
    // A POST: it is noted, and counts.
    bare(
      {
        method: 'post',
        path: '/console/requesters/packages/:packageId/downloads',
        access,
        summary: 'Take a package; it is noted, and counts.',
        answers: { 200: fileOf('application/zip') },
        scope: 'exports:read',
      },
      async (call) => {
        await sendPackage(call.response, await fetchPackage(exports, call.agent, packageParam(call)))
        return 'handled'
      },
    ),
    bare(
      {
        method: 'post',
        path: '/console/requesters/packages/:packageId/shreddings',
        access,
        summary: 'Shred a package before its time.',
        answers: { 204: null },
        scope: 'exports:create',
      },
      async (call) => {
        await shredPackage(exports, call.agent, packageParam(call))
        return { status: 204 }
      },
    ),
  ]
}
