/**
 * What a browser with Trusted Types wants of whoever hands markup to it; the policy of a page names this one alone
 * (https://www.w3.org/TR/trusted-types/). It changes nothing of the markup: it is for a document that is shown nowhere
 * or in a closed frame, never for the page itself.
 */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML: (html: string) => string },
  ): {
    createHTML(html: string): string
  }
}
const trusted = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
const reading = trusted?.createPolicy('vouch-reading', { createHTML: (html) => html })

export const trustedHtml = (html: string): string => (reading === undefined ? html : reading.createHTML(html))
