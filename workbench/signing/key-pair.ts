/** The throw-away key that signs the workbench's page loads. It lives as long as the process. */
import { generateKeyPairSync } from 'node:crypto'

/** First line of the public key: whoever configures a companion with it can be refused by name. */
export const WORKBENCH_KEY_MARK = '# VOUCH WORKBENCH KEY - refused in production'

export interface WorkbenchKeyPair {
  readonly publicKeyPem: string
  readonly privateKeyPem: string
}

export function makeKeyPair(): WorkbenchKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { publicKeyPem: `${WORKBENCH_KEY_MARK}\n${publicKey}`, privateKeyPem: privateKey }
}
