/** How a sync went for each brand of an account that has a help center for each. */

export const BRAND_OUTCOMES = ['read', 'failed'] as const

export interface BrandSync {
  readonly brandId: string
  readonly brandName: string
  /** The address of its help center. */
  readonly source: string
  /** `failed`: its articles stay as they were, except those that were read before it broke off. */
  readonly outcome: (typeof BRAND_OUTCOMES)[number]
  readonly reason: string | null
  /** When the sync began that read it whole and was published, the newest one; `null`: none yet. */
  readonly lastReadAt: string | null
}
