/** A decision's receipt, with all that is needed to check it elsewhere. */
import { Fault } from '../../src/domain/fault.ts'
import type { DecisionProofs } from '../decisions/index.ts'
import type { LookNotes } from '../dossier/index.ts'
import { decisionProof } from './answers/decision.ts'
import { bare, type Route, uuidSchema } from './route.ts'

export function decisionRoutes(
  proofs: DecisionProofs,
  looks: Pick<LookNotes, 'receiptOpened'>,
): readonly Route[] {
  return [
    bare(
      {
        method: 'get',
        path: '/decisions/:decisionId',
        access: 'session',
        summary: "Read a decision's signed receipt, with all that is needed to check it elsewhere.",
        answers: { 200: decisionProof },
      },
      async ({ agent, params }) => {
        const parsed = uuidSchema.safeParse(params.decisionId)
        if (!parsed.success) throw new Fault('NOT_FOUND', 'no such decision')
        const proof = await proofs.proofOf(agent, parsed.data)
        await looks.receiptOpened(agent, parsed.data)
        return { status: 200, body: proof }
      },
    ),
  ]
}
