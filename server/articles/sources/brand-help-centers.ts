/**
 * The help centers of an account's brands as one source: read one after the other, published together. One that cannot
 * be read is told as such and keeps its articles; the others are read all the same.
 */
import type { ArticleSource, BrandOutcome, SourceItem } from './source.ts'
import { asFault, type Unread, unread, unreadSource } from './unread.ts'

/** The name of that source, whichever brands it has: a brand that is no longer read leaves nothing behind. */
export const BRANDS_SOURCE = 'help-centers-of-brands'

export interface BrandHelpCenter {
  readonly brandId: string
  readonly brandName: string
  readonly source: ArticleSource
}

function outcomeOf({ brandId, brandName, source }: BrandHelpCenter, failed: Unread | null): SourceItem {
  const outcome: BrandOutcome['outcome'] = failed === null ? 'read' : 'failed'
  return { kind: 'brand', brandId, brandName, source: source.name, outcome, reason: failed?.reason ?? null }
}

/** Delivers one help center. @returns why it could not be read whole; `null`: it was. */
async function* readBrand(
  { brandId, brandName, source }: BrandHelpCenter,
  signal: AbortSignal,
  from: string | null,
): AsyncGenerator<SourceItem, Unread | null> {
  const named = `${brandName} (${source.name})`
  let complete = false
  try {
    for await (const item of source.read(signal, from)) {
      if (item.kind === 'end') complete = item.complete
      else yield item.kind === 'checkpoint' ? { ...item, cursor: `${brandId} ${item.cursor ?? ''}` } : item
    }
  } catch (cause) {
    // Told to stop, nothing has failed: the next sync goes on here.
    if (signal.aborted) throw cause
    return unreadSource(named, asFault(cause))
  }
  return complete ? null : unread(named, 'not_to_its_end')
}

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
      // A cursor is given only while every brand before it was read.
      for (const center of centers.slice(0, at)) yield outcomeOf(center, null)
      let failed = 0
      for (const [index, center] of centers.slice(at).entries()) {
        if (index > 0) yield { kind: 'checkpoint', cursor: failed > 0 ? null : `${center.brandId} ` }
        const items = readBrand(center, signal, index === 0 ? inner : null)
        let next = await items.next()
        for (; !next.done; next = await items.next())
          // Broken off from here on, it starts over, and tries again what could not be read.
          yield failed > 0 && next.value.kind === 'checkpoint'
            ? { kind: 'checkpoint', cursor: null }
            : next.value
        const broken = next.value
        if (broken !== null) {
          failed += 1
          yield { kind: 'problem', ...broken }
        }
        yield outcomeOf(center, broken)
      }
      yield { kind: 'end', complete: failed < centers.length }
    },
  }
}
