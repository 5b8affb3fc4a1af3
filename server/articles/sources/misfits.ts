import type { z } from 'zod'

/** @returns where a value does not fit, as paths: never the value itself. */
export function misfits(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'row'}: ${issue.code}`)
    .join(', ')
}
