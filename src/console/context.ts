/** What every screen is handed: the companion, the words, who is signed in, and a place for news. */
import { createContext } from 'preact'
import { useContext, useLayoutEffect } from 'preact/hooks'
import type { ConsoleClient } from '../companion/console-client.ts'
import type { Me } from '../domain/api.ts'
import type { StaffLanguage } from '../domain/staff-language.ts'
import type { PastTickets } from '../zendesk/index.ts'
import type { ConsoleWords, GateWords } from './words.ts'

export interface ConsoleSetting {
  readonly client: ConsoleClient
  readonly me: Me
  /** Compliance staff see everything; the companion lets only admins change it. */
  readonly mayChange: boolean
  readonly words: ConsoleWords
  readonly gate: GateWords
  readonly language: StaffLanguage
  readonly now: () => number
  /** Asks the helpdesk, as the agent: the address goes nowhere else. */
  readonly findUserIds: (email: string) => Promise<readonly string[]>
  /** Past tickets, read with the admin's own rights; `null` outside of the helpdesk. */
  readonly past?: PastTickets | null | undefined
  readonly tell: (message: string, tone?: 'success' | 'danger' | 'info') => void
  /** Answers with what lets go of it again. */
  readonly holdUnsaved: () => () => void
}

const Setting = createContext<ConsoleSetting | null>(null)
export const SettingProvider = Setting.Provider

export function useConsole(): ConsoleSetting {
  const setting = useContext(Setting)
  if (setting === null) throw new Error('a console screen was drawn outside of the console')
  return setting
}

/** While true, leaving the screen asks first. Each form of a screen holds on for itself. */
export function useUnsaved(unsaved: boolean): void {
  const { holdUnsaved } = useConsole()
  // At once when it is taken off the page: whoever saves and goes on is not asked.
  useLayoutEffect(() => (unsaved ? holdUnsaved() : undefined), [unsaved, holdUnsaved])
}
