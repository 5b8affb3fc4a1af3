/** Makes the permits that the provider's door takes. Never makes one without the gate's yes; never takes one twice. */
export {
  type Capability,
  capabilityRef,
  type Leaving,
  LIVES_MS,
  mintCapability,
  type OutgoingRequest,
  payloadDigest,
} from './capability.ts'
export {
  type CapabilityBar,
  type CapabilityRows,
  createTurnstile,
  type Passed,
  type Presented,
  type Standing,
  type Turnstile,
} from './turnstile.ts'
