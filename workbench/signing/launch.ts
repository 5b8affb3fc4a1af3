/**
 * What a signed page load consists of: the address with `origin` and `app_guid`, and the RS256 token
 * that goes into the form field `token`. The token names the agent and the installation, never a ticket.
 */
import jwt from 'jsonwebtoken'
import type { Clock, Ids } from '../model.ts'

export const APP_LOCATIONS = ['ticket_sidebar', 'nav_bar'] as const
export type AppLocation = (typeof APP_LOCATIONS)[number]

const PAGE_PATHS: Record<AppLocation, string> = { ticket_sidebar: '/sidebar', nav_bar: '/console' }
const TOKEN_LIFE_SECONDS = 120

export interface Launch {
  readonly action: string
  readonly token: string
}

export interface LaunchSigner {
  readonly privateKeyPem: string
  readonly installationId: number
  readonly appGuid: string
  readonly companionOrigin: string
  readonly clock: Clock
  readonly ids: Ids
}

export function signLaunch(
  signer: LaunchSigner,
  origin: string,
  agentId: number,
  location: AppLocation,
): Launch {
  const issuedAt = Math.floor(signer.clock().getTime() / 1000)
  const claims = {
    iss: new URL(origin).host,
    sub: `${origin}/api/v2/users/${agentId}.json`,
    aud: `${origin}/api/v2/apps/installations/${signer.installationId}.json`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + TOKEN_LIFE_SECONDS,
    jti: signer.ids(),
    context: { product: 'support', location },
  }
  const action = new URL(PAGE_PATHS[location], signer.companionOrigin)
  action.searchParams.set('origin', origin)
  action.searchParams.set('app_guid', signer.appGuid)
  return { action: action.href, token: jwt.sign(claims, signer.privateKeyPem, { algorithm: 'RS256' }) }
}
