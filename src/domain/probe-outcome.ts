/** What can become of a test of the model provider. Each has one sentence in the words of the console. */
import { FAULT_CODES, type FaultCode } from './fault.ts'

type ProviderFault = Extract<FaultCode, `PROVIDER_${string}` | 'EGRESS_REFUSED'>

/** What went wrong with a provider, also in the middle of a draft. A fault of this server's own is none of them. */
export function isProviderFault(code: FaultCode): code is ProviderFault {
  return code.startsWith('PROVIDER_') || code === 'EGRESS_REFUSED'
}

export const PROVIDER_FAULTS = FAULT_CODES.filter(isProviderFault)

export const PROBE_FAILURES = [
  'KILL_SWITCH_ON',
  'BUDGET_REACHED',
  'PROVIDER_ANSWER_INVALID',
  ...PROVIDER_FAULTS,
] as const
export type ProbeFailure = (typeof PROBE_FAILURES)[number]
export type ProbeOutcome = 'answered' | ProbeFailure

export function isProbeFailure(outcome: string): outcome is ProbeFailure {
  return PROBE_FAILURES.some((failure) => failure === outcome)
}
