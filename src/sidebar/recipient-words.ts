/** Who words a draft and what is kept there, in words: presets are named by their ids everywhere else. */
import type { RecipientView } from '../domain/api.ts'
import type { DrafterChoice } from '../domain/scope.ts'
import type { SidebarWords } from '../words.ts'

const PROVIDERS = ['openai-eu', 'openai-us', 'azure-openai', 'mistral-eu', 'self-hosted'] as const
const RETENTIONS = ['zdr', 'mam', '30d', 'own'] as const

export function providerWords(words: SidebarWords, provider: string): string {
  const known = PROVIDERS.find((id) => id === provider)
  return known === undefined ? provider : words.say(`recipient.provider.${known}`)
}

export function regionWords(words: SidebarWords, region: string): string {
  return region === 'local' ? words.say('recipient.region_local') : region
}

export function retentionWords(words: SidebarWords, retention: string): string {
  const known = RETENTIONS.find((id) => id === retention)
  return known === undefined ? retention : words.say(`recipient.retention.${known}`)
}

/** The same facts, each as a person reads it. */
export function recipientWords(words: SidebarWords, recipient: RecipientView): RecipientView {
  const { provider, region, retention } = recipient
  return {
    ...recipient,
    provider: providerWords(words, provider),
    region: regionWords(words, region),
    retention: retentionWords(words, retention),
  }
}

export function drafterWords(words: SidebarWords, { drafter, provider, region }: DrafterChoice): string {
  if (drafter === 'extractive') return words.say('recipient.here')
  return `${providerWords(words, provider)} (${regionWords(words, region)})`
}
