/** Tokens as the helpdesk signs them, and as attackers make them: written by hand, not by the library. */
import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { HostAccount } from '../../server/access/index.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const HOST_KEY = privateKey
export const HOST_PUBLIC_PEM = publicKey.export({ type: 'spki', format: 'pem' }).toString()

export const ORIGIN = 'https://acme.zendesk.com'
export const AGENT_ID = '4711'
export const HOST_ACCOUNT: HostAccount & { readonly firstAdmin: string } = {
  accountId: 'acme',
  origin: ORIGIN,
  installationId: '99',
  appPublicKey: HOST_PUBLIC_PEM,
  firstAdmin: '1',
}

export type Claims = Readonly<Record<string, unknown>>

export function goodClaims(now: Date): Claims {
  const seconds = Math.floor(now.getTime() / 1_000)
  return {
    iss: 'acme.zendesk.com',
    sub: `${ORIGIN}/api/v2/users/${AGENT_ID}.json`,
    aud: `${ORIGIN}/api/v2/apps/installations/99.json`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 60,
    jti: 'j1',
  }
}

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function signed(header: Claims, claims: unknown, sign: (input: string) => string): string {
  const input = `${part(header)}.${part(claims)}`
  return `${input}.${sign(input)}`
}

export function rs256(claims: unknown, key: KeyObject = HOST_KEY, header: Claims = {}): string {
  return signed({ alg: 'RS256', typ: 'JWT', ...header }, claims, (input) =>
    createSign('RSA-SHA256').update(input).sign(key, 'base64url'),
  )
}

/** Signed with the right key, but in another way than the one that is agreed. */
export function otherwiseSigned(claims: unknown, alg: 'RS384' | 'RS512' | 'PS256'): string {
  return jwt.sign(claims as object, HOST_KEY, { algorithm: alg })
}

export function hs256(claims: unknown, secret: string | Buffer | KeyObject, header: Claims = {}): string {
  return signed({ alg: 'HS256', typ: 'JWT', ...header }, claims, (input) =>
    createHmac('sha256', secret).update(input).digest('base64url'),
  )
}

export function unsigned(claims: unknown, alg: string, header: Claims = {}): string {
  return signed({ alg, typ: 'JWT', ...header }, claims, () => '')
}

/** Other spellings of the same token: the signature's last character has four bits that say nothing. */
export function respellings(token: string): readonly string[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const last = alphabet.indexOf(token.at(-1) ?? '')
  const first = last - (last % 16)
  return Array.from({ length: 16 }, (_, bits) => token.slice(0, -1) + alphabet[first + bits]).filter(
    (spelling) => spelling !== token,
  )
}
