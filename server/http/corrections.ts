/** Noting what a person says is wrong: beside what is held, with effect at once. References come in bodies. */
import { z } from 'zod'
import { CORRECTABLE, type CorrectionReply } from '../../src/domain/correction-api.ts'
import { recipientsOf } from '../dossier/index.ts'
import { correctRecords } from '../privacy/index.ts'
import { correctionReply } from './answers/dossier.ts'
import { type ErasuresGiven, refSchema } from './erasures.ts'
import { isWellFormed, type Route, route } from './route.ts'

const correctionSchema = z.strictObject({
  requesterRef: refSchema,
  note: z.string().trim().min(1).max(2_000).refine(isWellFormed),
  about: z
    .strictObject({
      class: z.enum(CORRECTABLE),
      ref: z.string().regex(/^[A-Za-z0-9_-]{1,100}(\/\d{1,9})?$/),
    })
    .nullable(),
})

export function correctionRoutes({
  erasing,
  transact,
}: Pick<ErasuresGiven, 'erasing' | 'transact'>): readonly Route[] {
  return [
    route(
      {
        method: 'post',
        path: '/console/corrections',
        access: ['compliance'],
        schema: correctionSchema,
        summary: 'Note what a person says is wrong, beside what is held.',
        answers: { 200: correctionReply },
      },
      ({ agent, body }) =>
        transact(async (tx) => {
          const { withdrawn, people } = await correctRecords(erasing, tx, agent, body)
          const recipients = await recipientsOf(erasing.holders, tx, people)
          const reply: CorrectionReply = { withdrawn, recipients }
          return { status: 200, body: reply }
        }),
    ),
  ]
}
