/** What is written down of a configuration when it starts to run: no key, no secret, nobody's name. */
import { createHash } from 'node:crypto'
import type { Config } from './config.ts'
import type { ConfigFacts } from './evidence/index.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

export function configFacts(config: Config, version: string): ConfigFacts {
  const { provider, account, helpCenter, controller, evidence } = config
  return {
    version,
    production: config.production,
    publicUrl: config.publicUrl,
    account: account.origin,
    installation: account.installationId,
    // A key and a person's contact are told apart by their digest alone.
    appKey: digest(account.appPublicKey),
    controller: digest(JSON.stringify(controller)),
    webhooks: account.webhookSecret !== null,
    helpCenter: helpCenter.origin,
    helpCenterLocales: helpCenter.locales,
    ...(helpCenter.brands.length === 0
      ? {}
      : { brandHelpCenters: helpCenter.brands.map(({ brandId, origin }) => `${brandId} ${origin}`) }),
    provider: provider?.facts.provider ?? 'extractive',
    host: provider?.facts.host ?? 'none',
    region: provider?.facts.region ?? 'local',
    model: provider?.facts.model ?? 'none',
    retention: provider?.facts.retention ?? 'none',
    transfer: evidence.transfer ?? 'none',
    events: evidence.events === null ? 'none' : new URL(evidence.events.url).origin,
    accessReviewMonths: evidence.reviewMonths,
    backupDays: config.backupDays,
    killSwitch: config.killSwitch,
  }
}
