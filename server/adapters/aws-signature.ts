/** AWS Signature Version 4 for one request with a body in hand: what S3 and all that speak like it ask for. */
import { createHash, createHmac } from 'node:crypto'

export interface SignedRequest {
  readonly method: 'PUT'
  readonly url: string
  readonly body: string
  /** Besides host, date and digest. */
  readonly headers: Readonly<Record<string, string>>
  readonly region: string
  readonly keyId: string
  readonly secret: string
  readonly at: Date
}

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest()

/** RFC 3986: what `encodeURIComponent` leaves, AWS does not. */
function encoded(segment: string): string {
  return encodeURIComponent(decodeURIComponent(segment)).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** @returns the headers to send and, apart from them, the value of `authorization`. */
export function signAws(request: SignedRequest): {
  readonly headers: Readonly<Record<string, string>>
  readonly authorization: string
} {
  const { method, url, body, region, keyId, secret, at } = request
  const { host, pathname } = new URL(url)
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers = { ...request.headers, 'x-amz-content-sha256': sha256(body), 'x-amz-date': time }
  const signing = Object.entries({ ...headers, host })
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const names = signing.map(([name]) => name).join(';')
  const path = pathname.split('/').map(encoded).join('/')
  const lines = signing.map(([name, value]) => `${name}:${value}\n`).join('')
  const canonical = [method, path, '', lines, names, sha256(body)].join('\n')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, time.slice(0, 8)), region))
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')).toString('hex')
  return {
    headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/${scope},SignedHeaders=${names},Signature=${signature}`,
  }
}
