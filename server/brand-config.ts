/** Reads the brands of an account that has a help center for each: `VOUCH_BRAND_HELP_CENTERS`. */

export interface BrandConfig {
  /** The helpdesk's number of the brand: what a ticket says of its own. */
  readonly brandId: string
  /** What people call it. */
  readonly brandName: string
  readonly origin: string
  readonly locales: readonly string[]
}

const VARIABLE = 'VOUCH_BRAND_HELP_CENTERS'
const FORM = /^([1-9]\d{0,18})\s+(\S.{0,79}?)\s+(https?:\/\/\S+)((?:\s+[a-z]{2,3}(?:-[a-z0-9]{2,8})*)*)$/i

const isOrigin = (value: string) => URL.canParse(value) && new URL(value).origin === value

/**
 * Brands parted by commas: number, name, address, and the locales it has where they are not all of the account's.
 * `36001 Acme https://acme.zendesk.com, 36002 Acme Pro https://help.acme-pro.com de`
 */
export function readBrands(
  given: string | undefined,
  { production, locales }: { readonly production: boolean; readonly locales: readonly string[] },
  problems: string[],
): readonly BrandConfig[] {
  if (given === undefined) return []
  const brands: BrandConfig[] = []
  const wrong = (problem: string) => {
    problems.push(`${VARIABLE}: ${problem}`)
    return []
  }
  for (const part of given.split(',')) {
    const [, brandId = '', brandName = '', origin = '', own = ''] = FORM.exec(part.trim()) ?? []
    if (!isOrigin(origin))
      return wrong(
        'must be brands such as 36001 Acme https://acme.zendesk.com, each with number, name and address',
      )
    if (production && !origin.startsWith('https://')) return wrong('must be https in production')
    const named = own.toLowerCase().split(/\s+/).filter(Boolean)
    if (named.some((locale) => !locales.includes(locale)))
      return wrong('names a locale that is not in VOUCH_HELP_CENTER_LOCALES')
    brands.push({ brandId, brandName, origin, locales: named.length === 0 ? locales : named })
  }
  for (const key of ['brandId', 'origin'] as const)
    if (new Set(brands.map((brand) => brand[key])).size < brands.length)
      return wrong('names a brand or an address twice')
  return brands
}
