/** On every screen: that drafting is stopped, and what of it. Says nothing while nothing is. */
import { useEffect, useState } from 'preact/hooks'
import type { KillSwitchView } from '../../domain/kill-switch-api.ts'
import { useConsole } from '../context.ts'
import { routeHash } from '../routes.ts'
import { type ConsoleWords, fill, joinWords } from '../words.ts'
import { Icon } from './icon.tsx'

const EVERY_MS = 4_000

export function stoppedWords(view: KillSwitchView, words: ConsoleWords, language: string): string | null {
  const say = words.incidents
  const named = view.stops
    .filter(({ liftedAt, reason }) => liftedAt === null && reason !== 'drill')
    .map(({ level, ref }) => fill(say.level[level], { ref }))
  const parts = [...new Set(named)]
  const blind = view.blind.map((why) => say.switch.blind[why]).join(' ')
  if (parts.length === 0) return blind === '' ? null : blind
  return `${fill(say.switch.banner, { what: joinWords(parts, language) })}. ${blind}`.trim()
}

export function StopBanner() {
  const { client, words, language } = useConsole()
  const [view, setView] = useState<KillSwitchView | null>(null)
  useEffect(() => {
    let over = false
    let timer = 0
    const look = () => {
      client
        .killSwitch()
        // Whoever cannot ask now keeps what was said last: the screen itself tells what is wrong.
        .then(
          (answer) => over || setView(answer),
          () => undefined,
        )
        .finally(() => {
          if (!over) timer = window.setTimeout(look, EVERY_MS)
        })
    }
    look()
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [client])
  const sentence = view === null ? null : stoppedWords(view, words, language)
  return (
    <div role="status">
      {sentence === null ? null : (
        <div class="g-alert c-stopped" data-tone="danger">
          <Icon name="power" />
          <div>
            <p class="g-alert-title">{sentence}</p>
            <a class="g-link" href={routeHash('incidents', 'switch')}>
              {words.incidents.switch.bannerLink}
            </a>
          </div>
        </div>
      )}
    </div>
  )
}
