/** How much of one kind is erased, or stays and why. */
import { z } from 'zod'
import { ERASURE_EXCEPTIONS, type ErasedClass, type KeptClass } from '../../../src/domain/erasure.ts'
import { HELD_CLASSES } from '../../../src/domain/held.ts'
import { shape } from './shape.ts'

export const erasedClass = shape<ErasedClass>()(
  'ErasedClass',
  z.strictObject({
    class: z.enum(HELD_CLASSES),
    count: z.number(),
  }),
)

export const keptClass = shape<KeptClass>()(
  'KeptClass',
  z.strictObject({
    exception: z.enum(ERASURE_EXCEPTIONS),
    class: z.enum(HELD_CLASSES),
    count: z.number(),
  }),
)
