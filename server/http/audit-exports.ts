/** The audit log for whoever answers for it: its bundle as a file, and where copies of its checkpoint lie. */
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { CheckpointCopies, EntryProofs } from '../audit/index.ts'
import { copiesView } from './answers/audit.ts'
import { bare, fileOf, type Route, route } from './route.ts'

/** A bundle that is packed and waits to be taken; `discard` takes it away again. */
export interface PackedBundle {
  readonly name: string
  readonly chunks: AsyncIterable<Buffer>
  discard(): Promise<void>
}

export interface AuditExportGiven {
  readonly copies: CheckpointCopies
  readonly proofs: EntryProofs
  readonly pack: (agent: Agent, range: { from: Date | null; to: Date | null }) => Promise<PackedBundle>
}

const day = z.iso.date().nullable()
const rangeSchema = z.strictObject({ from: day, to: day })
const DAY_MS = 86_400_000

export function auditExportRoutes({ copies, pack, proofs }: AuditExportGiven): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/console/audit/copies',
        access: ['admin', 'compliance'],
        summary: "Read where copies of the log's checkpoint lie.",
        answers: { 200: copiesView },
        scope: 'audit:read',
      },
      async () => ({
        status: 200,
        body: copies.view(),
      }),
    ),
    bare(
      {
        method: 'get',
        path: '/console/audit/entries/:index/proof',
        access: ['admin', 'compliance'],
        summary: 'Take the proof that one entry is in the log.',
        answers: { 200: fileOf('text/plain') },
        scope: 'audit:read',
      },
      async ({ agent, params, response }) => {
        const index = z
          .string()
          .regex(/^(0|[1-9][0-9]{0,14})$/)
          .safeParse(params.index)
        if (!index.success) throw new Fault('NOT_FOUND', 'there is no such entry')
        const { text } = await proofs.of(agent.accountId, Number(index.data))
        response.setHeader('Content-Type', 'text/plain; charset=utf-8')
        response.setHeader('Content-Disposition', `attachment; filename="entry-${index.data}.tlog-proof"`)
        response.end(text)
        return 'handled'
      },
    ),
    route(
      {
        method: 'post',
        path: '/console/audit/bundles',
        cost: 'dear',
        access: ['compliance'],
        schema: rangeSchema,
        summary: 'Take the whole log, or a span of days, as a bundle that can be checked elsewhere.',
        answers: { 200: fileOf('application/zip') },
        scope: 'audit:read',
      },
      async ({ agent, body, response }) => {
        const packed = await pack(agent, {
          from: body.from === null ? null : new Date(body.from),
          // The last day is in it, to its end.
          to: body.to === null ? null : new Date(Date.parse(body.to) + DAY_MS),
        })
        try {
          response.setHeader('Content-Type', 'application/zip')
          response.setHeader('Content-Disposition', `attachment; filename="${packed.name}"`)
          await pipeline(packed.chunks, response)
        } finally {
          await packed.discard()
        }
        return 'handled'
      },
    ),
  ]
}
