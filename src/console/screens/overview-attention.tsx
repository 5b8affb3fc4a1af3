/** What needs somebody, the most urgent first, each with the way to where it is mended. */
import { ATTENTION_SCREEN, ATTENTION_TONE, type ShownItem } from '../attention.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { routeHash } from '../routes.ts'
import { formatDay, plural } from '../words.ts'

export function Attention({ items }: { readonly items: readonly ShownItem[] }) {
  const { words, language } = useConsole()
  const say = words.attention
  return (
    <section class="g-card c-attention" aria-labelledby="attention-title">
      <div class="g-card-head">
        <h2 class="g-h2" id="attention-title">
          {say.title}
        </h2>
      </div>
      {items.length === 0 ? (
        <p class="g-card-body c-attention-none">
          <Icon name="check" />
          {say.none}
        </p>
      ) : (
        <ul class="c-attention-list">
          {items.map(({ kind, count, day }) => {
            const screen = ATTENTION_SCREEN[kind]
            return (
              <li key={kind} data-tone={ATTENTION_TONE[kind]}>
                <Icon name={ATTENTION_TONE[kind] === 'info' ? 'info' : 'warning'} />
                <span class="g-grow">
                  {plural(say.kind[kind], count, language, {
                    day: day === undefined ? '' : formatDay(day, language),
                  })}
                </span>
                {screen === 'overview' ? null : (
                  <a class="g-btn g-btn-small" href={routeHash(screen)}>
                    {words.nav[screen]}
                  </a>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </section>
  )
}
