/** A help center on the network, read through the egress door and with the real clock. */
import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '../../src/domain/fault.ts'
import {
  type ArticleSource,
  BRANDS_SOURCE,
  createBrandHelpCenters,
  createZendeskHelpCenter,
} from '../articles/index.ts'
import { createEgressDoor } from './egress-door.ts'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 32 * 1024 * 1024

interface Place {
  readonly origin: string
  readonly locales: readonly string[]
}
interface BrandPlace extends Place {
  readonly brandId: string
  readonly brandName: string
}

/** The door opens for this one origin and for nothing else, and for nothing at all while `halted`. */
export function openHelpCenter(
  at: Place & { readonly brand?: Pick<BrandPlace, 'brandId' | 'brandName'> },
  halted: () => boolean = () => false,
): ArticleSource {
  const { origin, locales, brand } = at
  const door = createEgressDoor({ allowedOrigins: [origin], timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES })
  return createZendeskHelpCenter({
    origin,
    locales,
    ...(brand === undefined ? {} : { brand }),
    door: {
      ...door,
      async get(url, headers, signal) {
        if (halted()) throw new Fault('EGRESS_REFUSED', 'the kill switch lets nothing leave')
        return door.get(url, headers, signal)
      },
    },
    sleep: (ms, signal) => wait(ms, undefined, { signal }),
  })
}

/** What the configuration names: one help center, or each brand's behind a door of its own. */
export function openHelpCenters(
  { brands, ...only }: Place & { readonly brands: readonly BrandPlace[] },
  halted?: () => boolean,
): ArticleSource {
  if (brands.length === 0) return { ...openHelpCenter(only, halted), replaces: [BRANDS_SOURCE] }
  return createBrandHelpCenters(
    brands.map(({ brandId, brandName, origin, locales }) => ({
      brandId,
      brandName,
      source: openHelpCenter({ origin, locales, brand: { brandId, brandName } }, halted),
    })),
  )
}
