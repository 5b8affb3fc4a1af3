/** The words about the criteria, one form for all languages. */
import type { CriterionId } from '../criteria.ts'

/** `null`: nothing is shown by software, or nothing more is needed. */
export type CriteriaWords = Readonly<
  Record<
    CriterionId,
    { readonly title: string; readonly shows: string | null; readonly bring: string | null }
  >
>
