/** How every error is answered (RFC 9457). */
import { z } from 'zod'
import type { Problem } from '../../../src/domain/api.ts'
import { FAULT_CODES } from '../../../src/domain/fault.ts'
import { nextStep } from './refusal.ts'
import { shape } from './shape.ts'

export const problem = shape<Problem>()(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    code: z.enum(FAULT_CODES),
    detail: z.string().exactOptional(),
    requestId: z.string(),
    invalid: z
      .array(z.string())
      .exactOptional()
      .describe('Names of the fields that are not as expected, never their values.'),
    rule: z.string().exactOptional().describe('The rule that said no, where there is more than one.'),
    nextStep: nextStep.exactOptional().describe('What can be done about it, where it is known.'),
  }),
)
