/** The help centers of an account's brands as one source: read one after the other, published together. */
import type { ArticleSource, SourceItem } from './source.ts'

/** The name of that source, whichever brands it has: a brand that is no longer read leaves nothing behind. */
export const BRANDS_SOURCE = 'help-centers-of-brands'

export interface BrandHelpCenter {
  readonly brandId: string
  readonly source: ArticleSource
}

/** A brand's help center that cannot be read fails the whole: what was not seen is not taken for gone. */
export function createBrandHelpCenters(centers: readonly BrandHelpCenter[]): ArticleSource {
  return {
    name: BRANDS_SOURCE,
    // Each was perhaps read alone, before the account had several.
    replaces: centers.map(({ source }) => source.name),
    async *read(signal, from) {
      const found = /^([^ ]+) (.*)$/s.exec(from ?? '')
      const at = Math.max(
        centers.findIndex(({ brandId }) => brandId === found?.[1]),
        0,
      )
      const inner = centers[at]?.brandId === found?.[1] ? found?.[2] || null : null
      let complete = centers.length > 0
      for (const [index, { brandId, source }] of centers.slice(at).entries()) {
        if (index > 0) yield { kind: 'checkpoint', cursor: `${brandId} ` }
        for await (const item of source.read(signal, index === 0 ? inner : null)) {
          if (item.kind === 'end') complete &&= item.complete
          else yield within(brandId, item)
        }
      }
      yield { kind: 'end', complete }
    },
  }
}

function within(brandId: string, item: SourceItem): SourceItem {
  return item.kind === 'checkpoint' ? { kind: 'checkpoint', cursor: `${brandId} ${item.cursor ?? ''}` } : item
}
