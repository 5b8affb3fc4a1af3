/** Hands a decision out with all that is needed to check it elsewhere. */
import type { Agent } from '../../src/domain/account.ts'
import type { DecisionProof, DecisionReceipt } from '../../src/domain/decision.ts'
import { Fault } from '../../src/domain/fault.ts'
import {
  type Checkpoints,
  createInclusionProofs,
  openCheckpoint,
  rotationsIn,
  verifierKeyText,
} from '../audit/index.ts'
import type { Transact } from '../keys.ts'
import type { DecisionRows, StoredDecision } from './record.ts'

export type ProofRows = DecisionRows

export interface DecisionProofs {
  /** @throws Fault `NOT_FOUND` for a decision that the agent may not see: of another, without a role for it. */
  proofOf(agent: Agent, decisionId: string): Promise<DecisionProof>
}

/** Whoever asked for it, and who answers for the account. */
function maySee(agent: Agent, { agentId }: StoredDecision): boolean {
  return agentId === agent.agentId || agent.roles.includes('admin') || agent.roles.includes('compliance')
}

export function createDecisionProofs(given: {
  readonly transact: Transact<ProofRows>
  readonly checkpoints: Checkpoints
}): DecisionProofs {
  const proofs = createInclusionProofs()

  /** The newest checkpoint, or a new one where the entry is younger. */
  async function anchorOver(accountId: string, index: number) {
    for (const last of [false, true]) {
      const anchor = await given.checkpoints.anchor(accountId)
      const signed = anchor === null ? null : openCheckpoint(anchor)
      if (anchor !== null && signed !== null && signed.size > index) return { anchor, size: signed.size }
      if (!last) await given.checkpoints.sign(accountId)
    }
    throw new Fault('AUDIT_UNAVAILABLE', 'the log has no checkpoint over this decision')
  }

  return {
    async proofOf(agent, decisionId) {
      const { accountId } = agent
      const stored = await given.transact((tx) => tx.decisionById(accountId, decisionId))
      if (stored === null || !maySee(agent, stored)) throw new Fault('NOT_FOUND', 'no such decision')
      const { auditIndex, receipt, signature } = stored
      const { anchor, size } = await anchorOver(accountId, auditIndex)
      const inclusion = await proofs.pathTo(given.transact, accountId, auditIndex, size)
      return given.transact(async (tx): Promise<DecisionProof> => {
        const [entry] = await tx.auditEntries(accountId, auditIndex, 1)
        if (entry === undefined) throw new Fault('AUDIT_CHAIN_BROKEN', 'the entry of a decision is gone')
        return {
          format: 'vouch-decision/v1',
          // Written by `recordDecision` alone; whoever reads the proof checks it against the hash.
          receipt: JSON.parse(receipt) as DecisionReceipt,
          signature,
          entry: { index: entry.index, header: entry.header },
          inclusion,
          checkpoint: anchor.note,
          key: verifierKeyText(anchor.verifier),
          ...rotationsIn(anchor),
        }
      })
    },
  }
}
