/** A language model as drafting sees it: words in, pieces of one JSON answer out. No tools, no memory, no links. */
import type { RecipientView } from '../../src/domain/api.ts'
import {
  type Allow,
  isAllow,
  isProbe,
  isTrialPass,
  type Probe,
  type TrialPass,
} from '../../src/domain/decide.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { RequestEnd } from '../budget/index.ts'
import type { Leaving, OutgoingRequest } from '../capability/index.ts'

/** One completion. Everything in it is minimised; the schema holds no personal data (it may be cached abroad). */
export interface ModelCall {
  /** Whose turn it is in the queue: accounts share the provider fairly. */
  readonly accountId: string
  readonly system: string
  readonly user: string
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> }
  readonly maxOutputTokens: number
  /** What the door is shown beside the permit: it lets pass this alone. */
  readonly leaving: Leaving
  readonly permit: Permit
  readonly settle: Settle
}

/**
 * One decision for one request: asked right before the bytes of each attempt would go out, after all waiting.
 * @returns the capability that the provider's door takes once; `null`: nothing leaves, and reading the pieces
 * throws `Withheld`.
 */
export type Permit = (request: OutgoingRequest) => Promise<string | null>

/** Told once for each capability that `permit` has handed out, when its request has ended, however it did. */
export type Settle = (capability: string, ended: RequestEnd) => Promise<void>

/** Nothing was sent: between the gate and the door something has said no. */
export class Withheld extends Error {
  override readonly name = 'Withheld'
}

/** What went over the wire for one call, retries included. Bytes of request and answer bodies. */
export interface Traffic {
  readonly calls: number
  readonly bytesOut: number
  readonly bytesIn: number
}

export interface ModelAnswer {
  /**
   * The answer's text in the order and at the moment in which it arrives.
   * @throws Fault `PROVIDER_*` or `EGRESS_REFUSED`; after the first piece nothing is retried. Throws `Withheld`.
   */
  readonly pieces: AsyncIterable<string>
  /** Final once `pieces` has ended, however it ended. */
  traffic(): Traffic
}

export interface Model {
  /** Fixed by the configuration: what the receipt and the preview name. */
  readonly facts: RecipientView
  ask(yes: Allow | Probe | TrialPass, call: ModelCall, signal: AbortSignal): ModelAnswer
}

/** Wraps a model so that nothing reaches it without the gate's yes for this very recipient. */
export function guardModel(model: Model): Model {
  return {
    facts: model.facts,
    ask(yes, call, signal) {
      const { provider, region } = model.facts
      const mine = isAllow(yes) && yes.action !== 'search' ? yes.scope.drafter : null
      const to = isProbe(yes) && call.leaving.about.kind === 'probe' ? yes : mine
      const named = to !== null && to.provider === provider && to.region === region
      if (!named) throw new Fault('GATE_BYPASSED', 'a model was asked without the gate')
      return model.ask(yes, call, signal)
    },
  }
}

/** Wraps a model for provider trials: it takes a trial's yes for this very recipient and nothing else, no `Allow` either. */
export function guardForTrials(model: Model): Model {
  return {
    facts: model.facts,
    ask(yes, call, signal) {
      const { provider, region } = model.facts
      const mine = isTrialPass(yes) && call.leaving.about.kind === 'trial'
      if (!mine || yes.provider !== provider || yes.region !== region)
        throw new Fault('GATE_BYPASSED', 'a model of a trial was asked without the gate')
      return model.ask(yes, call, signal)
    },
  }
}
