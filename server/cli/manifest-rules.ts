/** What Zendesk's validator asks of manifest.json, as far as it can be known without sending it there. */
import { z } from 'zod'

const SUPPORT_LOCATIONS = [
  'top_bar',
  'nav_bar',
  'ticket_sidebar',
  'new_ticket_sidebar',
  'user_sidebar',
  'organization_sidebar',
  'background',
  'modal',
  'ticket_editor',
] as const

const httpUrl = z.url({ protocol: /^https?$/ })
// Relative addresses must be assets of the package; we have none. Plain http is for a developer's own machine.
const locationUrl = z.url({ protocol: /^https$/ })
const extent = z.string().regex(/^\d+(px|%)$/)
const place = z.strictObject({
  url: locationUrl,
  autoLoad: z.boolean().optional(),
  autoHide: z.boolean().optional(),
  flexible: z.boolean().optional(),
  signed: z.boolean().optional(),
  size: z.strictObject({ width: extent, height: extent }).optional(),
})

const parameter = z
  .strictObject({
    // Zendesk reserves `name`.
    name: z.string().regex(/^(?!name$)\S+$/),
    type: z.enum(['text', 'checkbox', 'url', 'number', 'multiline', 'hidden', 'oauth']),
    required: z.boolean().optional(),
    secure: z.boolean().optional(),
    default: z.union([z.string(), z.number(), z.boolean()]).optional(),
    scopes: z
      .array(
        z.enum([
          'header',
          'body',
          'url',
          'jwt_secret_key',
          'jwt_claim',
          'basic_auth_username',
          'basic_auth_password',
        ]),
      )
      .optional(),
  })
  .refine((p) => !(p.type === 'hidden' && p.required), 'a hidden parameter cannot be required')
  .refine((p) => p.scopes === undefined || p.secure === true, 'scopes need a secure parameter')
  .refine((p) => p.secure !== true || p.scopes !== undefined, 'a secure parameter needs scopes')
  .refine((p) => p.secure === true || !/token|key|pwd|password/i.test(p.name), 'looks like a credential')

const manifest = z
  .strictObject({
    name: z.string().min(1).optional(),
    author: z.strictObject({ name: z.string().min(1), email: z.email(), url: httpUrl.optional() }),
    defaultLocale: z.string().regex(/^[a-z]{2,3}(-\w{2,3})?$/),
    private: z.boolean().optional(),
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    frameworkVersion: z.literal('2.0'),
    singleInstall: z.boolean().optional(),
    // Without it the companion would learn of an agent only what the browser claims.
    signedUrls: z.literal(true),
    location: z.strictObject({
      support: z
        .partialRecord(z.enum(SUPPORT_LOCATIONS), place)
        .refine((all) => Object.keys(all).length > 0, 'names no location'),
    }),
    domainWhitelist: z.array(z.string().regex(/^[a-z0-9.-]+$/)).optional(),
    parameters: z
      .array(parameter)
      .refine((all) => new Set(all.map((p) => p.name)).size === all.length, 'names one parameter twice')
      .optional(),
    termsConditionsURL: httpUrl.optional(),
    remoteInstallationURL: httpUrl.optional(),
  })
  .refine(
    (m) => Object.values(m.location.support).every((one) => one.signed !== false),
    'turns signing off for a location',
  )

export type Manifest = z.infer<typeof manifest>
export type ManifestCheck =
  | { readonly outcome: 'valid'; readonly manifest: Manifest }
  | { readonly outcome: 'invalid'; readonly problems: readonly string[] }

export function checkManifest(value: unknown): ManifestCheck {
  const parsed = manifest.safeParse(value)
  if (parsed.success) return { outcome: 'valid', manifest: parsed.data }
  const problems = parsed.error.issues.map(
    (issue) => `manifest.json: ${issue.path.join('.') || '(whole)'}: ${issue.message}`,
  )
  return { outcome: 'invalid', problems }
}
