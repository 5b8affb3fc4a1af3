/** AES-256-GCM: how everything that is sealed in the store is sealed. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Fault } from '../../src/domain/fault.ts'

const IV_BYTES = 12
const TAG_BYTES = 16

/** The result is base64 of iv ‖ ciphertext ‖ tag. A fresh random iv for each call. */
export function seal(key: Uint8Array, text: string, context: string | Uint8Array): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(typeof context === 'string' ? Buffer.from(context, 'utf8') : context)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString('base64')
}

/** @throws Fault `STORE_UNAVAILABLE` when the bytes were changed or belong to another key or context. */
export function unseal(key: Uint8Array, sealed: string, context: string | Uint8Array): string {
  const bytes = Buffer.from(sealed, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(typeof context === 'string' ? Buffer.from(context, 'utf8') : context)
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
    const body = bytes.subarray(IV_BYTES, bytes.length - TAG_BYTES)
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new Fault('STORE_UNAVAILABLE', 'a sealed value does not open', cause)
  }
}
