/** In which language the acting agent has the helpdesk, as far as the app is told; chosen here to try a language. */
import type { Bootstrap } from './desk-client.ts'

/** Where the browser keeps the choice. */
export const LANGUAGE_PLACE = 'workbench-agent-language'
export const AGENT_LANGUAGES = ['en-US', 'de', 'fr', 'es', 'it', 'nl', 'pt-BR', 'pl', 'ja', 'ar'] as const

/** Null or unknown: the language of the agent's own profile. */
export function inLanguage(boot: Bootstrap, chosen: string | null): Bootstrap {
  const language = AGENT_LANGUAGES.find((known) => known === chosen)
  if (language === undefined) return boot
  const agents = boot.agents.map((agent) =>
    agent.id === boot.agentId ? { ...agent, locale: language } : agent,
  )
  return { ...boot, agents }
}
