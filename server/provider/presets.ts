/** The closed list: exact addresses, regions and retention as the providers' contracts say them. Not a measurement. */

/**
 * What the provider keeps of a request, by contract: `zdr` nothing; `mam` nothing in its abuse logs (modified
 * abuse monitoring); `30d` abuse logs for up to 30 days; `own` whatever your own machines keep.
 */
export const RETENTIONS = ['zdr', 'mam', '30d', 'own'] as const
export type Retention = (typeof RETENTIONS)[number]

/** Which words of the chat API this provider takes; some refuse a request that holds one more. */
export interface Dialect {
  /** `store: false` is sent: the provider would otherwise keep the completion. */
  readonly store: boolean
  readonly limit: 'max_tokens' | 'max_completion_tokens'
  /** `stream_options.include_usage` is sent: without it the answer would not say how many tokens it took. */
  readonly asksUsage: boolean
  /** Models that refuse every temperature but their own. `null`: all take one; `'all'`: nobody knows which. */
  readonly withoutTemperature: RegExp | 'all' | null
}

export interface Preset {
  /** With the path; `null` where the configuration names it. */
  readonly baseUrl: string | null
  /** `null` where an admin attests it. */
  readonly region: string | null
  /** What may be the case; the first holds unless another is attested. */
  readonly retentions: readonly [Retention, ...Retention[]]
  readonly mustAttestRetention: boolean
  readonly keyBegins: string
  readonly needsKey: boolean
  readonly dialect: Dialect
}

const OPENAI: Dialect = {
  store: true,
  asksUsage: true,
  limit: 'max_completion_tokens',
  // Reasoning models answer 400 to any other temperature than 1.
  withoutTemperature: /^(?:o\d|gpt-[5-9])/,
}

export const PRESETS = {
  // developers.openai.com/api/docs/guides/data-residency: a project of the region with its own key, approved
  // for MAM or ZDR; EEA and Switzerland. The JSON schema counts as system data and may leave the region.
  'openai-eu': {
    baseUrl: 'https://eu.api.openai.com/v1',
    region: 'EEA+CH',
    retentions: ['zdr', 'mam'],
    mustAttestRetention: true,
    keyBegins: 'sk-',
    needsKey: true,
    dialect: OPENAI,
  },
  // Same page: `us.api.openai.com` is processed in the US; `api.openai.com` names no region at all.
  'openai-us': {
    baseUrl: 'https://us.api.openai.com/v1',
    region: 'US',
    retentions: ['30d', 'mam', 'zdr'],
    mustAttestRetention: false,
    keyBegins: 'sk-',
    needsKey: true,
    dialect: OPENAI,
  },
  // The host is the same for a global deployment: only the deployment's SKU, which an admin attests, ties it
  // to a data zone or region. Deployments have names of their own, so the model cannot be told from them.
  'azure-openai': {
    baseUrl: null,
    region: null,
    retentions: ['30d', 'mam'],
    mustAttestRetention: false,
    keyBegins: '',
    needsKey: true,
    dialect: { ...OPENAI, withoutTemperature: 'all' },
  },
  // `api.mistral.ai` is the worldwide address. Answers 422 (`extra_forbidden`) to `store` and to
  // `max_completion_tokens`; nothing is stored without an agent or a conversation. The last piece
  // of an answer says its tokens unasked.
  'mistral-eu': {
    baseUrl: 'https://api.eu.mistral.ai/v1',
    region: 'EU+EFTA',
    retentions: ['30d', 'zdr'],
    mustAttestRetention: false,
    keyBegins: '',
    needsKey: true,
    dialect: { store: false, limit: 'max_tokens', asksUsage: false, withoutTemperature: null },
  },
  // vLLM, Ollama, llama.cpp: they keep nothing by themselves, and older ones know `max_tokens` only.
  'self-hosted': {
    baseUrl: null,
    region: null,
    retentions: ['own'],
    mustAttestRetention: false,
    keyBegins: '',
    needsKey: false,
    dialect: { store: false, limit: 'max_tokens', asksUsage: true, withoutTemperature: null },
  },
} as const satisfies Readonly<Record<string, Preset>>

export type ProviderId = keyof typeof PRESETS
export const PROVIDER_IDS = Object.keys(PRESETS) as readonly ProviderId[]

export function presetOf(id: ProviderId): Preset {
  return PRESETS[id]
}

/** Ollama runs these on its makers' machines, although the address is localhost (docs.ollama.com/cloud). */
export const RUNS_ELSEWHERE = /[-:]cloud$/i
