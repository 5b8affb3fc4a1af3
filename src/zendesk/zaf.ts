/** The few names of the Zendesk Apps Framework that Vouch uses. Everything it answers is unknown. */
export interface ZafClient {
  get(paths: readonly string[]): Promise<unknown>
  invoke(path: string, ...values: readonly unknown[]): Promise<unknown>
  request(options: {
    readonly url: string
    readonly type: 'GET' | 'PUT' | 'DELETE'
    readonly dataType: 'json'
    readonly contentType?: 'application/json'
    readonly data?: string
  }): Promise<unknown>
  /** About the installation, with the settings that an admin chose for it. */
  metadata?(): Promise<unknown>
  on(event: string, handler: (data: unknown) => unknown): void
  off(event: string, handler: (data: unknown) => unknown): void
}

/** `window.ZAFClient`, put there by the script that the page loads first. */
export interface ZafSdk {
  init(): ZafClient | false
}

declare global {
  var ZAFClient: ZafSdk | undefined
}

/** `null` when the page was not opened by the helpdesk: no `origin` and `app_guid` in its address. */
export function connectZaf(sdk: ZafSdk | undefined): ZafClient | null {
  const client = sdk?.init()
  return client === undefined || client === false ? null : client
}
