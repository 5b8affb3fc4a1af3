/** Whether articles are also found by what they mean. */
import { z } from 'zod'
import { DENSE_PROBLEMS, DENSE_STATES, type DenseStanding } from '../../../src/domain/dense-api.ts'
import { shape } from './shape.ts'

export const denseStanding = shape<DenseStanding>()(
  'DenseStanding',
  z.strictObject({
    state: z.enum(DENSE_STATES),
    done: z.number().describe('Of the allowlisted articles: how many have vectors, of how many.'),
    total: z.number(),
    model: z
      .string()
      .describe('First digits of the digest of model, tokenizer and settings; empty while it is not known.'),
    problem: z.enum(DENSE_PROBLEMS).nullable(),
  }),
)
